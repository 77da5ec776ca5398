import MultiView
import Randomness

/// Evaluates a network on test samples and turns the head outputs into observables (model.md §2, §6).
struct Examiner {
  private let source: SampleSource
  private let labels: LabelMap
  /// The superclass of each output; nil for an output that tells none.
  private let superclasses: [Superclass?]
  private let trial: NetworkTrial
  private let background: BackgroundBound
  /// The most heads of the pretrained network that one output sums over.
  private let pooled: Double
  /// z σ*, slightly enlarged, so that single-precision rounding never skips a neuron that should be evaluated.
  private let dominantNoise: Float

  /// The examiner of a stage.
  ///
  /// - Parameters:
  ///   - labels: The labels that the stage trains on.
  ///   - superclasses: The superclass of each output; nil for an output that tells none.
  ///   - pooled: The most heads of the pretrained network that one output sums over.
  init(
    trial: NetworkTrial, source: SampleSource, screen: Screen, labels: LabelMap, superclasses: [Superclass?],
    pooled: Int = 1
  ) {
    self.source = source
    self.labels = labels
    self.superclasses = superclasses
    self.trial = trial
    self.pooled = Double(pooled)
    dominantNoise = Float(
      screen.multiplier * source.parameters.dominantNoise * Screen.slack(dimension: source.parameters.d))
    background = BackgroundBound(for: trial)
  }

  /// The results on a test set of one kind.
  struct Result {
    /// Mean cross-entropy; nil under `instance` labels, which fresh samples do not have.
    var loss: Double?
    /// The margins and errors.
    var sheet: AnswerSheet
  }

  /// Examines `testSamples` fresh samples of a kind at time T.
  ///
  /// Batches are large, because the weights of a neuron are read once per batch.
  ///
  /// - Parameter head: The new head whose outputs are examined; nil for the outputs of the pass.
  func examine(
    _ kind: Sample.Kind, time: Int, probe: Probe?, head: LinearHead?, network: borrowing Network,
    candidates: inout CandidateIndex, pass: inout ForwardPass
  ) -> Result {
    let place = SampleSource.Place.test(kind, time: time)
    var result = Result(sheet: AnswerSheet(of: trial, superclasses: superclasses))
    var loss = 0.0
    evaluate(place, count: source.parameters.testSamples, network: network, candidates: &candidates, pass: &pass) {
      batch, pass in
      var slack = Array(repeating: 0.0, count: batch.count)
      if kind == .hard && source.parameters.mode == .pruned && source.parameters.dominantNoise > 0 {
        slack = addDominantNoise(batch, reach: head?.reach ?? pooled, network: network, pass: &pass)
      }
      for (index, subclass) in batch.subclasses.enumerated() {
        withOutputs(of: index, head, pass) { logits in
          if labels != .instance { loss += self.loss(logits, subclass, index: batch.first + index, at: place) }
          let outputs = superclasses.indices.map { Double(logits[$0]) }
          result.sheet.add(outputs, superclass: subclass.superclass, slack: slack[index], probe: probe)
        }
      }
    }
    if labels != .instance { result.loss = loss / Double(source.parameters.testSamples) }
    return result
  }

  /// Returns the mean cross-entropy on the first samples of the finite set that is trained on; nil without one.
  func sourceLoss(
    head: LinearHead?, network: borrowing Network, candidates: inout CandidateIndex, pass: inout ForwardPass
  ) -> Double? {
    let count = min(head?.set.samples ?? source.parameters.sourceSize, source.parameters.testSamples)
    guard count > 0 else { return nil }
    let place = head.map { SampleSource.Place.tuningSet($0.set) } ?? .source
    var loss = 0.0
    evaluate(place, count: count, network: network, candidates: &candidates, pass: &pass) { batch, pass in
      for (index, subclass) in batch.subclasses.enumerated() {
        withOutputs(of: index, head, pass) {
          loss += self.loss($0, subclass, index: batch.first + index, at: place)
        }
      }
    }
    return loss / Double(count)
  }

