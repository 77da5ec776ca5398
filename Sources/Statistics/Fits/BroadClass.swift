import Foundation

/// A wider class of decays than ``DecayClass``, for the fits that decide a verdict.
///
/// A law may lie between the three families of the class: a power that has not reached its final slope, or an
/// exponential of a root of d. Fitted with the class alone, such a law above ε looks like a decay below ε. The wider
/// class adds shifted powers ((x+s)/(1+s))^−b and stretched exponentials e^(−γ(x^a−1)).
/// Source: the project's decision procedure §3.3.
package struct BroadClass: Sendable, Equatable {
  /// The class that is widened.
  package var decays: DecayClass

  /// Widens a class.
  package init(_ decays: DecayClass) { self.decays = decays }

  /// One family with its second parameter fixed: the shapes in it differ in their exponent only.
  struct Branch: Hashable, Sendable {
    let family: DecayShape.Family
    let parameter: Double

    /// The branch of a shape.
    init(_ shape: DecayShape) { (family, parameter) = (shape.family, shape.parameter) }
  }

  /// s of the shifted powers.
  private static let shifts = [0.25, 0.5, 1, 2, 4, 8]
  /// a of the stretched exponentials.
  private static let stretches = [0.3, 0.4, 0.5, 0.7]

  /// Returns the shapes of the class, then those that it is widened by.
  ///
  /// A stretched exponential falls over the grid at least as much as the slowest power.
  package func shapes(over scales: [Double]) -> [DecayShape] { decays.shapes(over: scales) + added(over: scales) }

  /// Returns how much a finer grid of exponents can raise the largest of the likelihoods of one branch, roughly.
  ///
  /// A parabola through the largest likelihood and its neighbours rises above it by at most an eighth of the second
  /// difference. Twice that is returned. With precise data a coarse grid steps over a narrow peak and loses much more
  /// than other branches do, so branches cannot be compared by the likelihoods on a grid alone.
  ///
  /// - Parameter likelihoods: The likelihoods on an even grid of the logarithm of the exponent, in its order.
  static func reserve(_ likelihoods: [Double]) -> Double {
    guard likelihoods.count > 2, let peak = likelihoods.indices.max(by: { likelihoods[$0] < likelihoods[$1] }) else {
      return 0
    }
    let middle = min(max(peak, 1), likelihoods.count - 2)
    return max(0, 2 * likelihoods[middle] - likelihoods[middle - 1] - likelihoods[middle + 1]) / 4
  }

  /// Returns the shapes that the class is widened by; empty for fewer than two increasing scales.
  func added(over scales: [Double]) -> [DecayShape] {
    guard let first = scales.first, let last = scales.last, last > first else { return [] }
    let ratio = last / first
    let powers = Self.shifts.flatMap { shift in
      DecayClass.geometric(decays.slowestPower, decays.steepestPower * (1 + shift / 4), 9).map {
        DecayShape(family: .shiftedPower, exponent: $0, parameter: shift, firstScale: first)
      }
    }
    let exponentials = Self.stretches.flatMap { stretch in
      let slowest = decays.slowestPower * log(ratio) / (pow(ratio, stretch) - 1)
      return DecayClass.geometric(min(slowest, 6), 8, 13).map {
        DecayShape(family: .stretchedExponential, exponent: $0, parameter: stretch, firstScale: first)
      }
    }
    return powers + exponentials
  }
}
