import MultiView
import TestSupport

@testable import Training

/// Trials, laws and random neurons for tests of the concentrated engine.
enum ConcentratedWorld {
  static func trial(
    _ labels: LabelMap = .coarse, d: Int = 64, _ overrides: [RegimeParameter: Double] = [:], seed: UInt64 = 1,
    _ schedule: Schedule = .steps(1), regime: Regime = .standard, mode: NetworkMode = .concentrated,
    readout: Readout = .max, finetuning: Int = 0, fault: Fault? = nil
  ) throws -> NetworkTrial {
    NetworkTrial(
      parameters: try regime.parameters(at: d, overrides: overrides, mode: mode), labels: labels, seed: seed,
      schedule: schedule, readout: readout, finetuning: finetuning, fault: fault)
  }

  static func law(_ trial: NetworkTrial) -> ConcentratedLaw { ConcentratedLaw(of: trial, screen: Screen(for: trial)) }

  static func law(d: Int, _ fault: Fault? = nil) throws -> ConcentratedLaw { try law(trial(d: d, fault: fault)) }

  static func tape(_ seed: UInt64 = 5) -> NormalTape { NormalTape(seed: seed, on: Execution()) }

  /// A neuron of weights of order 1, whose fate is open: settled, single, opened soon, or dead.
  static func neuron(_ dice: inout SplitMix64, place: Int, heads: Int = 2, features: Int = 8) -> SingleNeuron {
    let held = (0..<Int32(features)).shuffled(using: &dice).prefix(1 + Int(dice.next() % 3))
    let ears = held.enumerated().map { index, feature in
      Ear(
        feature: feature, weight: index == 0 ? 0.5 + dice.uniform() : 0.6 * dice.uniform() - 0.2,
        isLucky: dice.uniform() < 0.6)
    }
    return made(
      head: Int32(dice.next() % UInt64(heads)), place: place, ears: ears, bias: -0.25 - 0.5 * dice.uniform(),
      rest: 2 * dice.uniform(), grown: 0.3 * dice.uniform(), ceiling: 0.3 * dice.uniform())
  }

  /// A trained neuron from its numbers.
  static func made(
    head: Int32 = 0, place: Int, ears: [Ear], bias: Double, rest: Double, grown: Double = 0, ceiling: Double
  ) -> SingleNeuron {
    SingleNeuron(
      head: head, place: Int32(place), isExcitable: true, ears: ears, bias: bias, rest: rest, grown: grown,
      ceiling: ceiling, spread: 0.01, isTrained: true)
  }
}

extension SingleNeuron {
  /// The neuron after a displacement along ear 0, as a set moves its members.
  func displaced(_ displacement: Displacement) -> SingleNeuron {
    var neuron = self
    neuron.ears[0].weight += displacement.along
    neuron.grown += displacement.noise
    neuron.bias -= displacement.fall
    neuron.isTrained = true
    return neuron
  }

  /// Whether two neurons are the same, numbers up to rounding.
  func isClose(to other: SingleNeuron) -> Bool {
    func near(_ one: Double, _ two: Double) -> Bool { abs(one - two) <= 1e-11 * (1 + abs(one) + abs(two)) }
    return head == other.head && place == other.place && isExcitable == other.isExcitable
      && isTrained == other.isTrained && isOpened == other.isOpened && ears.count == other.ears.count
      && zip(ears, other.ears).allSatisfy {
        $0.feature == $1.feature && $0.isLucky == $1.isLucky && near($0.weight, $1.weight)
      } && near(bias, other.bias) && near(rest, other.rest) && near(grown, other.grown) && near(ceiling, other.ceiling)
  }
}
