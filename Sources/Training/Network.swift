import CKernels
import Foundation
import MultiView
import Randomness

/// The hidden neurons held in memory, head by head, each a row of weights with a bias (model.md §2).
///
/// Rows are `stride` floats long, d rounded up to the lane width, with zeros behind d. Within a head the neurons that can
/// fire come first; in dense mode the dormant ones follow, so that both modes hold the former in the same order.
struct Network: ~Copyable {
  let dimension: Int
  let stride: Int
  let features: Int
  let count: Int
  let weights: UnsafeMutablePointer<Float>
  let head: [Int32]
  var bias: [Float]
  /// ‖w‖ of each neuron.
  var norm: [Float]
  /// Whether the neuron was ever updated.
  var isTrained: [Bool]

  /// Rounds a row length up to the lane width.
  static func stride(for dimension: Int) -> Int {
    let lanes = Int(LITTLEO_LANES)
    return (dimension + lanes - 1) / lanes * lanes
  }

  /// Samples the initial network: w ~ N(0, σ0² I), b = −c_b σ0 √L, restricted to what the mode holds.
  ///
  /// Pruned: the number of living neurons of a head is Binomial(m, 1 − Φ(τ)^|U|), and their feature coordinates follow
  /// the normal law conditioned on at least one above τ. Dense: the same neurons of the same seed, completed by the
  /// dormant ones from the complementary law. Without a meaningful screen, m free neurons.
  init(of trial: Trial, screen: Screen) {
    let parameters = trial.parameters
    dimension = parameters.d
    stride = Self.stride(for: parameters.d)
    features = Features(subclasses: parameters.k).count
    let isFree = !screen.isMeaningful
    var living: [Int] = []
    var held: [Int] = []
    for head in 0..<trial.heads {
      var draws = Draws(seed: trial.seed, stream: .livingNeuron, step: head, sample: 0)
      let count = isFree ? parameters.width : draws.binomial(trials: parameters.width, probability: screen.livingShare)
      living.append(count)
      held.append(parameters.mode == .dense ? parameters.width : count)
    }
    count = held.reduce(0, +)
    // Room behind the last row: normals are written 64 at a time.
    let capacity = count * stride + 64
    weights = UnsafeMutableRawPointer.allocate(byteCount: capacity * 4, alignment: 64)
      .bindMemory(to: Float.self, capacity: capacity)
    var owner: [Int32] = []
    owner.reserveCapacity(count)
    for head in 0..<trial.heads { owner.append(contentsOf: repeatElement(Int32(head), count: held[head])) }
    head = owner
    let scale = parameters.initScale
    bias = Array(repeating: Float(-parameters.biasThreshold * scale), count: count)
    norm = Array(repeating: 0, count: count)
    isTrained = Array(repeating: false, count: count)
    var row = weights
    var neuron = 0
    for head in 0..<trial.heads {
      for number in 0..<held[head] {
        let isLiving = number < living[head]
        let sample = isLiving ? number : number - living[head]
        Draws.fillNormals(
          row, count: dimension, scale: Float(scale), seed: trial.seed, stream: isLiving ? .livingRest : .dormantRest,
          step: head, sample: sample, patch: 0)
        for padding in dimension..<stride { row[padding] = 0 }
        if !isFree {
          // Sample 0 of the stream holds the head's count, so neurons start at 1.
          var draws = Draws(
            seed: trial.seed, stream: isLiving ? .livingNeuron : .dormantNeuron, step: head, sample: sample + 1)
          Self.writeFeatures(row, count: features, isLiving: isLiving, cut: screen.livingCut, scale: scale, &draws)
        }
        norm[neuron] = littleo_squared_norm(row, stride).squareRoot()
        row += stride
        neuron += 1
      }
    }
  }

  deinit { weights.deallocate() }

  /// Returns the row of a neuron.
  func row(_ neuron: Int) -> UnsafeMutablePointer<Float> { weights + neuron * stride }

  private static func writeFeatures(
    _ row: UnsafeMutablePointer<Float>, count: Int, isLiving: Bool, cut: Double, scale: Double, _ draws: inout Draws
  ) {
    guard isLiving else {
      for feature in 0..<count { row[feature] = Float(scale * draws.normal(below: cut)) }
      return
    }
    let first = draws.firstSuccess(among: count, probability: NormalLaw.tail(cut))
    for feature in 0..<first { row[feature] = Float(scale * draws.normal(below: cut)) }
    row[first] = Float(scale * draws.normal(above: cut))
    for feature in (first + 1)..<max(first + 1, count) { row[feature] = Float(scale * draws.normal()) }
  }
}
