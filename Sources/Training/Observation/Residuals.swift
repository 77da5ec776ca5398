import MultiView

/// The residuals of training samples under coarse labels, summed by subclass since the last observation.
///
/// With p_y the probability that the network gives the superclass of a sample of (y, c), R_{y,c} = Σ (1 − p_y). Neurons
/// of head y gain Σ_c R_{y,c} along v_y and R_{y,c} along v_{y,c}, up to factors that are equal for all c. Even residuals
/// therefore keep the ratio of the two weights near k.
struct Residuals {
  private let subclasses: Int
  /// R_{y,c} by superclass, then subclass; empty unless labels are coarse.
  private var sums: [Double]

  /// Residuals at the start of a stage.
  ///
  /// - Parameters:
  ///   - labels: The labels trained on.
  ///   - subclasses: The number k of subclasses of a superclass.
  init(under labels: LabelMap, subclasses: Int) {
    self.subclasses = subclasses
    sums = labels == .coarse ? Array(repeating: 0, count: 2 * subclasses) : []
  }

  /// Whether residuals are summed, which is so under coarse labels.
  var isOn: Bool { !sums.isEmpty }

  /// Adds the residual of a sample, or of several of the same subclass; only if ``isOn``.
  mutating func add(_ residual: Double, of subclass: Subclass) {
    sums[subclass.superclass.rawValue * subclasses + subclass.number] += residual
  }

  /// Returns k·max R_{y,c}/Σ_c R_{y,c} over all (y, c), and starts anew; nil if all residuals are 0.
  ///
  /// It is 1 if residuals are even and k if those of one superclass lie in one subclass. A superclass without residuals
  /// is left out.
  mutating func concentration() -> Double? {
    var largest: Double?
    for start in stride(from: 0, to: sums.count, by: subclasses) {
      let part = sums[start..<(start + subclasses)]
      let total = part.reduce(0, +)
      guard total > 0, let most = part.max() else { continue }
      largest = max(largest ?? 0, Double(subclasses) * most / total)
    }
    for index in sums.indices { sums[index] = 0 }
    return largest
  }
}
