/// A defect planted into the generator or the trainer, to test which claims detect it.
///
/// A trial without a defect runs none of this code: the normal path checks once whether there is one. Some controls
/// plant a defect, under which a claim must fail. The mutation matrix uses every defect.
public enum Fault: Hashable, Sendable, Codable {
  // MARK: The generator

  /// Scales the noise of every patch by a factor, without changing σ_ζ.
  case noiseScaled(Double)
  /// A hard sample keeps one patch of its own common feature, at full strength, after its other signal patches.
  case commonPatchInHardSamples
  /// Distractor patches of hard samples carry no signal.
  case distractorsSilenced
  /// Signals are stronger or weaker than stated, by a factor.
  case strengthScaled(Double)
  /// Every sample is of the first superclass; subclasses of the other never occur.
  case oneSuperclassOnly
  /// The second rare feature of each superclass is correlated with the first: v ← (v + v₁)/√2.
  case correlatedFeatures
  /// Samples are made with a rotated dictionary, but all code that reads features still uses the original one.
  case rotatedDataOnly
  /// A training sample of class j, counted over all 2k, is labelled as one of class j + 1 mod 2k.
  case labelsShifted
  /// The labels of a batch are permuted among its samples.
  case labelsShuffled
  /// What a label map draws at random tells the subclass: neighbouring classes, counted over all 2k, share a draw.
  case drawnLabelsTellSubclass
  /// Test samples of both kinds are the samples of the first training steps.
  case testOnTraining

  // MARK: The trainer

  /// The gradient is multiplied by a factor; −1 is ascent.
  case gradientScaled(Double)
  /// The gradient of the first head has the wrong sign.
  case gradientFlippedOnOneHead
  /// Biases never move: the bias decay is zero.
  case biasFrozen
  /// The step size is halved from step `after` on, where steps are counted from 0.
  case stepHalved(after: Int)
  /// Neurons output their pre-activation instead of its positive part; every evaluated neuron counts as firing.
  case linearActivation
  /// The loss compares superclasses only.
  ///
  /// In the gradient, the softmax among the heads of the sample's superclass replaces the label. Nothing changes where
  /// heads are superclasses or have no superclass.
  case superclassSoftmax
  /// Read-outs exchange the two superclasses.
  case superclassesSwapped
  /// The screen's multiplier z is set to a number instead of being computed from the budget.
  ///
  /// The certificate checks that number against the budget.
  case multiplier(Double)

  // MARK: The concentrated law

  // These defects have no effect on a network that holds its weights.

  /// Neurons decide whether to fire without their noise products.
  case decisionNoiseOff
  /// Neurons below zero on all their features are forgotten, also where dominant noise could wake them.
  case deadDropped
  /// No neuron is opened: noise on features that a neuron does not listen to never counts.
  case openingOff
  /// The squared noise norm of every neuron is multiplied by a factor at initialisation.
  case noiseNormScaled(Double)
  /// The squared norm of every displacement by noise is multiplied by a factor.
  case displacementNoiseScaled(Double)
  /// The initial weights of different neurons have a correlation, instead of none.
  case neuronsCorrelated(Double)
  /// A neuron keeps only the first feature that it listens to.
  case secondEarsDropped
  /// Neurons that listen to a feature that their head does not own are dropped.
  case otherFeaturesDropped

  /// Whether its number can be planted.
  ///
  /// A factor or multiplier must be finite, a factor of a square and a step at least 0, and a correlation in [0, 1].
  package var isPossible: Bool {
    switch self {
    case .noiseScaled(let number), .strengthScaled(let number), .gradientScaled(let number), .multiplier(let number):
      number.isFinite
    case .noiseNormScaled(let factor), .displacementNoiseScaled(let factor): factor.isFinite && factor >= 0
    case .neuronsCorrelated(let correlation): (0...1).contains(correlation)
    case .stepHalved(let after): after >= 0
    default: true
    }
  }

  /// Whether it is a defect of the concentrated law, and has no effect on a network that holds its weights.
  package var isOfLaw: Bool {
    switch self {
    case .decisionNoiseOff, .deadDropped, .openingOff, .noiseNormScaled, .displacementNoiseScaled, .neuronsCorrelated,
      .secondEarsDropped, .otherFeaturesDropped:
      true
    default: false
    }
  }

  /// Whether it changes single training samples, which a macro step does not draw.
  ///
  /// - Parameter hardShare: The share of hard samples in training.
  package func changesSingleSamples(hardShare: Double) -> Bool {
    switch self {
    case .labelsShuffled, .drawnLabelsTellSubclass, .oneSuperclassOnly: true
    case .commonPatchInHardSamples, .distractorsSilenced: hardShare > 0
    default: false
    }
  }

