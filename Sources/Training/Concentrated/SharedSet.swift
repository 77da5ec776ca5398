/// How far a step moves a neuron.
struct Displacement {
  /// The displacement along the feature.
  let along: Double
  /// The squared norm of the displacement by noise.
  let noise: Double
  /// How far the bias falls, at least 0.
  let fall: Double
}

/// What a shared set adds to what each of its members holds.
struct SharedPart {
  /// The displacement along the feature of ear 0.
  var shift = 0.0
  /// The change of the bias.
  var biasShift = 0.0
  /// The squared norm of the displacement by noise.
  var noiseNorm = 0.0
}

/// Neurons of one head that fire on every full patch of one feature and on no other patch.
///
/// They receive the same displacement, which is held once. Members hold what they had when they joined, relative to the
/// displacement at that time.
struct SharedSet {
  /// The neurons, in the order in which they joined; the feature is ear 0 of each.
  private(set) var members: [SingleNeuron] = []
  /// The shared squared noise norm when each member joined, in ascending order.
  private var joined: [Double] = []
  /// The displacement along the feature.
  private(set) var shift = 0.0
  /// The change of the bias.
  private(set) var biasShift = 0.0
  /// The squared norm of the displacement by noise.
  private(set) var noiseNorm = 0.0

  private var weights = 0.0
  private var biases = 0.0
  /// Σ q over the members, where q is the squared norm of a member off the feature when it joined.
  private(set) var ownNorms = 0.0
  /// Σ √q over the members.
  private(set) var ownRoots = 0.0
  private var unshared = 0.0
  private var areTrained = true

  // Bounds over the members, for checks that do not look at each.
  private var leastWeight = Double.infinity
  private var mostWeight = -Double.infinity
  private var leastBias = Double.infinity
  private var mostBias = -Double.infinity
  private var mostNorm = -Double.infinity
  private var mostGrown = -Double.infinity
  private var mostHeld = 0.0
  private var mostCeiling = -Double.infinity
  /// The least √(1−ι)·w + b.
  private var leastDrive = Double.infinity

  /// What every member shares.
  var sharedPart: SharedPart { SharedPart(shift: shift, biasShift: biasShift, noiseNorm: noiseNorm) }
  /// The number of members; asking ``members`` for it costs a cache miss, and training asks in every step.
  private(set) var count = 0
  /// Σ ⟨w, v⟩ over the members.
  var weightSum: Double { weights + Double(count) * shift }
  /// Σ b over the members.
  var biasSum: Double { biases + Double(count) * biasShift }
  /// The squared norm of Σ w off the feature, which is the variance of the set's noise in units of σ_ζ².
  ///
  /// Two members share the noise displacement since the later one joined.
  var noiseVariance: Double {
    max(0, ownNorms + Double(count) * Double(count) * noiseNorm - unshared)
  }

  /// Returns a member as a neuron by itself.
  func neuron(_ index: Int) -> SingleNeuron {
    var neuron = members[index]
    neuron.ears[0].weight += shift
    neuron.bias += biasShift
    neuron.grown += noiseNorm
    return neuron
  }

  /// Adds a neuron, whose ear 0 is the feature of the set.
  mutating func join(_ neuron: SingleNeuron, _ law: ConcentratedLaw) {
    if members.isEmpty { (shift, biasShift, noiseNorm) = (0, 0, 0) }
    var member = neuron
    member.ears[0].weight -= shift
    member.bias -= biasShift
    member.grown -= noiseNorm
    include(member, joinedAt: noiseNorm, law)
  }

