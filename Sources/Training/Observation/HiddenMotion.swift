import MultiView

/// How far fine-tuning moves the hidden neurons: Σ ‖w − w₀‖² / Σ ‖w₀‖², with w₀ at its start.
///
/// The sums run over the neurons that were lucky for a feature of their own head and that pretraining updated.
struct HiddenMotion {
  /// A block with some of these neurons.
  private struct Block {
    let number: Int
    /// A bit per lane.
    let lanes: UInt16
    /// The panel at the start of fine-tuning.
    let start: [Float]
  }

  private let blocks: [Block]
  private let dimension: Int

  /// Copies the weights of some neurons.
  ///
  /// - Parameter lanes: For each block, a bit per lane of a neuron to follow.
  init(_ network: borrowing Network, following lanes: [UInt16]) {
    let count = network.dimension * NetworkLayout.lanes
    var blocks: [Block] = []
    for (number, lanes) in lanes.enumerated() where lanes != 0 {
      guard let panel = network.panels[number] else { continue }
      blocks.append(
        Block(number: number, lanes: lanes, start: Array(UnsafeBufferPointer(start: panel, count: count))))
    }
    self.blocks = blocks
    dimension = network.dimension
  }

  /// Returns the motion so far; nil if there is no neuron to follow.
  func value(_ network: borrowing Network) -> Double? {
    var (moved, whole) = (0.0, 0.0)
    for block in blocks {
      guard let panel = network.panels[block.number] else { continue }
      var squares = (moved: SIMD16<Double>.zero, whole: SIMD16<Double>.zero)
      for coordinate in 0..<dimension {
        let first = coordinate * NetworkLayout.lanes
        for lane in 0..<NetworkLayout.lanes {
          let start = Double(block.start[first + lane])
          let change = Double(panel[first + lane]) - start
          squares.moved[lane] += change * change
          squares.whole[lane] += start * start
        }
      }
      for lane in 0..<NetworkLayout.lanes where block.lanes >> UInt16(lane) & 1 == 1 {
        moved += squares.moved[lane]
        whole += squares.whole[lane]
      }
    }
    return whole > 0 ? moved / whole : nil
  }
}
