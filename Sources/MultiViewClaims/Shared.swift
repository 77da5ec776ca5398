import ClaimKit
import MultiView

// MARK: What several claims share

extension StandIn {
  /// A stand-in in the standard regime, over the dimension.
  ///
  /// - Parameters:
  ///   - window: The window, the standard one unless given.
  ///   - exact: The largest dimension of exact trials, where a control would cost too much beyond; larger ones are
  ///     concentrated. Without a number, all trials are exact.
  ///   - materialities: The sizes that count as material.
  public static func standard(
    window: Window = .standard, exactUpTo exact: Int? = nil, _ materialities: Materiality...
  ) -> StandIn {
    StandIn(
      setup: MultiViewSetup(.standard, reach: exact.map { Reach(exact: $0) }), axis: .dimension, window: window,
      materialities: materialities)
  }

  /// The stand-in of a theorem over ten decades of d.
  ///
  /// - Parameters:
  ///   - regime: A regime whose parameters all follow their conditions.
  ///   - window: The times of the theorem.
  public static func theorem(regime: Regime = .asymptotic, window: Window) -> StandIn {
    .overDecades(
      regime: regime, window: window, .halvedLoss, .certifiable(.error(on: .easy)),
      Materiality(
        of: .error(on: .hard), 0.05, because: "the same bound for both theorems, so that they can be compared"))
  }

  /// The stand-in of both theorems in loud noise: dense networks, a fixed time, and the bounds of the quiet theorems.
  public static let loudTheorem = StandIn(
    regime: .loudNarrow,
    axis: .dense,
    window: .loud,
    materialities: [
      .halvedLoss,
      Materiality(of: .error(on: .easy), 0.05, because: "the same bound as without loud noise"),
      Materiality(of: .error(on: .hard), 0.05, because: "the same bound as without loud noise"),
    ])
}

extension Materiality {
  /// The training loss must at least halve.
  public static let halvedLoss = Materiality(
    of: .trainingLoss, shareOfFirst: 0.5,
    because: "a loss has no natural unit, so the test is whether it at least halves")

  /// T* may bend by 0.5 and have degree 6; its checkpoints are up to a factor 1.5 apart.
  public static let polynomialTimeToFit = Materiality(
    of: .timeToFit, bend: 0.5, degree: 6, spacing: 1.5,
    because:
      "over four doublings from the smallest d, d₁, e^(d/d₁) bends by 2.4; e^(b·d) with b·d₁ < 0.2 bends by less than "
      + "0.5 and passes; from step 2 on, neighbouring checkpoints are up to a factor 1.5 apart")

  /// The smallest limit that runs without a single error can exclude: 0.05.
  public static func certifiable(_ quantity: Quantity) -> Materiality {
    Materiality(
      of: quantity, 0.05,
      because: "100 values of 0, from 20 runs at each of five scales, can certify 5 % but not 2 %")
  }

  /// The materiality of the theorems as a tolerance of single runs: 0.05.
  ///
  /// - Parameters:
  ///   - quantity: The quantity that is held against the tolerance.
  ///   - theorem: The theorem, as the reason names it.
  public static func singleRun(_ quantity: Quantity, as theorem: String) -> Materiality {
    Materiality(of: quantity, tolerance: 0.05, because: "the materiality of \(theorem), for a single run")
  }
}

extension Control {
  /// A network so narrow that most heads have no neuron; nothing is learned.
  ///
  /// - Parameter quantity: The quantity whose conclusion must fail: the training loss or the error on easy samples.
  public static func narrow(refutes quantity: Quantity) -> Control {
    Control(
      "a network too narrow (\(quantity.text))", refutes: quantity,
      because: "with λ = 0.1/k most heads have no lucky neuron, so most samples get no answer at any time"
    ) {
      $0.regime = $0.regime.varied(
        as: "\($0.regime.name), too narrow", "As \($0.regime.name), in a network too narrow for most heads.",
        [
          .lucky: Rule("0.1 / k", because: "one head in ten has a lucky neuron for one of its k or so features") {
            0.1 / $0.value(.k)
          }
        ])
    }
  }

  /// Two subclasses per superclass, where coarse labels teach the rare features too.
  ///
  /// - Parameter quantity: The quantity whose conclusion must fail.
  public static func twoSubclasses(refutes quantity: Quantity) -> Control {
    Control(
      "two subclasses", refutes: quantity,
      because: "with k = 2 < s/(s†ι†) the coarse network answers hard samples from the rare features"
    ) {
      $0.regime = .asymptoticConstantK
    }
  }

  /// Noise that outgrows the signal: nothing is learned.
  ///
  /// - Parameter quantity: The quantity whose conclusion must fail: the training loss or the error on easy samples.
  public static func deafening(refutes quantity: Quantity) -> Control {
    Control(
      "noise norm growing like √d (\(quantity.text))", refutes: quantity,
      because: "noise that outgrows the signal leaves nothing to be learned, not even on easy samples"
    ) {
      $0.regime = .deafening
    }
  }
}
