/// A statement about a limit, its finite stand-in, and the worlds in which it must fail.
///
/// Each file under `Claims/` declares one claim type of the file's name, so that a build plugin finds it. A claim is a
/// plain value: it can be listed, rendered, registered, planned and priced without training anything.
public protocol Claim: Sendable {
  /// Makes the claim; a claim has no parameters.
  init()
  /// The place of the statement in the paper, and how much of it the paper's summary shows.
  var source: Source { get }
  /// A title of one line, short enough for a table.
  var title: String { get }
  /// The statement as a sentence in the paper's notation, without numbers of the stand-in.
  var says: String { get }
  /// The claims that the argument for this one rests on.
  var restsOn: [any Claim.Type] { get }
  /// The statement in the order of the source: hypotheses, quantifiers, conclusions.
  @StatementBuilder var statement: [Clause] { get }
  /// The finite stand-in: every number that the statement leaves open, with its reason.
  var standIn: StandIn { get }
  /// What the verdict does not cover, and why; empty if there is nothing to add.
  ///
  /// For example, a hypothesis that the stand-in leaves out, or a larger scale that would be needed.
  var caveat: String { get }
  /// Additional arms, trained for the picture of errors against the number of labels only; no conclusion reads them.
  var companions: [Arm] { get }
  /// A picture over the dimension and another parameter that is drawn on the claim's page; no conclusion reads it.
  var diagram: PhaseDiagram? { get }
  /// Worlds in which the same decision procedure with the same thresholds must refute the claim.
  @ControlBuilder var controls: [Control] { get }
  /// Statements that are known to be false, tried on the claim's own trials; none may be supported.
  var falseForms: [FalseForm] { get }
}

extension Claim {
  /// The claim's name, which is that of its type and of its file.
  public static var name: String { String(describing: Self.self) }
  /// The claim's name, which is that of its type and of its file.
  public var name: String { Self.name }
  /// No other claims, by default.
  public var restsOn: [any Claim.Type] { [] }

  /// No companions, by default.
  public var companions: [Arm] { [] }

  /// No diagram, by default.
  public var diagram: PhaseDiagram? { nil }

  /// No caveat, by default.
  public var caveat: String { "" }

  /// No false forms, by default.
  public var falseForms: [FalseForm] { [] }

  /// The name of the claims that share the levels of error with this one: the known theorems, or the claims about one
  /// experiment.
  package var family: String {
    source.provenance == .known ? "known theorems" : standIn.setup.experiment
  }

  /// Every conclusion of the statement, in its order.
  package var conclusions: [Conclusion] { statement.flatMap(\.conclusions) }

  /// The conclusions that no control is aimed at, in the order of the statement.
  package var uncontrolledConclusions: [Conclusion] {
    let controls = self.controls
    return conclusions.filter { conclusion in !controls.contains { $0.refutes(conclusion) } }
  }

  /// The arms that the conclusions read: those that quantities name, otherwise those of the given labels.
  public var arms: [Arm] {
    var arms: [Arm] = []
    for conclusion in conclusions {
      for arm in conclusion.quantity.arms where !arms.contains(arm) { arms.append(arm) }
    }
    if arms.isEmpty {
      for case .given(.arm(let arm, _)) in statement where !arms.contains(arm) { arms.append(arm) }
    }
    if arms.isEmpty, let only = standIn.setup.onlyArm { arms = [only] }
    return arms
  }

  /// Returns the first reason why the claim cannot be decided; nil if there is none.
  ///
  /// `swift test` checks every registered claim, and planning checks each claim before any trial is trained.
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
      if standIn.materiality(of: conclusion) == nil {
        return "\(name): the stand-in states no materiality that suits \(conclusion.text)."
      }
      if conclusion.isWithHighProbability && !conclusion.order.isOfSingleRuns {
        return "\(name): \(conclusion.text) speaks of growth, which no single run has."
      }
      if !conclusion.isWithHighProbability && conclusion.order == .negligible {
        return "\(name): \(conclusion.text) is judged run by run: say WithHighProbability."
      }
    }
    for form in falseForms {
      if let defect = form.defect(in: self) { return defect }
    }
    for control in controls {
      if !conclusions.contains(where: control.refutes) {
        return
          "\(name): control “\(control.name)” is to refute \(control.refutes.text), which the statement does not conclude."
      }
      if let arm = control.arm, !arms.contains(arm) {
        return
          "\(name): control “\(control.name)” changes the trials under \(arm.words), which the claim does not read."
      }
    }
    return nil
  }
}

/// A claim with the folder of its file.
public struct ClaimEntry: Sendable {
  /// The name of the folder under `Claims/`, such as `Theorems`.
  public let folder: String
  /// The claim.
  public let claim: any Claim

  /// A claim in a folder.
  public init(folder: String, claim: any Claim) {
    self.folder = folder
    self.claim = claim
  }
}