  /// The text of the defect in registrations; a renamed case keeps its text here.
  package var registered: String {
    switch self {
    case .noiseScaled(let number): "noiseScaled(\(number))"
    case .commonPatchInHardSamples: "commonPatchInHardSamples"
    case .distractorsSilenced: "distractorsSilenced"
    case .strengthScaled(let number): "strengthScaled(\(number))"
    case .oneSuperclassOnly: "oneSuperclassOnly"
    case .correlatedFeatures: "correlatedFeatures"
    case .rotatedDataOnly: "rotatedDataOnly"
    case .labelsShifted: "labelsShifted"
    case .labelsShuffled: "labelsShuffled"
    case .drawnLabelsTellSubclass: "drawnLabelsTellSubclass"
    case .testOnTraining: "testOnTraining"
    case .gradientScaled(let number): "gradientScaled(\(number))"
    case .gradientFlippedOnOneHead: "gradientFlippedOnOneHead"
    case .biasFrozen: "biasFrozen"
    case .stepHalved(let after): "stepHalved(after: \(after))"
    case .linearActivation: "linearActivation"
    case .superclassSoftmax: "superclassSoftmax"
    case .superclassesSwapped: "superclassesSwapped"
    case .multiplier(let number): "multiplier(\(number))"
    case .decisionNoiseOff: "decisionNoiseOff"
    case .deadDropped: "deadDropped"
    case .openingOff: "openingOff"
    case .noiseNormScaled(let number): "noiseNormScaled(\(number))"
    case .displacementNoiseScaled(let number): "displacementNoiseScaled(\(number))"
    case .neuronsCorrelated(let number): "neuronsCorrelated(\(number))"
    case .secondEarsDropped: "secondEarsDropped"
    case .otherFeaturesDropped: "otherFeaturesDropped"
    }
  }

  /// The names under which defects are stored; a renamed case keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case noiseScaled, commonPatchInHardSamples, distractorsSilenced, strengthScaled, oneSuperclassOnly,
      correlatedFeatures, rotatedDataOnly, labelsShifted, labelsShuffled, drawnLabelsTellSubclass, testOnTraining,
      gradientScaled, gradientFlippedOnOneHead, biasFrozen, stepHalved,
      linearActivation, superclassSoftmax, superclassesSwapped, multiplier, decisionNoiseOff, deadDropped, openingOff,
      noiseNormScaled, displacementNoiseScaled, neuronsCorrelated, secondEarsDropped, otherFeaturesDropped
  }
  private enum StepHalvedCodingKeys: String, CodingKey { case after }
}

extension Fault {
  /// What the defect is, in a few words.
  package var words: String {
    switch self {
    case .noiseScaled(let factor): "noise × \(factor.exactText)"
    case .commonPatchInHardSamples: "a common patch left in hard samples"
    case .distractorsSilenced: "distractors without signal"
    case .strengthScaled(let factor): "signals × \(factor.exactText)"
    case .oneSuperclassOnly: "samples of one superclass only"
    case .correlatedFeatures: "two correlated features per superclass"
    case .rotatedDataOnly: "data rotated, dictionary not"
    case .labelsShifted: "labels shifted by one subclass"
    case .labelsShuffled: "labels shuffled within a batch"
    case .drawnLabelsTellSubclass: "randomly drawn labels tell the subclass"
    case .testOnTraining: "test set = training set"
    case .gradientScaled(let factor): "gradient × \(factor.exactText)"
    case .gradientFlippedOnOneHead: "gradient sign flipped on one head"
    case .biasFrozen: "bias frozen"
    case .stepHalved(let after): "step size halved after step \(after)"
    case .linearActivation: "ReLU replaced by the identity"
    case .superclassSoftmax: "softmax over superclasses only"
    case .superclassesSwapped: "evaluation with swapped superclasses"
    case .multiplier(let z): "certificate multiplier z = \(z.exactText)"
    case .decisionNoiseOff: "decision noise off"
    case .deadDropped: "dead neurons dropped"
    case .openingOff: "no neuron is opened"
    case .noiseNormScaled(let factor): "squared noise norm × \(factor.exactText)"
    case .displacementNoiseScaled(let factor): "squared noise of displacements × \(factor.exactText)"
    case .neuronsCorrelated(let correlation): "initial neurons correlated by \(correlation.exactText)"
    case .secondEarsDropped: "second features dropped"
    case .otherFeaturesDropped: "features of other heads dropped"
    }
  }
}
