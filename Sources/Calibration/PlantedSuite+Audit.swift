import Decision
import Foundation

/// The laws that a hostile audit found to mislead an earlier edition of the procedure, each with ten neighbours.
///
/// The audit tried 895 laws that the suite did not plant. A neighbour has the form of such a law and other constants,
/// another spread or another design. The first law of each group is the one of the audit.
extension PlantedSuite {
  /// Limits at ε or above it behind shifted powers, ((x+s)/(1+s))^−b, which lie between powers and exponentials.
  static let shiftedPowers: [PlantedCell] = {
    let boundary = "audit: o(1), a shifted power above ε = 0.05"
    let above = "audit: o(1), a shifted power above 0.07"
    func cell(
      _ group: String, _ floor: Double, _ amplitude: Double, _ shift: Double, _ power: Double, _ noise: PlantedNoise,
      _ design: PlantedDesign
    ) -> PlantedCell {
      count(
        group, .shifted(floor, amplitude, by: shift, power), noise, design, floor > 0.05 ? .fails : .boundary)
    }
    return [
      cell(boundary, 0.05, 0.3, 1, 1, .binomial, .standard), cell(boundary, 0.05, 0.3, 1, 1, .beta(500), .wide),
      cell(boundary, 0.05, 0.3, 1, 1, .binomial, .wide), cell(boundary, 0.05, 0.3, 4, 1, .binomial, .standard),
      cell(boundary, 0.05, 0.3, 2, 1, .beta(500), .standard), cell(boundary, 0.05, 0.6, 1, 0.7, .binomial, .small),
      cell(boundary, 0.05, 0.15, 1, 1, .binomial, .standard), cell(boundary, 0.05, 0.3, 0.5, 1, .binomial, .wide),
      cell(boundary, 0.05, 0.9, 4, 1.5, .beta(200), .wide), cell(boundary, 0.05, 0.3, 4, 2, .beta(500), .small),
      cell(boundary, 0.05, 0.6, 1, 2, .binomial, .wide), cell(boundary, 0.05, 0.3, 8, 1.5, .binomial, .standard),
      cell(above, 0.07, 0.6, 1, 1, .beta(200), .standard), cell(above, 0.07, 0.6, 1, 1, .beta(200), .wide),
      cell(above, 0.07, 0.6, 1, 1, .binomial, .standard), cell(above, 0.06, 0.6, 1, 1, .beta(200), .standard),
      cell(above, 0.07, 0.3, 4, 1, .beta(500), .wide), cell(above, 0.07, 0.9, 2, 1, .beta(200), .small),
      cell(above, 0.07, 0.6, 4, 1.5, .beta(200), .standard), cell(above, 0.08, 0.6, 1, 0.8, .beta(50), .wide),
      cell(above, 0.07, 0.4, 1, 1.5, .binomial, .wide), cell(above, 0.06, 0.3, 2, 2, .beta(500), .standard),
    ]
  }()

  /// Limits at ε behind stretched exponentials, e^(−c(x^a−1)).
  static let stretchedExponentials: [PlantedCell] = {
    func cell(
      _ amplitude: Double, _ rate: Double, _ power: Double, _ noise: PlantedNoise, _ design: PlantedDesign
    ) -> PlantedCell {
      count(
        "audit: o(1), a stretched exponential above ε = 0.05", .stretched(0.05, amplitude, rate, power), noise, design,
        .boundary)
    }
    return [
      cell(0.6, 2, 0.4, .beta(50), .standard), cell(0.6, 2, 0.4, .binomial, .standard),
      cell(0.6, 2, 0.4, .beta(200), .wide), cell(0.3, 2, 0.4, .binomial, .small), cell(0.6, 1, 0.4, .beta(50), .wide),
      cell(0.6, 3, 0.3, .beta(50), .standard), cell(0.9, 1.5, 0.5, .beta(50), .standard),
      cell(0.3, 2, 0.5, .binomial, .small), cell(0.3, 2, 0.5, .binomial, .wide),
      cell(0.3, 1, 0.5, .binomial, .small), cell(0.3, 1, 0.5, .binomial, .standard),
      cell(0.6, 2, 0.5, .beta(500), .small), cell(0.3, 0.5, 0.7, .binomial, .small),
      cell(0.3, 3, 0.5, .beta(500), .wide), cell(0.3, 1.5, 0.3, .binomial, .wide),
      cell(0.9, 0.3, 0.8, .beta(200), .standard), cell(0.6, 2, 0.6, .binomial, .standard),
    ]
  }()

