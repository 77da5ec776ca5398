import CKernels
import Randomness

/// Rates of the hot loops on one core.
package struct KernelBench: Encodable, Sendable {
  /// The rate of a product of patches with neurons.
  package struct Product: Encodable, Sendable {
    /// Patches, rows of the one factor.
    let patches: Int
    /// Neurons, rows of the other.
    let neurons: Int
    /// Coordinates d that they share.
    let d: Int
    /// 10⁹ additions and multiplications per second, of the median repetition.
    let gflops: Double
    /// The same, of the best repetition.
    let best: Double
  }

  /// The instructions that were used.
  package let path: String
  /// Threads at work: the loops are measured on one.
  package let threads = 1
  /// The forward product with bias, ReLU, record of who fired and pooling in its epilogue.
  package let shapes: [Product]

  /// Measures the dense forward product at d = 256, 512 and 1024.
  ///
  /// - Parameters:
  ///   - instructions: What to measure.
  ///   - repetitions: How often; at least 1.
  package static func product(on instructions: InstructionSet, repetitions: Int) -> KernelBench {
    KernelBench(
      path: instructions.rawValue,
      shapes: [256, 512, 1024].map { d in
        let forward = ForwardLoop(patches: 512, blocks: 32, d: d, instructions: instructions)
        var watch = Stopwatch()
        forward.run()
        for _ in 0..<max(1, repetitions) { watch.time { forward.run() } }
        let work = 2.0 * 512 * 512 * Double(d) * 1e-9
        return Product(patches: 512, neurons: 512, d: d, gflops: work / watch.median, best: work / watch.best)
      })
  }
}

/// A product ready to be run: 16 neurons per block.
private final class ForwardLoop {
  private let _patches: UnsafeMutablePointer<Float>
  private let _weights: UnsafeMutablePointer<Float>
  private let _panels: [UnsafePointer<Float>?]
  private let _biases: [Float]
  private let _blocks: [Int32]
  private let _audible: [Int32]
  private let _stride: Int
  private let _count: Int
  private let _d: Int
  private let _path: Int32
  private var _lanes: [Float]
  private var _masks: [UInt16]

  init(patches: Int, blocks: Int, d: Int, instructions: InstructionSet) {
    _stride = d + 16
    _count = patches
    _d = d
    _path = instructions.path
    _patches = Self._normals(patches * _stride, sample: 1, instructions)
    _weights = Self._normals(blocks * 16 * d, sample: 2, instructions)
    let weights = _weights
    _panels = (0..<blocks).map { UnsafePointer(weights + $0 * 16 * d) }
    _biases = Array(repeating: -1, count: blocks * 16)
    _blocks = (0..<Int32(blocks)).map { $0 }
    _audible = Array(repeating: Int32(patches), count: blocks)
    _lanes = Array(repeating: 0, count: patches * 16)
    _masks = Array(repeating: 0, count: patches * blocks)
  }

  deinit {
    _patches.deallocate()
    _weights.deallocate()
  }

  func run() {
    littleo_respond(
      _path, _patches, _stride, _d, _panels, _biases, _blocks, _audible, _blocks.count, &_lanes, &_masks, _count)
  }

  private static func _normals(_ count: Int, sample: Int, _ instructions: InstructionSet) -> UnsafeMutablePointer<Float>
  {
    let row = UnsafeMutableRawPointer.allocate(byteCount: count * 4, alignment: 64)
      .bindMemory(to: Float.self, capacity: count)
    Draws.fillNormals(
      row, count: count, scale: 1, seed: 1, stream: .trainingNoise, step: 0, sample: sample, patch: 0, on: instructions)
    return row
  }
}

/// The rate of normal variates on one core.
package struct NormalsBench: Encodable, Sendable {
  /// The instructions that were used.
  package let path: String
  /// Threads at work.
  package let threads = 1
  /// 10⁹ variates per second, of the median repetition.
  let gigasamplesPerSecond: Double
  /// The same, of the best repetition.
  package let best: Double

  /// Measures rows of 1024 variates, as a patch at d = 1024 needs them.
  package static func measured(on instructions: InstructionSet, repetitions: Int) -> NormalsBench {
    let rows = 1024
    var watch = Stopwatch()
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 1024) { buffer in
      guard let row = buffer.baseAddress else { return }
      for _ in 0..<max(1, repetitions) {
        watch.time {
          for sample in 0..<rows {
            Draws.fillNormals(
              row, count: 1024, scale: 1, seed: 1, stream: .trainingNoise, step: 0, sample: sample, patch: 0,
              on: instructions)
          }
        }
      }
    }
    let count = Double(rows * 1024) * 1e-9
    return NormalsBench(
      path: instructions.rawValue, gigasamplesPerSecond: count / watch.median, best: count / watch.best)
  }
}
