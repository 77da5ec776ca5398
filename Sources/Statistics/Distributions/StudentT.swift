import Foundation

/// Tail and quantile of Student's t law with real degrees of freedom.
package enum StudentT {
  /// Returns P(t_ν > t).
  ///
  /// ½ I_{ν/(ν+t²)}(ν/2, ½) for t ≥ 0, and 1 minus the mirrored tail for t < 0.
  /// Domain: every real t (also infinite), degrees of freedom ν > 0. Accuracy: relative 10⁻¹¹ in the tail.
  /// Source: decision procedure §2.
  package static func upperTail(_ t: Double, degreesOfFreedom: Double) -> Double {
    if t < 0 { return 1 - upperTail(-t, degreesOfFreedom: degreesOfFreedom) }
    if t == .infinity { return 0 }
    return Self.upperTail(t, degreesOfFreedom, logBeta: LogGamma.beta(degreesOfFreedom / 2, 0.5))
  }

  /// Returns the t with P(t_ν > t) equal to a given tail.
  ///
  /// Newton steps of third order on the logarithm of the tail. As a function of ln t this logarithm is concave, and
  /// straight at both ends. Bisection follows if the steps do not settle. Domain: 0 < tail < 1, ν > 0.
  /// Accuracy: relative 10⁻¹² or so. Source: decision procedure §2.
  package static func upperQuantile(tail: Double, degreesOfFreedom: Double) -> Double {
    if tail == 0.5 { return 0 }
    if tail > 0.5 { return -upperQuantile(tail: 1 - tail, degreesOfFreedom: degreesOfFreedom) }
    let logBeta = LogGamma.beta(degreesOfFreedom / 2, 0.5)
    let z = NormalDistribution.upperQuantile(tail: tail)
    let logarithm = TailInversion.point(near: log(z + z * (z * z + 1) / (4 * degreesOfFreedom)), where: tail) { x in
      let t = exp(x)
      let total = degreesOfFreedom + t * t
      let density = 0.5 * (degreesOfFreedom + 1) * log(degreesOfFreedom / total) - 0.5 * log(degreesOfFreedom) - logBeta
      return TailInversion.Value(
        tail: Self.upperTail(t, degreesOfFreedom, logBeta: logBeta), slope: -exp(density + x),
        bend: 1 - (degreesOfFreedom + 1) * t * t / total)
    }
    return logarithm.map(exp) ?? bisectedQuantile(tail: tail, degreesOfFreedom: degreesOfFreedom)
  }

  private static func bisectedQuantile(tail: Double, degreesOfFreedom: Double) -> Double {
    var bound = 1.0
    while bound < 1e150, upperTail(bound, degreesOfFreedom: degreesOfFreedom) > tail { bound *= 2 }
    return Bisection.boundary(from: 0, to: bound) { upperTail($0, degreesOfFreedom: degreesOfFreedom) > tail }
  }

  /// The tail for t ≥ 0, with ln B(ν/2, ½) known.
  private static func upperTail(_ t: Double, _ degreesOfFreedom: Double, logBeta: Double) -> Double {
    let total = degreesOfFreedom + t * t
    return 0.5
      * IncompleteBeta.regularized(
        degreesOfFreedom / total, complement: t * t / total, degreesOfFreedom / 2, 0.5, logBeta: logBeta)
  }
}

/// Tail of Fisher's F law with real degrees of freedom.
package enum FDistribution {
  /// Returns P(F_{a,b} > f).
  ///
  /// I_{b/(b+af)}(b/2, a/2). Domain: a > 0, b > 0; f ≤ 0 gives 1. Accuracy: relative 10⁻¹¹ in the tail.
  /// Source: decision procedure §2.
  package static func upperTail(_ f: Double, numerator a: Double, denominator b: Double) -> Double {
    if f <= 0 { return 1 }
    if f == .infinity { return 0 }
    let total = b + a * f
    return IncompleteBeta.regularized(b / total, complement: a * f / total, b / 2, a / 2)
  }
}
