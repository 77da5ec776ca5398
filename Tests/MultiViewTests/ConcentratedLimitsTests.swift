import Foundation
import Randomness
import Testing

@testable import MultiView

/// How far parameters reach in each mode, and that the limits of the concentrated mode are its own.
@Suite struct ConcentratedLimitsTests {
  private func refusal(
    d: Int, _ overrides: [RegimeParameter: Double] = [:], in mode: NetworkMode
  ) throws -> String {
    try #require(
      #expect(throws: RegimeError.self) { try Regime.standard.parameters(at: d, overrides: overrides, mode: mode) }
    ).description
  }

  @Test func modesAreListed() {
    #expect(NetworkMode.spellings == "pruned, dense or concentrated")
    #expect(NetworkMode.exact == NetworkMode.allCases.filter { $0 != .concentrated })
    #expect(NetworkMode.exact.allSatisfy { $0.longestTrial == 1 << 24 })
    #expect(NetworkMode.concentrated.longestTrial == 1 << 40 - 1)
  }

  @Test(arguments: NetworkMode.exact) func dimensionsEndAtTwoToTheTwentyFour(mode: NetworkMode) throws {
    #expect(try Regime.standard.parameters(at: 1 << 24, mode: mode).d == 1 << 24)
    for d in [1 << 24 + 1, 1 << 60, .max] {
      let text = try refusal(d: d, in: mode)
      #expect(text.contains("d = \(d)") && text.contains("2^24") && text.contains("mode = concentrated goes to 2^60"))
    }
    #expect(try refusal(d: 3, in: mode).contains("d = 3"))
  }

  @Test func concentratedDimensionsEndAtTwoToTheSixty() throws {
    for d in [64, 1_000_000_000_000, 1 << 60] {
      let parameters = try Regime.standard.parameters(at: d, mode: .concentrated)
      #expect(parameters.d == d && parameters.lucky == 16)
      #expect(parameters.width == (16 / NormalLaw.tail(parameters.biasThreshold)).rounded())
      #expect(parameters.width == parameters.width.rounded())
    }
    let text = try refusal(d: 1 << 60 + 1, in: .concentrated)
    #expect(text.contains("2^60") && !text.contains("goes to"))
  }

  /// At d = 10¹² a width has more digits than a whole number of 64 bits, which only a law needs no array for.
  @Test func widthsEndWhereTheModeSays() throws {
    for mode in NetworkMode.exact {
      let widest = try Regime.standard.parameters(at: 64, overrides: [.width: 1e15], mode: mode)
      #expect(widest.neuronsPerHead == 1_000_000_000_000_000)
      let text = try refusal(d: 64, [.width: 1e15 + 1], in: mode)
      #expect(text.contains("width = 1") && text.contains("from 1 to 1000000000000000"))
    }
    let wide = try Regime.standard.parameters(at: 1 << 50, overrides: [.width: 1e40], mode: .concentrated)
    #expect(wide.width == 1e40 && wide.value(of: .width) == "1e+40" && wide.neuronsPerHead == .max)
    #expect(try refusal(d: 64, [.width: 1.01e40], in: .concentrated).contains("1e+40"))
    for width in [0, 1.5, .nan, .infinity] {
      for mode in NetworkMode.allCases { #expect(try refusal(d: 64, [.width: width], in: mode).contains("width")) }
    }
    #expect(try refusal(d: 64, [.biasFactor: 6], in: .pruned).contains("between 1 and 1000000000000000"))
    #expect(try Regime.standard.parameters(at: 64, overrides: [.biasFactor: 6], mode: .concentrated).width > 1e15)
  }

  @Test func initialisationsMayBeSmallerInDoublePrecision() throws {
    for (mode, d, steepest, limit) in [
      (NetworkMode.pruned, 1_000_000, 3, "10^−18, so x is at most 3.0"),
      (.dense, 1_000_000, 3, "10^−18, so x is at most 3.0"),
      (.concentrated, 1 << 40, 8.304, "10^−100, so x is at most 8.304"),
    ] {
      let parameters = try Regime.standard.parameters(at: d, overrides: [.initExponent: steepest], mode: mode)
      #expect(parameters.initExponent == steepest && parameters.initScale > 0)
      #expect(try refusal(d: d, [.initExponent: steepest + 0.001], in: mode).contains(limit))
    }
  }

  // MARK: Macro steps

  @Test func macroStepsBelongToTheConcentratedMode() throws {
    for value in [0, 0.01, 0.05] {
      let parameters = try Regime.standard.parameters(at: 64, overrides: [.macro: value], mode: .concentrated)
      #expect(parameters.macro == value && Double(parameters.value(of: .macro)) == value)
      for mode in NetworkMode.exact { #expect(parameters.held(mode).macro == 0) }
      #expect(parameters.held(.concentrated) == parameters)
    }
    for value in [-0.01, 0.051, .nan, .infinity] {
      #expect(try refusal(d: 64, [.macro: value], in: .concentrated).contains("[0, 0.05]"))
    }
    for mode in NetworkMode.exact {
      let text = try refusal(d: 64, [.macro: 0.01], in: mode)
      #expect(text.contains("macro = 0.01") && text.contains("mode = \(mode.rawValue)"))
      #expect(text.contains("mode = concentrated"))
      #expect(try Regime.standard.parameters(at: 64, overrides: [.macro: 0], mode: mode).macro == 0)
    }
    let ruled = Regime.standard.varied(
      as: "macro", "Macro steps.", mode: .concentrated, [.macro: .constant(0.02, because: "a test")])
    #expect(try ruled.parameters(at: 64).macro == 0.02)
  }

  // MARK: JSON

  /// The bytes of parameters that existed before the concentrated mode: no `macro`, and a width with all its digits.
  @Test func olderParametersKeepTheirBytes() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    func text(_ parameters: ModelParameters) throws -> String {
      let data = try encoder.encode(parameters)
      #expect(try JSONDecoder().decode(ModelParameters.self, from: data) == parameters)
      return String(decoding: data, as: UTF8.self)
    }
    #expect(
      try text(Regime.standard.parameters(at: 64))
        == #"{"P":8,"batch":64,"biasDecay":0.013901762533133827,"biasFactor":1.5,"d":64,"distractorStrength":"#
        + #"0.24044917348149392,"distractors":2,"dominantNoise":0,"hardShare":0,"initExponent":1.5,"iota":0.05,"#
        + #""k":9,"lucky":16,"mode":"pruned","noiseNorm":0.01445395125698339,"s":2,"sourceSize":0,"stepSize":0.1,"#
        + #""testSamples":500,"width":14409}"#)
    for (mode, width, digits) in [
      (NetworkMode.dense, 1e15, "1000000000000000"), (.concentrated, 1e15, "1000000000000000"),
      (.concentrated, 0x1p53 - 1, "9007199254740991"), (.concentrated, 0x1p53, "9007199254740992"),
      (.concentrated, 1e22, "1e+22"), (.concentrated, 1e40, "1e+40"),
    ] {
      let parameters = try Regime.standard.parameters(at: 64, overrides: [.width: width], mode: mode)
      #expect(try text(parameters).hasSuffix(#","width":\#(digits)}"#))
      #expect(!(try text(parameters)).contains("macro"))
    }
    let macro = try Regime.standard.parameters(at: 1 << 60, overrides: [.macro: 0.01], mode: .concentrated)
    #expect(try text(macro).contains(#""d":1152921504606846976,"#) && text(macro).contains(#","macro":0.01,"mode":"#))
  }

  // MARK: Planted defects

  @Test func defectsOfTheConcentratedLawReadBack() throws {
    let faults: [(Fault, String, String)] = [
      (.decisionNoiseOff, "decisionNoiseOff", "decision noise off"),
      (.deadDropped, "deadDropped", "dead neurons dropped"), (.openingOff, "openingOff", "no neuron is opened"),
      (.noiseNormScaled(1.5), "noiseNormScaled(1.5)", "squared noise norm × 1.5"),
      (.neuronsCorrelated(0.5), "neuronsCorrelated(0.5)", "initial neurons correlated by 0.5"),
      (.secondEarsDropped, "secondEarsDropped", "second features dropped"),
      (.otherFeaturesDropped, "otherFeaturesDropped", "features of other heads dropped"),
    ]
    for (fault, registered, words) in faults {
      #expect(fault.registered == registered && fault.words == words && fault.isPossible)
      let data = try JSONEncoder().encode(fault)
      #expect(try JSONDecoder().decode(Fault.self, from: data) == fault)
      #expect(String(decoding: data, as: UTF8.self).hasPrefix("{\"\(registered.prefix { $0 != "(" })\":"))
    }
    for fault in [
      Fault.noiseNormScaled(-1), .noiseNormScaled(.infinity), .neuronsCorrelated(-0.1), .neuronsCorrelated(1.1),
      .neuronsCorrelated(.nan),
    ] { #expect(!fault.isPossible) }
  }

  /// A network that holds its weights sees the same samples with and without such a defect.
  @Test func defectsOfTheConcentratedLawLeaveSamplesAlone() throws {
    let parameters = try Regime.standard.parameters(at: 64)
    let place = SampleSource.Place.training(step: 2)
    let sound = SampleSource(parameters: parameters, seed: 1)
    for fault in [Fault.decisionNoiseOff, .noiseNormScaled(2), .neuronsCorrelated(1), .secondEarsDropped] {
      let source = SampleSource(parameters: parameters, seed: 1, fault: fault)
      #expect(source.sample(3, at: place) == sound.sample(3, at: place))
    }
  }
}
