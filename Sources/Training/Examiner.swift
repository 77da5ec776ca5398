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
    _dominantNoise = Float(
      screen.multiplier * source.parameters.dominantNoise * Screen.slack(dimension: source.parameters.d))
    _background = BackgroundBound(for: trial)
  }

  /// What a test set of one kind shows.
  struct Result {
    var loss = 0.0
    var errors: Double?
    var margin: Quantiles?
    var undecided = 0
  }

  /// Examines `testSamples` fresh samples of a kind at time T.
  ///
  /// Batches are large, because the weights of a neuron are read once per batch.
  func examine(
    _ kind: Sample.Kind, time: Int, network: borrowing Network, listeners: inout ListenerIndex,
    pass: inout ForwardPass
  ) -> Result {
    let place = SampleSource.Place.test(kind, time: time)
    let total = _source.parameters.testSamples
    let heads = _trial.heads
    var result = Result()
    var margins: [Double] = []
    var errors = 0.0
    var batch = Batch()
    for first in Swift.stride(from: 0, to: total, by: Self.batch) {
      batch.fill(first..<min(total, first + Self.batch), at: place, from: _source)
      pass.run(batch, network: network, listeners: &listeners, recording: false)
      var slack = Array(repeating: 0.0, count: batch.count)
      if listeners.isScreening && kind == .hard && _source.parameters.dominantNoise > 0 {
        slack = _addDominantNoise(batch, network: network, pass: &pass)
      }
      for (index, subclass) in batch.subclasses.enumerated() {
        let logits = UnsafePointer(pass.outputs.base + index * heads)
        let label = _source.label(of: subclass, index: first + index, at: place, under: _trial.labels)
        result.loss += Softmax.logNormalizer(logits, count: heads) - Double(logits[label])
        guard let margin = _margin(logits, of: subclass) else { continue }
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
      result.margin = Self.quantiles(margins)
    }
    return result
  }

  /// Adds what trained neurons say to dominant noise; the returned bounds cover the never-trained ones.
  private func _addDominantNoise(_ batch: borrowing Batch, network: borrowing Network, pass: inout ForwardPass)
    -> [Double]
  {
    let lanes = NetworkLayout.lanes
    var audience: [Int32] = []
    for block in 0..<network.blocks where network.trained[block] != 0 {
      let mayFire = (0..<lanes).contains { lane in
        let slot = block * lanes + lane
        return network.trained[block] >> UInt16(lane) & 1 == 1
          && network.bias[slot] + _dominantNoise * network.norm[slot] > 0
      }
      if mayFire { audience.append(Int32(block)) }
    }
    // Trained neurons that are left out are screened like those of any other patch.
    let norms = pass.addDominantNoise(batch, network: network, audience: audience)
    return norms.map { _background.value(norm: Double($0)) }
  }

  /// The largest head of the own superclass minus the largest of the other (read-out `max`).
  private func _margin(_ logits: UnsafePointer<Float>, of subclass: Subclass) -> Double? {
    var largest: (positive: Float, negative: Float) = (-.infinity, -.infinity)
    for head in 0..<_trial.heads {
      switch _trial.labels.superclass(ofHead: head, subclasses: _source.parameters.k) {
      case .positive: largest.positive = max(largest.positive, logits[head])
      case .negative: largest.negative = max(largest.negative, logits[head])
      case nil: return nil
      }
    }
    let difference = Double(largest.positive) - Double(largest.negative)
    let isPositive = (subclass.superclass == .positive) != (_trial.fault == .superclassesSwapped)
    return isPositive ? difference : -difference
  }

  /// The 5, 50 and 95 % quantiles, the median of an even number halfway between the two in the middle.
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
