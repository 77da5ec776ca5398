import Experiments
import Randomness

/// Every constant of the model at one dimension d: a regime evaluated at d, with the user's overrides.
///
/// Always valid: the initialiser checks each value and refuses one out of range with an error that names the range.
public struct ModelParameters: Hashable, Sendable, Codable {
  /// Dimension of a patch, d ≥ 2 + 2k.
  public let d: Int
  /// Subclasses per superclass, k ≥ 1.
  public let k: Int
  /// Patches per shown feature, s ≥ 1.
  public let s: Int
  /// Patches per sample, P.
  public let P: Int
  /// Jitter ι of the signal strength, 0 ≤ ι < 1.
  package let iota: Double
  /// Noise norm σ_ζ√d ≥ 0.
  public let noiseNorm: Double
  /// Distractor patches s† ≥ 0 of a hard sample.
  public let distractors: Int
  /// Distractor strength 0 ≤ ι† ≤ 1.
  public let distractorStrength: Double
  /// Per-coordinate deviation σ* ≥ 0 of the dominant-noise patch; 0 means that there is none.
  public let dominantNoise: Double
  /// Bias factor c_b > 0.
  public let biasFactor: Double
  /// Expected lucky neurons λ = m·Q(c_b√(ln d)) per (head, feature).
  public let lucky: Double
  /// Neurons per head, m ≥ 1, a whole number; at most 10^15 where the network holds neurons, otherwise 10^40.
  package let width: Double
  /// Initialisation exponent x > 0: σ0 = d^−x.
  let initExponent: Double
  /// Step size η ≥ 0.
  public let stepSize: Double
  /// Batch size B ≥ 1.
  public let batch: Int
  /// Bias decay β ≥ 0.
  public let biasDecay: Double
  /// Test samples of each kind at each checkpoint, ≥ 1.
  public let testSamples: Int
  /// Share ρ of hard samples in training, 0 ≤ ρ ≤ 1.
  public let hardShare: Double
  /// Number N of fixed training samples; 0 for fresh ones at every step.
  public private(set) var sourceSize: Int
  /// Relative length 0 ≤ ε ≤ 0.05 of a macro step, K = εt steps with one gradient after t steps; 0 takes every step.
  ///
  /// Positive in concentrated mode only.
  package private(set) var macro: Double
  /// How the network is held.
  public private(set) var mode: NetworkMode

  /// Returns the same model with its network held in another mode, which takes every step if it holds weights.
  ///
  /// - Parameter mode: A mode whose limits the model keeps.
  package func held(_ mode: NetworkMode) -> ModelParameters {
    var parameters = self
    parameters.mode = mode
    if mode != .concentrated { parameters.macro = 0 }
    return parameters
  }

  /// The width as a whole number of neurons; exact where the network holds neurons, and `Int.max` beyond it.
  package var neuronsPerHead: Int { Int(exactly: width) ?? .max }

  /// Noise deviation per coordinate, σ_ζ.
  package var noiseScale: Double { noiseNorm / Double(d).squareRoot() }
  /// Initialisation deviation per coordinate, σ0 = d^−x.
  package var initScale: Double { Elementary.pow(Double(d), -initExponent) }
  /// Threshold of a neuron in units of σ0, c_b√(ln d).
  package var biasThreshold: Double { biasFactor * Elementary.log(Double(d)).squareRoot() }
  /// The largest strength of a full feature, a_max = √(1+ι).
  package var maximalStrength: Double { (1 + iota).squareRoot() }

