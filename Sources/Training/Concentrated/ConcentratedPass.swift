import MultiView

/// Computes the outputs for one sample after the other, and notes who fired.
struct ConcentratedPass {
  /// A single neuron that fired on a patch.
  struct Firing {
    let neuron: Int32
    /// The ear that heard the patch; −1 for pure noise.
    let ear: Int32
    let output: Int32
    let strength: Double
    /// The number of patches in the group of the patch.
    let groupCount: Int
  }

  /// The sets of a feature that fired on a group.
  struct SetFiring {
    let group: Int
    let pair: Int32
  }

  /// The output of every head, or of every superclass while fine-tuning.
  private(set) var outputs: [Double]
  /// The outputs to which some neuron added.
  private(set) var touched: [Int] = []
  /// The single neurons that fired.
  private(set) var firings: [Firing] = []
  /// The sets that fired on groups that are not whole.
  private(set) var partly: [SetFiring] = []
  /// The number of firings on pure noise in the last sample.
  private(set) var noiseFirings = 0
  /// The number of decisions that were drawn.
  private(set) var decisions = 0.0
  /// The number of scalar multiply–adds.
  private(set) var work = 0

  /// The output that each head adds to.
  private let outputOf: [Int32]
  private let shared: InitialProducts?
  private var isTouched: [Bool]

  /// A pass for given outputs.
  init(outputOf: [Int32], outputs: Int, shared: InitialProducts? = nil) {
    self.outputOf = outputOf
    self.outputs = Array(repeating: 0, count: outputs)
    self.shared = shared
    isTouched = Array(repeating: false, count: outputs)
  }

  /// Passes every output to which no neuron added to a function.
  func forEachSilent(_ body: (Int) -> Void) {
    for output in outputs.indices where !isTouched[output] { body(output) }
  }

  private mutating func touch(_ output: Int) {
    guard !isTouched[output] else { return }
    isTouched[output] = true
    touched.append(output)
  }

  /// Adds a value to an output.
  mutating func add(_ value: Double, to output: Int) {
    touch(output)
    outputs[output] += value
  }

  /// Adds values, one after the other, each to an output of its own.
  mutating func add(_ values: UnsafeBufferPointer<Double>, to places: UnsafePointer<Int32>) {
    if touched.count < outputs.count {
      for index in values.indices { touch(Int(places[index])) }
    }
    outputs.withUnsafeMutableBufferPointer { outputs in
      for index in values.indices { outputs[Int(places[index])] += values[index] }
    }
  }

  /// Returns the output of a head.
  func output(of head: Int) -> Int { Int(outputOf[head]) }

  /// Computes the outputs for a sample.
  ///
  /// - Parameters:
  ///   - samples: The samples.
  ///   - sample: The number of the sample among them.
  ///   - place: The set that they belong to, for ``InitialProducts``.
  ///   - first: The number of the first of them within that set.
  mutating func run(
    _ samples: GroupedSamples, _ sample: Int, at place: SampleSource.Place, first: Int = 0,
    network: borrowing ConcentratedNetwork, _ tape: inout NormalTape
  ) {
    for output in touched {
      outputs[output] = 0
      isTouched[output] = false
    }
    touched.removeAll(keepingCapacity: true)
    // Most samples fire no single neuron, and to empty an empty array is a call.
    if !firings.isEmpty { firings.removeAll(keepingCapacity: true) }
    if !partly.isEmpty { partly.removeAll(keepingCapacity: true) }
    noiseFirings = 0
    var patch = InitialProducts.Patch(place: place, sample: first + sample, position: 0)
    for number in samples.groups(of: sample) {
      let group = samples.groups[number]
      patch.position = group.firstPosition
      if group.least >= network.law.low && shared == nil {
        answer(group, network, &tape)
      } else {
        network.active.forEach(on: group.feature) { pair in
          answer(group, samples, number: number, patch, pair, network, &tape)
        }
      }
      guard network.leastReach[group.feature] < group.most else {
        patch.position += group.count
        continue
      }
      for index in group.patches {
        listen(group.feature, samples.strengths[index], groupCount: group.count, patch, network, &tape)
        patch.position += 1
      }
    }
    guard !network.listeners[network.features].isEmpty else { return }
    let patches = samples.noisePatches[sample]
    for _ in 0..<patches {
      let before = firings.count
      listen(network.features, 0, groupCount: patches, patch, network, &tape)
      patch.position += 1
      noiseFirings += firings.count - before
    }
  }

