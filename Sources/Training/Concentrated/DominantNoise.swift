import MultiView

/// A patch of dominant noise ζ* ~ N(0, σ*² I): its coordinates on the features, and its norm.
struct DominantNoise {
  /// The coordinate on every feature.
  let coordinates: [Double]
  /// ‖ζ*‖, which bounds what untrained neurons could add.
  let norm: Double
}

extension DominantNoise {
  /// σ* of the patches, a planted factor included.
  static func deviation(of trial: NetworkTrial) -> Double {
    var factor = 1.0
    if case .noiseScaled(let planted) = trial.fault { factor = planted }
    return trial.parameters.dominantNoise * factor
  }

  /// Draws a patch.
  init(of trial: NetworkTrial, features: Int, law: ConcentratedLaw, _ tape: inout NormalTape) {
    let deviation = Self.deviation(of: trial)
    coordinates = (0..<features).map { _ in deviation * tape.next() }
    let rest = deviation * law.chiSquare(degrees: law.dimension - Double(features), &tape).squareRoot()
    norm = (coordinates.reduce(rest * rest) { $0 + $1 * $1 }).squareRoot()
  }
}

/// The trained neurons that patches of dominant noise may fire, as plain arrays, in the order in which they are looked at.
///
/// A network does not change while it is examined. So all that does not depend on the patch is computed once for all test
/// samples. Nearly every neuron that was ever updated may fire on every patch, and each that may takes a normal. They are
/// looked at in blocks: first who may fire, then their normals, then who fires.
struct DominantListeners: ~Copyable {
  /// The set of a pair.
  private struct PairSet {
    let bounds: SharedSet.Bounds
    let biasShift: Double
    let feature: Int
    let output: Int
    /// The places of its members.
    let members: Range<Int>
  }

  /// The arrays of the members of sets.
  private struct Members: ~Copyable {
    let alike: Buffer<Double>
    let hearsAlike: Buffer<Bool>
    let weight: Buffer<Double>
    let bias: Buffer<Double>
    let loudest: Buffer<Double>
    let own: Buffer<Double>

    init(count: Int) {
      alike = Buffer(count)
      hearsAlike = Buffer(count)
      weight = Buffer(count)
      bias = Buffer(count)
      loudest = Buffer(count)
      own = Buffer(count)
    }
  }

  /// The arrays of all other neurons.
  private struct Neurons: ~Copyable {
    let count: Int
    let feature: Buffer<Int32>
    let output: Buffer<Int32>
    let weight: Buffer<Double>
    let bias: Buffer<Double>
    let spread: Buffer<Double>

    init(count: Int) {
      self.count = count
      feature = Buffer(count)
      output = Buffer(count)
      weight = Buffer(count)
      bias = Buffer(count)
      spread = Buffer(count)
    }
  }

  /// An ear of a neuron besides its first.
  private struct FurtherEar {
    let neuron: Int
    let ear: Ear
  }

  /// How many neurons are looked at together; a chunk of the tape.
  private static let block = 256

  private let noise: Double
  private let screen: Double
  private var sets: [PairSet] = []
  private let members: Members
  private let neurons: Neurons
  /// Neuron by neuron; the ears of each in their order.
  private var further: [FurtherEar] = []

  // The neurons of a block that may fire or do fire, and their numbers.
  private let signals = Buffer<Double>(block)
  private let normals = Buffer<Float>(2 * block)
  private let values = Buffer<Double>(block)
  private let chosen = Buffer<Int32>(block)

  /// The listeners of a network; none on samples without dominant noise.
  ///
  /// - Parameter outputOf: The output that a head adds to.
  init(
    to trial: NetworkTrial, on kind: Sample.Kind, in network: borrowing ConcentratedNetwork, outputOf: (Int) -> Int
  ) {
    noise = DominantNoise.deviation(of: trial)
    screen = network.law.multiplier * trial.parameters.dominantNoise
    guard kind == .hard && trial.parameters.dominantNoise > 0 else {
      members = Members(count: 0)
      neurons = Neurons(count: 0)
      return
    }
    members = Members(
      count: (0..<network.features).reduce(0) { sum, feature in
        network.active[feature].reduce(sum) { $0 + network.set(of: Int($1)).count }
      })
    neurons = Neurons(count: network.singles.count { $0?.isTrained ?? false } + network.dead.count)
    for feature in 0..<network.features {
      for pair in network.active[feature] {
        add(network.set(of: Int(pair)), on: feature, to: outputOf(Int(pair) - feature * network.heads))
      }
    }
    var place = 0
    for case let neuron? in network.singles where neuron.isTrained {
      add(neuron, at: place, to: outputOf(Int(neuron.head)))
      place += 1
    }
    for neuron in network.dead {
      add(neuron, at: place, to: outputOf(Int(neuron.head)))
      place += 1
    }
  }