  /// Decays to 0 that have a fast and a slow phase, so that they look like a floor.
  static let slowTails: [PlantedCell] = {
    func cell(
      _ slow: Double, _ fast: Double, _ rate: Double, _ noise: PlantedNoise, _ design: PlantedDesign,
      isPlain: Bool = false
    ) -> PlantedCell {
      let text = "\(slow)\(isPlain ? "/ln d" : "·ln d₁/ln d") + \(fast)·e^−\(rate == 1 ? "" : "\(rate)")(x−1)"
      let law = PlantedLaw(text) { x, d in
        slow * (isPlain ? 1 : log(d / x)) / log(d) + fast * exp(-rate * (x - 1))
      }
      return count("audit: o(1), a slow tail after a fast phase", law, noise, design, .holds)
    }
    return [
      cell(0.5, 0.3, 1, .beta(200), .deep), cell(0.5, 0.3, 1, .beta(200), .deep, isPlain: true),
      cell(0.4, 0.3, 1, .beta(500), .wide), cell(0.4, 0.3, 1, .beta(500), .wide, isPlain: true),
      cell(0.6, 0.3, 1, .beta(200), .standard), cell(0.3, 0.5, 1, .binomial, .wide),
      cell(0.3, 0.3, 0.5, .beta(500), .standard), cell(0.5, 0.4, 2, .binomial, .small),
      cell(0.4, 0.2, 1, .binomial, .deep), cell(0.7, 0.2, 0.7, .beta(200), .deep),
      cell(1, 0.3, 1, .binomial, .wide, isPlain: true), cell(0.8, 0.5, 1, .beta(500), .standard, isPlain: true),
      cell(0.4, 0.3, 1, .binomial, .dense), cell(0.2, 0.6, 1, .beta(500), .deep),
    ]
  }()

  /// Limits at ε with a spread between runs that is concentrated at d₁ or grows steeply.
  static let unequalSpreads: [PlantedCell] = {
    let group = "audit: o(1), unequal spread, limit ε = 0.05"
    func slow(_ amplitude: Double) -> PlantedLaw {
      PlantedLaw("0.05 + \(amplitude)·ln d₁/ln d") { x, d in 0.05 + amplitude * log(d / x) / log(d) }
    }
    func fast(_ amplitude: Double, _ rate: Double) -> PlantedLaw { .stretched(0.05, amplitude, rate, 1) }
    let first: [(PlantedLaw, Double, Double, PlantedDesign)] = [
      (slow(0.3), 1, 2000, .long), (slow(0.3), 1, 2000, .wide), (slow(0.3), 2, 500, .long), (slow(0.6), 1, 500, .long),
      (slow(0.2), 0.5, 2000, .standard), (slow(0.3), 5, 1000, .small), (fast(0.3, 1), 1, 2000, .wide),
      (.shifted(0.05, 0.3, by: 1, 1), 1, 500, .standard), (slow(0.45), 1, 200, .wide), (slow(0.3), 3, 2000, .dense),
      (.shifted(0.05, 0.6, by: 0, 0.25), 1, 2000, .long),
    ]
    let growing: [(PlantedLaw, Double, Double, PlantedDesign)] = [
      (fast(0.3, 1), 500, 2, .small), (fast(0.3, 1), 500, 2, .wide), (fast(0.3, 1), 200, 1, .small),
      (fast(0.6, 1), 500, 2, .standard), (fast(0.3, 2), 500, 3, .small), (fast(0.3, 0.5), 1000, 2, .small),
      (fast(0.9, 1), 500, 5, .standard), (.shifted(0.05, 0.3, by: 0, 1), 500, 2, .small),
      (.constant(0.05), 500, 2, .small), (fast(0.15, 1), 300, 2, .wide),
      (.shifted(0.05, 0.3, by: 0, 2), 500, 3, .small),
    ]
    return first.map { count(group, $0.0, .firstApart(first: $0.1, rest: $0.2), $0.3, .boundary) }
      + growing.map { count(group, $0.0, .growing(from: $0.1, to: $0.2), $0.3, .boundary) }
      + spreadLosses
  }()

