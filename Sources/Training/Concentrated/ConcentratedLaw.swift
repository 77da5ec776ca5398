import MultiView
import Randomness

/// The constants of a concentrated trial, and the laws that stand for vectors of length d.
struct ConcentratedLaw {
  /// The dimension d.
  let dimension: Double
  /// σ_ζ of the patches, a planted factor included.
  let noise: Double
  /// zσ_ζ, from the stated σ_ζ.
  let screen: Double
  /// The multiplier z of every decision that is taken without a draw.
  let multiplier: Double
  /// The least strength of a full feature, √(1−ι) − zσ_ζ: noise on the feature itself included.
  let low: Double
  /// The largest strength of a full feature, √(1+ι) + zσ_ζ.
  let top: Double
  /// The bias decay β.
  let decay: Double
  /// The least dimension from which squared norms of noise equal their mean.
  static let meanFrom = 200_000.0

  /// Planted errors of the law (``Fault``).
  let isDeaf: Bool
  let opens: Bool
  let keepsDead: Bool
  /// The correlation of initial weights of different neurons; 0 unless it is planted.
  let correlation: Double
  /// What multiplies the squared norms of initial weights off the held features.
  let normFactor: Double
  /// What multiplies the squared norms of displacements by noise.
  let displacementFactor: Double

  /// The law of a trial.
  init(of trial: NetworkTrial, screen: Screen) {
    let parameters = trial.parameters
    dimension = Double(parameters.d)
    var factor = 1.0
    if case .noiseScaled(let planted) = trial.fault { factor = planted }
    noise = parameters.noiseScale * factor
    multiplier = screen.multiplier
    self.screen = screen.multiplier * parameters.noiseScale
    low = (1 - parameters.iota).squareRoot() - self.screen
    top = parameters.maximalStrength + self.screen
    decay = parameters.biasDecay
    isDeaf = trial.fault == .decisionNoiseOff
    opens = trial.fault != .openingOff
    keepsDead = trial.fault != .deadDropped
    if case .neuronsCorrelated(let planted) = trial.fault { correlation = planted } else { correlation = 0 }
    if case .noiseNormScaled(let planted) = trial.fault { normFactor = planted } else { normFactor = 1 }
    if case .displacementNoiseScaled(let planted) = trial.fault {
      displacementFactor = planted
    } else {
      displacementFactor = 1
    }
  }

  /// Returns the squared norm of a displacement by noise: σ_ζ² · squares · χ² with as many degrees as coordinates.
  ///
  /// The χ² variate is that of Wilson and Hilferty. From ``meanFrom`` on it is its mean, of which its deviation is less
  /// than 0.4 %.
  ///
  /// - Parameters:
  ///   - squares: Σ ((η/B)·g)² over the patches that move the neuron.
  ///   - held: The number of coordinates that are held, and not counted.
  ///   - tape: Where the random number comes from.
  func noiseNorm(_ squares: Double, held: Int, _ tape: inout NormalTape) -> Double {
    displacementFactor * noise * noise * squares * chiSquare(degrees: dimension - Double(held), &tape)
  }

  /// Returns a χ² variate.
  func chiSquare(degrees: Double, _ tape: inout NormalTape) -> Double {
    guard dimension < Self.meanFrom else { return degrees }
    let share = 2 / (9 * degrees)
    let root = max(0, 1 - share + tape.next() * share.squareRoot())
    return degrees * root * root * root
  }

  /// Returns whether noise of up to z deviations may fire a neuron on a patch of a feature that is not held, or of pure
  /// noise.
  ///
  /// - Parameters:
  ///   - bias: b.
  ///   - squaredNorm: ‖w‖².
  ///   - grown: The squared norm that training noise added to the coordinates that are not held.
  ///   - ceiling: A bound on those of them that are features, apart from training noise.
  func hearsUnheldFeatures(bias: Double, squaredNorm: Double, grown: Double, ceiling: Double) -> Bool {
    let walk = multiplier * (max(0, grown) / dimension).squareRoot()
    return opens && top * (ceiling + walk) + bias + screen * squaredNorm.squareRoot() > 0
  }
}

/// Standard normal variates in single precision, drawn in chunks from one random sequence.
///
/// The numbers are a pure function of the seed, the stream, the step and the sample with which the tape was opened, and
/// of the sizes taken so far.
struct NormalTape {
  private static let chunk = 256
  /// The number of chunks that a sequence can have.
  private static let chunks = 1 << 16

  private let seed: UInt64
  private let instructions: InstructionSet
  private var stream = Stream.sharedNoise
  private var step = 0
  private var sample = 0
  private var opened = 0
  private var buffer: [Float] = []
  private var position = 0

  /// A tape of a trial.
  init(seed: UInt64, on execution: Execution) {
    self.seed = seed
    instructions = execution.instructions
  }

  /// Starts the sequence of a purpose.
  mutating func open(_ stream: Stream, step: Int, sample: Int = 0) {
    self.stream = stream
    self.step = step
    self.sample = sample
    opened = 0
    position = buffer.count
  }

  /// Returns the next variate.
  mutating func next() -> Double {
    let place = reserve(1)
    return self[place]
  }

  /// Makes sure that the next variates are in the buffer, and passes over them.
  ///
  /// Variates that are left of a chunk are skipped if there are not enough of them.
  ///
  /// - Returns: The place of the first of them, for the subscript; it holds until more are reserved.
  mutating func reserve(_ count: Int) -> Int {
    if position + count > buffer.count { draw(atLeast: count) }
    defer { position += count }
    return position
  }

  /// The variate at a place that was reserved.
  subscript(place: Int) -> Double { Double(buffer[place]) }

  /// Passes the next variates to a function, as ``reserve(_:)`` finds them.
  mutating func take<Result>(_ count: Int, _ body: (UnsafePointer<Float>) -> Result) -> Result {
    let position = reserve(count)
    return buffer.withUnsafeBufferPointer { row in
      guard let base = row.baseAddress else { preconditionFailure("a tape holds at least one variate") }
      return body(base + position)
    }
  }

  /// Writes the variates that as many calls of ``next()`` would return.
  mutating func copy(_ count: Int, to output: UnsafeMutablePointer<Float>) {
    var copied = 0
    while copied < count {
      if position >= buffer.count { draw(atLeast: 1) }
      let taken = min(count - copied, buffer.count - position)
      buffer.withUnsafeBufferPointer { row in
        if let base = row.baseAddress { (output + copied).update(from: base + position, count: taken) }
      }
      position += taken
      copied += taken
    }
  }

  /// Draws the next chunk.
  private mutating func draw(atLeast count: Int) {
    // The second half of the chunks is longer, so that a sequence has 2³¹ variates before one comes again.
    let size = max(opened < Self.chunks / 2 ? Self.chunk : Self.chunks, count)
    if buffer.count != size { buffer = Array(repeating: 0, count: size) }
    buffer.withUnsafeMutableBufferPointer { row in
      guard let base = row.baseAddress else { return }
      Draws.fillNormals(
        base, count: size, scale: 1, seed: seed, stream: stream, step: step, sample: sample,
        patch: opened % Self.chunks,
        on: instructions)
    }
    opened += 1
    position = 0
  }
}
