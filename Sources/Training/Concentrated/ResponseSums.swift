/// The responses of outputs to noiseless patches of features of their own, summed neuron by neuron (model.md §6).
struct ResponseSums {
  private let outputs: [HeadFeatures?]
  private let places: ResponsePlaces
  private let weakness: Double
  private var common: [Double]
  private var rare: [Double]
  private var distractor = 0.0

  /// Empty sums.
  ///
  /// - Parameters:
  ///   - outputs: The features of each output.
  ///   - weakness: The strength ι† of a distractor.
  init(_ outputs: [HeadFeatures?], weakness: Double) {
    self.outputs = outputs
    self.weakness = weakness
    places = ResponsePlaces(outputs)
    common = Array(repeating: 0, count: places.heads)
    rare = Array(repeating: 0, count: places.rareFeatures)
  }

  /// Adds a neuron of an output.
  ///
  /// - Parameter part: What its set adds to it.
  mutating func add(_ neuron: SingleNeuron, _ part: SharedPart, output: Int) {
    guard let features = outputs[output], let place = places[output] else { return }
    let bias = neuron.bias + part.biasShift
    for (index, ear) in neuron.ears.enumerated() {
      let weight = index == 0 ? ear.weight + part.shift : ear.weight
      let feature = Int(ear.feature)
      if feature == features.common {
        common[place.common] += max(0, weight + bias)
        distractor += max(0, weakness * weight + bias)
      } else if features.rare.contains(feature) {
        rare[place.rare + feature - features.rare.lowerBound] += max(0, weight + bias)
      }
    }
  }

  /// Stores the responses in a checkpoint.
  func store(in checkpoint: inout Checkpoint) {
    Responses(common: common, rare: rare, distractor: distractor)?.store(in: &checkpoint)
  }
}
