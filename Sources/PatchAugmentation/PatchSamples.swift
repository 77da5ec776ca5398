import Experiments

/// The kind of a feature, by how often it occurs.
public enum FeatureKind: Int, CaseIterable, Sendable {
  /// The feature of most samples.
  case common
  /// The feature of few samples.
  case rare
  /// The feature of very few samples.
  case extreme

  /// The kind in words.
  package var words: String { self == .extreme ? "extremely rare" : "\(self)" }
}

/// One of the six orthonormal features: one for each class and kind.
package struct PatchFeature: Hashable, Sendable {
  /// The class, 1 or −1.
  package let label: Int
  /// How often it occurs.
  package let kind: FeatureKind

  /// A feature of a class.
  package init(_ kind: FeatureKind, of label: Int) {
    self.kind = kind
    self.label = label
  }

  /// Its place among the six.
  var index: Int { 2 * kind.rawValue + (label > 0 ? 0 : 1) }
}

/// A sample without its Gaussian noise.
package struct PatchSample: Equatable, Sendable {
  /// The label, 1 or −1.
  package var label: Int
  /// The kind of its feature.
  package var kind: FeatureKind
  /// The class whose common feature stands in the patch of the dominant noise, 1 or −1.
  package var distraction: Int
  /// What each patch holds: 0 the feature, 1 the dominant noise, from 2 on background noise.
  package var roles: [Int]

  /// A sample from its parts.
  package init(label: Int, kind: FeatureKind, distraction: Int, roles: [Int]) {
    self.label = label
    self.kind = kind
    self.distraction = distraction
    self.roles = roles
  }

  /// Returns the training samples of a run.
  ///
  /// Both classes have n/2 samples. Each has the number of rare and extremely rare features that is expected, rounded:
  /// the theorems hold with high probability over counts near it, and small n would add runs without any such sample.
  /// Distractions and the order of the patches are random.
  static func training(of model: PatchModel, _ random: inout RandomNumbers) -> [PatchSample] {
    let half = Double(model.samples) / 2
    let extreme = Int((half * model.extremeShare).rounded())
    let rare = extreme + Int((half * model.rareShare).rounded())
    return (0..<model.samples).map { index in
      let place = index / 2
      return PatchSample(
        label: index % 2 == 0 ? 1 : -1, kind: place < extreme ? .extreme : place < rare ? .rare : .common,
        distraction: sign(&random), roles: random.permutation(of: model.patches))
    }
  }

  /// The feature that it shows.
  var feature: PatchFeature { PatchFeature(kind, of: label) }

  /// A random sign.
  static func sign(_ random: inout RandomNumbers) -> Int { random.index(below: 2) == 0 ? 1 : -1 }
}
