import MultiView

/// Training labels held against what the patches show (Definition 4.3).
struct LabelCheck {
  /// Labels of the random map that is looked at.
  private static let _randomLabels = 4

  /// Wrong labels, over all maps.
  var defects: Int { _wrong + _averaged }
  /// The largest deviation of random labels from uniformity and independence of the subclass.
  var deviation: Double { _random.dependence }

  private let _parameters: ModelParameters
  private let _features: Features
  /// The generator as stated, which fixes what the random labels of a seed are.
  private let _stated: SampleSource
  private var _wrong = 0
  private var _random: CategoryCounts
  private var _illegible = 0.0
  private var _fineSum = 0.0
  private var _coarseSum = 0.0
  private var _labels: (coarse: [Int], fine: [Int], random: [Int]) = ([], [], [])

  init(parameters: ModelParameters, seed: UInt64, samples: Int) {
    _parameters = parameters
    _features = Features(subclasses: parameters.k)
    _stated = SampleSource(parameters: parameters, seed: seed)
    _random = CategoryCounts(classes: 2 * parameters.k, labels: Self._randomLabels, samples: samples)
  }

  /// Takes the labels that a batch is trained under.
  mutating func open(_ batch: Batch, from source: SampleSource) {
    let random = LabelMap.random(Self._randomLabels)
    _labels = (
      source.labels(of: batch, under: .coarse), source.labels(of: batch, under: .fine),
      source.labels(of: batch, under: random)
    )
  }

  /// Looks at the labels of a sample of the open batch.
  ///
  /// - Parameters:
  ///   - sample: Number within the batch, which begins with number 0 of its place.
  ///   - subclass: What its patches show; nil if they show no subclass.
  ///   - isRead: Whether the subclass was read off the patches; otherwise the patches decide on average.
  mutating func add(
    _ sample: Int, at place: SampleSource.Place, subclass: Subclass?, isRead: Bool, _ sheet: borrowing PatchSheet
  ) {
    guard let subclass else { return }
    let random = _labels.random[sample]
    let stated = _stated.label(of: subclass, index: sample, at: place, under: .random(Self._randomLabels))
    if random != stated { _wrong += 1 }
    let class_ = _features.rare(subclass) - 2
    _random.add(class: class_, label: random)
    if isRead {
      if _labels.coarse[sample] != class_ / _parameters.k { _wrong += 1 }
      if _labels.fine[sample] != class_ { _wrong += 1 }
    } else {
      _addCoefficients(coarse: _labels.coarse[sample], fine: _labels.fine[sample], sheet)
    }
  }

  /// Adds what the rare-feature patches say for the labels: s α on average if these are right.
  private mutating func _addCoefficients(coarse: Int, fine: Int, _ sheet: borrowing PatchSheet) {
    let k = _parameters.k
    _illegible += 1
    for position in 0..<_parameters.s {
      let coefficients = sheet.coefficients(position)
      _fineSum += coefficients[2 + fine]
      for class_ in 0..<(2 * k) { _coarseSum += (class_ / k == coarse ? 1 : -1) * coefficients[2 + class_] }
    }
  }

  /// Wrong labels among samples that cannot be read, estimated where averages leave no doubt that there are some.
  private var _averaged: Int {
    guard _illegible > 0 else { return 0 }
    // A wrong fine label takes sα from the sum, a wrong coarse one takes it twice.
    return _estimate(_fineSum, features: 1, loss: 1) + _estimate(_coarseSum, features: 2 * _parameters.k, loss: 2)
  }

  private func _estimate(_ sum: Double, features: Int, loss: Double) -> Int {
    let s = Double(_parameters.s)
    let expected = s * _parameters.meanStrength
    let noise = _parameters.noiseScale
    let jitter = _parameters.strengthDeviation
    let variance = s * (Double(features) * noise * noise + jitter * jitter)
    let deviation = Deviation.mean(
      sum / _illegible, expected: expected, error: (variance / _illegible).squareRoot(), slack: RoleAverages.rounding)
    guard deviation > RoleAverages.cut else { return 0 }
    return max(1, Int((_illegible - sum / expected) / loss))
  }
}
