import MultiView

extension Fault {
  /// What the defect is, in a few words.
  public var words: String {
    switch self {
    case .noiseScaled(let factor): "noise × \(factor.exactText)"
    case .commonPatchInHardSamples: "a common patch left in hard samples"
    case .distractorsSilenced: "distractors without signal"
    case .correlatedFeatures: "two correlated features per superclass"
    case .rotatedDataOnly: "data rotated, dictionary not"
    case .labelsShifted: "labels shifted by one subclass"
    case .labelsShuffled: "labels shuffled within a batch"
    case .testOnTraining: "test set = training set"
    case .gradientScaled(let factor): "gradient × \(factor.exactText)"
    case .gradientFlippedOnOneHead: "gradient sign flipped on one head"
    case .biasFrozen: "bias frozen"
    case .stepHalved(let after): "step size halved after step \(after)"
    case .linearActivation: "ReLU replaced by the identity"
    case .superclassSoftmax: "softmax over superclasses only"
    case .superclassesSwapped: "evaluation with swapped superclasses"
    case .multiplier(let z): "certificate multiplier z = \(z.exactText)"
    }
  }
}
