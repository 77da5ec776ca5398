/// The graph of which claims rest on which others.
///
/// An edge goes from a claim to each claim that its argument rests on. Claims refer to each other by type, so a
/// reference to a claim that does not exist does not compile. A type outside the registry and a cycle are errors when a
/// plan is made.
package struct ClaimGraph: Sendable {
  /// Every claim of the graph, each one after the claims that it rests on.
  package let order: [any Claim]
  private let edges: [String: [String]]

  /// The graph of some claims and of all claims that they rest on, directly or not.
  ///
  /// - Throws: ``ClaimCycleError`` naming the claims of a cycle.
  package init(_ claims: [any Claim]) throws(ClaimCycleError) {
    var edges: [String: [String]] = [:]
    var order: [any Claim] = []
    var path: [String] = []
    func visit(_ claim: any Claim) throws(ClaimCycleError) {
      let name = claim.name
      if let start = path.firstIndex(of: name) {
        throw ClaimCycleError(
          "\(name) rests on itself, through \((path[start...] + [name]).joined(separator: " → ")): an argument has no cycles."
        )
      }
      guard edges[name] == nil else { return }
      path.append(name)
      for support in claim.restsOn { try visit(support.init()) }
      path.removeLast()
      edges[name] = claim.restsOn.map { $0.name }
      order.append(claim)
    }
    for claim in claims { try visit(claim) }
    self.order = order
    self.edges = edges
  }

  /// Returns the claims that a claim rests on directly.
  package func supports(of name: String) -> [String] { edges[name] ?? [] }

  /// Returns every claim that a claim rests on, directly or not, each once, nearest first.
  package func foundations(of name: String) -> [String] {
    var found: [String] = []
    var queue = supports(of: name)
    while !queue.isEmpty {
      let next = queue.removeFirst()
      if found.contains(next) { continue }
      found.append(next)
      queue += supports(of: next)
    }
    return found
  }
}

/// A claim that rests on itself through other claims.
package struct ClaimCycleError: Error, Equatable, CustomStringConvertible {
  /// One sentence that names the claims of the cycle.
  package let description: String

  /// An error with its sentence.
  init(_ description: String) {
    self.description = description
  }
}