  /// Returns the mean of ‖φ‖² over the samples that a new head is trained on, φ being the outputs of the pass.
  func meanSquare(
    over set: TuningSet, network: borrowing Network, candidates: inout CandidateIndex, pass: inout ForwardPass
  ) -> Double {
    var sum = 0.0
    evaluate(.tuningSet(set), count: set.samples, network: network, candidates: &candidates, pass: &pass) {
      batch, pass in
      for index in 0..<(batch.count * pass.heads) {
        let output = Double(pass.outputs.base[index])
        sum += output * output
      }
    }
    return sum / Double(set.samples)
  }

  /// Passes the outputs for a sample of the batch to a function: those of the new head, or of the pass without one.
  private func withOutputs(
    of index: Int, _ head: LinearHead?, _ pass: borrowing ForwardPass, _ body: (UnsafePointer<Float>) -> Void
  ) {
    let outputs = UnsafePointer(pass.outputs.base + index * pass.heads)
    guard let head else { return body(outputs) }
    let logits = Buffer<Float>(LinearHead.outputs)
    head.read(outputs, into: logits.base)
    body(UnsafePointer(logits.base))
  }

  /// Fits a probe on fresh easy samples if the trial asks for one.
  func probe(
    time: Int, head: LinearHead?, network: borrowing Network, candidates: inout CandidateIndex,
    pass: inout ForwardPass
  ) -> Probe? {
    guard trial.readout == .probe else { return nil }
    let heads = superclasses.count
    var outputs: [Double] = []
    var isPositive: [Bool] = []
    evaluate(
      .probe(time: time), count: source.parameters.probeSamples, network: network, candidates: &candidates,
      pass: &pass
    ) { batch, pass in
      for index in 0..<batch.count {
        withOutputs(of: index, head, pass) { outputs += UnsafeBufferPointer(start: $0, count: heads).map(Double.init) }
      }
      isPositive += batch.subclasses.map { $0.superclass == .positive }
    }
    return Probe(outputs: outputs, heads: heads, isPositive: isPositive)
  }

  /// Evaluates the first samples of a place, batch by batch.
  private func evaluate(
    _ place: SampleSource.Place, count: Int, network: borrowing Network, candidates: inout CandidateIndex,
    pass: inout ForwardPass, _ body: (Batch, inout ForwardPass) -> Void
  ) {
    var batch = Batch()
    let size = min(NetworkDemand.examinedTogether, NetworkDemand.largestBatch(source.parameters))
    for first in Swift.stride(from: 0, to: count, by: size) {
      batch.fill(first..<min(count, first + size), at: place, from: source)
      pass.run(batch, network: network, candidates: &candidates, recording: false)
      body(batch, &pass)
    }
  }

  /// The cross-entropy of one sample under its label.
  private func loss(
    _ logits: UnsafePointer<Float>, _ subclass: Subclass, index: Int, at place: SampleSource.Place
  ) -> Double {
    let label = source.label(of: subclass, index: index, at: place, under: labels)
    return Softmax.logNormalizer(logits, count: superclasses.count) - Double(logits[label])
  }

  /// Adds the responses of trained neurons to dominant noise to the outputs.
  ///
  /// Returns, for each sample, a bound on what never-trained neurons could add to the margin.
  ///
  /// - Parameter reach: How far the margin moves at most if every head moves by 1.
  private func addDominantNoise(
    _ batch: borrowing Batch, reach: Double, network: borrowing Network, pass: inout ForwardPass
  ) -> [Double] {
    let lanes = NetworkLayout.lanes
    var blocks: [Int32] = []
    for block in 0..<network.blocks where network.trained[block] != 0 {
      let mayFire = (0..<lanes).contains { lane in
        let slot = block * lanes + lane
        return network.trained[block] >> UInt16(lane) & 1 == 1
          && network.bias[slot] + dominantNoise * network.norm[slot] > 0
      }
      if mayFire { blocks.append(Int32(block)) }
    }
    // The screen skips the other trained neurons: b + zσ*‖w‖ ≤ 0 there.
    let norms = pass.addDominantNoise(batch, network: network, blocks: blocks)
    return norms.map { reach * background.value(norm: Double($0)) }
  }

  /// The 5, 50 and 95 % quantiles, interpolated linearly between the two nearest values.
  static func quantiles(_ values: [Double]) -> Quantiles {
    let sorted = values.sorted()
    func at(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let below = Int(place)
      let above = min(below + 1, sorted.count - 1)
      return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }
    return Quantiles(low: at(0.05), median: at(0.5), high: at(0.95))
  }
}
