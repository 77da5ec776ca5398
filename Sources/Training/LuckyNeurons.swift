import MultiView

/// The neurons that were lucky for a feature of their own head at initialisation: ⟨w, v⟩ + b > 0 (model.md §3).
struct LuckyNeurons {
  private let _common: [(neuron: Int, feature: Int)]
  private let _rare: [(neuron: Int, feature: Int)]

  init(_ network: borrowing Network, labels: LabelMap, features: Features) {
    var common: [(Int, Int)] = []
    var rare: [(Int, Int)] = []
    let k = features.subclasses
    for neuron in 0..<network.count {
      let head = Int(network.head[neuron])
      guard let superclass = labels.superclass(ofHead: head, subclasses: k) else { continue }
      let row = network.row(neuron)
      let threshold = -network.bias[neuron]
      let own = features.common(superclass)
      if row[own] > threshold { common.append((neuron, own)) }
      let numbers = labels == .fine ? (head % k)..<(head % k + 1) : 0..<k
      for number in numbers {
        let feature = features.rare(Subclass(superclass, number))
        if row[feature] > threshold { rare.append((neuron, feature)) }
      }
    }
    _common = common
    _rare = rare
  }

  var commonCount: Int { _common.count }
  var rareCount: Int { _rare.count }

  func meanCommonWeight(_ network: borrowing Network) -> Double? { Self._mean(_common, network) }
  func meanRareWeight(_ network: borrowing Network) -> Double? { Self._mean(_rare, network) }

  private static func _mean(_ list: [(neuron: Int, feature: Int)], _ network: borrowing Network) -> Double? {
    guard !list.isEmpty else { return nil }
    var sum = 0.0
    for (neuron, feature) in list { sum += Double(network.row(neuron)[feature]) }
    return sum / Double(list.count)
  }
}
