/// The zone of an equivalence test: where an exponent, or the means at all scales, must lie.
package enum EquivalenceZone: Sendable, Equatable {
  /// The exponent of growth and its tolerance.
  case exponent(Double, tolerance: Double)
  /// The predicted mean at each scale and the tolerance.
  case curve([Double], tolerance: CurveTolerance)

  /// The numbers in registrations: centre or curve first, and the tolerance last.
  var registered: [Double] {
    switch self {
    case .exponent(let exponent, let tolerance): [exponent, tolerance]
    case .curve(let values, .difference(let size)), .curve(let values, .share(let size)): values + [size]
    }
  }

  /// Returns the zone with changed values per scale; that of an exponent has none.
  func mapValues(_ change: ([Double]) -> [Double]) -> EquivalenceZone {
    switch self {
    case .exponent: self
    case .curve(let values, let tolerance): .curve(change(values), tolerance: tolerance)
    }
  }

  /// Checks that the zone can be tested on this evidence.
  ///
  /// - Throws: ``DecisionError`` for a number out of range, and for a curve that does not match the scales.
  func validate(for evidence: Evidence) throws(DecisionError) {
    switch self {
    case .exponent(let exponent, let tolerance):
      guard abs(exponent) <= Self.largestExponent else {
        throw .ruleOutOfRange(name: "exponent", value: exponent, range: "[−100, 100]")
      }
      guard tolerance > 0, tolerance <= Self.largestExponent else {
        throw .ruleOutOfRange(name: "tolerance of the exponent", value: tolerance, range: "(0, 100]")
      }
    case .curve(let values, let tolerance):
      if values.count != evidence.scales.count {
        throw .predictionDoesNotMatchScales(scales: evidence.scales.count, values: values.count)
      }
      let kind = evidence.kind
      for (position, value) in values.enumerated() {
        let isShare = if case .share = tolerance { true } else { false }
        guard Self.canBeMean(value, of: kind), !isShare || value > 0 else {
          throw .predictionOutOfRange(position: position, value: value, range: Self.range(of: kind, isShare: isShare))
        }
      }
      switch tolerance {
      case .difference(let size):
        guard size > 0, size.isFinite else {
          throw .ruleOutOfRange(name: "tolerance of the curve", value: size, range: "(0, ∞)")
        }
      case .share(let size):
        guard size > 0, size < 1 else {
          throw .ruleOutOfRange(name: "tolerance of the curve", value: size, range: "(0, 1), which is 0 % to 100 %")
        }
      }
    }
  }

  /// Whether a number is a possible mean: for runs that are 0 or 1, any rate between them.
  private static func canBeMean(_ value: Double, of kind: MetricKind) -> Bool {
    kind == .boolean ? (0...1).contains(value) : kind.admits(value * kind.trials)
  }

  /// The largest exponent and tolerance, which is that of a written growth law.
  static let largestExponent = 100.0

  private static func range(of kind: MetricKind, isShare: Bool) -> String {
    switch kind {
    case .count, .boolean: isShare ? "(0, 1]" : "[0, 1]"
    case .positive: isShare ? "(0, 10¹⁰⁰]" : "[0, 10¹⁰⁰]"
    case .signed: isShare ? "(0, 1]" : "[−1, 1]"
    }
  }
}

/// How far a mean may be from its prediction.
package enum CurveTolerance: Sendable, Hashable {
  /// At most a difference, in the unit of the mean.
  case difference(Double)
  /// At most a share of the prediction, which must then be positive.
  case share(Double)

  /// Returns the largest difference that is allowed at a predicted value.
  package func margin(at prediction: Double) -> Double {
    switch self {
    case .difference(let size): size
    case .share(let size): size * prediction
    }
  }
}
