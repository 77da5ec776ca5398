import MultiView
import Randomness

/// The gradients of a step, summed over its samples, and the update that they make (model.md §2).
struct ConcentratedStep {
  /// What moves a pair's set, or one ear of a single neuron.
  struct Sums {
    /// Σ g·α̃ over the patches, with the weights of a macro step.
    var along = 0.0
    /// Σ g² over the patches.
    var squares = 0.0
    /// Σ g·α̃ over the samples with the head's label.
    var rise = 0.0
    /// The number of samples with the head's label.
    var own = 0.0
    /// The number of patches, each counted once.
    var patches = 0.0

    /// Adds the patches of a sample.
    mutating func add(slope: Double, strength: Double, patches: Double, weight: Double, own isOwn: Bool, share: Double)
    {
      along += weight * slope * strength
      squares += weight * slope * slope * patches
      self.patches += patches
      if isOwn {
        rise += weight * slope * strength
        own += weight * share
      }
    }
  }

  /// η.
  private let stepSize: Double
  private let batch: Int
  private let defect: GradientDefect?
  /// Whether there is one; to look into an optional counts references.
  private let hasDefect: Bool
  private let outputs: Int
  private var sums: [Sums]
  private var isTouched: [Bool]
  private var touched: [Int] = []
  /// How each of ``touched`` moves.
  private var displacements: [Displacement] = []
  private var singles = SingleSums()
  private var patchCounts: [Int]
  private var slopes: [Double]
  /// The number of steps taken before this one.
  private var time = 0
  /// The number of steps that share this gradient.
  private var span = 1
  /// Σ (η/B)(1 − p_h) over samples with label h since the start, for each output.
  private(set) var drive: [Double]
  /// 1 − p of the label of the last sample added.
  private(set) var missed = 0.0
  /// The number of samples added since the last call of ``begin(time:span:)``.
  private(set) var samples = 0
  /// Σ p(1 − p) of the label over the samples since the last call of ``begin(time:span:)``.
  private(set) var curvature = 0.0
  /// Whether every update so far gave finite numbers.
  private(set) var isFinite = true

  /// A step of a trial.
  init(of trial: NetworkTrial, outputs: Int, pairs: Int, features: Int, defect: GradientDefect?) {
    stepSize = trial.parameters.stepSize
    batch = trial.parameters.batch
    self.defect = defect
    hasDefect = defect != nil
    self.outputs = outputs
    sums = Array(repeating: Sums(), count: pairs)
    isTouched = Array(repeating: false, count: pairs)
    patchCounts = Array(repeating: 0, count: features + 1)
    slopes = Array(repeating: 0, count: outputs)
    drive = slopes
  }

  /// η/B.
  private var rate: Double { stepSize / Double(batch) }

  /// Starts a step.
  ///
  /// - Parameters:
  ///   - time: The number of steps taken before.
  ///   - span: The number of steps that share the gradient; 1 except in a macro step.
  mutating func begin(time: Int, span: Int) {
    self.time = time
    self.span = span
    curvature = 0
    samples = 0
    for pair in touched {
      sums[pair] = Sums()
      isTouched[pair] = false
    }
    touched.removeAll(keepingCapacity: true)
    singles.removeAll()
    for feature in patchCounts.indices { patchCounts[feature] = 0 }
  }

  // MARK: Gradients

  /// Adds a sample that was just answered.
  ///
  /// - Parameters:
  ///   - samples: The samples.
  ///   - sample: The number of the sample among them.
  ///   - label: Its label.
  ///   - weight: The number of samples that it stands for.
  mutating func add(
    _ samples: GroupedSamples, _ sample: Int, label: Int, weight: Double, pass: ConcentratedPass,
    network: borrowing ConcentratedNetwork
  ) {
    missed = slope(pass, label: label)
    self.samples += 1
    drive[label] += rate * weight * missed
    for number in samples.groups(of: sample) {
      let group = samples.groups[number]
      patchCounts[group.feature] += group.count
      guard group.least >= network.law.low else { continue }
      let base = group.feature * network.heads
      network.active.forEach(on: group.feature) { pair in
        add(pair, output: pass.output(of: pair - base), group, weight, label)
      }
    }
    // Most samples fire no single neuron, and a loop over nothing counts references.
    if pass.partly.isEmpty && pass.firings.isEmpty { return }
    for firing in pass.partly {
      let group = samples.groups[firing.group]
      add(
        Int(firing.pair), output: pass.output(of: Int(firing.pair) - group.feature * network.heads), group, weight,
        label)
    }
    for firing in pass.firings {
      singles.add(neuron: firing.neuron, ear: firing.ear) {
        $0.add(
          slope: slopes[Int(firing.output)], strength: firing.strength, patches: 1, weight: weight,
          own: Int(firing.output) == label, share: 1 / Double(firing.groupCount))
      }
    }
  }

