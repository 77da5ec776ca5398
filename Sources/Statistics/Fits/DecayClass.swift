import Foundation

/// The class of decays admitted as o(1), as a finite grid of shapes.
package struct DecayClass: Sendable, Equatable {
  /// δ, the exponent of the slowest power admitted.
  package var slowestPower: Double
  /// The exponent of the steepest power; steeper ones look like an exponential on any grid in use.
  package var steepestPower: Double
  /// How many powers, geometrically spaced.
  package var powerCount: Int
  /// β₀, the exponent of the slowest power of ln d admitted.
  package var slowestLogarithmicPower: Double
  /// The exponent of the steepest power of ln d.
  package var steepestLogarithmicPower: Double
  /// How many powers of ln d, geometrically spaced.
  package var logarithmicCount: Int
  /// The rate of the fastest exponential, per multiple of the first scale.
  package var fastestExponentialRate: Double
  /// How many exponentials, geometrically spaced.
  package var exponentialCount: Int

  /// Creates a class; the defaults are those of decision procedure §1 and §3.3.
  package init(
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
  /// The slowest exponential falls over the grid as much as d₁/d does (rate ln x_K/(x_K−1)). A slower exponential would
  /// act as a slow decay on this grid. Domain: at least two increasing scales, the first above 1.
  /// Source: decision procedure §3.3.
  package func shapes(over scales: [Double]) -> [DecayShape] {
    guard let first = scales.first, let last = scales.last, last > first else { return [] }
    let ratio = last / first
    let grids: [(DecayShape.Family, [Double])] = [
      (.power, Self.geometric(slowestPower, steepestPower, powerCount)),
      (
        .logarithmic,
        Self.geometric(slowestLogarithmicPower, steepestLogarithmicPower, logarithmicCount)
      ),
      (.exponential, Self.geometric(log(ratio) / (ratio - 1), fastestExponentialRate, exponentialCount)),
    ]
    return grids.flatMap { family, exponents in
      exponents.map { DecayShape(family: family, exponent: $0, firstScale: first) }
    }
  }

  /// Returns the slowest shapes of the class, one power and one power of ln d.
  ///
  /// In the mixture fit they are the slow decay that is added to the transient. Source: decision procedure §3.3.
  func slowestShapes(firstScale: Double) -> [DecayShape] {
    [
      DecayShape(family: .power, exponent: slowestPower, firstScale: firstScale),
      DecayShape(family: .logarithmic, exponent: slowestLogarithmicPower, firstScale: firstScale),
    ]
  }

  static func geometric(_ low: Double, _ high: Double, _ count: Int) -> [Double] {
    if count < 2 { return count == 1 ? [low] : [] }
    return (0..<count).map { low * pow(high / low, Double($0) / Double(count - 1)) }
  }
}

/// One admissible decay: a function of the scale that equals 1 at the first scale and falls from there.
package struct DecayShape: Sendable, Equatable {
  /// The families of decay; the first three are those of ``DecayClass``.
  package enum Family: String, Sendable, CaseIterable {
    /// (d/d₁)^{−b}.
    case power
    /// (ln d/ln d₁)^{−β}.
    case logarithmic
    /// e^{−γ(d/d₁ − 1)}.
    case exponential
    /// ((x+s)/(1+s))^{−b} with x = d/d₁.
    case shiftedPower
    /// e^{−γ(x^a − 1)} with x = d/d₁.
    case stretchedExponential
  }

  /// The family.
  package let family: Family
  /// The exponent b or β, or the rate γ per multiple of the first scale; positive.
  package let exponent: Double
  /// s of a shifted power, a of a stretched exponential; 0 for the other families.
  package let parameter: Double
  /// The scale d₁ at which the shape is 1.
  package let firstScale: Double

  /// Creates a shape; a logarithmic one needs a first scale above 1.
  package init(family: Family, exponent: Double, parameter: Double = 0, firstScale: Double) {
    self.family = family
    self.exponent = exponent
    self.parameter = parameter
    self.firstScale = firstScale
  }

  /// Returns the value of the shape at a scale.
  ///
  /// x^{−b}, (ln d/ln d₁)^{−β}, e^{−γ(x−1)}, ((x+s)/(1+s))^{−b} or e^{−γ(x^a−1)} with x = d/d₁; exactly 1 at d₁.
  /// Domain: positive scales, above 1 for the logarithmic family. Source: decision procedure §3.3.
  package func value(at scale: Double) -> Double {
    if scale == firstScale { return 1 }
    switch family {
    case .power: return pow(scale / firstScale, -exponent)
    case .logarithmic: return pow(log(scale) / log(firstScale), -exponent)
    case .exponential: return exp(-exponent * (scale / firstScale - 1))
    case .shiftedPower: return pow((scale / firstScale + parameter) / (1 + parameter), -exponent)
    case .stretchedExponential: return exp(-exponent * (pow(scale / firstScale, parameter) - 1))
    }
  }

  /// Whether the shape falls at least as fast as 1/d, so that it counts as a fast transient.
  var isFast: Bool {
    switch family {
    case .power: exponent >= 1
    case .logarithmic: false
    case .exponential, .shiftedPower, .stretchedExponential: true
    }
  }

  /// The shape with another exponent.
  func with(exponent: Double) -> DecayShape {
    DecayShape(family: family, exponent: exponent, parameter: parameter, firstScale: firstScale)
  }
}

/// The shapes of a decay class with their values on one grid of scales, computed once for all fits of a problem.
struct ShapeTable: Sendable, Equatable {
  let shapes: [DecayShape]
  /// g at each scale, one row per shape.
  let rows: [[Double]]

  init(_ decays: DecayClass, over scales: [Double]) {
    self.init(decays.shapes(over: scales), over: scales)
  }

  init(_ shapes: [DecayShape], over scales: [Double]) {
    self.shapes = shapes
    rows = shapes.map { shape in scales.map(shape.value(at:)) }
  }
}
