import CKernels
import Foundation
import MultiView

/// One SGD step: softmax cross-entropy over the heads, gradient on w only, bias decay β‖Δw‖ (model.md §2).
struct Optimizer: ~Copyable {
  private let _stepSize: Double
  private let _biasDecay: Float
  private let _heads: Int
  private var _slope: [Float] = []
  private var _firstOf: [Int32]
  private var _touched: [Int32] = []
  private var _rows: [Int32] = []
  private var _coefficients: [Float] = []

  /// Whether every update so far left finite weights and biases.
  private(set) var isFinite = true
  /// Multiply–adds spent in updates.
  private(set) var work = 0

  init(parameters: ModelParameters, heads: Int, neurons: Int) {
    _stepSize = parameters.stepSize
    _biasDecay = Float(parameters.biasDecay)
    _heads = heads
    _firstOf = Array(repeating: 0, count: neurons)
  }

  /// Moves the weights of every neuron that fired, and returns those neurons.
  mutating func step(
    _ pass: borrowing ForwardPass, labels: [Int], network: inout Network
  ) -> [Int32] {
    _computeSlopes(pass.outputs, labels: labels)
    _groupByNeuron(pass, network: network)
    let patches = pass.patches
    _rows.withUnsafeBufferPointer { rows in
      _coefficients.withUnsafeBufferPointer { coefficients in
        var end = 0
        for neuron in _touched {
          let start = end
          end = Int(_firstOf[Int(neuron)])
          guard let rows = rows.baseAddress, let coefficients = coefficients.baseAddress else { continue }
          var norms: (Float, Float) = (0, 0)
          withUnsafeMutableBytes(of: &norms) { norms in
            littleo_update(
              network.row(Int(neuron)), patches, rows + start, coefficients + start, end - start, network.stride,
              norms.assumingMemoryBound(to: Float.self).baseAddress)
          }
          work += (end - start) * network.stride
          network.bias[Int(neuron)] -= _biasDecay * norms.0.squareRoot()
          network.norm[Int(neuron)] = norms.1.squareRoot()
          network.isTrained[Int(neuron)] = true
          isFinite = isFinite && norms.0.isFinite && norms.1.isFinite
        }
      }
    }
    for neuron in _touched { _firstOf[Int(neuron)] = 0 }
    return _touched
  }

  /// −η/B · (p_h − 1[h = label]) for every sample and head.
  private mutating func _computeSlopes(_ outputs: [Float], labels: [Int]) {
    _slope.removeAll(keepingCapacity: true)
    let factor = _stepSize / Double(labels.count)
    for (sample, label) in labels.enumerated() {
      let logits = outputs[(sample * _heads)..<((sample + 1) * _heads)]
      let logNormalizer = Softmax.logNormalizer(logits)
      for (head, logit) in logits.enumerated() {
        let probability = exp(Double(logit) - logNormalizer)
        _slope.append(Float(factor * ((head == label ? 1 : 0) - probability)))
      }
    }
  }

  /// Counting sort of the firings by neuron; stable, so each neuron's patches stay in order of evaluation.
  private mutating func _groupByNeuron(_ pass: borrowing ForwardPass, network: borrowing Network) {
    _touched.removeAll(keepingCapacity: true)
    for firing in pass.firings {
      if _firstOf[Int(firing.neuron)] == 0 { _touched.append(firing.neuron) }
      _firstOf[Int(firing.neuron)] += 1
    }
    var position: Int32 = 0
    for neuron in _touched {
      let count = _firstOf[Int(neuron)]
      _firstOf[Int(neuron)] = position
      position += count
    }
    _rows = Array(repeating: 0, count: pass.firings.count)
    _coefficients = Array(repeating: 0, count: pass.firings.count)
    for firing in pass.firings {
      let neuron = Int(firing.neuron)
      let place = Int(_firstOf[neuron])
      _firstOf[neuron] += 1
      _rows[place] = firing.row
      let sample = Int(pass.sampleOfRow[Int(firing.row)])
      _coefficients[place] = _slope[sample * _heads + Int(network.head[neuron])]
    }
  }
}

/// The softmax of head outputs, in double precision.
enum Softmax {
  /// Returns ln Σ exp(logit), shifted by the largest logit so that nothing overflows.
  static func logNormalizer(_ logits: ArraySlice<Float>) -> Double {
    let largest = Double(logits.max() ?? 0)
    var sum = 0.0
    for logit in logits { sum += exp(Double(logit) - largest) }
    return largest + log(sum)
  }
}
