/// The best fits of a decay class under each hypothesis about the floor of the curve.
///
/// Each number is the largest quasi-log-likelihood over all shapes of the class. Differences between them, doubled
/// and scaled by the dispersion, are the likelihood ratios of decision procedure §3.4.
package struct FloorFit: Sendable, Equatable {
  /// The best curve with a free floor.
  package let best: FittedShape
  /// The best curve with a free floor in each family that has a shape, in the order of ``DecayShape/Family``.
  ///
  /// Their likelihoods show which families the data cannot tell apart. Among shapes of one family that agree to 10⁻⁹
  /// the first is reported.
  package let bestByFamily: [FittedShape]
  /// Whether the floor of the best curve is below the threshold.
  package let isInside: Bool
  /// *ge*: the maximum with a floor of at least the threshold.
  package let floorAtLeast: Double
  /// *le*: the maximum with a floor of at most the threshold.
  package let floorAtMost: Double
  /// *le_fast*: as ``floorAtMost`` with only powers of at least 1 and exponentials.
  package let floorAtMostFast: Double
  /// The best rising curve; only sought when the best decaying curve is flat and above the threshold.
  let rising: FittedShape?
  /// *sat*: the likelihood of a curve through every mean.
  package var saturated: Double { fits.data.saturated }

  private let fits: ShapeFits

  /// *free*: the maximum with a free floor.
  package var free: Double { best.logLikelihood }

  /// *up*: the maximum over decaying and, where sought, rising curves.
  package var decayingOrRising: Double { max(free, rising?.logLikelihood ?? -.infinity) }

  /// The better of the best decaying and the best rising curve.
  package var bestCurve: FittedShape {
    guard let rising, rising.logLikelihood > best.logLikelihood else { return best }
    return rising
  }

  /// Fits every shape of the class.
  ///
  /// The curves fitted for each shape are:
  ///
  /// - *free*: μ = c + a·g with c at least the range's lower end, a ≥ 0 and c + a ≤ B. It is *inside* if c < ε
  ///   (relative: c < f·(c+a)).
  /// - *edge*: μ = ε + a·g (relative: μ = m·(f + (1−f)·g)).
  /// - *rising*: μ = c + a·g with a ≤ 0, c ≤ B and c + a in the range.
  ///
  /// If the free fit of a shape is inside, *ge* uses its edge fit and *le* its free fit; otherwise the other way round.
  /// A positive likelihood can have local maxima on both sides of the threshold; then each side also uses its own.
  /// Among fits that agree to 10⁻⁹ the first shape is reported.
  /// Domain: see ``FloorProblem``; returns nil when the problem has no shapes. Accuracy: 10⁻⁹ in the log-likelihood.
  /// Source: decision procedure §3.3.
  ///
  /// - Complexity: for the 49 default shapes about 200 sums over the scales, for the positive response ten times as
  ///   many; under 0.1 ms for five scales.
  package init?(_ problem: FloorProblem) {
    let fits = ShapeFits(problem)
    let split = fits.free()
    let free = split.map(\.best)
    guard let best = Self.best(free) else { return nil }
    let isInside = fits.isInside(best)
    let edges = EdgeMaxima(fits, free: split)
    self.best = best
    bestByFamily = DecayShape.Family.allCases.compactMap { family in
      Self.best(free.filter { $0.shape.family == family })
    }
    self.isInside = isInside
    floorAtLeast = edges.atLeast
    floorAtMost = edges.atMost
    floorAtMostFast = edges.atMostFast
    rising = best.amplitude <= 1e-9 && !isInside ? Self.best(fits.rising()) : nil
    self.fits = fits
  }

  /// Returns *mix*, the maximum over sums of a slow decay and any other decay, which fall to the threshold.
  ///
  /// max(*le*, μ = ε + c·s + a·g) with c, a ≥ 0 and c + a ≤ B − ε, over the two slowest shapes s and all shapes g;
  /// relative: μ = c·(f + (1−f)·s) + a·(f + (1−f)·g), c + a ≤ B. Source: decision procedure §3.3.
  ///
  /// - Complexity: two fits per shape, hence computed only on request.
  package func mixture() -> Double {
    let problem = fits.problem
    return max(floorAtMost, fits.mixture(of: problem.decays.slowestShapes(firstScale: problem.scales.first ?? 1)))
  }

  /// Returns the first fit that no later one beats by more than 10⁻⁹.
  ///
  /// So rounding does not choose among shapes that fit equally well.
  private static func best(_ fits: [FittedShape]) -> FittedShape? {
    guard var best = fits.first else { return nil }
    for fit in fits where fit.logLikelihood > best.logLikelihood + 1e-9 { best = fit }
    return best
  }
}

/// A decay shape with fitted parameters, μ(d) = c + a·g(d).
package struct FittedShape: Sendable, Equatable {
  /// The shape g.
  package let shape: DecayShape
  /// The floor c, the limit of the curve.
  package let floor: Double
  /// The amplitude a; negative for a rising curve.
  package let amplitude: Double
  /// The quasi-log-likelihood Σ w ℓ at the fit.
  package let logLikelihood: Double

  /// Creates a fitted shape.
  package init(shape: DecayShape, floor: Double, amplitude: Double, logLikelihood: Double) {
    self.shape = shape
    self.floor = floor
    self.amplitude = amplitude
    self.logLikelihood = logLikelihood
  }

  /// Returns the shape with floor and amplitude in another unit.
  package func scaled(by unit: Double) -> FittedShape {
    FittedShape(shape: shape, floor: floor * unit, amplitude: amplitude * unit, logLikelihood: logLikelihood)
  }

  /// Returns c + a·g(d).
  package func value(at scale: Double) -> Double { floor + amplitude * shape.value(at: scale) }
}
