import MultiView

extension SampleSource {
  /// The source of a trial's samples, its planted defect included.
  init(_ trial: NetworkTrial) {
    self.init(
      parameters: trial.parameters, seed: trial.seed, frame: trial.frame ?? .standard, fault: trial.fault)
  }
}

extension ModelParameters {
  /// The number of easy samples that a probe is fitted on: on average 64 of every subclass, and at least as many as in
  /// a test set.
  ///
  /// With few samples of a subclass, the fit relies on common features, and the prior alone decides the weight of a
  /// rare one.
  var probeSamples: Int { max(testSamples, 128 * k) }
}
