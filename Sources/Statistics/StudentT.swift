import Foundation

/// Tail and quantile of Student's t law with real degrees of freedom.
public enum StudentT {
  /// Returns P(t_ν > t).
  ///
  /// ½ I_{ν/(ν+t²)}(ν/2, ½) for t ≥ 0, and 1 minus the mirrored tail for t < 0.
  /// Domain: every real t (also infinite), degrees of freedom ν > 0. Accuracy: relative 10⁻¹¹ in the tail.
  /// Source: decision procedure §2.
  public static func upperTail(_ t: Double, degreesOfFreedom: Double) -> Double {
    if t < 0 { return 1 - upperTail(-t, degreesOfFreedom: degreesOfFreedom) }
    if t == .infinity { return 0 }
    let total = degreesOfFreedom + t * t
    return 0.5
      * IncompleteBeta.regularized(
        degreesOfFreedom / total, complement: t * t / total, degreesOfFreedom / 2, 0.5)
  }

  /// Returns the t with P(t_ν > t) equal to a given tail.
  ///
  /// Bisection. Domain: 0 < tail < 1, ν > 0. Accuracy: relative 10⁻¹² or so. Source: decision procedure §2.
  public static func upperQuantile(tail: Double, degreesOfFreedom: Double) -> Double {
    if tail == 0.5 { return 0 }
    if tail > 0.5 { return -upperQuantile(tail: 1 - tail, degreesOfFreedom: degreesOfFreedom) }
    var bound = 1.0
    while bound < 1e150, upperTail(bound, degreesOfFreedom: degreesOfFreedom) > tail { bound *= 2 }
    return Bisection.boundary(from: 0, to: bound) { upperTail($0, degreesOfFreedom: degreesOfFreedom) > tail }
  }
}
