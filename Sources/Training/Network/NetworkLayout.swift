import MultiView
import Randomness

/// Which neuron stands in which lane of which block.
///
/// Sixteen neurons stand side by side in a block, all of one head. The living neurons of a head come first, sorted by the
/// first feature on which they exceed the cut, and among those by how far, so that the neurons that fire on a feature are
/// neighbours; a feature with at least half a block of them begins a block of its own. Dormant neurons follow, in dense
/// mode. Both modes therefore hold the living in the same lanes.
struct NetworkLayout {
  static let lanes = 16

  /// A neuron before its weights: what its draws depend on.
  struct Neuron {
    /// Number among the living or among the dormant neurons of the head.
    let number: UInt32
    let isLiving: Bool
    /// The first feature whose coordinate exceeds the cut; −1 for neurons not conditioned on that.
    let feature: Int32
    /// That coordinate.
    let coordinate: Float
  }

  /// One entry per lane of every block; nil where no neuron stands.
  private(set) var slots: [Neuron?] = []
  /// The head of each block.
  private(set) var headOfBlock: [Int32] = []
  /// Neurons held.
  private(set) var count = 0

  /// Draws how many neurons live and how they are conditioned, and places them.
  ///
  /// Pruned: the number of living neurons of a head is Binomial(m, 1 − Φ(τ)^|U|). Dense: these and the rest of the m.
  /// Without a meaningful screen, m free neurons.
  init(of trial: Trial, screen: Screen) {
    let parameters = trial.parameters
    for head in 0..<trial.heads {
      if screen.isMeaningful {
        var draws = Draws(seed: trial.seed, stream: .livingNeuron, step: head, sample: 0)
        let living = draws.binomial(trials: parameters.width, probability: screen.livingShare)
        place(Self.living(living, head: head, trial: trial, screen: screen))
        if parameters.mode == .dense { place(Self.unconditioned(parameters.width - living, areLiving: false)) }
      } else {
        place(Self.unconditioned(parameters.width, areLiving: true))
      }
      while slots.count % Self.lanes != 0 { slots.append(nil) }
      while headOfBlock.count < slots.count / Self.lanes { headOfBlock.append(Int32(head)) }
    }
  }

  private mutating func place(_ neurons: [Neuron]) {
    count += neurons.count
    var start = 0
    while start < neurons.count {
      let feature = neurons[start].feature
      let end = neurons[start...].firstIndex { $0.feature != feature } ?? neurons.count
      if feature >= 0 && end - start >= Self.lanes / 2 {
        while slots.count % Self.lanes != 0 { slots.append(nil) }
      }
      for neuron in neurons[start..<end] { slots.append(neuron) }
      start = end
    }
  }

  private static func living(_ count: Int, head: Int, trial: Trial, screen: Screen) -> [Neuron] {
    let features = Features(subclasses: trial.parameters.k).count
    let scale = trial.parameters.initScale
    let tail = NormalLaw.tail(screen.livingCut)
    var neurons: [Neuron] = []
    neurons.reserveCapacity(count)
    for number in 0..<count {
      // Sample 0 of the stream holds the head's count, so neurons start at 1.
      var draws = Draws(seed: trial.seed, stream: .livingNeuron, step: head, sample: number + 1)
      let feature = draws.firstSuccess(among: features, probability: tail)
      let coordinate = Float(scale * draws.normal(above: screen.livingCut))
      neurons.append(
        Neuron(number: UInt32(number), isLiving: true, feature: Int32(feature), coordinate: coordinate))
    }
    neurons.sort { ($0.feature, $1.coordinate, $0.number) < ($1.feature, $0.coordinate, $1.number) }
    return neurons
  }

  private static func unconditioned(_ count: Int, areLiving: Bool) -> [Neuron] {
    (0..<count).map { Neuron(number: UInt32($0), isLiving: areLiving, feature: -1, coordinate: 0) }
  }
}
