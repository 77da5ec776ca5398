/// How fast the gradient, as stated, makes own common features grow, held against how fast they do.
///
/// Under coarse labels every sample of class y shows v_y on s patches, and a neuron of head y that fires on all of them
/// moves along v_y by (η/B)(1 − p_y) Σ α for each. Added up over steps with E[α] in place of α, this is
/// s·E[α]·drive_y, drive_h = Σ (η/B)(1 − p_h) over samples with label h; the mean over the lucky weighs heads by their
/// numbers. Step size and gradient are those of the parameters, whatever a planted defect makes of them.
struct Drive {
  private let luckyOfHead: [Double]
  private let perDrive: Double
  private var weight: Double
  private var totals: [Double]

  /// The drive from a fresh network on; nil where labels are not coarse, or nobody is lucky for the own common feature.
  ///
  /// - Parameters:
  ///   - heads: The features of each head.
  ///   - network: As initialised.
  init?(_ trial: Trial, lucky: LuckyNeurons, heads: [HeadFeatures?], network: borrowing Network) {
    guard trial.labels == .coarse, let weight = lucky.commonWeight(network) else { return nil }
    let parameters = trial.parameters
    perDrive = Double(parameters.s) * parameters.meanStrength
    luckyOfHead = heads.enumerated().map { head, features in
      features.map { Double(lucky.census.counts[head][$0.common]) } ?? 0
    }
    self.weight = weight
    totals = Array(repeating: 0, count: trial.heads)
  }

  /// Returns the growth since the last call over the predicted one; nil if none is predicted.
  ///
  /// - Parameters:
  ///   - weight: The mean of ⟨w, v_y⟩ over the lucky now.
  ///   - totals: drive_h of each head since the start.
  mutating func growth(weight: Double?, totals: [Double]) -> Double? {
    guard let weight else { return nil }
    let grown = weight - self.weight
    var weighed = 0.0
    var count = 0.0
    for (head, lucky) in luckyOfHead.enumerated() {
      weighed += lucky * (totals[head] - self.totals[head])
      count += lucky
    }
    let predicted = perDrive * weighed / count
    self.weight = weight
    self.totals = totals
    return predicted > 0 ? grown / predicted : nil
  }
}
