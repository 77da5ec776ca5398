import MultiView
import Randomness

/// Reads the kind and the subclass of a sample off its patches (Definition 4.2), where noise leaves them legible.
///
/// A patch shows a feature if its coefficient exceeds a tolerance t. With a sound generator, noise exceeds t anywhere
/// in an inspection with probability 10⁻⁹ at most. Patches are legible if the weakest stated strength exceeds 2t and
/// full features are more than 2t stronger than distractors. Otherwise only averages over samples are checked
/// (``RoleAverages``).
struct SampleReader {
  /// The probability that a sound generator's noise is taken for a signal in a whole inspection.
  private static let risk = 1e-9
  /// The most that rounding patches and rotated vectors to single precision can change a coefficient.
  private static let rounding = 1e-5

  /// What a sample shows.
  struct Reading {
    let kind: Sample.Kind
    /// The subclass whose rare feature it shows; nil if it shows none at full strength.
    let subclass: Subclass?
    /// Whether it shows exactly the features stated for its kind and subclass.
    let isAsStated: Bool
    /// Whether it shows the common feature of its superclass.
    let showsOwnCommon: Bool
  }

  /// Whether single patches can be read.
  let isLegible: Bool
  /// The least stated strength of a full feature.
  let low: Double
  /// The largest stated strength of a full feature.
  let high: Double

  private let parameters: ModelParameters
  private let features: Features
  private let tolerance: Double
  private let dominantTolerance: Double
  /// Coefficients above this value count as full features.
  private let split: Double

  /// What one patch shows.
  private enum Show {
    case nothing
    case full(Int)
    case weak(Int)
    /// Several features, a negative one, or one of no stated strength.
    case foreign
  }

  /// A reader for an inspection of `samples` samples of each kind.
  init(parameters: ModelParameters, samples: Int) {
    self.parameters = parameters
    features = Features(subclasses: parameters.k)
    let coefficients = 6 * Double(samples) * Double(parameters.P) * Double(features.count)
    let multiplier = NormalLaw.multiplier(tail: Self.risk / coefficients)
    tolerance = multiplier * parameters.noiseScale + Self.rounding
    dominantTolerance = multiplier * parameters.dominantNoise + Self.rounding
    low = (1 - parameters.iota).squareRoot()
    high = (1 + parameters.iota).squareRoot()
    let weak = parameters.distractors > 0 ? parameters.distractorStrength : 0
    split = 0.5 * (weak * high + low)
    let weakest = weak > 0 ? weak * low : low
    isLegible = weakest > 2 * tolerance && low - weak * high > 2 * tolerance
  }

  // MARK: Single patches

  /// Returns whether a patch is the dominant-noise patch of a sample.
  func isDominantNoise(_ position: Int, in kind: Sample.Kind) -> Bool {
    kind == .hard && parameters.dominantNoise > 0 && position == parameters.P - 1
  }

  /// Returns whether a patch shows no feature; for legible patches.
  func showsNothing(_ coefficients: UnsafeBufferPointer<Double>) -> Bool {
    coefficients.allSatisfy { abs($0) <= tolerance }
  }

  /// Returns the strength of the full feature that a patch shows, nil if it shows none; for legible patches.
  func fullStrength(_ coefficients: UnsafeBufferPointer<Double>) -> Double? {
    guard case .full(let feature) = show(coefficients) else { return nil }
    return coefficients[feature]
  }

  /// Returns whether the strength of a full feature lies in the stated range, up to the tolerance for noise.
  func isInRange(_ strength: Double) -> Bool { strength >= low - tolerance && strength <= high + tolerance }

  private func show(_ coefficients: UnsafeBufferPointer<Double>) -> Show {
    var shown: Int?
    for (feature, coefficient) in coefficients.enumerated() {
      if abs(coefficient) <= tolerance { continue }
      // NaN fails the comparison, so it ends here too.
      guard shown == nil, coefficient > 0 else { return .foreign }
      shown = feature
    }
    guard let shown else { return .nothing }
    let strength = coefficients[shown]
    if strength > split { return .full(shown) }
    let factor = parameters.distractors > 0 ? parameters.distractorStrength : 0
    let isStated = strength >= factor * low - tolerance && strength <= factor * high + tolerance
    return isStated ? .weak(shown) : .foreign
  }

  // MARK: Whole samples

  /// Returns what a legible sample shows.
  ///
  /// It is read as the first of the given kinds that it matches exactly, or as the first kind if it matches none.
  func read(_ sheet: borrowing PatchSheet, as kinds: [Sample.Kind]) -> Reading {
    var first: Reading?
    for kind in kinds {
      let reading = read(sheet, as: kind)
      if reading.isAsStated { return reading }
      if first == nil { first = reading }
    }
    return first ?? Reading(kind: .easy, subclass: nil, isAsStated: false, showsOwnCommon: false)
  }

  private func read(_ sheet: borrowing PatchSheet, as kind: Sample.Kind) -> Reading {
    var full = Array(repeating: 0, count: features.count)
    var weak = full
    var isClean = true
    for position in 0..<sheet.count {
      let coefficients = sheet.coefficients(position)
      if isDominantNoise(position, in: kind) {
        isClean = isClean && coefficients.allSatisfy { abs($0) <= dominantTolerance }
        continue
      }
      switch show(coefficients) {
      case .nothing: break
      case .full(let feature): full[feature] += 1
      case .weak(let feature): weak[feature] += 1
      case .foreign: isClean = false
      }
    }
    let rare = subclasses.max { full[features.rare($0)] < full[features.rare($1)] }
    guard let subclass = rare, full[features.rare(subclass)] > 0 else {
      return Reading(kind: kind, subclass: nil, isAsStated: false, showsOwnCommon: false)
    }
    let own = features.common(subclass.superclass)
    let shown = full[own]
    full[features.rare(subclass)] -= parameters.s
    if kind == .easy {
      full[own] -= parameters.s
    } else if parameters.distractorStrength > 0 {
      weak[features.common(subclass.superclass.other)] -= parameters.distractors
    }
    let isAsStated = isClean && full.allSatisfy { $0 == 0 } && weak.allSatisfy { $0 == 0 }
    return Reading(kind: kind, subclass: subclass, isAsStated: isAsStated, showsOwnCommon: shown > 0)
  }

  private var subclasses: [Subclass] {
    Superclass.allCases.flatMap { superclass in (0..<parameters.k).map { Subclass(superclass, $0) } }
  }
}
