/// Paths of a drawing, written with as few letters as show the same lines: a report holds thousands of them.
enum PathText {
  /// Returns a line through points, each written as its distance from the one before it.
  static func line(_ points: [(x: Double, y: Double)]) -> String {
    let places = points.map { (x: units($0.x, per: 10), y: units($0.y, per: 10)) }
    guard let first = places.first else { return "" }
    let steps = zip(places, places.dropFirst()).map { pair(tenths: $1.x - $0.x, $1.y - $0.y) }
    return "M\(pair(tenths: first.x, first.y))" + (steps.isEmpty ? "" : "l" + joined(steps))
  }

  /// Returns dots at points, to a whole point of height; dots that would cover each other are drawn once.
  ///
  /// The dots of one column begin at its lowest, and each next one is written as its distance from the one before it.
  static func dots(_ points: [(x: Double, y: Double)]) -> String {
    let columns = Dictionary(grouping: points) { units($0.x, per: 10) }
      .mapValues { Set($0.map { units($0.y, per: 1) }).sorted() }
    return columns.sorted { $0.key < $1.key }.map { x, heights in
      guard let first = heights.first else { return "" }
      let next = zip(heights, heights.dropFirst()).map { "m0 \($1 - $0)h0" }
      return "M\(pair(tenths: x, 10 * first))h0" + next.joined()
    }.joined()
  }

  /// Coordinates beyond any drawing are drawn at its far side; those that are no numbers at 0.
  private static func units(_ value: Double, per unit: Double) -> Int {
    value.isNaN ? 0 : Int((max(-1e9, min(1e9, value)) * unit).rounded())
  }

  private static func pair(tenths x: Int, _ y: Int) -> String { joined([tenth(x), tenth(y)]) }

  /// A minus sign parts two numbers as well as a space does.
  private static func joined(_ numbers: [String]) -> String {
    numbers.dropFirst().reduce(numbers.first ?? "") { $1.hasPrefix("-") ? $0 + $1 : $0 + " " + $1 }
  }

  private static func tenth(_ tenths: Int) -> String {
    let (whole, part) = (tenths.magnitude / 10, tenths.magnitude % 10)
    let digits = part == 0 ? "\(whole)" : whole == 0 ? ".\(part)" : "\(whole).\(part)"
    return tenths < 0 ? "-" + digits : digits
  }
}