  /// Losses that fall to half of the first mean, with another spread at d₁ than elsewhere.
  private static let spreadLosses: [PlantedCell] = {
    func cell(
      _ floor: Double, _ text: String, _ first: Double, _ rest: Double, _ design: PlantedDesign,
      _ decay: @escaping @Sendable (Double, Double) -> Double
    ) -> PlantedCell {
      PlantedCell(
        "audit: o(1), losses, unequal spread, limit ½ of the first",
        "\(floor) + \(floor)·\(text), spread \(Int(100 * first)) % at d₁, \(Int(100 * rest)) % elsewhere", design,
        .littleO, .boundary, kind: .positive, rules: .losses
      ) { draws in
        design.fill { scale in
          let spread = design.ratio(scale) == 1 ? first : rest
          let mean = floor + floor * decay(design.ratio(scale), scale)
          return mean * exp(spread * draws.normal() - spread * spread / 2)
        }
      }
    }
    let slow: @Sendable (Double, Double) -> Double = { x, d in log(d / x) / log(d) }
    let root: @Sendable (Double, Double) -> Double = { x, _ in pow(x, -0.25) }
    let half: @Sendable (Double, Double) -> Double = { x, _ in 1 / x.squareRoot() }
    let inverse: @Sendable (Double, Double) -> Double = { x, _ in 1 / x }
    return [
      cell(0.5, "ln d₁/ln d", 1, 0.03, .wide, slow), cell(0.5, "ln d₁/ln d", 1, 0.1, .wide, slow),
      cell(0.5, "ln d₁/ln d", 0.7, 0.03, .wide, slow), cell(0.5, "ln d₁/ln d", 1, 0.03, .standard, slow),
      cell(0.5, "ln d₁/ln d", 0.5, 0.03, .small, slow), cell(0.5, "ln d₁/ln d", 1, 0.03, .long, slow),
      cell(0.5, "x^−¼", 1, 0.03, .wide, root), cell(0.5, "x^−½", 1, 0.03, .wide, half),
      cell(0.5, "x^−1", 1, 0.05, .standard, inverse), cell(2, "ln d₁/ln d", 1, 0.03, .wide, slow),
      cell(0.5, "ln d₁/ln d", 1.2, 0.02, .deep, slow),
    ]
  }()

  /// Decays to limits of ε and above of which the largest two values of twenty are missing at every scale.
  static let missingInAudit: [PlantedCell] = {
    func cell(
      _ law: PlantedLaw, _ noise: PlantedNoise, _ design: PlantedDesign, _ truth: PlantedCell.Truth
    ) -> PlantedCell {
      count("audit: o(1), the worst runs missing", law, noise, design, truth).withWorstMissing()
    }
    return [
      cell(.stretched(0.05, 0.3, 1, 1), .beta(50), .small, .boundary),
      cell(.stretched(0.07, 0.3, 1, 1), .beta(50), .small, .fails), cell(.constant(0.05), .beta(50), .small, .boundary),
      cell(.constant(0.07), .beta(50), .small, .fails), cell(.stretched(0.05, 0.3, 1, 1), .beta(9), .small, .boundary),
      cell(.stretched(0.07, 0.3, 1, 1), .beta(9), .wide, .fails),
      cell(.shifted(0.05, 0.3, by: 0, 1), .beta(50), .wide, .boundary),
      cell(.shifted(0.07, 0.3, by: 0, 1), .beta(50), .wide, .fails),
      cell(.stretched(0.05, 0.6, 2, 1), .beta(20), .wide, .boundary),
      cell(.constant(0.05), .beta(9), .wide, .boundary), cell(.constant(0.06), .beta(20), .standard, .fails),
      cell(.stretched(0.05, 0.3, 1, 1), .allOrNothing, .standard, .boundary),
    ]
  }()

