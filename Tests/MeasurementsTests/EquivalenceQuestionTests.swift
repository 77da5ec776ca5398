import Foundation
import Testing

@testable import Decision
@testable import Measurements
@testable import Statistics

/// The notation of equivalence questions reads back, and hostile notation is refused in a sentence.
@Suite("Equivalence questions") struct EquivalenceQuestionTests {
  @Test(
    "exponents and curves are read",
    arguments: [
      ("exponent=1.5±0.2", Question.exponent(1.5, within: 0.2)), ("exponent=1.5+-0.2", .exponent(1.5, within: 0.2)),
      ("exponent=1.5+/-0.2", .exponent(1.5, within: 0.2)), (" Exponent = -0.5 ± 1e-1 ", .exponent(-0.5, within: 0.1)),
      ("exponent=−0.5±0.1", .exponent(-0.5, within: 0.1)), ("exponent=0±0.1", .exponent(0, within: 0.1)),
      ("curve=0.5*d^-1±10%", .curve(0.5, .d.power(-1), within: .share(0.1))),
      ("curve=0.5/d±10 %", .curve(0.5, .d.power(-1), within: .share(0.1))),
      ("curve=d^-1+-0.02", .curve(1, .d.power(-1), within: .difference(0.02))),
      ("curve=1/d±7%", .curve(1, .d.power(-1), within: .share(0.07))),
      ("curve=0.2±0.02", .curve(0.2, .one, within: .difference(0.02))),
      ("curve=-0.1±0.02", .curve(-0.1, .one, within: .difference(0.02))),
      ("curve = 2e-3·√d·ln² d ± 0.5 %", .curve(0.002, .d.power(0.5) * .log.power(2), within: .share(0.005))),
      ("curve=3k²/d±10%", .curve(3, .k.power(2) / .d, within: .share(0.1))),
      ("curve±10%", .prediction(within: .share(0.1))), ("curve ± 0.03", .prediction(within: .difference(0.03))),
      ("<=o(1)", Question(.atMostLittleO)), ("≤o(1)", Question(.atMostLittleO)), ("≤ o(1)", Question(.atMostLittleO)),
    ])
  func parses(text: String, question: Question) throws {
    let read = try Question(parsing: text)
    #expect(read == question)
    let again = try Question(parsing: question.text)
    #expect(again == question, "\(question.text)")
  }

  @Test("every notation reads back") func roundTrip() throws {
    let numbers = [0.1, 0.07, 0.29, 1.0 / 3, 1e-12, 0.995, 12]
    for size in numbers {
      for exponent in [-2.5, -0.1, 0, 1.0 / 3, 4] {
        let question = Question.exponent(exponent, within: size)
        #expect(try Question(parsing: question.text) == question)
      }
      for law in [Growth.one, .d.power(-1), .d.power(0.5) * .log, .one / (.d * .log), .k.power(3)] {
        for factor in [1, 0.5, -0.25, 1e-7, 3e20] {
          let tolerances = size < 1 ? [CurveTolerance.difference(size), .share(size / 100)] : [.difference(size)]
          for tolerance in tolerances {
            let question = Question.curve(factor, law, within: tolerance)
            #expect(try Question(parsing: question.text) == question, "\(question.text)")
          }
        }
      }
    }
  }

  @Test(
    "hostile notation is refused",
    arguments: [
      "exponent", "exponent=", "exponent=1", "exponent=±1", "exponent=1±", "exponent=1±0", "exponent=1±-1",
      "exponent=1±nan", "exponent=nan±1", "exponent=inf±1", "exponent=1e999±1", "exponent=101±1", "exponent=1±101",
      "exponent=1±10%", "exponent=d±1", "exponent 1±1", "exponential=1±1", "exponent=0x10±1", "exponent=1±1±1",
      "curve", "curve=", "curve=d", "curve=±1", "curve=d±", "curve=d±0", "curve=d±0%", "curve=d±100%", "curve=d±x",
      "curve=0±10%", "curve=d+1±1", "curve=x±1", "curve=1e999*d±1", "curve=2*3*d±1", "curve d±1", "curve=d**±1",
      "<=o(d)", "≤o(k)", "<=Omega(1)", "<=o", "< =o(1)", "curve=\(String(repeating: "(", count: 10_000))±1",
    ])
  func refuses(text: String) {
    let error = #expect(throws: NotationError.self) { try Question(parsing: text) }
    #expect((error?.description.count ?? 0) < 400)
  }

  // MARK: Numbers

  private func posed(_ text: String, _ question: Question, kind: Inquiry.Kind? = nil, prediction: String? = nil) throws
    -> PosedQuestion
  {
    var layout = TableLayout()
    layout.prediction = prediction
    return try Inquiry(question, kind: kind).posed(to: Measurements(csv: Array(text.utf8), layout: layout))
  }

  @Test("the curve at the scales comes from its law or from a column") func curves() throws {
    let text = "scale,run,value,mu\n32,1,8,0.5\n64,1,6,0.25\n64,2,,\n"
    let law = try posed(text, .curve(16, .d.power(-1), within: .share(0.1)))
    let column = try posed(text, .prediction(within: .share(0.1)), prediction: "mu")
    #expect(law.predicate == .curve([0.5, 0.25], within: .share(0.1)))
    #expect(column.predicate == law.predicate)
    #expect(throws: MeasurementError.self) { try posed(text, .prediction(within: .share(0.1))) }
    #expect(throws: MeasurementError.self) { try posed(text, Question(.bigO), prediction: "mu") }
    for cell in ["", "x", "nan", "0.7"] {
      let broken = text + "64,3,6,\(cell)\n"
      #expect(throws: MeasurementError.self) {
        try posed(broken, .prediction(within: .share(0.1)), prediction: "mu")
      }
    }
    let lacking = "scale,run,value,mu\n32,1,8,1\n64,1,,\n"
    #expect {
      try posed(lacking, .prediction(within: .share(0.1)), prediction: "mu")
    } throws: { "\($0)".contains("scale 64") }
  }

  @Test("o(1) of a share asks about its only side") func shares() throws {
    let text = "scale,run,value\n32,1,0.5\n"
    #expect(try posed(text, Question(.littleO), kind: .share).predicate == .atMostLittleO)
    #expect(try posed(text, Question(.littleO), kind: .signed).predicate == .littleO)
    #expect(try posed(text, Question(.bigOmega), kind: .share).predicate == .bigOmega)
  }

  @Test("a comparison carries b − a, the smallest of a run's times") func margins() throws {
    let text = "scale,run,T,a,b\n32,1,1,0,1\n32,1,2,2,1\n32,2,1,1,1.5\n32,3,1,0,nan\n32,4,1,,1\n"
    let margins = try #require(try posed(text, .comparison).evidence.margins)
    #expect(margins == [[-1, 0.5, nil, nil]])
    let runs = try posed("scale,run,a,b\n32,1,1,3\n32,2,3,1\n", .comparison).evidence
    #expect(runs.margins == [[2, -2]] && runs.runs == [[0, 1]])
    #expect(try posed("scale,run,value\n32,1,1\n", Question(.withHighProbability)).evidence.margins == nil)
  }
}
