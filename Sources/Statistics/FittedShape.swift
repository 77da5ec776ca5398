/// A decay shape with fitted parameters, μ(d) = c + a·g(d).
public struct FittedShape: Sendable, Equatable {
  /// The shape g.
  public let shape: DecayShape
  /// The floor c, the limit of the curve.
  public let floor: Double
  /// The amplitude a; negative for a rising curve.
  public let amplitude: Double
  /// The quasi-log-likelihood Σ w ℓ at the fit.
  public let logLikelihood: Double

  /// Creates a fitted shape.
  public init(shape: DecayShape, floor: Double, amplitude: Double, logLikelihood: Double) {
    self.shape = shape
    self.floor = floor
    self.amplitude = amplitude
    self.logLikelihood = logLikelihood
  }

  /// Returns c + a·g(d).
  public func value(at scale: Double) -> Double { floor + amplitude * shape.value(at: scale) }
}