  /// Builds the constants from the values of all parameters; of `lucky` and `width`, one is given and fixes the other.
  ///
  /// - Parameters:
  ///   - d: Dimension.
  ///   - values: Value of each parameter; `mode` is passed separately, and `macro` is 0 if it is missing.
  ///   - mode: How the network is held; the limits of some parameters depend on it.
  /// - Throws: ``RegimeError`` naming the first parameter out of range.
  public init(d: Int, values: [RegimeParameter: Double], mode: NetworkMode) throws(RegimeError) {
    guard d >= 4, d <= 1 << mode.dimensionBits else { throw Self.outOfRange(d: d, mode: mode) }
    func value(_ parameter: RegimeParameter, _ range: ClosedRange<Double>, _ meaning: String) throws(RegimeError)
      -> Double
    {
      let value = values[parameter] ?? .nan
      guard value.isFinite, range.contains(value) else {
        throw RegimeError(
          "\(parameter.rawValue) = \(Self.text(value)) is out of range: \(meaning) lies in "
            + "[\(Self.text(range.lowerBound)), \(Self.text(range.upperBound))].")
      }
      return value
    }
    func count(_ parameter: RegimeParameter, _ range: ClosedRange<Int>, _ meaning: String) throws(RegimeError) -> Int {
      let value = values[parameter] ?? .nan
      guard let whole = Int(exactly: value), range.contains(whole) else {
        throw RegimeError(
          "\(parameter.rawValue) = \(Self.text(value)) is out of range: \(meaning) is a whole number from "
            + "\(range.lowerBound) to \(range.upperBound).")
      }
      return whole
    }
    self.d = d
    k = try count(.k, 1...(1 << 20), "the number of subclasses per superclass")
    guard d >= 2 + 2 * k else {
      throw RegimeError("d = \(d) is out of range: k = \(k) subclasses per superclass need d ≥ 2 + 2k = \(2 + 2 * k).")
    }
    s = try count(.s, 1...4096, "the number of patches per feature")
    P = try count(.P, 1...65535, "the number of patches per sample")
    iota = try value(.iota, 0...0.999, "the jitter of the signal")
    noiseNorm = try value(.noiseNorm, 0...1e6, "the noise norm σ_ζ√d")
    distractors = try count(.distractors, 0...4096, "the number of distractor patches")
    distractorStrength = try value(.distractorStrength, 0...1, "the distractor strength")
    dominantNoise = try value(.dominantNoise, 0...1e6, "the deviation of dominant noise")
    biasFactor = try value(.biasFactor, 1e-3...20, "the bias factor c_b")
    initExponent = try value(.initExponent, 0.01...10, "the initialisation exponent")
    // The added 1e-9 keeps the limit whole at powers of ten, where the quotient may end in 999….
    let thousandths = Double(mode.initDecades * 1000)
    let steepest = (thousandths * Elementary.log(10) / Elementary.log(Double(d)) + 1e-9).rounded(.down) / 1000
    guard initExponent <= steepest else {
      throw RegimeError(
        "initExponent = \(Self.text(initExponent)) is out of range at d = \(d): σ0 = d^−x must be at least "
          + "10^−\(mode.initDecades), so x is at most \(steepest).")
    }
    stepSize = try value(.stepSize, 0...1e30, "the step size")
    batch = try count(.batch, 1...(1 << 20), "the batch size")
    biasDecay = try value(.biasDecay, 0...1e6, "the bias decay β")
    testSamples = try count(.testSamples, 1...1_000_000, "the number of test samples of each kind")
    hardShare = try value(.hardShare, 0...1, "the share of hard samples in training")
    sourceSize = try count(.sourceSize, 0...(1 << 31), "the number of fixed training samples (0 for fresh ones)")
    macro = values[.macro] == nil ? 0 : try value(.macro, 0...0.05, "the relative length of a macro step")
    guard macro == 0 || mode == .concentrated else {
      throw RegimeError(
        "macro = \(Self.text(macro)) is out of range with mode = \(mode.rawValue), which takes every step: it is 0 "
          + "there, and mode = concentrated takes macro steps.")
    }
    self.mode = mode
    let needed = max(2 * s, s + distractors + (dominantNoise > 0 ? 1 : 0))
    guard P >= needed else {
      throw RegimeError(
        "P = \(P) is out of range: s = \(s), distractors = \(distractors) and dominantNoise = "
          + "\(Self.text(dominantNoise)) need at least \(needed) patches per sample.")
    }
    let luckyShare = NormalLaw.tail(biasFactor * Elementary.log(Double(d)).squareRoot())
    let widths = 1...mode.largestWidth
    if let given = values[.width] {
      guard widths.contains(given), given == given.rounded() else {
        throw RegimeError(
          "width = \(Self.text(given)) is out of range: the number of neurons per head is a whole number from 1 to "
            + "\(Self.wholeText(mode.largestWidth)).")
      }
      width = given
      lucky = width * luckyShare
    } else {
      let wanted = try value(.lucky, 1e-6...1e6, "the expected number of lucky neurons per head and feature")
      let neurons = (wanted / luckyShare).rounded()
      guard widths.contains(neurons) else {
        throw RegimeError(
          "lucky = \(Self.text(wanted)) is out of range: with biasFactor = \(Self.text(biasFactor)) at d = \(d) it means "
            + "\(Self.text(neurons)) neurons per head; between 1 and "
            + "\(Self.wholeText(mode.largestWidth)) are possible.")
      }
      width = neurons
      lucky = wanted
    }
  }

