/// A statement about a limit, its finite stand-in, and the worlds in which it must fail.
///
/// One type per file under `Claims/`, the file named after the type: a build plugin finds it there. A claim is a plain
/// value: it can be listed, rendered, registered, planned and costed without training anything.
public protocol Claim: Sendable {
  /// Makes the claim; a claim has no parameters.
  init()
  /// Where the statement comes from and how far it is the paper's own.
  var source: Source { get }
  /// One line that a table can hold.
  var title: String { get }
  /// The statement in the paper's notation, without numbers of ours.
  var says: String { get }
  /// The claims that the argument for this one rests on.
  var restsOn: [any Claim.Type] { get }
  /// The statement in the order of the source: hypotheses, quantifiers, conclusions.
  @StatementBuilder var statement: [Clause] { get }
  /// The finite stand-in: every number that the statement leaves open, with its reason.
  var instance: Instance { get }
  /// What the verdict does not say, and why: the hypothesis that the stand-in misses, or the scale it would need.
  var caveat: String { get }
  /// Arms that are trained beside those of the statement for the picture of errors against the number of labels; no conclusion
  /// reads them.
  var companions: [Arm] { get }
  /// A picture over the dimension and another parameter that is drawn on the claim's page; no conclusion reads it.
  var diagram: PhaseDiagram? { get }
  /// Worlds in which the same checker with the same thresholds must refute the claim.
  @ControlBuilder var controls: [Control] { get }
}

extension Claim {
  /// The claim's name: the name of its type and of its file.
  public static var name: String { String(describing: Self.self) }
  /// The claim's name: the name of its type and of its file.
  public var name: String { Self.name }
  /// No other claim, unless the claim says so.
  public var restsOn: [any Claim.Type] { [] }

  /// None, unless the claim says so.
  public var companions: [Arm] { [] }

  /// None, unless the claim says so.
  public var diagram: PhaseDiagram? { nil }

  /// Nothing, unless the claim says so.
  public var caveat: String { "" }

  /// Every conclusion of the statement, in its order.
  package var conclusions: [Conclusion] { statement.flatMap(\.conclusions) }

  /// The arms whose trials the conclusions read: those that quantities name, or that of the given labels.
  public var arms: [Arm] {
    var arms: [Arm] = []
    for conclusion in conclusions {
      for arm in conclusion.quantity.arms where !arms.contains(arm) { arms.append(arm) }
    }
    if arms.isEmpty {
      for case .given(.labels(let labels)) in statement where !arms.contains(Arm(labels)) { arms.append(Arm(labels)) }
    }
    return arms
  }

  /// Returns the first thing that makes the claim undecidable, nil if there is none.
  ///
  /// Checked for every registered claim by `swift test`, and before any trial is trained.
  package func defect() -> String? {
    if conclusions.isEmpty { return "\(name): the statement draws no conclusion." }
    if controls.isEmpty { return "\(name): a claim needs at least one control that it is refuted in." }
    for conclusion in conclusions {
      let quantity = conclusion.quantity
      if quantity.arms.isEmpty && arms.isEmpty {
        return "\(name): \(quantity.text) needs Given(labels:) to say whose it is."
      }
      if quantity.arms.isEmpty && arms.count != 1 {
        return "\(name): \(quantity.text) is ambiguous between several arms."
      }
      if instance.materiality(of: conclusion) == nil {
        return "\(name): the stand-in states no materiality that suits \(conclusion.text)."
      }
      if conclusion.isUsual && (conclusion.order.law != nil || conclusion.order == .polynomial) {
        return "\(name): \(conclusion.text) speaks of growth, which no single run has."
      }
      if !conclusion.isUsual && conclusion.order == .negligible {
        return "\(name): \(conclusion.text) is judged run by run: say WithHighProbability."
      }
    }
    for control in controls {
      if !conclusions.contains(where: control.refutes) {
        return
          "\(name): control “\(control.name)” is to refute \(control.refutes.text), which the statement does not conclude."
      }
      if let arm = control.arm, !arms.contains(arm) {
        return
          "\(name): control “\(control.name)” changes the trials under \(arm.text) labels, which the claim does not read."
      }
    }
    return nil
  }
}

/// A claim with the folder it stands in.
public struct ClaimEntry: Sendable {
  /// The folder under `Claims/`.
  public let folder: String
  /// The claim.
  public let claim: any Claim

  /// A claim in a folder.
  public init(folder: String, claim: any Claim) {
    self.folder = folder
    self.claim = claim
  }
}
