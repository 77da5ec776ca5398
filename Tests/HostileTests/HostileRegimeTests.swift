import ClaimKit
import Experiments
import MultiView
import MultiViewClaims
import Statistics
import Testing

@testable import Training

/// Any parameters are either refused by a message, or are finite with a finite demand for time and memory.
@Suite struct HostileRegimeTests {
  @Test func parametersAreRefusedOrFinite() {
    Subject.regimes.feed { dice in
      var overrides: [RegimeParameter: Double] = [:]
      for _ in 0..<dice.below(4) { overrides[dice.pick(RegimeParameter.allCases)] = dice.number() }
      let d = dice.oneIn(6) ? dice.integer() : dice.pick([4, 5, 16, 48, 64, 256, 1024, 1 << 20, 1 << 24, 1 << 40])
      do {
        var regime = dice.pick(Regime.named)
        if dice.oneIn(3) {
          let rule = Rule.constant(dice.number(), because: "a test")
          regime = regime.varied(as: "hostile", "Hostile.", [dice.pick(RegimeParameter.allCases): rule])
        }
        let mode: NetworkMode? = dice.oneIn(3) ? dice.pick(NetworkMode.allCases) : nil
        let parameters = try regime.parameters(at: d, overrides: overrides, mode: mode)
        for parameter in RegimeParameter.allCases where parameter != .mode {
          let text = parameters.value(of: parameter)
          if Double(text)?.isFinite != true { return "\(parameter.rawValue) = \(text)" }
        }
        let demand = try NetworkDemand.checked(Self.trial(parameters, &dice))
        let numbers = [demand.bytes, demand.work, demand.stepWork]
        return numbers.allSatisfy { $0.isFinite && $0 >= 0 } ? nil : "a demand of \(numbers)"
      } catch let error as RegimeError {
        return Sentence.plainFault(error.description)
      } catch let error as TrainingError {
        return Sentence.plainFault(error.description)
      }
    }
  }

  static func trial(_ parameters: ModelParameters, _ dice: inout Dice) -> NetworkTrial {
    let isHostile = dice.oneIn(2)
    let count = isHostile ? dice.integer() : 1 + dice.below(64)
    let labels = dice.pick([
      LabelMap.coarse, .coarse, .fine, .mixed, .merged(count), .split(count), .misaligned(count), .random(count),
      .instance,
    ])
    let (factor, limit) = (isHostile ? dice.integer() : 4, isHostile ? dice.integer() : 64)
    let schedule = dice.pick([
      Schedule.steps(count), .finish(steps: count), .audit(steps: count), .inspection(samples: count),
      .window(lossBound: isHostile ? dice.number() : 0.1, factor: factor, stepLimit: limit),
    ])
    return NetworkTrial(
      parameters: parameters, labels: labels, seed: dice.next(), schedule: schedule, frame: dice.pick(Frame.allCases),
      readout: dice.pick(Readout.allCases), finetuning: dice.oneIn(3) ? dice.integer() : 0,
      fault: dice.oneIn(5) ? .multiplier(dice.number()) : nil)
  }
}

/// Any text given as a growth law is either refused by a message, or equals the law parsed from its own notation.
@Suite struct HostileGrowthTests {
  @Test func lawsAreRefusedOrReadBack() {
    Subject.growthLaws.feed { dice in
      let law = dice.pick([
        "d^0.5", "sqrt(d)*ln(d)^2", "√d·ln² d", "1/k", "k^2/(d ln d)", "((d))", "d^(1/2)", "d^{-3}", "d⁻²", "log d",
        "1",
      ])
      let text = String(decoding: Mutator.damaged(Array(law.utf8), &dice), as: UTF8.self)
      do {
        let growth = try Growth(parsing: text)
        return try Growth(parsing: growth.text) == growth ? nil : "“\(text)” is read back as “\(growth.text)”"
      } catch let error as NotationError {
        return Sentence.fault(error.description)
      }
    }
  }
}
