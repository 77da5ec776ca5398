import Decision
import Randomness

/// One planted cell: a law of runs, for which it is known whether a predicate holds.
package struct PlantedCell: Sendable {
  /// Whether the predicate holds for the law.
  package enum Truth: String, Sendable, CaseIterable {
    /// The predicate holds, so a refutation is an error.
    case holds
    /// The predicate fails, so a support is an error.
    case fails
    /// The law lies on the boundary of the declared stand-in, so either verdict is an error.
    case boundary
    /// The limit is above 0 and below ε: refutation is an error, support neither right nor wrong, the reason *floor*
    /// right.
    case floor
    /// The metric grows against its law by less than the tolerance, so either verdict is an error, and the reason
    /// *slow-growth* is right.
    case slowGrowth = "slow-growth"

    /// The verdict that is right, in words; nil where none is.
    package var rightVerdict: String? {
      switch self {
      case .holds: "support"
      case .fails: "refutation"
      case .floor: Verdict.inconclusive(.floor).description
      case .slowGrowth: Verdict.inconclusive(.slowGrowth).description
      case .boundary: nil
      }
    }

    /// Whether a verdict on one side is an error.
    package func isError(_ side: ErrorSide) -> Bool {
      switch self {
      case .holds, .floor: side == .refutation
      case .fails: side == .support
      case .boundary, .slowGrowth: true
      }
    }
  }

  /// The predicate and kind of data, for headings.
  package let group: String
  /// The law in words or symbols.
  package let law: String
  /// Scales, runs and trials.
  package let design: PlantedDesign
  /// The predicate asked of the runs.
  let predicate: Predicate
  /// The rules of the decision.
  let rules: DecisionRules
  /// Whether the predicate holds.
  package let truth: Truth
  /// The kind of number a run is.
  let kind: MetricKind
  /// The percentage of right verdicts that the calibration runs of the specification, §10, list; nil if none.
  package let listedPower: Double?
  /// The percentage of false refutations that the calibration runs of the specification, §10, concede to a true law;
  /// nil for the nominal level.
  let concededRefutations: Double?
  /// The assumption that the law breaks, so that nothing is promised for it; nil if none.
  package let brokenAssumption: String?

  private let draw: @Sendable (inout Draws, PlantedDesign) -> [[Double?]]
  private let takesDesign: Bool

  /// A cell from its parts; `draw` gives the runs of one repetition, scale by scale.
  init(
    _ group: String, _ law: String, _ design: PlantedDesign, _ predicate: Predicate, _ truth: Truth, kind: MetricKind,
    rules: DecisionRules = DecisionRules(), listedPower: Double? = nil, concededRefutations: Double? = nil,
    brokenAssumption: String? = nil, draw: @escaping @Sendable (inout Draws) -> [[Double?]]
  ) {
    self.init(
      group, law, design, predicate, truth, kind: kind, rules: rules, listedPower: listedPower,
      concededRefutations: concededRefutations, brokenAssumption: brokenAssumption, takesDesign: false
    ) { draws, _ in draw(&draws) }
  }

  /// A cell whose law is defined on other designs too; `draw` gives the runs of one repetition on a design.
  init(
    _ group: String, _ law: String, _ design: PlantedDesign, _ predicate: Predicate, _ truth: Truth, kind: MetricKind,
    rules: DecisionRules = DecisionRules(), listedPower: Double? = nil, concededRefutations: Double? = nil,
    brokenAssumption: String? = nil, takesDesign: Bool = true,
    draw: @escaping @Sendable (inout Draws, PlantedDesign) -> [[Double?]]
  ) {
    self.group = group
    self.law = law
    self.design = design
    self.predicate = predicate
    self.rules = rules
    self.truth = truth
    self.kind = kind
    self.listedPower = listedPower
    self.concededRefutations = concededRefutations
    self.brokenAssumption = brokenAssumption
    self.takesDesign = takesDesign
    self.draw = draw
  }

  /// The cell with the largest tenth of the values missing at every scale.
  func withWorstMissing() -> PlantedCell {
    let draw = draw
    return PlantedCell(
      group, "\(law), the largest tenth missing", design, predicate, truth, kind: kind, rules: rules,
      listedPower: listedPower, concededRefutations: concededRefutations, brokenAssumption: brokenAssumption,
      takesDesign: takesDesign
    ) { draws, design in
      draw(&draws, design).map { runs in
        let order = runs.indices.sorted { (runs[$0] ?? 0, $0) > (runs[$1] ?? 0, $1) }
        let worst = Set(order.prefix(design.runs / 10))
        return runs.indices.map { worst.contains($0) ? nil : runs[$0] }
      }
    }
  }

  /// Returns the same law with another number of runs per scale; nil if the law is not defined on other designs.
  ///
  /// The listed power is that of the original number, and only a cell of that number keeps it.
  func with(runs: Int) -> PlantedCell? {
    guard takesDesign else { return nil }
    if runs == design.runs { return self }
    let other = PlantedDesign(
      name: "\(design.name), \(runs) runs", scales: design.scales, runs: runs, trials: design.trials)
    return PlantedCell(
      group, law, other, predicate, truth, kind: kind, rules: rules, concededRefutations: concededRefutations,
      brokenAssumption: brokenAssumption, draw: draw)
  }

  /// The name by which the cell is seeded and found: group, law and design.
  package var name: String { "\(group): \(law) [\(design.name)]" }

  /// Returns the evidence of one repetition, a function of the seed, the cell's name and the repetition alone.
  func evidence(seed: UInt64, repetition: Int) -> Evidence {
    var draws = Draws(seed: seed ^ salt, stream: .planted, sample: repetition)
    return Evidence(scales: design.scales, runs: draw(&draws, design), kind: kind)
  }

  /// Returns the decision on one repetition.
  package func decision(seed: UInt64, repetition: Int) -> Decision {
    decision(on: evidence(seed: seed, repetition: repetition))
  }

  /// Returns the decision on evidence that was drawn from the cell.
  func decision(on evidence: Evidence) -> Decision {
    // Planted designs are well-formed. If one were not, the repetition would count as undecided.
    (try? DecisionEngine.decide(evidence, that: predicate, rules: rules))
      ?? Decision(pSupport: 1, pRefute: 1, stop: .health)
  }

  /// FNV-1a of the name, so that cells share no random numbers, and keep theirs when other cells are added or removed.
  private var salt: UInt64 {
    name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}

/// Scales, runs and trials at which truths are planted.
package struct PlantedDesign: Sendable, Equatable {
  /// A letter for tables.
  package let name: String
  /// The scales d₁ < … < d_K.
  let scales: [Double]
  /// Runs per scale.
  let runs: Int
  /// Trials per run of a count.
  let trials: Int

  /// A design from its parts.
  init(name: String, scales: [Double], runs: Int, trials: Int) {
    self.name = name
    self.scales = scales
    self.runs = runs
    self.trials = trials
  }

  /// Design A of the calibration runs of the specification, §10: the smallest that the procedure accepts.
  static let small = PlantedDesign(name: "A", scales: [32, 64, 128, 256, 512], runs: 20, trials: 500)
  /// Design B of the calibration runs of the specification, §10: one scale more, and finer counts.
  static let wide = PlantedDesign(
    name: "B", scales: [64, 128, 256, 512, 1024, 2048], runs: 20, trials: 1000)
  /// Sixty runs per scale, for a materiality that twenty runs cannot certify.
  static let deep = PlantedDesign(
    name: "C", scales: [64, 128, 256, 512, 1024, 2048], runs: 60, trials: 1000)

  /// The scales, runs and trials of the claims at the standard profile.
  static let standard = PlantedDesign(name: "S", scales: [64, 128, 256, 512, 1024], runs: 32, trials: 500)
  /// Nine doublings.
  static let long = PlantedDesign(
    name: "L", scales: (0...9).map { 32 * Double(1 << $0) }, runs: 20, trials: 1000)

  /// Eight scales by factors of 1.5, so that the scales do not match the grid of shapes.
  static let dense = PlantedDesign(
    name: "D", scales: [32, 48, 72, 108, 162, 243, 365, 547], runs: 20, trials: 1000)

  /// Seven scales over ten decades of d, with as many runs as the standard profile.
  static let decades = PlantedDesign(
    name: "T", scales: [64, 128, 256, 0x1p10, 0x1p14, 0x1p20, 0x1p40], runs: 32, trials: 500)

  /// The scales of ``small`` with counts finer than any profile of the claims asks for.
  static let finest = PlantedDesign(name: "E", scales: small.scales, runs: 100, trials: 5000)
  /// The scales of ``wide`` with counts finer than any profile of the claims asks for.
  static let finestWide = PlantedDesign(name: "F", scales: wide.scales, runs: 100, trials: 5000)

  /// Returns runs that are drawn independently of each other.
  func fill(_ run: (Double) -> Double?) -> [[Double?]] {
    scales.map { scale in (0..<runs).map { _ in run(scale) } }
  }

  /// Returns d/d₁.
  func ratio(_ scale: Double) -> Double { scale / (scales.first ?? 1) }
}
