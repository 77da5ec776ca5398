/// The responses of outputs to noiseless patches of features of their own, summed neuron by neuron (model.md §6).
struct ResponseSums {
  private let outputs: [HeadFeatures?]
  private let weakness: Double
  private var common = 0.0
  private var rare = 0.0
  private var distractor = 0.0

  /// Empty sums.
  ///
  /// - Parameters:
  ///   - outputs: The features of each output.
  ///   - weakness: The strength ι† of a distractor.
  init(_ outputs: [HeadFeatures?], weakness: Double) {
    self.outputs = outputs
    self.weakness = weakness
  }

  /// Adds a neuron of an output.
  ///
  /// - Parameter part: What its set adds to it.
  mutating func add(_ neuron: SingleNeuron, _ part: SharedPart, output: Int) {
    guard let features = outputs[output] else { return }
    let bias = neuron.bias + part.biasShift
    for (index, ear) in neuron.ears.enumerated() {
      let weight = index == 0 ? ear.weight + part.shift : ear.weight
      let feature = Int(ear.feature)
      if feature == features.common {
        common += max(0, weight + bias)
        distractor += max(0, weakness * weight + bias)
      } else if features.rare.contains(feature) {
        rare += max(0, weight + bias)
      }
    }
  }

  /// Stores the means over outputs, and over the rare features of each, in a checkpoint.
  func store(in checkpoint: inout Checkpoint) {
    let heads = outputs.count { $0 != nil }
    let rareFeatures = outputs.reduce(0) { $0 + ($1?.rare.count ?? 0) }
    guard heads > 0, rareFeatures > 0 else { return }
    checkpoint.commonResponse = common / Double(heads)
    checkpoint.rareResponse = rare / Double(rareFeatures)
    checkpoint.distractorResponse = distractor / Double(heads)
  }
}