  private mutating func add(_ set: SharedSet, on feature: Int, to output: Int) {
    let first = sets.last?.members.upperBound ?? 0
    for (place, listener) in zip(first..., set.listeners(noise: noise, screen: screen)) {
      members.alike.base[place] = listener.alike ?? 0
      members.hearsAlike.base[place] = listener.alike != nil
      members.weight.base[place] = listener.weight
      members.bias.base[place] = listener.bias
      members.loudest.base[place] = listener.loudest
      members.own.base[place] = listener.own
    }
    sets.append(
      PairSet(
        bounds: set.bounds(screen: screen), biasShift: set.biasShift, feature: feature, output: output,
        members: first..<(first + set.count)))
  }

  private mutating func add(_ neuron: SingleNeuron, at place: Int, to output: Int) {
    neurons.feature.base[place] = neuron.ears[0].feature
    neurons.output.base[place] = Int32(output)
    neurons.weight.base[place] = neuron.ears[0].weight
    neurons.bias.base[place] = neuron.bias
    neurons.spread.base[place] = max(0, neuron.offNorm).squareRoot()
    for ear in neuron.ears.dropFirst() { further.append(FurtherEar(neuron: place, ear: ear)) }
  }

  /// Adds what the neurons answer to a patch to the outputs.
  func answer(_ patch: DominantNoise, _ pass: inout ConcentratedPass, _ tape: inout NormalTape) {
    patch.coordinates.withUnsafeBufferPointer { coordinates in
      for pairSet in sets {
        let strength = coordinates[pairSet.feature]
        guard pairSet.bounds.firing(at: strength) != .none else { continue }
        pass.add(answer(pairSet, at: strength, &tape), to: pairSet.output)
      }
      var nextEar = 0
      for start in stride(from: 0, to: neurons.count, by: Self.block) {
        answer(start..<min(neurons.count, start + Self.block), coordinates, &nextEar, &pass, &tape)
      }
    }
  }

  /// Returns what the members of a set answer.
  private func answer(_ pairSet: PairSet, at strength: Double, _ tape: inout NormalTape) -> Double {
    let shift = pairSet.biasShift
    var sum = 0.0
    var alike = 0.0
    for start in stride(from: pairSet.members.lowerBound, to: pairSet.members.upperBound, by: Self.block) {
      let count = min(Self.block, pairSet.members.upperBound - start)
      var draws = 0
      for index in 0..<count {
        let signal = strength * members.weight.base[start + index] + members.bias.base[start + index] + shift
        signals.base[index] = signal
        draws += members.hearsAlike.base[start + index] ? 1 : 0
        draws += signal + members.loudest.base[start + index] > 0 ? 1 : 0
      }
      tape.copy(draws, to: normals.base)
      var normal = 0
      for index in 0..<count {
        if members.hearsAlike.base[start + index] {
          alike += members.alike.base[start + index] * Double(normals.base[normal])
          normal += 1
        }
        let signal = signals.base[index]
        guard signal + members.loudest.base[start + index] > 0 else { continue }
        sum += max(0, signal + alike + members.own.base[start + index] * Double(normals.base[normal]))
        normal += 1
      }
    }
    return sum
  }

  /// Adds what a block of neurons answers.
  private func answer(
    _ block: Range<Int>, _ coordinates: UnsafeBufferPointer<Double>, _ nextEar: inout Int,
    _ pass: inout ConcentratedPass, _ tape: inout NormalTape
  ) {
    let start = block.lowerBound
    let (feature, weight, bias) = (
      neurons.feature.base + start, neurons.weight.base + start, neurons.bias.base + start
    )
    for index in 0..<block.count {
      signals.base[index] = bias[index] + coordinates[Int(feature[index])] * weight[index]
    }
    while nextEar < further.count && further[nextEar].neuron < block.upperBound {
      let ear = further[nextEar].ear
      signals.base[further[nextEar].neuron - start] += coordinates[Int(ear.feature)] * ear.weight
      nextEar += 1
    }

    let spread = neurons.spread.base + start
    var hearing = 0
    for index in 0..<block.count {
      chosen.base[hearing] = Int32(index)
      hearing += signals.base[index] + screen * spread[index] > 0 ? 1 : 0
    }
    tape.copy(hearing, to: normals.base)

    // Fewer fire than hear, so nothing is overwritten before it is read.
    let output = neurons.output.base + start
    var firing = 0
    for number in 0..<hearing {
      let index = Int(chosen.base[number])
      let value = signals.base[index] + noise * spread[index] * Double(normals.base[number])
      values.base[firing] = value
      chosen.base[firing] = output[index]
      firing += value > 0 ? 1 : 0
    }
    pass.add(UnsafeBufferPointer(start: values.base, count: firing), to: chosen.base)
  }
}
