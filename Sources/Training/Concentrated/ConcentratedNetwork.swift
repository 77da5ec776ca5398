import MultiView
import Randomness

/// The hidden neurons of a concentrated trial (Documentation/concentrated.md).
///
/// A neuron is in one of three states. In a *shared set* it fires on every full patch of its feature, and all members
/// move together. A *single* neuron is looked at on every patch that may fire it. A *dead* one can never fire again; it
/// is kept only where dominant noise can wake it. *Opened* neurons are single ones that hold all feature coordinates.
///
/// A *pair* is a head and a feature, numbered feature · heads + head.
struct ConcentratedNetwork: ~Copyable {
  /// A single neuron that a feature may fire, with what decides whether it does.
  struct Listener {
    /// The strength above which the neuron may fire.
    let reach: Double
    let weight: Double
    let bias: Double
    /// √(‖w‖² − ⟨w, v⟩²), which scales the noise.
    let spread: Double
    let neuron: Int32
    let ear: Int32
    let head: Int32
  }

  let law: ConcentratedLaw
  /// The number of features |U|.
  let features: Int
  /// The number of heads of the pretrained network.
  let heads: Int
  /// The neurons by themselves; nil for a place that is free.
  private(set) var singles: [SingleNeuron?] = []
  /// The dead neurons that were ever updated; empty unless dominant noise can wake them.
  private(set) var dead: [SingleNeuron] = []
  /// Sums over the neurons that are dead.
  private(set) var settled: PairSums
  /// For each feature, its pairs with a set that is not empty, in ascending order.
  private(set) var active: ActivePairs
  /// For each feature, and last for pure noise, the single neurons that may fire, the most easily fired first.
  private(set) var listeners: [[Listener]]
  /// The least ``Listener/reach`` of each list of ``listeners``; infinite if it is empty.
  private(set) var leastReach: [Double]
  /// What the set of each pair answers to a patch: strength · gain + offset + deviation · normal.
  private(set) var gains: [Double]
  private(set) var offsets: [Double]
  private(set) var deviations: [Double]
  /// The deviation of the noise that the sets of all heads hear alike; empty unless initial neurons are correlated.
  private(set) var commonDeviations: [Double]
  /// The number of neurons opened so far.
  private(set) var openings = 0

  private let keepsDead: Bool
  /// The place of each pair's set in ``sets``; −1 for a pair that never had one.
  private var places: [Int32]
  private var isActive: [Bool]
  private var sets: [SharedSet] = []
  private var free: [Int32] = []
  /// Places that were vacated since the last ``rebuild()``; lists may still name them.
  private var vacated: [Int32] = []
  private var isDirty: [Bool]
  /// The lists that are not up to date, each once.
  private var dirty: [Int] = []
  private var added: [[Listener]]

  /// A network of initial neurons.
  ///
  /// - Parameters:
  ///   - kinds: The role of each feature for each head.
  ///   - keepsDead: Whether dominant noise can wake dead neurons.
  init(
    _ neurons: [SingleNeuron], law: ConcentratedLaw, features: Int, heads: Int, kinds: PairKinds,
    keepsDead: Bool
  ) {
    self.law = law
    self.features = features
    self.heads = heads
    self.keepsDead = keepsDead
    settled = PairSums(kinds)
    places = Array(repeating: -1, count: heads * features)
    isActive = Array(repeating: false, count: heads * features)
    gains = Array(repeating: 0, count: heads * features)
    offsets = gains
    deviations = gains
    commonDeviations = law.correlation > 0 ? gains : []
    active = ActivePairs(features: features, heads: heads)
    listeners = Array(repeating: [], count: features + 1)
    leastReach = Array(repeating: .infinity, count: features + 1)
    added = listeners
    isDirty = Array(repeating: false, count: features + 1)
    var joined: Set<Int> = []
    for neuron in neurons {
      if let pair = settle(neuron) { joined.insert(pair) }
    }
    for pair in joined.sorted() { refresh(pair) }
    rebuild()
  }

  /// The number of neurons held.
  var count: Int {
    singles.count - free.count - vacated.count + dead.count + sets.reduce(0) { $0 + $1.count }
  }

  /// The number of a pair.
  func pair(of head: Int, on feature: Int) -> Int { feature * heads + head }

  /// The set of a pair; an empty one if it has none.
  func set(of pair: Int) -> SharedSet {
    let place = places[pair]
    return place < 0 ? SharedSet() : sets[Int(place)]
  }

  /// Returns whether a pair has no neuron in a set.
  func isEmpty(_ pair: Int) -> Bool { places[pair] < 0 || sets[Int(places[pair])].count == 0 }

  /// Returns which members of a pair's set a patch fires.
  func firing(of pair: Int, at strength: Double, screen: Double) -> SharedSet.Firing {
    let place = places[pair]
    return place < 0 ? .none : sets[Int(place)].firing(at: strength, screen: screen)
  }

  /// Passes every neuron that is not dead to a function, with what its set adds to it.
  func forEach(_ body: (SingleNeuron, SharedPart) -> Void) {
    for case let neuron? in singles { body(neuron, SharedPart()) }
    for set in sets {
      let part = set.sharedPart
      for member in set.members { body(member, part) }
    }
  }

  // MARK: Changes