  /// Adds what the sets of a feature answer to full patches, which fire all of them.
  private mutating func answer(_ group: PatchGroup, _ network: borrowing ConcentratedNetwork, _ tape: inout NormalTape)
  {
    let pairs = network.active.count(on: group.feature)
    guard pairs > 0 else { return }
    let total = group.total
    let count = Double(group.count)
    let root = count.squareRoot()
    let base = group.feature * network.heads
    work += 4 * pairs
    var place = tape.reserve(pairs)
    network.active.forEach(on: group.feature) { pair in
      add(
        network.gains[pair] * total + network.offsets[pair] * count + network.deviations[pair] * root * tape[place],
        to: Int(outputOf[pair - base]))
      place += 1
    }
    answerAlike(group, network, &tape)
  }

  /// Adds the noise that correlated initial neurons of all heads hear alike on full patches.
  private mutating func answerAlike(
    _ group: PatchGroup, _ network: borrowing ConcentratedNetwork, _ tape: inout NormalTape
  ) {
    guard network.law.correlation > 0 else { return }
    let normal = Double(group.count).squareRoot() * tape.next()
    network.active.forEach(on: group.feature) { pair in
      outputs[output(of: pair - group.feature * network.heads)] += network.commonDeviations[pair] * normal
    }
  }

  /// Adds what one set answers, patch by patch.
  private mutating func answer(
    _ group: PatchGroup, _ samples: GroupedSamples, number: Int, _ patch: InitialProducts.Patch,
    _ pair: Int, _ network: borrowing ConcentratedNetwork, _ tape: inout NormalTape
  ) {
    let output = Int(outputOf[pair - group.feature * network.heads])
    let isWhole = group.least >= network.law.low
    var fired = 0
    var patch = patch
    for index in group.patches {
      defer { patch.position += 1 }
      let strength = samples.strengths[index]
      switch isWhole ? .all : network.firing(of: pair, at: strength, screen: network.law.screen) {
      case .none: continue
      case .all:
        fired += 1
        let noise: Double
        if let shared {
          noise = shared.noise(of: network.set(of: pair), patch, network.law, &tape)
        } else {
          let alike = network.law.correlation > 0 ? network.commonDeviations[pair] * tape.next() : 0
          noise = alike + network.deviations[pair] * tape.next()
        }
        add(network.gains[pair] * strength + network.offsets[pair] + noise, to: output)
      case .some:
        // Only in tests: training dissolves a set before such a patch is answered.
        let set = network.set(of: pair)
        add(
          set.answer(
            at: strength, noise: network.law.isDeaf ? 0 : network.law.noise, screen: network.law.screen,
            shared: shared.map { (products: $0, patch: patch) }, &tape),
          to: output)
      }
    }
    if !isWhole && fired == group.count { partly.append(SetFiring(group: number, pair: Int32(pair))) }
  }

  /// Adds what single neurons answer to a patch.
  private mutating func listen(
    _ feature: Int, _ strength: Double, groupCount: Int, _ patch: InitialProducts.Patch,
    _ network: borrowing ConcentratedNetwork, _ tape: inout NormalTape
  ) {
    let noise = network.law.isDeaf ? 0 : network.law.noise
    for listener in network.listeners[feature] {
      if listener.reach >= strength { break }
      decisions += 1
      work += 2
      var value = strength * listener.weight + listener.bias
      if let shared, let neuron = network.singles[Int(listener.neuron)] {
        value += shared.noise(of: neuron, ear: Int(listener.ear), patch, network.law, &tape)
      } else {
        value += noise * listener.spread * tape.next()
      }
      guard value > 0 else { continue }
      let output = outputOf[Int(listener.head)]
      add(value, to: Int(output))
      firings.append(
        Firing(
          neuron: listener.neuron, ear: listener.ear, output: output, strength: strength, groupCount: groupCount))
    }
  }
}
