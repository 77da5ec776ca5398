import Experiments

/// The size from which on a deviation of a quantity counts, registered before data are seen.
///
/// - For o(1) and Ω(1): a limit below ε counts as zero, and a limit above ε as bounded away from zero.
/// - With high probability: a run violates o(1) or "= 0" if its value is above the tolerance, and Ω(1) if it is below.
/// - For O(h) and Θ(h): the largest slope and band against h.
/// - For poly(d): the largest bend and degree.
/// - For an exponent and for a predicted curve: the tolerance of an equivalence test.
public struct Materiality: Sendable {
  /// The numbers of a materiality, by the kind of conclusion that they judge.
  package enum Size: Sendable {
    /// ε of the decision procedure.
    case absolute(Double)
    /// ε as a share of the mean at the smallest scale, for quantities that have no natural unit.
    case shareOfFirst(Double)
    /// The tolerance on single runs, as a function of d.
    case tolerance(Rule)
    /// κ and C of the decision procedure, and h if the statement leaves it open.
    case growth(slope: Double, band: Double, law: Rule?)
    /// γ_tol and k_max of the decision procedure, and the largest factor between neighbouring values.
    case polynomial(bend: Double, degree: Double, spacing: Double)
    /// The largest distance of the exponent of growth from the stated one.
    case exponent(tolerance: Double)
    /// The largest difference between mean and prediction, or share of the prediction, at every scale; and the rule of
    /// the prediction if the statement leaves it to the stand-in.
    case curve(tolerance: Double, isShare: Bool, law: Rule?)
  }

  /// The quantity that is judged.
  public let quantity: Quantity
  /// The numbers, by the kind of conclusion.
  package let size: Size
  /// The reason for this size.
  public let reason: String

  /// An absolute ε.
  public init(of quantity: Quantity, _ epsilon: Double, because reason: String) {
    self.init(quantity, .absolute(epsilon), reason)
  }

  /// An ε as a share of the mean at the smallest scale.
  public init(of quantity: Quantity, shareOfFirst epsilon: Double, because reason: String) {
    self.init(quantity, .shareOfFirst(epsilon), reason)
  }

  /// A tolerance on single runs.
  public init(of quantity: Quantity, tolerance: Double, because reason: String) {
    self.init(quantity, .tolerance(.constant(tolerance, because: reason)), reason)
  }

  /// A tolerance on single runs that depends on d.
  public init(of quantity: Quantity, tolerance: Rule) {
    self.init(quantity, .tolerance(tolerance), tolerance.reason)
  }

  /// The largest deviation of a growth from its law h.
  ///
  /// - Parameters:
  ///   - quantity: The quantity.
  ///   - slope: κ, the largest slope of ln(y/h).
  ///   - band: C, the largest ratio of y/h between scales.
  ///   - law: h, if the statement leaves it open.
  ///   - reason: The reason for this size.
  public init(of quantity: Quantity, slope: Double, band: Double, law: Rule? = nil, because reason: String) {
    self.init(quantity, .growth(slope: slope, band: band, law: law), reason)
  }

  /// The largest bend on log–log axes with which a growth still counts as polynomial.
  ///
  /// - Parameters:
  ///   - quantity: The quantity.
  ///   - bend: γ_tol, the largest bend of ln y against ln d.
  ///   - degree: k_max, the largest exponent at the largest scale.
  ///   - spacing: The largest factor between neighbouring values that the quantity can take, such as 2 on a doubling
  ///     schedule.
  ///   - reason: The reason for this size.
  public init(of quantity: Quantity, bend: Double, degree: Double, spacing: Double, because reason: String) {
    self.init(quantity, .polynomial(bend: bend, degree: degree, spacing: spacing), reason)
  }

  /// The largest distance of an exponent of growth from the stated one.
  ///
  /// - Parameters:
  ///   - quantity: The quantity.
  ///   - tolerance: The distance, above 0.
  ///   - reason: The reason for this size.
  public init(of quantity: Quantity, exponentWithin tolerance: Double, because reason: String) {
    self.init(quantity, .exponent(tolerance: tolerance), reason)
  }

  /// The largest difference between the mean at a scale and its prediction.
  ///
  /// - Parameters:
  ///   - quantity: The quantity.
  ///   - tolerance: The difference in the unit of the quantity, above 0; errors and accuracies are shares.
  ///   - law: The prediction, if the statement leaves it to the stand-in; it may read settings of the trial.
  ///   - reason: The reason for this size.
  public init(of quantity: Quantity, curveWithin tolerance: Double, of law: Rule? = nil, because reason: String) {
    self.init(quantity, .curve(tolerance: tolerance, isShare: false, law: law), reason)
  }

  /// The largest difference between the mean at a scale and its prediction, as a share of the prediction.
  ///
  /// - Parameters:
  ///   - quantity: The quantity.
  ///   - share: The share, between 0 and 1.
  ///   - law: The prediction, if the statement leaves it to the stand-in; it may read settings of the trial.
  ///   - reason: The reason for this size.
  public init(of quantity: Quantity, curveWithinShare share: Double, of law: Rule? = nil, because reason: String) {
    self.init(quantity, .curve(tolerance: share, isShare: true, law: law), reason)
  }

  private init(_ quantity: Quantity, _ size: Size, _ reason: String) {
    self.quantity = quantity
    self.size = size
    self.reason = reason
  }

  /// Returns whether the materiality judges a conclusion: same quantity, and a size of the kind that its order needs.
  func suits(_ conclusion: Conclusion) -> Bool {
    guard quantity == conclusion.quantity else { return false }
    switch size {
    case .absolute, .shareOfFirst:
      return !conclusion.isWithHighProbability && conclusion.order.isLimit
    case .tolerance: return conclusion.isWithHighProbability && conclusion.order.isOfSingleRuns
    case .growth(_, _, let law):
      return !conclusion.isWithHighProbability && conclusion.order.isGrowth
        && conclusion.order.law.map { $0.isOpen == (law != nil) } ?? false
    case .polynomial: return !conclusion.isWithHighProbability && conclusion.order == .poly
    case .exponent:
      if case .exponent = conclusion.order { return !conclusion.isWithHighProbability }
      return false
    case .curve(_, _, let rule):
      guard case .equals(_, let law) = conclusion.order else { return false }
      return !conclusion.isWithHighProbability && law.isOpen == (rule != nil)
    }
  }

  /// The size in words.
  public var text: String {
    switch size {
    case .absolute(let epsilon): epsilon.exactText
    case .shareOfFirst(let epsilon): "\(epsilon.exactText) of the mean at the smallest scale"
    case .tolerance(let rule): "\(rule.formula) in a single run"
    case .growth(let slope, let band, let law):
      (law.map { "h = \($0.formula); " } ?? "")
        + "slope against h within ±\(slope.exactText), ratio to h within a factor "
        + band.exactText
    case .polynomial(let bend, let degree, let spacing):
      "bend ≤ \(bend.exactText), degree ≤ \(degree.exactText), values a factor of up to \(spacing.exactText) apart"
    case .exponent(let tolerance): "exponent within ±\(tolerance.exactText)"
    case .curve(let tolerance, let isShare, let law):
      (law.map { "prediction \($0.formula); " } ?? "")
        + (isShare
          ? "within \((100 * tolerance).exactText) % of the prediction at every scale"
          : "within ±\(tolerance.exactText) of the prediction at every scale")
    }
  }
}
