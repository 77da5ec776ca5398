import MultiView

/// Mean coefficients over samples of one kind, by patch and by the role of a feature in the sample (Definition 4.2).
///
/// The layout of patches and the subclass come from the generator. A wrong one shifts the means at any noise level.
struct RoleAverages {
  /// A mean that deviates by more standard errors than this is a defect.
  ///
  /// With a sound generator about one mean in 10¹⁰ does.
  static let cut = 6.5
  /// The most that rounding patches and rotated vectors to single precision can change a mean.
  static let rounding = 1e-6

  /// The role of a feature in a sample of (y, c).
  private enum Role: Int, CaseIterable {
    case ownCommon, otherCommon, ownRare, siblings, otherRare
  }

  private let parameters: ModelParameters
  private let features: Features
  private let kind: Sample.Kind
  private var sums: [Double]
  private var count = 0

  init(of kind: Sample.Kind, parameters: ModelParameters) {
    self.parameters = parameters
    features = Features(subclasses: parameters.k)
    self.kind = kind
    sums = Array(repeating: 0, count: parameters.P * Role.allCases.count)
  }

  mutating func add(_ sheet: borrowing PatchSheet, subclass: Subclass) {
    count += 1
    let own = self.rare(subclass.superclass)
    let other = self.rare(subclass.superclass.other)
    for position in 0..<sheet.count {
      let coefficients = sheet.coefficients(position)
      let rare = coefficients[features.rare(subclass)]
      func note(_ role: Role, _ value: Double) { sums[position * Role.allCases.count + role.rawValue] += value }
      note(.ownCommon, coefficients[features.common(subclass.superclass)])
      note(.otherCommon, coefficients[features.common(subclass.superclass.other)])
      note(.ownRare, rare)
      note(.siblings, own.reduce(-rare) { $0 + coefficients[$1] })
      note(.otherRare, other.reduce(0) { $0 + coefficients[$1] })
    }
  }

  /// 0 if no mean deviates; otherwise the number of samples averaged, of which at least one must be wrong.
  var defects: Int {
    for position in 0..<parameters.P {
      for role in Role.allCases where deviation(role, at: position) > Self.cut { return count }
    }
    return 0
  }

  private func deviation(_ role: Role, at position: Int) -> Double {
    guard self.count > 0 else { return 0 }
    let count = Double(self.count)
    let strength = self.strength(role, at: position)
    let noise = isDominantNoise(position) ? parameters.dominantNoise : parameters.noiseScale
    let jitter = strength * parameters.strengthDeviation
    let variance = Double(features(role)) * noise * noise + jitter * jitter
    return Deviation.mean(
      sums[position * Role.allCases.count + role.rawValue] / count,
      expected: strength * parameters.meanStrength, error: (variance / count).squareRoot(), slack: Self.rounding)
  }

  /// The strength, in units of α, at which a patch shows the features of a role.
  private func strength(_ role: Role, at position: Int) -> Double {
    let s = parameters.s
    switch (role, kind) {
    case (.ownRare, _): return position < s ? 1 : 0
    case (.ownCommon, .easy): return position >= s && position < 2 * s ? 1 : 0
    case (.otherCommon, .hard):
      return position >= s && position < s + parameters.distractors ? parameters.distractorStrength : 0
    default: return 0
    }
  }

  /// The number of features that have a role.
  private func features(_ role: Role) -> Int {
    switch role {
    case .ownCommon, .otherCommon, .ownRare: 1
    case .siblings: parameters.k - 1
    case .otherRare: parameters.k
    }
  }

  private func isDominantNoise(_ position: Int) -> Bool {
    kind == .hard && parameters.dominantNoise > 0 && position == parameters.P - 1
  }

  private func rare(_ superclass: Superclass) -> Range<Int> {
    let first = features.rare(Subclass(superclass, 0))
    return first..<(first + parameters.k)
  }
}

extension ModelParameters {
  /// The mean of α, (√(1−ι) + √(1+ι))/2.
  var meanStrength: Double { 0.5 * ((1 - iota).squareRoot() + (1 + iota).squareRoot()) }
  /// The standard deviation of α, which is uniform.
  var strengthDeviation: Double { ((1 + iota).squareRoot() - (1 - iota).squareRoot()) / 12.0.squareRoot() }
}