  private mutating func add(
    _ pair: Int, output: Int, _ group: PatchGroup, _ weight: Double, _ label: Int
  ) {
    touch(pair)
    sums[pair].add(
      slope: slopes[output], strength: group.total, patches: Double(group.count), weight: weight, own: output == label,
      share: 1)
  }

  private mutating func touch(_ pair: Int) {
    guard !isTouched[pair] else { return }
    isTouched[pair] = true
    touched.append(pair)
  }

  /// Adds the firing of a neuron on a patch that stands for itself in a macro step.
  mutating func add(
    _ listener: ConcentratedNetwork.Listener, strength: Double, output: Int, isOwn: Bool
  ) {
    singles.add(neuron: listener.neuron, ear: listener.ear) {
      $0.add(slope: slopes[output], strength: strength, patches: 1, weight: 1, own: isOwn, share: 1)
    }
  }

  /// Computes 1[output = label] − p for every output; returns 1 − p of the label, to full relative precision.
  private mutating func slope(_ pass: ConcentratedPass, label: Int) -> Double {
    let softmax = SparseSoftmax(pass.outputs, touched: pass.touched, label: label, into: &slopes)
    for index in 0..<pass.touched.count { slopes[pass.touched[index]] = -slopes[pass.touched[index]] }
    if pass.touched.count < outputs { pass.forEachSilent { slopes[$0] = -softmax.silent } }
    slopes[label] = softmax.missed
    curvature += softmax.missed * (1 - softmax.missed)
    if hasDefect { defect?.apply(to: &slopes, outputs: pass.outputs, label: label, step: time) }
    return softmax.missed
  }

  // MARK: Update

  /// Moves every neuron that fired, and puts each where it belongs afterwards.
  mutating func update(_ network: inout ConcentratedNetwork, _ tape: inout NormalTape) {
    let law = network.law
    var waiting: [SingleNeuron] = []
    displacements.removeAll(keepingCapacity: true)
    for pair in touched {
      let displacement = self.displacement(sums[pair], law, &tape)
      isFinite = isFinite && displacement.isFinite
      displacements.append(displacement)
    }
    if !singles.isEmpty { waiting = moveSingles(&network, law, &tape) }
    for index in touched.indices {
      network.update(touched[index], displacements[index], leaving: &waiting)
    }
    for neuron in waiting {
      isFinite = isFinite && neuron.squaredNorm.isFinite && neuron.bias.isFinite
      if let pair = network.settle(network.openedIfNeeded(neuron, &tape)) {
        touch(pair)
        network.refresh(pair)
      }
    }
    network.rebuild()
  }

  /// Moves the single neurons that fired; returns those that joined no set.
  ///
  /// A neuron that fired on every patch of its feature joins the set of its pair before the set moves, and moves with it.
  private mutating func moveSingles(
    _ network: inout ConcentratedNetwork, _ law: ConcentratedLaw, _ tape: inout NormalTape
  ) -> [SingleNeuron] {
    var waiting: [SingleNeuron] = []
    for number in singles.neurons.sorted() {
      guard var neuron = network.take(number) else { continue }
      let heard = singles.ears(of: number)
      if let ear = commonEar(of: neuron, heard, network) {
        let focused = neuron.focused(onEar: ear)
        let pair = network.pair(of: Int(neuron.head), on: Int(focused.ears[0].feature))
        let own = heard[0].sums
        if !isTouched[pair] && network.isEmpty(pair) {
          // The pair has no set yet; the neuron fired on all patches on which a set would have.
          touch(pair)
          sums[pair] = own
          displacements.append(displacement(own, law, &tape))
        }
        // A set that fired on fewer patches, as on full ones but not on weak ones, moves otherwise than the neuron.
        if isTouched[pair], sums[pair].patches == own.patches, let place = touched.firstIndex(of: pair),
          case var moved = focused
        {
          moved.move(displacements[place])
          if moved.isSettled(law) {
            network.join(focused, pair)
            continue
          }
        }
      }
      move(&neuron, heard, law, &tape)
      waiting.append(neuron)
    }
    return waiting
  }

