import MultiView

/// What size of a quantity counts, registered before data are seen.
///
/// - For o(1) and Ω(1): a limit below it is read as zero, one above it as bounded away from zero.
/// - With high probability: a run violates o(1) or "= 0" above it, and Ω(1) below it.
/// - For O(h) and Θ(h): the largest slope and band against h; for poly(d): the largest bend and degree.
public struct Materiality: Sendable {
  /// The size, by what it is compared with.
  package enum Size: Sendable {
    /// ε of the decision procedure.
    case absolute(Double)
    /// ε as a share of the mean at the smallest scale, for quantities without a natural unit.
    case shareOfFirst(Double)
    /// The bound that a single run may not pass, as a function of d.
    case tolerance(Rule)
    /// κ and C of the decision procedure, and h where the statement leaves it open.
    case growth(slope: Double, band: Double, law: Rule?)
    /// γ_tol and k_max of the decision procedure, and the largest factor between neighbouring values.
    case polynomial(bend: Double, degree: Double, spacing: Double)
  }

  /// The quantity.
  public let quantity: Quantity
  /// The size.
  package let size: Size
  /// Why this size.
  public let reason: String

  /// An absolute ε.
  public init(of quantity: Quantity, _ epsilon: Double, because reason: String) {
    self.init(quantity, .absolute(epsilon), reason)
  }

  /// An ε relative to the mean at the smallest scale.
  public init(of quantity: Quantity, shareOfFirst epsilon: Double, because reason: String) {
    self.init(quantity, .shareOfFirst(epsilon), reason)
  }

  /// A bound on single runs.
  public init(of quantity: Quantity, tolerance: Double, because reason: String) {
    self.init(quantity, .tolerance(.constant(tolerance, because: reason)), reason)
  }

  /// A bound on single runs that depends on d.
  public init(of quantity: Quantity, tolerance: Rule) {
    self.init(quantity, .tolerance(tolerance), tolerance.reason)
  }

  /// How far a growth may be from its law.
  ///
  /// - Parameters:
  ///   - quantity: The quantity.
  ///   - slope: κ, the largest slope of ln(y/h).
  ///   - band: C, the largest ratio of y/h between scales.
  ///   - law: h, where the statement leaves it open.
  ///   - reason: Why this size.
  public init(of quantity: Quantity, slope: Double, band: Double, law: Rule? = nil, because reason: String) {
    self.init(quantity, .growth(slope: slope, band: band, law: law), reason)
  }

  /// How far a growth may bend on log–log axes and still be polynomial.
  ///
  /// - Parameters:
  ///   - quantity: The quantity.
  ///   - bend: γ_tol, the largest bend of ln y against ln d.
  ///   - degree: k_max, the largest exponent at the largest scale.
  ///   - spacing: The largest factor between neighbouring values, such as 2 on a doubling schedule.
  ///   - reason: Why this size.
  public init(of quantity: Quantity, bend: Double, degree: Double, spacing: Double, because reason: String) {
    self.init(quantity, .polynomial(bend: bend, degree: degree, spacing: spacing), reason)
  }

  private init(_ quantity: Quantity, _ size: Size, _ reason: String) {
    self.quantity = quantity
    self.size = size
    self.reason = reason
  }

  /// Returns whether the size is of the kind that a conclusion is judged by.
  func suits(_ conclusion: Conclusion) -> Bool {
    guard quantity == conclusion.quantity else { return false }
    switch size {
    case .absolute, .shareOfFirst:
      return !conclusion.isUsual && (conclusion.order == .vanishing || conclusion.order == .boundedBelow)
    case .tolerance: return conclusion.isUsual && conclusion.order.law == nil
    case .growth(_, _, let law):
      return !conclusion.isUsual && conclusion.order.law.map { ($0.form == .open) == (law != nil) } ?? false
    case .polynomial: return !conclusion.isUsual && conclusion.order == .polynomial
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
    }
  }
}
