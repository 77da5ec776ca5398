/// Scales, runs and trials at which truths are planted.
public struct PlantedDesign: Sendable, Equatable {
  /// A letter for tables.
  public let name: String
  /// The scales d₁ < … < d_K.
  public let scales: [Double]
  /// Runs per scale.
  public let runs: Int
  /// Trials per run of a count.
  public let trials: Int

  /// A design from its parts.
  public init(name: String, scales: [Double], runs: Int, trials: Int) {
    self.name = name
    self.scales = scales
    self.runs = runs
    self.trials = trials
  }

  /// Design A of decision procedure §10: the smallest that the procedure accepts.
  public static let small = PlantedDesign(name: "A", scales: [32, 64, 128, 256, 512], runs: 20, trials: 500)
  /// Design B of decision procedure §10: one scale more, and finer counts.
  public static let wide = PlantedDesign(
    name: "B", scales: [64, 128, 256, 512, 1024, 2048], runs: 20, trials: 1000)
  /// Sixty runs per scale, for a materiality that twenty runs cannot certify.
  public static let deep = PlantedDesign(
    name: "C", scales: [64, 128, 256, 512, 1024, 2048], runs: 60, trials: 1000)

  /// Eight scales by factors of 1.5, so that neither the grid of scales nor that of shapes fits the other.
  public static let dense = PlantedDesign(
    name: "D", scales: [32, 48, 72, 108, 162, 243, 365, 547], runs: 20, trials: 1000)

  /// The scales of ``small`` with counts finer than any profile of the claims asks for.
  public static let finest = PlantedDesign(name: "E", scales: small.scales, runs: 100, trials: 5000)
  /// The scales of ``wide`` with counts finer than any profile of the claims asks for.
  public static let finestWide = PlantedDesign(name: "F", scales: wide.scales, runs: 100, trials: 5000)

  /// Returns runs that are drawn independently of each other.
  func fill(_ run: (Double) -> Double?) -> [[Double?]] {
    scales.map { scale in (0..<runs).map { _ in run(scale) } }
  }

  /// Returns d/d₁.
  func ratio(_ scale: Double) -> Double { scale / (scales.first ?? 1) }
}