  /// Decodes parameters, for instance from a record, and checks them as the other initialiser does.
  ///
  /// - Throws: ``RegimeError`` naming the first parameter out of range, or saying that `lucky` and `width` do not match;
  ///   any error of the decoder.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func number(_ key: CodingKeys) throws -> Double { try container.decode(Double.self, forKey: key) }
    let d = try container.decode(Int.self, forKey: .d)
    let mode = try container.decode(NetworkMode.self, forKey: .mode)
    let lucky = try number(.lucky)
    var values: [RegimeParameter: Double] = [
      .k: try number(.k), .s: try number(.s), .P: try number(.P), .iota: try number(.iota),
      .noiseNorm: try number(.noiseNorm), .distractors: try number(.distractors),
      .distractorStrength: try number(.distractorStrength), .dominantNoise: try number(.dominantNoise),
      .biasFactor: try number(.biasFactor), .initExponent: try number(.initExponent), .stepSize: try number(.stepSize),
      .batch: try number(.batch), .biasDecay: try number(.biasDecay), .testSamples: try number(.testSamples),
      .hardShare: try number(.hardShare), .sourceSize: try number(.sourceSize), .lucky: lucky,
    ]
    values[.width] = try number(.width)
    values[.macro] = try container.decodeIfPresent(Double.self, forKey: .macro)
    self = try Self(restoring: values, d: d, mode: mode)
  }

  /// Encodes every parameter under its name, and `macro` only if it is not 0, as in records from before it existed.
  ///
  /// - Throws: Any error of the encoder.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(d, forKey: .d)
    try container.encode(k, forKey: .k)
    try container.encode(s, forKey: .s)
    try container.encode(P, forKey: .P)
    try container.encode(iota, forKey: .iota)
    try container.encode(noiseNorm, forKey: .noiseNorm)
    try container.encode(distractors, forKey: .distractors)
    try container.encode(distractorStrength, forKey: .distractorStrength)
    try container.encode(dominantNoise, forKey: .dominantNoise)
    try container.encode(biasFactor, forKey: .biasFactor)
    try container.encode(lucky, forKey: .lucky)
    // A whole number is written with all its digits as long as every whole number of its size is a Double.
    if width < 0x1p53 {
      try container.encode(Int(width), forKey: .width)
    } else {
      try container.encode(width, forKey: .width)
    }
    try container.encode(initExponent, forKey: .initExponent)
    try container.encode(stepSize, forKey: .stepSize)
    try container.encode(batch, forKey: .batch)
    try container.encode(biasDecay, forKey: .biasDecay)
    try container.encode(testSamples, forKey: .testSamples)
    try container.encode(hardShare, forKey: .hardShare)
    try container.encode(sourceSize, forKey: .sourceSize)
    if macro != 0 { try container.encode(macro, forKey: .macro) }
    try container.encode(mode, forKey: .mode)
  }

  /// Builds the constants again from the values of all of them.
  ///
  /// Of `lucky` and `width`, one was given and the other follows from it. The values do not say which.
  ///
  /// - Throws: ``RegimeError`` naming the first parameter out of range, or saying that `lucky` and `width` do not match.
  init(restoring values: [RegimeParameter: Double], d: Int, mode: NetworkMode) throws(RegimeError) {
    let (width, lucky) = (values[.width] ?? .nan, values[.lucky] ?? .nan)
    var values = values
    values[.width] = nil
    if let given = try? Self(d: d, values: values, mode: mode), given.width == width {
      self = given
      return
    }
    values[.lucky] = nil
    values[.width] = width
    self = try Self(d: d, values: values, mode: mode)
    guard self.width == width, self.lucky == lucky else {
      throw RegimeError(
        "lucky = \(Self.text(lucky)) is out of range at width = \(Self.text(width)): each determines the other, "
          + "and these two values do not match.")
    }
  }

  /// Returns the same model with another number of fixed training samples.
  ///
  /// - Parameter size: N, clamped to 0 ... 2³¹; 0 for fresh samples at every step.
  package func withSourceSize(_ size: Int) -> ModelParameters {
    var copy = self
    copy.sourceSize = min(max(0, size), 1 << 31)
    return copy
  }

  /// Returns the value of a parameter as records and reports print it.
  public func value(of parameter: RegimeParameter) -> String {
    switch parameter {
    case .k: "\(k)"
    case .s: "\(s)"
    case .P: "\(P)"
    case .iota: Self.text(iota)
    case .noiseNorm: Self.text(noiseNorm)
    case .distractors: "\(distractors)"
    case .distractorStrength: Self.text(distractorStrength)
    case .dominantNoise: Self.text(dominantNoise)
    case .biasFactor: Self.text(biasFactor)
    case .lucky: Self.text(lucky)
    case .width: Self.wholeText(width)
    case .initExponent: Self.text(initExponent)
    case .stepSize: Self.text(stepSize)
    case .batch: "\(batch)"
    case .biasDecay: Self.text(biasDecay)
    case .testSamples: "\(testSamples)"
    case .hardShare: Self.text(hardShare)
    case .sourceSize: "\(sourceSize)"
    case .macro: Self.text(macro)
    case .mode: mode.rawValue
    }
  }

  /// The values of all parameters by name, but for `mode`, which is a word.
  package var numbers: [String: Double] {
    RegimeParameter.allCases.reduce(into: [:]) { if $1 != .mode { $0[$1.rawValue] = number(of: $1) } }
  }

  /// Returns the value of a parameter as a number; NaN for `mode`, which is a word.
  func number(of parameter: RegimeParameter) -> Double {
    switch parameter {
    case .k: Double(k)
    case .s: Double(s)
    case .P: Double(P)
    case .iota: iota
    case .noiseNorm: noiseNorm
    case .distractors: Double(distractors)
    case .distractorStrength: distractorStrength
    case .dominantNoise: dominantNoise
    case .biasFactor: biasFactor
    case .lucky: lucky
    case .width: width
    case .initExponent: initExponent
    case .stepSize: stepSize
    case .batch: Double(batch)
    case .biasDecay: biasDecay
    case .testSamples: Double(testSamples)
    case .hardShare: hardShare
    case .sourceSize: Double(sourceSize)
    case .macro: macro
    case .mode: .nan
    }
  }

  /// Returns the error for a dimension that a mode does not reach.
  static func outOfRange(d: Int, mode: NetworkMode) -> RegimeError {
    let further =
      mode == .concentrated ? "" : "; mode = concentrated goes to 2^\(NetworkMode.concentrated.dimensionBits)"
    return RegimeError(
      "d = \(d) is out of range: the dimension is at least 4 (2 + 2k with k = 1) and at most 2^\(mode.dimensionBits)"
        + "\(further).")
  }

  private static func text(_ value: Double) -> String { value.exactText }

  /// Returns the text of a whole number: all its digits below 2⁵³, and from there on as Swift describes it.
  private static func wholeText(_ value: Double) -> String { value < 0x1p53 ? "\(Int(value))" : "\(value)" }

  /// The names under which it is stored; a renamed property keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case d, k, s, P, iota, noiseNorm, distractors, distractorStrength, dominantNoise, biasFactor, lucky, width,
      initExponent, stepSize, batch, biasDecay, testSamples, hardShare, sourceSize, macro, mode
  }
}

/// A regime, or a parameter of a regime, that describes no valid model.
public struct RegimeError: Error, Equatable, CustomStringConvertible {
  /// One sentence that names the input and the valid range.
  public let description: String

  /// An error with its sentence.
  public init(_ description: String) {
    self.description = description
  }
}
