/// Suggests what a misspelt name may have meant.
enum Nearest {
  /// Returns ` (did you mean “…”?)` for the name with the smallest edit distance, empty if none is near.
  static func suggestion(for input: String, among names: [String]) -> String {
    let input = input.lowercased()
    let (count, limit) = (input.count, max(2, input.count / 3))
    // Every letter too many is a distance of one, and a word of a megabyte has no neighbours worth the wait.
    let near = names.filter { abs($0.count - count) <= limit }
    let ranked = near.map { (distance: distance(input, $0.lowercased()), name: $0) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return "" }
    return best.distance <= limit ? " (did you mean “\(best.name)”?)" : ""
  }

  /// Returns the fewest insertions, deletions and replacements that turn one text into the other.
  static func distance(_ first: String, _ second: String) -> Int {
    let second = Array(second)
    var row = Array(0...second.count)
    for character in first {
      var diagonal = row[0]
      row[0] += 1
      for (index, other) in second.enumerated() {
        let replaced = diagonal + (character == other ? 0 : 1)
        diagonal = row[index + 1]
        row[index + 1] = min(replaced, diagonal + 1, row[index] + 1)
      }
    }
    return row[second.count]
  }
}
