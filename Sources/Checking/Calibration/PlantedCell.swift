import Randomness

/// One planted truth: a law of runs of which it is known whether a predicate holds.
public struct PlantedCell: Sendable {
  /// What is known about the predicate.
  public enum Truth: String, Sendable, CaseIterable {
    /// It holds, so a refutation is an error.
    case holds
    /// It fails, so a support is an error.
    case fails
    /// It lies on the boundary of the declared surrogate, so either verdict is an error.
    case boundary
  }

  /// The predicate and kind of data, for headings.
  public let group: String
  /// The law in words or symbols.
  public let law: String
  /// Scales, runs and trials.
  public let design: PlantedDesign
  /// What is asked.
  public let predicate: Predicate
  /// The rules it is asked under.
  public let rules: DecisionRules
  /// What is known.
  public let truth: Truth
  /// The kind of number a run is.
  public let kind: MetricKind
  /// The percentage of right verdicts that decision procedure §10 lists; nil where it lists none.
  public let listedPower: Double?
  /// The percentage of false refutations that decision procedure §10 concedes to a true law; nil for the nominal level.
  public let concededRefutations: Double?
  /// The assumption that the law breaks, so that nothing is promised for it; nil if none.
  public let brokenAssumption: String?

  private let _draw: @Sendable (inout Draws) -> [[Double?]]

  /// A cell from its parts; `draw` gives the runs of one repetition, scale by scale.
  init(
    _ group: String, _ law: String, _ design: PlantedDesign, _ predicate: Predicate, _ truth: Truth, kind: MetricKind,
    rules: DecisionRules = DecisionRules(), listedPower: Double? = nil, concededRefutations: Double? = nil,
    brokenAssumption: String? = nil, draw: @escaping @Sendable (inout Draws) -> [[Double?]]
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
    _draw = draw
  }

  /// The name by which the cell is seeded and found: group, law and design.
  public var name: String { "\(group): \(law) [\(design.name)]" }

  /// Returns the evidence of one repetition, a function of the seed, the cell's name and the repetition alone.
  public func evidence(seed: UInt64, repetition: Int) -> Evidence {
    var draws = Draws(seed: seed ^ _salt, stream: .planted, sample: repetition)
    return Evidence(scales: design.scales, runs: _draw(&draws), kind: kind)
  }

  /// FNV-1a of the name, so that cells share no numbers and keep theirs when others come or go.
  private var _salt: UInt64 {
    name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
