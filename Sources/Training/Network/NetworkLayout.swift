import MultiView
import Randomness

/// The assignment of neurons to the lanes of blocks.
///
/// A block has sixteen lanes, all for neurons of one head. The living neurons of a head come first. They are sorted by
/// the first feature on which they exceed the cut, and among those by how far they exceed it. Neurons that fire on the
/// same feature are therefore neighbours. A feature with at least half a block of neurons begins a new block. In dense
/// mode the dormant neurons follow, so both modes hold the living neurons in the same lanes.
struct NetworkLayout {
  static let lanes = 16

  /// The data of a neuron on which the draws of its weights depend.
  struct Neuron {
    /// The neuron's number among the living, or among the dormant, neurons of its head.
    let number: UInt32
    let isLiving: Bool
    /// The first feature whose coordinate exceeds the cut.
    ///
    /// −1 if the neuron's coordinates are drawn without the condition that one exceeds it.
    let feature: Int32
    /// The coordinate of that feature; 0 if there is none.
    let coordinate: Float
  }

  /// One entry per lane of every block; nil for an empty lane.
  private(set) var slots: [Neuron?] = []
  /// The head of each block.
  private(set) var headOfBlock: [Int32] = []
  /// The number of neurons held.
  private(set) var count = 0

  /// Draws the number of living neurons and their conditions, and assigns the neurons to lanes.
  ///
  /// The number of living neurons of a head is Binomial(m, 1 − Φ(τ)^|U|). Pruned mode holds only these; dense mode adds
  /// the other neurons of the m as dormant ones. Without a meaningful screen, all m neurons are unconditioned.
  ///
  /// - Parameter scale: The deviation of a coordinate; nil for σ0.
  init(of trial: NetworkTrial, screen: Screen, scale: Double? = nil) {
    let parameters = trial.parameters
    let scale = scale ?? parameters.initScale
    for head in 0..<trial.heads {
      if screen.isMeaningful {
        var draws = Draws(seed: trial.seed, stream: .livingNeuron, step: head, sample: 0)
        let living = draws.livingCount(width: parameters.width, share: screen.livingShare)
        place(Self.living(living, head: head, trial: trial, screen: screen, scale: scale))
        if parameters.mode == .dense { place(Self.unconditioned(parameters.neuronsPerHead - living, areLiving: false)) }
      } else {
        place(Self.unconditioned(parameters.neuronsPerHead, areLiving: true))
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

  private static func living(
    _ count: Int, head: Int, trial: NetworkTrial, screen: Screen, scale: Double
  ) -> [Neuron] {
    let features = Features(subclasses: trial.parameters.k).count
    let tail = NormalLaw.tail(screen.livingCut)
    var neurons: [Neuron] = []
    neurons.reserveCapacity(count)
    for number in 0..<count {
      // Sample 0 of the stream gives the head's count, so the draws of neurons start at sample 1.
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
