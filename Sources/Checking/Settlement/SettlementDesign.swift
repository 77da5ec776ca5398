/// Scales and runs with which an open question would probably be settled.
public struct SettlementDesign: Sendable, Hashable {
  /// The scales, those that exist first.
  public let scales: [Double]
  /// Runs at every scale, those that exist included.
  public let runs: Int
  /// The runs that are missing, per scale.
  public let additionalRuns: [Int]

  /// Runs that are missing at all scales together.
  public var additional: Int { additionalRuns.reduce(0, +) }

  /// A design, and what the registered runs per scale leave missing of it.
  public init(scales: [Double], runs: Int, registered: [Int]) {
    self.scales = scales
    self.runs = runs
    additionalRuns = scales.indices.map { max(0, runs - ($0 < registered.count ? registered[$0] : 0)) }
  }

  /// The design in words, such as `40 runs at each of d = 64, 128, 256 (10 more at d = 64…128, 40 more at d = 256)`.
  public var text: String {
    let names = scales.map(Self._name)
    var groups: [(count: Int, first: String, last: String)] = []
    for (count, name) in zip(additionalRuns, names) {
      if let group = groups.last, group.count == count {
        groups[groups.count - 1].last = name
      } else {
        groups.append((count, name, name))
      }
    }
    let missing = groups.filter { $0.count > 0 }.map { group in
      if groups.count == 1 { return "\(group.count) more at each" }
      return "\(group.count) more at d = \(group.first == group.last ? group.first : "\(group.first)…\(group.last)")"
    }
    let unit = runs == 1 ? "run" : "runs"
    let isLong = names.count > Self._mostNamed
    let places =
      isLong
      ? "\(names.count) scales from \(names[0]) to \(names[names.count - 1])" : "d = \(names.joined(separator: ", "))"
    return "\(runs) \(unit) at each of \(places) (\(missing.joined(separator: ", ")))"
  }

  /// The most scales that are named one by one.
  private static let _mostNamed = 16

  private static func _name(_ scale: Double) -> String {
    Int(exactly: scale).map(String.init) ?? String(scale)
  }
}
