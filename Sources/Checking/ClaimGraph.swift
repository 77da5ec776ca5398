import ClaimKit

/// What claims rest on, and what that makes of their verdicts.
///
/// An edge goes from a claim to each claim that its argument rests on. Names are types, so one that dangles does not
/// compile; a type outside the registry and a cycle are errors when a plan is made.
public struct ClaimGraph: Sendable {
  /// Every claim that is reached, each after all that it rests on.
  public let order: [any Claim]
  private let _edges: [String: [String]]

  /// The graph of some claims and of everything that they rest on.
  ///
  /// - Throws: ``PlanError`` naming the claims of a cycle.
  public init(_ claims: [any Claim]) throws(PlanError) {
    var edges: [String: [String]] = [:]
    var order: [any Claim] = []
    var path: [String] = []
    func visit(_ claim: any Claim) throws(PlanError) {
      let name = claim.name
      if let start = path.firstIndex(of: name) {
        throw PlanError(
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
    _edges = edges
  }

  /// The claims that a claim rests on directly.
  public func supports(of name: String) -> [String] { _edges[name] ?? [] }

  /// Returns every claim that a claim rests on, directly or not, each once, nearest first.
  public func foundations(of name: String) -> [String] {
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

  /// Returns the foundations of a claim that are not safe: refuted, inconclusive, undiscriminating, or not verified.
  ///
  /// - Parameters:
  ///   - name: The claim.
  ///   - findings: The findings by name.
  public func weakSteps(of name: String, in findings: [String: Finding]) -> [WeakStep] {
    foundations(of: name).compactMap { foundation in
      guard let finding = findings[foundation] else { return WeakStep(name: foundation, weakness: .notVerified) }
      if !finding.discriminates { return WeakStep(name: foundation, weakness: .undiscriminating) }
      switch finding.verdict {
      case .supported: return nil
      case .refuted: return WeakStep(name: foundation, weakness: .refuted)
      case .inconclusive: return WeakStep(name: foundation, weakness: .inconclusive)
      }
    }
  }
}

/// A claim that another rests on and that does not carry it.
public struct WeakStep: Hashable, Sendable {
  /// Why it does not.
  public enum Weakness: String, Sendable {
    /// It was refuted.
    case refuted
    /// A control of it was not refuted.
    case undiscriminating
    /// It is inconclusive.
    case inconclusive
    /// It was not verified together with the claim.
    case notVerified = "not verified here"
  }

  /// The claim.
  public let name: String
  /// Why it does not carry.
  public let weakness: Weakness
}
