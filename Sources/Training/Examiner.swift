import Foundation
import MultiView

/// Evaluates a network on fresh test samples and turns the head outputs into observables (model.md §2, §6).
struct Examiner {
  /// Test samples evaluated together.
  static let batch = 512

  private let _trial: Trial
  private let _source: SampleSource
  private let _background: BackgroundBound
  /// z σ*, a little above, so that rounding to single precision never shortens the screen.
  private let _dominantNoise: Float

  init(trial: Trial, source: SampleSource, screen: Screen) {
    _trial = trial
    _source = source
    _dominantNoise = Float(screen.multiplier * source.parameters.dominantNoise * 1.0001)
    _background = BackgroundBound(for: trial)
  }

  /// What a test set of one kind shows.
  struct Result {
    var loss = 0.0
    var errors: Double?
    var medianMargin: Double?
    var undecided = 0
  }

  /// Examines `testSamples` fresh samples of a kind at time T.
  ///
  /// Batches are large, because the weights of a neuron are read once per batch.
  func examine(
    _ kind: Sample.Kind, time: Int, network: borrowing Network, listeners: ListenerIndex?, pass: inout ForwardPass
  ) -> Result {
    let place = SampleSource.Place.test(kind, time: time)
    let total = _source.parameters.testSamples
    let heads = _trial.heads
    var result = Result()
    var margins: [Double] = []
    var errors = 0.0
    for first in Swift.stride(from: 0, to: total, by: Self.batch) {
      let samples = (first..<min(total, first + Self.batch)).map { _source.sample($0, at: place) }
      pass.run(samples, first: first, at: place, network: network, listeners: listeners, recording: false)
      var slack = Array(repeating: 0.0, count: samples.count)
      if listeners != nil && kind == .hard && _source.parameters.dominantNoise > 0 {
        slack = _addDominantNoise(samples, first: first, at: place, network: network, pass: &pass)
      }
      for (index, sample) in samples.enumerated() {
        let logits = pass.outputs[(index * heads)..<((index + 1) * heads)]
        let label = _source.label(of: sample, index: first + index, at: place, under: _trial.labels)
        result.loss += Softmax.logNormalizer(logits) - Double(logits[logits.startIndex + label])
        guard let margin = _margin(logits, of: sample) else { continue }
        margins.append(margin)
        if abs(margin) <= slack[index] {
          errors += 0.5
          if slack[index] > 0 { result.undecided += 1 }
        } else if margin < 0 {
          errors += 1
        }
      }
    }
    result.loss /= Double(total)
    if margins.count == total {
      result.errors = errors
      result.medianMargin = Self.median(margins)
    }
    return result
  }

  /// Adds what trained neurons say to dominant noise; the returned bounds cover the never-trained ones.
  private func _addDominantNoise(
    _ samples: [Sample], first: Int, at place: SampleSource.Place, network: borrowing Network, pass: inout ForwardPass
  ) -> [Double] {
    var audience: [Int32] = []
    for neuron in 0..<network.count
    where network.isTrained[neuron] && network.bias[neuron] + _dominantNoise * network.norm[neuron] > 0 {
      audience.append(Int32(neuron))
    }
    // Trained neurons that are left out are screened like those of any other patch.
    let norms = pass.addDominantNoise(samples, first: first, at: place, network: network, audience: audience)
    return norms.map { _background.value(norm: Double($0)) }
  }

  /// The largest head of the own superclass minus the largest of the other (read-out `max`).
  private func _margin(_ logits: ArraySlice<Float>, of sample: Sample) -> Double? {
    var largest: [Float] = [-.infinity, -.infinity]
    for (head, logit) in logits.enumerated() {
      guard let superclass = _trial.labels.superclass(ofHead: head, subclasses: _source.parameters.k) else {
        return nil
      }
      largest[superclass.rawValue] = max(largest[superclass.rawValue], logit)
    }
    let own = sample.subclass.superclass
    return Double(largest[own.rawValue]) - Double(largest[own.other.rawValue])
  }

  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle])
  }
}
