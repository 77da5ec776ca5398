import MultiView

/// Compares training labels with the features that the patches show (Definition 4.3).
///
/// What a label should be is computed here from the features, not by ``LabelMap``. Labels per sample of a finite set are
/// checked by ``Inspector``.
struct LabelCheck {
  /// Number of labels of the random map, and of parts of each subclass under the split map, that are checked.
  private static let drawn = 4

  /// Wrong labels, over all maps.
  var defects: Int { wrong + averaged }
  /// The largest deviation from uniformity and independence of the subclass, of random labels and of parts.
  var deviation: Double { max(random.dependence, parts.dependence) }

  private let parameters: ModelParameters
  private let features: Features
  /// The number of subclasses in a group of the merged map and of the coarser misaligned one.
  private let group: Int
  /// The generator without any planted defect, which fixes the random labels of a seed.
  private let stated: SampleSource
  private var wrong = 0
  private var random: CategoryCounts
  private var parts: CategoryCounts
  private var illegible = 0.0
  private var fineSum = 0.0
  private var coarseSum = 0.0
  private var labels = BatchLabels()

  /// The labels of a batch, under each map.
  private struct BatchLabels {
    var coarse: [Int] = []
    var merged: [Int] = []
    var fine: [Int] = []
    var split: [Int] = []
    var misaligned: [Int] = []
    var misalignedGroups: [Int] = []
    var random: [Int] = []
  }

  init(parameters: ModelParameters, seed: UInt64, samples: Int) {
    self.parameters = parameters
    let k = parameters.k
    features = Features(subclasses: k)
    // Only groups of equal size have a map. If k is prime, all subclasses of a superclass are one group.
    group = (2...max(2, k)).first { k % $0 == 0 } ?? 1
    stated = SampleSource(parameters: parameters, seed: seed)
    random = CategoryCounts(classes: 2 * k, labels: Self.drawn, samples: samples)
    parts = random
  }

  /// Stores the labels that a batch is trained under, for every map.
  mutating func open(_ batch: Batch, from source: SampleSource) {
    func labels(_ map: LabelMap) -> [Int] { source.labels(of: batch, under: map) }
    self.labels = BatchLabels(
      coarse: labels(.coarse), merged: labels(.merged(group)), fine: labels(.fine), split: labels(.split(Self.drawn)),
      misaligned: labels(.misaligned(1)), misalignedGroups: labels(.misaligned(group)),
      random: labels(.random(Self.drawn)))
  }

  /// Checks the labels of one sample of the batch last given to ``open(_:from:)``.
  ///
  /// - Parameters:
  ///   - sample: Number within the batch; the batch starts with sample 0 of its place.
  ///   - subclass: The subclass that its patches show; nil if they show none.
  ///   - isRead: Whether the subclass was read off the patches; otherwise the coarse and fine labels are checked only
  ///     on average over samples, and other labels that depend on the subclass are not. What is drawn at random is
  ///     compared for every sample in either case.
  mutating func add(
    _ sample: Int, at place: SampleSource.Place, subclass: Subclass?, isRead: Bool, _ sheet: borrowing PatchSheet
  ) {
    guard let subclass else { return }
    let drawn = Self.drawn
    let stated = self.stated.label(of: subclass, index: sample, at: place, under: .random(drawn))
    let class_ = features.rare(subclass) - 2
    let part = labels.split[sample] % drawn
    // The split map draws parts as the random map draws labels, so a sample's part is the number of its random label.
    for number in [labels.random[sample], part] where number != stated { wrong += 1 }
    random.add(class: class_, label: min(max(labels.random[sample], 0), drawn - 1))
    parts.add(class: class_, label: part)
    guard isRead else {
      addCoefficients(coarse: labels.coarse[sample], fine: labels.fine[sample], sheet)
      return
    }
    let k = parameters.k
    for (label, expected) in [
      (labels.coarse[sample], class_ / k), (labels.merged[sample], class_ / group), (labels.fine[sample], class_),
      (labels.split[sample] / drawn, class_), (labels.misaligned[sample], class_ % k),
      (labels.misalignedGroups[sample], class_ % k / group),
    ] where label != expected { wrong += 1 }
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
