import Foundation
@testable import MultiView
import Testing

@Suite struct RegimeTests {
  /// The widths and subclass counts of the table of reference values.
  @Test(arguments: [(64, 9, 1.44e4), (256, 15, 7.77e4), (1024, 24, 4.08e5)])
  func standardRegimeHasTheReferenceSizes(d: Int, k: Int, width: Double) throws {
    let parameters = try Regime.standard.parameters(at: d)
    #expect(parameters.k == k)
    #expect(abs(parameters.width / width - 1) < 0.005)
    #expect(parameters.P == 8)
    let L = log(Double(d))
    #expect(abs(parameters.distractorStrength - 1 / L) < 1e-15)
    #expect(abs(parameters.noiseScale - 0.25 / (L * L * Double(d).squareRoot())) < 1e-15)
    #expect(abs(parameters.initScale / pow(Double(d), -1.5) - 1) < 1e-15)
  }

  @Test func overridesArePassedOn() throws {
    let parameters = try Regime.standard.parameters(at: 64, overrides: [.s: 3, .width: 100], mode: .dense)
    #expect(parameters.P == 10)
    #expect(parameters.distractors == 3)
    #expect(parameters.width == 100)
    #expect(parameters.lucky < 1)
    #expect(parameters.mode == .dense)
  }

  /// Encoded parameters decode as the same parameters, whether λ or m was given.
  @Test func parametersReadBackAsTheyWere() throws {
    for regime in Regime.named {
      for d in [48, 64, 1000, 16384] {
        for overrides in [[:], [.width: 777], [.lucky: 0.37], [.width: 1, .biasFactor: 3]]
          as [[RegimeParameter: Double]]
        {
          guard let parameters = try? regime.parameters(at: d, overrides: overrides, mode: .dense) else { continue }
          let data = try JSONEncoder().encode(parameters)
          #expect(try JSONDecoder().decode(ModelParameters.self, from: data) == parameters)
        }
      }
    }
  }

  /// A file is checked like a command line: values out of range are refused, and so are λ and m that do not match.
  @Test(
    arguments: [
      ("k", 4_611_686_018_427_387_904), ("k", -9), ("P", 1), ("s", 4000), ("distractors", -3), ("batch", 0), ("d", 5),
      ("testSamples", .max), ("width", 3), ("initExponent", 11), ("hardShare", 2), ("macro", 1),
    ])
  func parametersOutOfRangeAreNotRead(name: String, value: Int) throws {
    let data = try JSONEncoder().encode(try Regime.standard.parameters(at: 64))
    var object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect((object[name] == nil) == (name == "macro"))
    object[name] = value
    let forged = try JSONSerialization.data(withJSONObject: object)
    #expect(throws: RegimeError.self) { try JSONDecoder().decode(ModelParameters.self, from: forged) }
  }

  @Test func everyParameterHasARuleAndAReason() {
    for regime in Regime.named {
      #expect(Regime(named: regime.name)?.name == regime.name)
      for parameter in RegimeParameter.allCases where ![.mode, .width, .macro].contains(parameter) {
        #expect(regime.rule(parameter)?.reason.isEmpty == false)
        #expect(regime.rule(parameter)?.formula.isEmpty == false)
      }
    }
  }

  /// Every refusal is one sentence that names the parameter, the value and the range.
  @Test(
    arguments: [
      (RegimeParameter.k, 0.0), (.k, 2.5), (.k, .nan), (.k, .infinity), (.k, 40), (.s, 0), (.P, 3), (.iota, 1),
      (.iota, -0.1), (.noiseNorm, -1), (.noiseNorm, .nan), (.distractors, -1), (.distractors, 7),
      (.distractorStrength, 1.5), (.dominantNoise, -0.3), (.biasFactor, 0), (.lucky, 0), (.lucky, .nan), (.width, 0),
      (.width, 1.5), (.initExponent, 0), (.stepSize, -0.1), (.batch, 0), (.biasDecay, .nan), (.testSamples, 0),
    ] as [(RegimeParameter, Double)])
  func valuesOutOfRangeAreRefused(parameter: RegimeParameter, value: Double) throws {
    let error = #expect(throws: RegimeError.self) {
      try Regime.standard.parameters(at: 64, overrides: [parameter: value])
    }
    let text = try #require(error).description
    #expect(text.contains(parameter.rawValue) && text.contains("out of range"))
    #expect(!text.contains("\n"))
  }

  @Test(arguments: [-5, 0, 3, 5, 1 << 30])
  func dimensionsOutOfRangeAreRefused(d: Int) {
    #expect(throws: RegimeError.self) { try Regime.standard.parameters(at: d) }
  }

  @Test func widthAndLuckFixEachOther() {
    #expect(throws: RegimeError.self) { try Regime.standard.parameters(at: 64, overrides: [.lucky: 4, .width: 9]) }
  }
}
