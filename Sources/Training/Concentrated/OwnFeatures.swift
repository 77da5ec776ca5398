import MultiView

/// The features that a sample with a head's label can show.
struct OwnFeatures {
  private let trial: NetworkTrial
  private let heads: [HeadFeatures?]

  /// Those of a trial.
  ///
  /// - Parameter heads: The features of each head; nil for heads whose labels tell no superclass.
  init(of trial: NetworkTrial, _ heads: [HeadFeatures?]) {
    self.trial = trial
    self.heads = heads
  }

  /// Returns the coordinates of a head's features, in ascending order.
  func features(of head: Int) -> [Int] {
    let k = trial.parameters.k
    if let features = heads[head] {
      let distractor = trial.parameters.hardShare > 0 ? [features.otherCommon] : []
      return ([features.common] + distractor).sorted() + features.rare
    }
    let all = Features(subclasses: k)
    guard case .misaligned(let group) = trial.labels else { return Array(0..<all.count) }
    let numbers = (head * group)..<((head + 1) * group)
    return Superclass.allCases.map { all.common($0) }
      + Superclass.allCases.flatMap { superclass in numbers.map { all.rare(Subclass(superclass, $0)) } }
  }

  /// Returns the number of pairs of a head and a feature of its own, without a network.
  ///
  /// It may be too large to count one by one.
  static func pairs(of trial: NetworkTrial) -> Double {
    let (heads, k) = (Double(trial.heads), Double(trial.parameters.k))
    let common = trial.parameters.hardShare > 0 ? 2.0 : 1
    switch trial.labels {
    case .coarse, .merged, .fine, .mixed: return heads * common + 2 * k
    case .split: return heads * (common + 1)
    case .misaligned(let group): return heads * 2 * (1 + Double(group))
    case .random, .instance: return heads * Double(Features(subclasses: trial.parameters.k).count)
    }
  }

  /// The number of pairs of a head and a feature of its own.
  var pairs: Int { heads.indices.reduce(0) { $0 + features(of: $1).count } }
}
