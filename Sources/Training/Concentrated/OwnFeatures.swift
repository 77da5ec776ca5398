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

  /// The number of pairs of a head and a feature of its own.
  var pairs: Int { heads.indices.reduce(0) { $0 + features(of: $1).count } }
}
