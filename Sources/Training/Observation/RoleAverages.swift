import MultiView

/// Mean coefficients of samples of one kind, by patch and by what a feature is to the sample (Definition 4.2).
///
/// The layout of patches and the subclass are what the generator says they are; whether it is right shows in the means,
/// however loud the noise.
struct RoleAverages {
  /// Standard errors beyond which a mean is a defect: about once in 10¹⁰ means of a sound generator.
  static let cut = 6.5
  /// What rounding to single precision, of patches and of rotated vectors, may move a mean.
  static let rounding = 1e-6

  /// What a feature is to a sample of (y, c).
  private enum Role: Int, CaseIterable {
    case ownCommon, otherCommon, ownRare, siblings, otherRare
  }

  private let _parameters: ModelParameters
  private let _features: Features
  private let _kind: Sample.Kind
  private var _sums: [Double]
  private var _count = 0

  init(of kind: Sample.Kind, parameters: ModelParameters) {
    _parameters = parameters
    _features = Features(subclasses: parameters.k)
    _kind = kind
    _sums = Array(repeating: 0, count: parameters.P * Role.allCases.count)
  }

  mutating func add(_ sheet: borrowing PatchSheet, subclass: Subclass) {
    _count += 1
    let own = _rare(subclass.superclass)
    let other = _rare(subclass.superclass.other)
    for position in 0..<sheet.count {
      let coefficients = sheet.coefficients(position)
      let rare = coefficients[_features.rare(subclass)]
      func note(_ role: Role, _ value: Double) { _sums[position * Role.allCases.count + role.rawValue] += value }
      note(.ownCommon, coefficients[_features.common(subclass.superclass)])
      note(.otherCommon, coefficients[_features.common(subclass.superclass.other)])
      note(.ownRare, rare)
      note(.siblings, own.reduce(-rare) { $0 + coefficients[$1] })
      note(.otherRare, other.reduce(0) { $0 + coefficients[$1] })
    }
  }

  /// The number of samples of which one at least must be wrong: none, or as many as were averaged.
  var defects: Int {
    for position in 0..<_parameters.P {
      for role in Role.allCases where _deviation(role, at: position) > Self.cut { return _count }
    }
    return 0
  }

  private func _deviation(_ role: Role, at position: Int) -> Double {
    guard _count > 0 else { return 0 }
    let count = Double(_count)
    let strength = _strength(role, at: position)
    let noise = _isDominantNoise(position) ? _parameters.dominantNoise : _parameters.noiseScale
    let jitter = strength * _parameters.strengthDeviation
    let variance = Double(_features(role)) * noise * noise + jitter * jitter
    return Deviation.mean(
      _sums[position * Role.allCases.count + role.rawValue] / count,
      expected: strength * _parameters.meanStrength, error: (variance / count).squareRoot(), slack: Self.rounding)
  }

  /// The factor of α with which a patch shows the features of a role.
  private func _strength(_ role: Role, at position: Int) -> Double {
    let s = _parameters.s
    switch (role, _kind) {
    case (.ownRare, _): return position < s ? 1 : 0
    case (.ownCommon, .easy): return position >= s && position < 2 * s ? 1 : 0
    case (.otherCommon, .hard):
      return position >= s && position < s + _parameters.distractors ? _parameters.distractorStrength : 0
    default: return 0
    }
  }

  /// How many features play a role.
  private func _features(_ role: Role) -> Int {
    switch role {
    case .ownCommon, .otherCommon, .ownRare: 1
    case .siblings: _parameters.k - 1
    case .otherRare: _parameters.k
    }
  }

  private func _isDominantNoise(_ position: Int) -> Bool {
    _kind == .hard && _parameters.dominantNoise > 0 && position == _parameters.P - 1
  }

  private func _rare(_ superclass: Superclass) -> Range<Int> {
    let first = _features.rare(Subclass(superclass, 0))
    return first..<(first + _parameters.k)
  }
}

extension ModelParameters {
  /// The mean of α, (√(1−ι) + √(1+ι))/2.
  var meanStrength: Double { 0.5 * ((1 - iota).squareRoot() + (1 + iota).squareRoot()) }
  /// The standard deviation of α, which is uniform.
  var strengthDeviation: Double { ((1 + iota).squareRoot() - (1 - iota).squareRoot()) / 12.0.squareRoot() }
}
