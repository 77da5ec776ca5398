import MultiView
import Randomness

/// What separates a concentrated trial from the exact one in law (Documentation/concentrated.md).
package struct LawCertificate: Hashable, Sendable, Codable {
  /// ε_d = (σ_ζ√d)²/√d: the deviation of a trained displacement's product with fresh noise, relative to its length.
  package let deviation: Double
  /// An estimate of the relative error of outputs: ε_d·(1 + Σ (η/B) p(1 − p)) over the steps.
  package let logitBound: Double
  /// Decisions of single neurons that were drawn because the screen did not settle them.
  package let decisions: Double
  /// Neurons opened: those for which all feature coordinates were drawn.
  package let openings: Int
  /// Pairs of a head and a feature outside the label map that were left out.
  package let droppedPairs: Int
  /// The relative error of the loss that macro steps cause, ε/2; 0 if every step was taken.
  package let macroBias: Double
  /// Macro steps taken, each for more than one step.
  package let macroSteps: Int

  /// A certificate from its parts, which are those of the properties.
  package init(
    deviation: Double, logitBound: Double, decisions: Double, openings: Int, droppedPairs: Int, macroBias: Double,
    macroSteps: Int
  ) {
    self.deviation = deviation
    self.logitBound = logitBound
    self.decisions = decisions
    self.openings = openings
    self.droppedPairs = droppedPairs
    self.macroBias = macroBias
    self.macroSteps = macroSteps
  }

  /// The names under which it is stored; a renamed property keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case deviation, logitBound, decisions, openings, droppedPairs, macroBias, macroSteps
  }

  /// ε_d of a trial.
  static func deviation(of parameters: ModelParameters) -> Double {
    parameters.noiseNorm * parameters.noiseNorm / Double(parameters.d).squareRoot()
  }

  /// The estimated relative error of outputs above which a claim's page counts a trial.
  static let notable = 0.01

  /// The largest ε_d·F that is accepted; louder noise is refused.
  static let tolerance = 0.01

  /// The largest output that training to a loss of d^(−2) needs, 2 ln d.
  static func largestOutput(of parameters: ModelParameters) -> Double {
    2 * Elementary.log(Double(parameters.d))
  }
}
