/// The parameters of the model that a regime fixes as functions of d (model.md §3).
///
/// The raw value is the name on the command line (`--set NAME=VALUE`) and in records.
public enum RegimeParameter: String, CaseIterable, Sendable, Codable {
  /// Subclasses per superclass, k = k_y.
  case k
  /// Patches per shown feature, s.
  case s
  /// Patches per sample, P.
  case P
  /// Jitter ι of the signal strength.
  case iota
  /// Noise norm σ_ζ√d of a patch.
  case noiseNorm
  /// Distractor patches s† of a hard sample.
  case distractors
  /// Distractor strength ι†, relative to a full feature.
  case distractorStrength
  /// Per-coordinate deviation σ* of the dominant-noise patch; 0 for none.
  case dominantNoise
  /// Bias factor c_b: the initial bias is −c_b σ0 √(ln d).
  case biasFactor
  /// Expected lucky neurons λ per (head, feature); fixes the width.
  case lucky
  /// Neurons per head, m; fixes λ.
  case width
  /// Initialisation exponent x: σ0 = d^−x.
  case initExponent
  /// Step size η.
  case stepSize
  /// Batch size B.
  case batch
  /// Bias decay β: a step that moves w by Δw lowers b by β‖Δw‖.
  case biasDecay
  /// Test samples of each kind at each checkpoint.
  case testSamples
  /// Share ρ of hard samples in training; 0 for easy samples only (Definition 4.4).
  case hardShare
  /// Number N of fixed training samples, drawn in shuffled epochs; 0 for fresh samples at every step.
  case sourceSize
  /// Relative length ε of a macro step of the concentrated simulation; 0, also without a rule, to take every step.
  case macro
  /// Whether the network is pruned to the neurons that can fire, dense, or simulated by its inner products.
  case mode
}