  private mutating func include(_ member: SingleNeuron, joinedAt norm: Double, _ law: ConcentratedLaw) {
    let weight = member.ears[0].weight
    let held = member.ears.dropFirst().reduce(0) { $0 + $1.weight * $1.weight }
    weights += weight
    biases += member.bias
    let own = member.rest + held + member.grown + norm
    ownNorms += own
    ownRoots += max(0, own).squareRoot()
    unshared += Double(2 * count + 1) * norm
    areTrained = areTrained && member.isTrained
    leastWeight = min(leastWeight, weight)
    mostWeight = max(mostWeight, weight)
    leastBias = min(leastBias, member.bias)
    mostBias = max(mostBias, member.bias)
    mostNorm = max(mostNorm, member.rest + held + member.grown)
    mostGrown = max(mostGrown, member.grown)
    mostHeld = max(mostHeld, held)
    mostCeiling = max(mostCeiling, member.ceiling)
    leastDrive = min(leastDrive, law.low * weight + member.bias)
    members.append(member)
    joined.append(norm)
    count += 1
  }

  /// Moves every member by the same displacement.
  mutating func move(_ displacement: Displacement) {
    shift += displacement.along
    noiseNorm += displacement.noise
    biasShift -= displacement.fall
    guard !areTrained else { return }
    for index in members.indices { members[index].isTrained = true }
    areTrained = true
  }

  // MARK: Who fires

  /// Which members a patch of the feature fires.
  enum Firing {
    /// All of them, noise of up to z deviations included.
    case all
    /// None of them, noise of up to z deviations included.
    case none
    /// It takes a look at each.
    case some
  }

  /// Returns which members a patch fires.
  ///
  /// - Parameters:
  ///   - strength: The strength, with the noise on the feature itself; it may be negative.
  ///   - screen: z times the deviation of the noise per coordinate.
  func firing(at strength: Double, screen: Double) -> Firing { bounds(screen: screen).firing(at: strength) }

  /// Bounds over the members that tell which of them a patch fires.
  struct Bounds {
    let leastWeight: Double
    let mostWeight: Double
    let leastBias: Double
    let mostBias: Double
    let biasShift: Double
    /// z deviations of the noise that any member may hear.
    let noise: Double

    /// Returns which members a patch fires.
    func firing(at strength: Double) -> Firing {
      let ends = (strength * leastWeight, strength * mostWeight)
      if min(ends.0, ends.1) + leastBias + biasShift > noise { return .all }
      return max(ends.0, ends.1) + mostBias + biasShift + noise <= 0 ? .none : .some
    }
  }

  /// The bounds at present.
  ///
  /// - Parameter screen: z times the deviation of the noise per coordinate.
  func bounds(screen: Double) -> Bounds {
    Bounds(
      leastWeight: leastWeight + shift, mostWeight: mostWeight + shift, leastBias: leastBias, mostBias: mostBias,
      biasShift: biasShift, noise: screen * max(0, mostNorm + noiseNorm).squareRoot())
  }

  /// Whether a bound over all members proves that each still fires on every full patch and on no other.
  private func isSettled(_ law: ConcentratedLaw) -> Bool {
    let weight = mostWeight + shift
    let norm = max(0, mostNorm + noiseNorm)
    return law.low * shift + biasShift + leastDrive > law.screen * norm.squareRoot()
      && !law.hearsUnheldFeatures(
        bias: mostBias + biasShift, squaredNorm: norm + weight * weight + mostHeld, grown: mostGrown + noiseNorm,
        ceiling: mostCeiling)
  }

  /// Takes out the members that may not fire on some full patch, or may fire on another patch.
  ///
  /// - Parameter leaving: Gets them.
  mutating func leave(_ law: ConcentratedLaw, to leaving: inout [SingleNeuron]) {
    guard count > 0, !isSettled(law) else { return }
    var staying: [Int] = []
    for index in members.indices {
      let neuron = neuron(index)
      if neuron.isSettled(law) { staying.append(index) } else { leaving.append(neuron) }
    }
    if staying.count < members.count { keep(staying, law) }
  }

  /// Takes out all members.
  mutating func dissolve() -> [SingleNeuron] {
    let neurons = members.indices.map(neuron)
    self = SharedSet()
    return neurons
  }

