import MultiView

/// A planted defect with a name, for the mutation matrix.
package struct Mutant: Hashable, Sendable {
  /// The name on the command line.
  package let name: String
  /// The defect.
  package let fault: Fault

  /// A mutant from its parts.
  package init(_ name: String, _ fault: Fault) {
    self.name = name
    self.fault = fault
  }

  /// The mutants that `littleo mutants` plants in turn.
  package static let all: [Mutant] = [
    Mutant("gradient-flipped", .gradientFlippedOnOneHead),
    Mutant("gradient-scaled", .gradientScaled(1.2)),
    Mutant("bias-frozen", .biasFrozen),
    Mutant("step-halved", .stepHalved(after: 10)),
    Mutant("labels-shifted", .labelsShifted),
    Mutant("labels-shuffled", .labelsShuffled),
    Mutant("common-leaked", .commonPatchInHardSamples),
    Mutant("noise-doubled", .noiseScaled(2)),
    Mutant("distractors-silenced", .distractorsSilenced),
    Mutant("features-correlated", .correlatedFeatures),
    Mutant("data-rotated", .rotatedDataOnly),
    Mutant("relu-removed", .linearActivation),
    Mutant("superclass-softmax", .superclassSoftmax),
    Mutant("test-on-training", .testOnTraining),
    Mutant("superclasses-swapped", .superclassesSwapped),
    Mutant("multiplier-one", .multiplier(1)),
  ]
}
