import MultiView

/// Compares the growth of own common weights with the growth that the stated gradient predicts.
///
/// Under coarse labels every sample of class y shows v_y on s patches. For each such sample, a neuron of head y that
/// fires on all these patches moves along v_y by (η/B)(1 − p_y) Σ α. With E[α] in place of α, the sum over steps is
/// s·E[α]·drive_y, where drive_h = Σ (η/B)(1 − p_h) over samples with label h. The mean over lucky neurons weighs each
/// head by its number of lucky neurons. A planted defect of step size or gradient does not change the prediction.
struct Drive {
  private let luckyOfHead: [Double]
  private let perDrive: Double
  private var weight: Double
  private var totals: [Double]

  /// Starts at initialisation; nil unless labels are coarse and some neuron is lucky for its own common feature.
  ///
  /// - Parameters:
  ///   - census: The numbers of lucky neurons.
  ///   - heads: The features of each head.
  ///   - weight: The mean of ⟨w, v_y⟩ over neurons that were lucky for v_y, at initialisation.
  init?(_ trial: NetworkTrial, census: LuckyCensus, heads: [HeadFeatures?], weight: Double?) {
    guard trial.labels == .coarse, let weight else { return nil }
    let parameters = trial.parameters
    perDrive = Double(parameters.s) * parameters.meanStrength
    luckyOfHead = heads.enumerated().map { head, features in
      features.map { Double(census.counts[head][$0.common]) } ?? 0
    }
    self.weight = weight
    totals = Array(repeating: 0, count: trial.heads)
  }

  /// Returns the growth since the last call divided by the predicted growth; nil if no growth is predicted.
  ///
  /// - Parameters:
  ///   - weight: The current mean of ⟨w, v_y⟩ over the lucky neurons.
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
