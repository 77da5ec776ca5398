import Foundation

/// One admissible decay: a function of the scale that equals 1 at the first scale and falls from there.
public struct DecayShape: Sendable, Equatable {
  /// The three families of decay.
  public enum Family: String, Sendable, CaseIterable {
    /// (d/d₁)^{−b}.
    case power
    /// (ln d/ln d₁)^{−β}.
    case logarithmic
    /// e^{−γ(d/d₁ − 1)}.
    case exponential
  }

  /// The family.
  public let family: Family
  /// The exponent b or β, or the rate γ per multiple of the first scale; positive.
  public let exponent: Double
  /// The scale d₁ at which the shape is 1.
  public let firstScale: Double

  /// Creates a shape; a logarithmic one needs a first scale above 1.
  public init(family: Family, exponent: Double, firstScale: Double) {
    self.family = family
    self.exponent = exponent
    self.firstScale = firstScale
  }

  /// Returns the value of the shape at a scale.
  ///
  /// x^{−b}, (ln d/ln d₁)^{−β} or e^{−γ(x−1)} with x = d/d₁; exactly 1 at d₁.
  /// Domain: positive scales, above 1 for the logarithmic family. Source: decision procedure §3.3.
  public func value(at scale: Double) -> Double {
    if scale == firstScale { return 1 }
    switch family {
    case .power: return pow(scale / firstScale, -exponent)
    case .logarithmic: return pow(log(scale) / log(firstScale), -exponent)
    case .exponential: return exp(-exponent * (scale / firstScale - 1))
    }
  }

  /// Whether the shape falls at least as fast as 1/d, so that it can pass for a fast transient.
  public var isFast: Bool {
    switch family {
    case .power: exponent >= 1
    case .logarithmic: false
    case .exponential: true
    }
  }

  /// Whether the shape can stand for the slow one of two decays.
  var isSlow: Bool {
    switch family {
    case .power: exponent <= 1
    case .logarithmic: exponent <= 4
    case .exponential: false
    }
  }
}
