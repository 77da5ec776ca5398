/// The planted defect of neurons that answer with their pre-activation instead of its positive part (``Fault``).
///
/// Written for clearness, not for speed: nothing but that defect comes here.
enum LinearResponse {
  /// Adds b + ⟨w, x⟩ of every neuron of a block to its lane's sum, for the first `count` rows, and marks all as firing.
  ///
  /// - Parameters:
  ///   - rows: Patches, `stride` floats apart.
  ///   - sums: Sixteen lanes per row.
  ///   - masks: A word per row; nil if nobody asks who fired.
  static func add(
    _ network: borrowing Network, block: Int, rows: UnsafePointer<Float>, stride: Int, count: Int,
    sums: UnsafeMutablePointer<Float>, masks: UnsafeMutablePointer<UInt16>?
  ) {
    let lanes = NetworkLayout.lanes
    let occupied = network.occupied[block]
    guard let panel = network.panels[block] else { return }
    for row in 0..<count {
      for lane in 0..<lanes where occupied >> UInt16(lane) & 1 == 1 {
        var value = network.bias[block * lanes + lane]
        for coordinate in 0..<network.dimension {
          value += panel[coordinate * lanes + lane] * rows[row * stride + coordinate]
        }
        sums[row * lanes + lane] += value
      }
      masks?[row] = occupied
    }
  }
}