  private mutating func keep(_ staying: [Int], _ law: ConcentratedLaw) {
    var set = SharedSet()
    (set.shift, set.biasShift, set.noiseNorm) = (shift, biasShift, noiseNorm)
    for index in staying { set.include(members[index], joinedAt: joined[index], law) }
    self = set
  }
}

extension SingleNeuron {
  /// Whether the neuron fires on every full patch of ear 0 and on no other patch, noise of up to z deviations included.
  ///
  /// An opened neuron is settled too if that holds; it then becomes one that holds a single feature.
  func isSettled(_ law: ConcentratedLaw) -> Bool {
    guard isSure(onEar: 0, law), !hearsUnheldFeatures(law) else { return false }
    for index in ears.indices.dropFirst() where reach(ofEar: index, law) <= law.top { return false }
    return true
  }
}

extension SharedSet {
  /// Returns what the members answer to a patch that may fire some of them, looking at each.
  ///
  /// Two members hear alike the noise displacement since the later one joined.
  ///
  /// - Parameters:
  ///   - strength: The strength, with the noise on the feature itself; it may be negative.
  ///   - noise: The deviation of the noise per coordinate.
  ///   - screen: z times that deviation.
  ///   - shared: The products of initial weights with the noise of the patch; nil for those of the law.
  func answer(
    at strength: Double, noise: Double, screen: Double,
    shared: (products: InitialProducts, patch: InitialProducts.Patch)? = nil, _ tape: inout NormalTape
  ) -> Double {
    var sum = 0.0
    // From the last to join to the first, each hears what the one before it hears, and what the set moved in between.
    var alike = 0.0
    var since = noiseNorm
    for (member, start) in zip(members, joined).reversed() {
      if start < since { alike += noise * (since - start).squareRoot() * tape.next() }
      since = start
      let held = member.ears.dropFirst().reduce(0) { $0 + $1.weight * $1.weight }
      let own = max(0, member.offNorm + held + start)
      let signal = strength * (member.ears[0].weight + shift) + member.bias + biasShift
      guard signal + screen * (own + noiseNorm - start).squareRoot() > 0 else { continue }
      let heard: Double
      if let shared {
        var neuron = member
        neuron.grown += start
        heard = noise * shared.products.multiple(of: neuron, ear: 0, shared.patch, &tape)
      } else {
        heard = noise * own.squareRoot() * tape.next()
      }
      sum += max(0, signal + alike + heard)
    }
    return sum
  }
}

extension SharedSet {
  /// A member as a patch that may fire some of the set meets it, with all that does not depend on the patch.
  struct Listener {
    /// The deviation of the noise that it hears together with all who joined before it, and no one after; nil if none.
    let alike: Double?
    /// ⟨w, v⟩.
    let weight: Double
    /// The member's own part of the bias.
    let bias: Double
    /// z deviations of all the noise that it may hear.
    let loudest: Double
    /// The deviation of the noise that it hears by itself.
    let own: Double
  }

  /// Returns every member, from the last to join to the first, as ``answer(at:noise:screen:shared:_:)`` looks at it.
  ///
  /// - Parameters:
  ///   - noise: The deviation of the noise per coordinate.
  ///   - screen: z times that deviation.
  func listeners(noise: Double, screen: Double) -> [Listener] {
    var since = noiseNorm
    return members.indices.reversed().map { index in
      let (member, start) = (members[index], joined[index])
      defer { since = start }
      let held = member.ears.dropFirst().reduce(0) { $0 + $1.weight * $1.weight }
      let own = max(0, member.offNorm + held + start)
      return Listener(
        alike: start < since ? noise * (since - start).squareRoot() : nil, weight: member.ears[0].weight + shift,
        bias: member.bias, loudest: screen * (own + noiseNorm - start).squareRoot(),
        own: noise * own.squareRoot())
    }
  }
}
