import MultiView

/// The neurons that were lucky for a feature of their own head at initialisation: ⟨w, v⟩ + b > 0 (model.md §3).
struct LuckyNeurons {
  /// A feature coordinate of one neuron: its block, and its place among the block's feature coordinates.
  private typealias Coordinate = (block: Int, place: Int)

  private let _common: [Coordinate]
  private let _rare: [Coordinate]

  init(_ network: borrowing Network, labels: LabelMap, features: Features) {
    var common: [Coordinate] = []
    var rare: [Coordinate] = []
    let k = features.subclasses
    let lanes = NetworkLayout.lanes
    for block in 0..<network.blocks {
      let head = Int(network.headOfBlock[block])
      guard let superclass = labels.superclass(ofHead: head, subclasses: k) else { continue }
      let signals = network.signals(block)
      let own = features.common(superclass)
      let numbers = labels == .fine ? (head % k)..<(head % k + 1) : 0..<k
      for lane in 0..<lanes {
        // Lanes without a neuron have an infinite threshold.
        let threshold = -network.bias[block * lanes + lane]
        if signals[own * lanes + lane] > threshold { common.append((block, own * lanes + lane)) }
        for number in numbers {
          let feature = features.rare(Subclass(superclass, number))
          if signals[feature * lanes + lane] > threshold { rare.append((block, feature * lanes + lane)) }
        }
      }
    }
    _common = common
    _rare = rare
  }

  var commonCount: Int { _common.count }
  var rareCount: Int { _rare.count }

  func meanCommonWeight(_ network: borrowing Network) -> Double? { Self._mean(_common, network) }
  func meanRareWeight(_ network: borrowing Network) -> Double? { Self._mean(_rare, network) }

  private static func _mean(_ list: [Coordinate], _ network: borrowing Network) -> Double? {
    guard !list.isEmpty else { return nil }
    var sum = 0.0
    for (block, place) in list { sum += Double(network.signals(block)[place]) }
    return sum / Double(list.count)
  }
}
