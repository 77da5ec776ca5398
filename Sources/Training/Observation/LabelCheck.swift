import MultiView

/// Compares training labels with the features that the patches show (Definition 4.3).
struct LabelCheck {
  /// Number of labels of the random map that is checked.
  private static let randomLabels = 4

  /// Wrong labels, over all maps.
  var defects: Int { wrong + averaged }
  /// The largest deviation of random labels from uniformity and independence of the subclass.
  var deviation: Double { random.dependence }

  private let parameters: ModelParameters
  private let features: Features
  /// The generator without any planted defect, which fixes the random labels of a seed.
  private let stated: SampleSource
  private var wrong = 0
  private var random: CategoryCounts
  private var illegible = 0.0
  private var fineSum = 0.0
  private var coarseSum = 0.0
  private var labels: (coarse: [Int], fine: [Int], random: [Int]) = ([], [], [])

  init(parameters: ModelParameters, seed: UInt64, samples: Int) {
    self.parameters = parameters
    features = Features(subclasses: parameters.k)
    stated = SampleSource(parameters: parameters, seed: seed)
    random = CategoryCounts(classes: 2 * parameters.k, labels: Self.randomLabels, samples: samples)
  }

  /// Stores the coarse, fine and random labels that a batch is trained under.
  mutating func open(_ batch: Batch, from source: SampleSource) {
    let random = LabelMap.random(Self.randomLabels)
    labels = (
      source.labels(of: batch, under: .coarse), source.labels(of: batch, under: .fine),
      source.labels(of: batch, under: random)
    )
  }

  /// Checks the labels of one sample of the batch last given to ``open(_:from:)``.
  ///
  /// - Parameters:
  ///   - sample: Number within the batch; the batch starts with sample 0 of its place.
  ///   - subclass: The subclass that its patches show; nil if they show none.
  ///   - isRead: Whether the subclass was read off the patches; otherwise the coarse and fine labels are checked only
  ///     on average over samples. The random label of every sample is compared in either case.
  mutating func add(
    _ sample: Int, at place: SampleSource.Place, subclass: Subclass?, isRead: Bool, _ sheet: borrowing PatchSheet
  ) {
    guard let subclass else { return }
    let random = labels.random[sample]
    let stated = self.stated.label(of: subclass, index: sample, at: place, under: .random(Self.randomLabels))
    if random != stated { wrong += 1 }
    let class_ = features.rare(subclass) - 2
    self.random.add(class: class_, label: random)
    if isRead {
      if labels.coarse[sample] != class_ / parameters.k { wrong += 1 }
      if labels.fine[sample] != class_ { wrong += 1 }
    } else {
      addCoefficients(coarse: labels.coarse[sample], fine: labels.fine[sample], sheet)
    }
  }

  /// Adds the coefficients that test the labels: each sum grows by s α on average if the labels are right.
  private mutating func addCoefficients(coarse: Int, fine: Int, _ sheet: borrowing PatchSheet) {
    let k = parameters.k
    illegible += 1
    for position in 0..<parameters.s {
      let coefficients = sheet.coefficients(position)
      fineSum += coefficients[2 + fine]
      for class_ in 0..<(2 * k) { coarseSum += (class_ / k == coarse ? 1 : -1) * coefficients[2 + class_] }
    }
  }

  /// The estimated number of wrong labels among samples that cannot be read.
  ///
  /// It is 0 unless an average is more than ``RoleAverages/cut`` standard errors off.
  private var averaged: Int {
    guard illegible > 0 else { return 0 }
    // A wrong fine label lowers the sum by sα, a wrong coarse label by 2sα.
    return estimate(fineSum, features: 1, loss: 1) + estimate(coarseSum, features: 2 * parameters.k, loss: 2)
  }

  private func estimate(_ sum: Double, features: Int, loss: Double) -> Int {
    let s = Double(parameters.s)
    let expected = s * parameters.meanStrength
    let noise = parameters.noiseScale
    let jitter = parameters.strengthDeviation
    let variance = s * (Double(features) * noise * noise + jitter * jitter)
    let deviation = Deviation.mean(
      sum / illegible, expected: expected, error: (variance / illegible).squareRoot(), slack: RoleAverages.rounding)
    guard deviation > RoleAverages.cut else { return 0 }
    return max(1, Int((illegible - sum / expected) / loss))
  }
}
