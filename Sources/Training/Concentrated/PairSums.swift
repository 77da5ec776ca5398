import MultiView

/// The role of each feature for each head; nil where heads have no features of their own.
struct PairKinds {
  /// A role.
  enum Kind: Int, CaseIterable {
    /// v_y of a head of y.
    case common
    /// v_{y,c} of a subclass of the head.
    case rare
    /// v_{−y}.
    case otherCommon
    /// Any v_{−y,c}.
    case otherRare
  }

  private let heads: [HeadFeatures?]

  /// The roles for heads with given features.
  init(_ heads: [HeadFeatures?]) { self.heads = heads }

  /// Returns the role of a feature for a head.
  func kind(of feature: Int, for head: Int) -> Kind? {
    guard let features = heads[head] else { return nil }
    if feature == features.common { return .common }
    if features.rare.contains(feature) { return .rare }
    if feature == features.otherCommon { return .otherCommon }
    return features.otherRare.contains(feature) ? .otherRare : nil
  }
}

/// Sums over neurons that were lucky at initialisation, from which the observables of `Checkpoint` follow.
struct PairSums {
  private let kinds: PairKinds
  /// The weights of the pairs of each role.
  private var weights = Array(repeating: PairWeights(), count: PairKinds.Kind.allCases.count)
  private var whole = 0.0
  private var off = 0.0
  private var ratio = 0.0
  private var ratios = 0
  private var awakened = 0

  /// Empty sums.
  init(_ kinds: PairKinds) { self.kinds = kinds }

  /// Adds a neuron.
  ///
  /// - Parameter part: What its set adds to it.
  mutating func add(_ neuron: SingleNeuron, _ part: SharedPart = SharedPart()) {
    if neuron.isTrained && !neuron.isExcitable { awakened += 1 }
    var square: Double?
    var isOwn = false
    let bias = neuron.bias + part.biasShift
    for (index, ear) in neuron.ears.enumerated() where ear.isLucky {
      let weight = index == 0 ? ear.weight + part.shift : ear.weight
      guard let kind = kinds.kind(of: Int(ear.feature), for: Int(neuron.head)) else { continue }
      weights[kind.rawValue].add(weight, bias: bias)
      guard neuron.isTrained, kind == .common || kind == .rare else { continue }
      isOwn = true
      let all = square ?? neuron.squaredNorm(part)
      square = all
      whole += all
      off += all - weight * weight
    }
    if isOwn, let square {
      ratio += abs(bias) / square.squareRoot()
      ratios += 1
    }
  }

  /// Stores the observables in a checkpoint.
  func store(in checkpoint: inout Checkpoint) {
    checkpoint.commonWeight = self[.common].mean
    checkpoint.rareWeight = self[.rare].mean
    checkpoint.otherCommonWeight = self[.otherCommon].mean
    checkpoint.otherRareWeight = self[.otherRare].mean
    checkpoint.leastCommonWeight = self[.common].least
    checkpoint.leastRareWeight = self[.rare].least
    checkpoint.firingShare = PairWeights.firingShare([self[.common], self[.rare]])
    checkpoint.otherClassShare = PairWeights.firingShare([self[.otherCommon], self[.otherRare]])
    checkpoint.offFeatureShare = whole > 0 ? off / whole : nil
    checkpoint.biasRatio = ratios > 0 ? ratio / Double(ratios) : nil
    checkpoint.awakened = awakened
  }

  /// The weights of the pairs of a role.
  subscript(kind: PairKinds.Kind) -> PairWeights { weights[kind.rawValue] }
}
