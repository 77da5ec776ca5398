/// The gradients of single neurons in a step: one sum for each ear that heard a patch.
///
/// In the first step of a large batch there are hundreds of millions of firings, so sums are kept and not firings.
struct SingleSums {
  /// What moves a neuron along one of its ears.
  struct Ear {
    /// The ear; −1 for pure noise.
    let ear: Int32
    var sums: ConcentratedStep.Sums
    /// The place of the neuron's next ear; −1 for none.
    fileprivate var next: Int32
  }

  /// The neurons that fired, in the order of their first firing.
  private(set) var neurons: [Int32] = []
  private var entries: [Ear] = []
  /// For each neuron number, the place of its first ear; −1 for a neuron that did not fire.
  private var first: [Int32] = []

  /// Whether no single neuron fired.
  var isEmpty: Bool { neurons.isEmpty }

  /// Forgets all firings.
  mutating func removeAll() {
    for neuron in neurons { first[Int(neuron)] = -1 }
    neurons.removeAll(keepingCapacity: true)
    entries.removeAll(keepingCapacity: true)
  }

  /// Passes the sum of an ear to a function that adds a firing to it.
  @inline(__always)
  mutating func add(neuron: Int32, ear: Int32, _ change: (inout ConcentratedStep.Sums) -> Void) {
    let number = Int(neuron)
    if number >= first.count {
      first.append(contentsOf: repeatElement(-1, count: max(number + 1, 2 * first.count) - first.count))
    }
    var place = first[number]
    if place < 0 { neurons.append(neuron) }
    while place >= 0 && entries[Int(place)].ear != ear { place = entries[Int(place)].next }
    if place < 0 {
      place = Int32(entries.count)
      entries.append(Ear(ear: ear, sums: ConcentratedStep.Sums(), next: first[number]))
      first[number] = place
    }
    change(&entries[Int(place)].sums)
  }

  /// Returns the ears of a neuron that heard a patch, in ascending order.
  func ears(of neuron: Int32) -> [Ear] {
    var ears: [Ear] = []
    var place = first[Int(neuron)]
    while place >= 0 {
      ears.append(entries[Int(place)])
      place = entries[Int(place)].next
    }
    ears.sort { $0.ear < $1.ear }
    return ears
  }
}
