import MultiView

/// The new linear head in training: F_y(x) = Σ_h a_{y,h} φ_h(x), softmax cross-entropy over the two outputs (model.md §2).
///
/// Sums run over the pretrained heads in order and in double precision, on one thread.
struct LinearHead {
  /// Whether hidden neurons keep their weights.
  let isFrozen: Bool
  /// The set that it is trained on.
  let set: TuningSet
  /// The number H of pretrained heads.
  let inputs: Int
  /// The step size of a.
  let stepSize: Double
  /// a_{y,h} at index y·H + h.
  var weights: [Double]

  /// The number of outputs, one for each superclass.
  static let outputs = Superclass.allCases.count

  /// A head with a = 0.
  ///
  /// - Parameters:
  ///   - inputs: The number H of pretrained heads.
  ///   - meanSquare: The mean of ‖φ‖² over the fine-tuning set; 0 if no neuron responds, which leaves a at 0.
  init(_ head: NewHead, inputs: Int, meanSquare: Double) {
    isFrozen = head.tuning == .frozen
    set = head.set
    self.inputs = inputs
    stepSize = meanSquare > 0 ? (head.step ?? NewHead.standardStep) / meanSquare : 0
    weights = Array(repeating: 0, count: Self.outputs * inputs)
  }

  /// Whether all weights are finite.
  var isFinite: Bool { weights.allSatisfy(\.isFinite) }

  /// Σ_h (|a_{+,h}| + |a_{−,h}|): how far F_+, F_− and F_+ − F_− move at most if every φ_h moves by at most 1.
  ///
  /// It is Σ_h |a_{+,h} − a_{−,h}| if a_− = −a_+, as after steps of exact arithmetic.
  var reach: Double { weights.reduce(0) { $0 + abs($1) } }

  /// Writes the outputs F of a sample.
  ///
  /// - Parameters:
  ///   - features: φ of the sample, H numbers.
  ///   - logits: Room for one number per output.
  func read(_ features: UnsafePointer<Float>, into logits: UnsafeMutablePointer<Float>) {
    for output in 0..<Self.outputs {
      var sum = 0.0
      for input in 0..<inputs { sum += weights[output * inputs + input] * Double(features[input]) }
      logits[output] = Float(sum)
    }
  }

  /// Takes one step of SGD on a, and writes the slopes of the loss in φ, both at the weights before the step.
  ///
  /// - Parameters:
  ///   - features: φ of every sample, H numbers for each in turn.
  ///   - labels: The superclass of every sample.
  ///   - hiddenStep: η, the step size of hidden neurons.
  ///   - defect: A planted defect, applied to the slopes in F.
  ///   - step: The number of steps taken before this one.
  ///   - slopes: Receives −(η/B) ∂loss/∂φ_h for every sample and head, in the order of `features`.
  /// - Returns: The cross-entropy summed over the samples.
  mutating func step(
    _ features: UnsafePointer<Float>, labels: [Int], hiddenStep: Double, defect: GradientDefect?, step: Int,
    slopes: UnsafeMutablePointer<Float>
  ) -> Double {
    let factor = 1 / Double(labels.count)
    var change = Array(repeating: 0.0, count: weights.count)
    var total = 0.0
    let logits = Buffer<Float>(Self.outputs)
    let ofLogits = Buffer<Float>(Self.outputs)
    for (sample, label) in labels.enumerated() {
      let features = features + sample * inputs
      read(features, into: logits.base)
      total += Softmax.slopes(logits.base, count: Self.outputs, label: label, factor: factor, into: ofLogits.base)
      defect?.apply(to: ofLogits.base, logits: logits.base, label: label, step: step, factor: factor)
      for input in 0..<inputs {
        var slope = 0.0
        for output in 0..<Self.outputs {
          let index = output * inputs + input
          slope += Double(ofLogits.base[output]) * weights[index]
          change[index] += Double(ofLogits.base[output]) * Double(features[input])
        }
        slopes[sample * inputs + input] = Float(hiddenStep * slope)
      }
    }
    for index in weights.indices { weights[index] += stepSize * change[index] }
    return total
  }
}
