import Foundation

/// The class of decays admitted as o(1), as a finite grid of shapes.
public struct DecayClass: Sendable, Equatable {
  /// δ, the exponent of the slowest power admitted.
  public var slowestPower: Double
  /// The exponent of the steepest power; steeper ones look like an exponential on any grid in use.
  public var steepestPower: Double
  /// How many powers, geometrically spaced.
  public var powerCount: Int
  /// β₀, the exponent of the slowest power of ln d admitted.
  public var slowestLogarithmicPower: Double
  /// The exponent of the steepest power of ln d.
  public var steepestLogarithmicPower: Double
  /// How many powers of ln d, geometrically spaced.
  public var logarithmicCount: Int
  /// The rate of the fastest exponential, per multiple of the first scale.
  public var fastestExponentialRate: Double
  /// How many exponentials, geometrically spaced.
  public var exponentialCount: Int

  /// Creates a class; the defaults are those of decision procedure §1 and §3.3.
  public init(
    slowestPower: Double = 0.25, steepestPower: Double = 6, powerCount: Int = 25,
    slowestLogarithmicPower: Double = 1, steepestLogarithmicPower: Double = 8, logarithmicCount: Int = 13,
    fastestExponentialRate: Double = 3, exponentialCount: Int = 11
  ) {
    self.slowestPower = slowestPower
    self.steepestPower = steepestPower
    self.powerCount = powerCount
    self.slowestLogarithmicPower = slowestLogarithmicPower
    self.steepestLogarithmicPower = steepestLogarithmicPower
    self.logarithmicCount = logarithmicCount
    self.fastestExponentialRate = fastestExponentialRate
    self.exponentialCount = exponentialCount
  }

  /// Returns every shape of the class on a grid of scales: powers, then powers of ln d, then exponentials.
  ///
  /// The slowest exponential falls over the grid as much as d₁/d does (rate ln x_K/(x_K−1)); anything slower would be
  /// a slow decay in disguise. Domain: at least two increasing scales, the first above 1.
  /// Source: decision procedure §3.3.
  public func shapes(over scales: [Double]) -> [DecayShape] {
    guard let first = scales.first, let last = scales.last, last > first else { return [] }
    let ratio = last / first
    let grids: [(DecayShape.Family, [Double])] = [
      (.power, Self._geometric(slowestPower, steepestPower, powerCount)),
      (
        .logarithmic,
        Self._geometric(slowestLogarithmicPower, steepestLogarithmicPower, logarithmicCount)
      ),
      (.exponential, Self._geometric(log(ratio) / (ratio - 1), fastestExponentialRate, exponentialCount)),
    ]
    return grids.flatMap { family, exponents in
      exponents.map { DecayShape(family: family, exponent: $0, firstScale: first) }
    }
  }

  /// Returns the slowest shapes of the class, one power and one power of ln d.
  ///
  /// They stand for "a slow decay besides the transient" in the mixture fit. Source: decision procedure §3.3.
  public func slowestShapes(firstScale: Double) -> [DecayShape] {
    [
      DecayShape(family: .power, exponent: slowestPower, firstScale: firstScale),
      DecayShape(family: .logarithmic, exponent: slowestLogarithmicPower, firstScale: firstScale),
    ]
  }

  private static func _geometric(_ low: Double, _ high: Double, _ count: Int) -> [Double] {
    if count < 2 { return count == 1 ? [low] : [] }
    return (0..<count).map { low * pow(high / low, Double($0) / Double(count - 1)) }
  }
}
