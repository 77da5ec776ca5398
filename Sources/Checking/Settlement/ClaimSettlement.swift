import Foundation
import Training

/// Why a claim is open, and what it would take to settle it as a whole.
///
/// The claim is supported when every open conclusion is, and refuted by any one of them; its conclusions are read from the
/// same trials, so its design is the largest of theirs, or the cheapest that refutes.
public struct ClaimSettlement: Sendable, Equatable {
  /// Per conclusion, in the claim's order; nil for one that is already decided at the claim's levels.
  public let conclusions: [Settlement?]
  /// The design for the claim; nil if nothing tried settles it.
  public let design: SettlementDesign?
  /// The verdict that it would give if the best-fitting curves are the truth; nil if nobody can say.
  public let wouldBe: Verdict?
  /// The smallest power among the conclusions that have to be decided.
  public let power: Double?
  /// Multiply–adds of the additional trials of the claim's own world, its label sets taken together; not of its controls.
  public let work: Double?

  /// The open conclusions' plans, taken together.
  ///
  /// - Parameter price: The price of a run at a scale.
  init(_ conclusions: [Settlement?], registered: [Int], price: Settlement.Price) {
    self.conclusions = conclusions
    let open = conclusions.compactMap { $0 }
    let refuting = open.filter { $0.wouldBe == .refuted }
      .min { ($0.price ?? .infinity) < ($1.price ?? .infinity) }
    let needed = refuting.map { [$0] } ?? open
    let designs = needed.compactMap(\.design)
    guard !needed.isEmpty, designs.count == needed.count,
      let largest = designs.max(by: { $0.scales.count < $1.scales.count })
    else {
      (design, wouldBe, power, work) = (nil, nil, nil, nil)
      return
    }
    let joint = SettlementDesign(
      scales: largest.scales, runs: designs.reduce(0) { max($0, $1.runs) }, registered: registered)
    design = joint
    let isKnown = needed.allSatisfy { $0.wouldBe != nil }
    wouldBe = isKnown ? (refuting == nil ? .supported : .refuted) : nil
    power = isKnown ? needed.compactMap(\.power).min() : nil
    work = try? SettlementSearch.price(of: joint, by: price)
  }
}

extension ClaimSettlement {
  /// Plans for a claim whose verdict is open; nil otherwise.
  ///
  /// - Parameters:
  ///   - familySize: The claims that p-values are corrected over: each is planned at α divided by it.
  init?(
    _ planned: PlannedClaim, conclusions: [ConclusionFinding], verdict: Verdict, familySize: Int, levels: ErrorLevels,
    outcomes: [Trial: TrialOutcome]
  ) {
    guard case .inconclusive = verdict else { return nil }
    let runPrice = RunPrice(planned.study, outcomes)
    let price: Settlement.Price = { scale throws(PlanError) in try runPrice.price(at: scale) }
    let divided = levels.divided(claims: familySize, conclusions: conclusions.count)
    let settlements = conclusions.map { conclusion -> Settlement? in
      let settlement = try? Settlement.estimate(
        conclusion.evidence, that: conclusion.predicate, rules: conclusion.materiality.rules,
        levels: divided, price: price)
      return settlement ?? nil
    }
    self.init(
      settlements, registered: planned.design.scales.map { _ in planned.design.runs }, price: price)
  }
}