  /// Polynomials with a constant overhead, c + a·x^b, which bend upwards on logarithmic axes.
  static let overheads: [PlantedCell] = {
    func cell(
      _ constant: Double, _ factor: Double, _ power: Double, _ spread: Double, _ design: PlantedDesign
    ) -> PlantedCell {
      PlantedCell(
        "audit: poly(d), a constant overhead",
        "\(constant) + \(factor)·x^\(power), spread \(Int(100 * spread)) %", design, .poly(), .holds, kind: .positive
      ) { draws in
        design.fill { scale in
          let mean = constant + factor * pow(design.ratio(scale), power)
          return mean * exp(spread * draws.normal() - spread * spread / 2)
        }
      }
    }
    return [
      cell(1, 0.01, 4, 0.1, .small), cell(1, 0.01, 4, 0.1, .wide), cell(1, 0.01, 4, 0.05, .standard),
      cell(1, 0.01, 4, 0.3, .small), cell(1, 0.02, 3, 0.1, .small), cell(1, 0.001, 5, 0.1, .wide),
      cell(1, 0.1, 2, 0.05, .small), cell(1, 0.05, 2, 0.1, .wide), cell(100, 1, 3, 0.2, .standard),
      cell(1, 0.003, 4, 0.1, .standard), cell(1, 0.01, 3.5, 0.02, .small), cell(5, 0.01, 4, 0.1, .long),
    ]
  }()

  /// A mean that dips below ε at one scale and comes back.
  static let dips: [PlantedCell] = {
    func cell(
      _ height: Double, _ depth: Double, at ratio: Double, _ noise: PlantedNoise, _ design: PlantedDesign
    ) -> PlantedCell {
      let law = PlantedLaw("\(height), dip to \(depth) at x = \(Int(ratio))") { x, _ in x == ratio ? depth : height }
      return count("audit: o(1), a dip", law, noise, design, .fails)
    }
    return [
      cell(0.1, 0.03, at: 8, .beta(50), .small), cell(0.1, 0.03, at: 8, .binomial, .small),
      cell(0.1, 0.03, at: 8, .beta(9), .small), cell(0.1, 0.03, at: 8, .beta(50), .wide),
      cell(0.1, 0.02, at: 8, .beta(50), .standard), cell(0.15, 0.03, at: 8, .beta(50), .small),
      cell(0.1, 0.01, at: 4, .beta(50), .small), cell(0.08, 0.03, at: 8, .beta(9), .small),
      cell(0.1, 0.03, at: 16, .beta(50), .wide), cell(0.1, 0.04, at: 8, .beta(20), .standard),
      cell(0.2, 0.03, at: 8, .beta(9), .wide),
    ]
  }()

  /// Failure rates of 0 below d_K that jump there.
  static let jumpingFailures: [PlantedCell] = {
    func cell(_ below: Double, _ last: Double, _ design: PlantedDesign) -> PlantedCell {
      PlantedCell(
        "audit: w.h.p., a rate that jumps at d_K", "\(below), at d_K \(last)", design, .withHighProbability,
        last > 0.1 ? .fails : .boundary, kind: .boolean,
        brokenAssumption: "failure rates do not rise at the largest scale"
      ) { draws in
        design.fill { draws.uniform() <= ($0 == design.scales.last ? last : below) ? 1 : 0 }
      }
    }
    return [
      cell(0, 0.12, .small), cell(0, 0.1, .small), cell(0, 0.12, .standard), cell(0, 0.1, .standard),
      cell(0, 0.15, .small), cell(0, 0.2, .small), cell(0.02, 0.12, .standard), cell(0, 0.12, .wide),
      cell(0.01, 0.1, .wide), cell(0, 0.12, .deep), cell(0, 0.15, .deep),
    ]
  }()

  /// All cells of the audit.
  static let audit: [PlantedCell] =
    shiftedPowers + stretchedExponentials + slowTails + unequalSpreads + missingInAudit + overheads + dips
    + jumpingFailures
}

extension PlantedLaw {
  /// floor + amplitude·((x+s)/(1+s))^−b.
  static func shifted(_ floor: Double, _ amplitude: Double, by shift: Double, _ power: Double) -> PlantedLaw {
    let base = shift == 0 ? "x" : "((x+\(shift))/\(1 + shift))"
    return PlantedLaw("\(floor) + \(amplitude)·\(base)^−\(power)") { x, _ in
      floor + amplitude * pow((x + shift) / (1 + shift), -power)
    }
  }

  /// floor + amplitude·e^(−c(x^a−1)).
  static func stretched(_ floor: Double, _ amplitude: Double, _ rate: Double, _ power: Double) -> PlantedLaw {
    PlantedLaw("\(floor) + \(amplitude)·e^−\(rate)(x^\(power)−1)") { x, _ in
      floor + amplitude * exp(-rate * (pow(x, power) - 1))
    }
  }
}