  /// Puts a neuron where it belongs: into a set, among the single neurons, or among the dead.
  ///
  /// - Returns: The pair whose set it joined; nil if it joined none.
  mutating func settle(_ neuron: SingleNeuron) -> Int? {
    guard let ear = neuron.onlyEar(law), case let focused = neuron.focused(onEar: ear), focused.isSettled(law) else {
      add(neuron)
      return nil
    }
    let pair = pair(of: Int(neuron.head), on: Int(focused.ears[0].feature))
    join(focused, pair)
    return pair
  }

  /// Adds a neuron to the set of a pair; ear 0 is the pair's feature.
  mutating func join(_ neuron: SingleNeuron, _ pair: Int) {
    if places[pair] < 0 {
      places[pair] = Int32(sets.count)
      sets.append(SharedSet())
    }
    sets[Int(places[pair])].join(neuron, law)
  }

  /// Adds a single neuron, or buries it if it can never fire again.
  private mutating func add(_ neuron: SingleNeuron) {
    let square = neuron.squaredNorm
    let isLoud = neuron.bias + law.screen * square.squareRoot() > 0
    let reaches = neuron.ears.indices.map { neuron.reach(ofEar: $0, law) }
    if !isLoud && !reaches.contains(where: { $0 <= law.top }) {
      settled.add(neuron)
      if keepsDead && neuron.isTrained { dead.append(neuron) }
      return
    }
    let number = free.popLast() ?? Int32(singles.count)
    if Int(number) == singles.count { singles.append(neuron) } else { singles[Int(number)] = neuron }
    func enlist(_ feature: Int, ear: Int, weight: Double, reach: Double) {
      added[feature].append(
        Listener(
          reach: reach, weight: weight, bias: neuron.bias, spread: max(0, square - weight * weight).squareRoot(),
          neuron: number, ear: Int32(ear), head: neuron.head))
      mark(feature)
    }
    for (index, ear) in neuron.ears.enumerated() where reaches[index] <= law.top {
      enlist(Int(ear.feature), ear: index, weight: ear.weight, reach: reaches[index])
    }
    if isLoud { enlist(features, ear: -1, weight: 0, reach: -.infinity) }
  }

  /// Takes a single neuron out; ``settle(_:)`` puts it back.
  mutating func take(_ number: Int32) -> SingleNeuron? {
    guard let neuron = singles[Int(number)] else { return nil }
    singles[Int(number)] = nil
    vacated.append(number)
    for ear in neuron.ears { mark(Int(ear.feature)) }
    mark(features)
    return neuron
  }

  private mutating func mark(_ feature: Int) {
    guard !isDirty[feature] else { return }
    isDirty[feature] = true
    dirty.append(feature)
  }

  /// Returns a neuron with its coordinates on all features if it may fire on one that it does not hold.
  mutating func openedIfNeeded(_ neuron: SingleNeuron, _ tape: inout NormalTape) -> SingleNeuron {
    guard neuron.hearsUnheldFeatures(law) else { return neuron }
    openings += 1
    return neuron.opened(features: features, law, &tape)
  }

  /// Moves the set of a pair, and takes out the members that may then not fire on some full patch, or may fire on
  /// another patch.
  ///
  /// - Parameter leaving: Gets them.
  mutating func update(_ pair: Int, _ displacement: Displacement, leaving: inout [SingleNeuron]) {
    guard places[pair] >= 0 else { return }
    sets[Int(places[pair])].move(displacement)
    sets[Int(places[pair])].leave(law, to: &leaving)
    refresh(pair)
  }

  /// Turns the members of a set into single neurons.
  mutating func dissolve(_ pair: Int) {
    guard places[pair] >= 0 else { return }
    for neuron in sets[Int(places[pair])].dissolve() { add(neuron) }
    refresh(pair)
  }

  /// Computes anew what a set answers.
  mutating func refresh(_ pair: Int) {
    guard places[pair] >= 0 else { return }
    let place = Int(places[pair])
    let isEmpty = sets[place].count == 0
    if isEmpty == isActive[pair] {
      isActive[pair] = !isEmpty
      if isEmpty { active.remove(pair) } else { active.insert(pair) }
    }
    gains[pair] = sets[place].weightSum
    offsets[pair] = sets[place].biasSum
    let noise = law.isDeaf ? 0 : law.noise
    let shared = law.correlation * sets[place].ownNorms
    deviations[pair] = noise * max(0, sets[place].noiseVariance - shared).squareRoot()
    if law.correlation > 0 { commonDeviations[pair] = noise * law.correlation.squareRoot() * sets[place].ownRoots }
  }

  /// Brings the lists of single neurons up to date.
  mutating func rebuild() {
    for feature in dirty {
      isDirty[feature] = false
      var list: [Listener] = []
      swap(&list, &listeners[feature])
      list.append(contentsOf: added[feature])
      added[feature].removeAll(keepingCapacity: true)
      list.removeAll { singles[Int($0.neuron)] == nil }
      list.sort { ($0.reach, $0.neuron, $0.ear) < ($1.reach, $1.neuron, $1.ear) }
      leastReach[feature] = list.first?.reach ?? .infinity
      swap(&list, &listeners[feature])
    }
    dirty.removeAll(keepingCapacity: true)
    guard !vacated.isEmpty else { return }
    free += vacated
    vacated.removeAll(keepingCapacity: true)
  }
}