  /// The ear on which a neuron fired on every patch of its feature in this step, if it fired on no other patch and no
  /// other feature can fire it.
  private func commonEar(
    of neuron: SingleNeuron, _ heard: [SingleSums.Ear], _ network: borrowing ConcentratedNetwork
  ) -> Int? {
    guard heard.count == 1, heard[0].ear >= 0, !neuron.isOpened, case let ear = Int(heard[0].ear),
      heard[0].sums.patches == Double(patchCounts[Int(neuron.ears[ear].feature)]), neuron.onlyEar(network.law) == ear
    else { return nil }
    return ear
  }

  /// Moves a single neuron by the patches of each of its ears.
  private func move(
    _ neuron: inout SingleNeuron, _ heard: [SingleSums.Ear], _ law: ConcentratedLaw, _ tape: inout NormalTape
  ) {
    let held = neuron.ears.count
    var all = Sums()
    var along = 0.0
    for part in heard {
      let sums = part.sums
      let ear = Int(part.ear)
      let own = rate * sums.along
      let walk = law.noise * rate * sums.squares.squareRoot()
      for index in neuron.ears.indices where held > 1 || ear < 0 {
        if index != ear { neuron.ears[index].weight += walk * tape.next() }
      }
      if ear >= 0 { neuron.ears[ear].weight += own }
      along += own * own
      all.squares += sums.squares
      all.rise += sums.rise
      all.along += sums.along
      all.own += sums.own
    }
    let noise = law.noiseNorm(rate * rate * all.squares, held: held, &tape)
    // Displacements along several features are orthogonal; a macro step counts them as along one.
    let moved = span > 1 || rate == 0 ? all : Sums(along: along.squareRoot() / rate)
    neuron.grown += noise
    neuron.bias -= fall(moved, noise: noise, law)
    neuron.isTrained = true
  }

  private func displacement(
    _ sums: Sums, _ law: ConcentratedLaw, _ tape: inout NormalTape
  ) -> Displacement {
    let noise = law.noiseNorm(rate * rate * sums.squares, held: 1, &tape)
    return Displacement(along: rate * sums.along, noise: noise, fall: fall(sums, noise: noise, law))
  }

  /// How far the bias falls: β times the sum of ‖Δw‖ over the steps that share the gradient.
  ///
  /// In a macro step, a head's own samples come in numbers of a binomial law, each raises the weight by the same amount,
  /// and the other samples lower it by the same amount in each step.
  func fall(_ sums: Sums, noise: Double, _ law: ConcentratedLaw) -> Double {
    let along = rate * sums.along
    guard span > 1 else { return law.decay * (along * along + noise).squareRoot() }
    let steps = Double(span)
    let lowered = rate * (sums.rise - sums.along)
    if sums.own == 0 || lowered <= 1e-12 * abs(along) {
      return law.decay * (along * along + noise * (sums.own > 0 ? min(steps, max(1, sums.own)) : steps)).squareRoot()
    }
    let raise = rate * sums.rise / sums.own
    let mean = BinomialMean(trials: batch, probability: min(1, sums.own / (steps * Double(batch))))
    return law.decay * steps
      * mean.value { count in
        let step = Double(count) * raise - lowered / steps
        return (step * step + noise / steps).squareRoot()
      }
  }
}

extension Displacement {
  fileprivate var isFinite: Bool { along.isFinite && noise.isFinite && fall.isFinite }
}

extension SingleNeuron {
  /// Moves the neuron as a set moves its members.
  fileprivate mutating func move(_ displacement: Displacement) {
    ears[0].weight += displacement.along
    grown += displacement.noise
    bias -= displacement.fall
    isTrained = true
  }
}
