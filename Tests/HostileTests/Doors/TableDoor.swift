@testable import Decision
@testable import Measurements

/// A table is refused in one line, or it is read and every question about it has a plain answer or refusal.
enum TableDoor {
  /// Questions of every sort; posing all of them takes little time.
  private static let questions: [Question] = [
    "o(1)", "Omega(1)", "O(d)", "Theta(1/d)", "o(1/ln(d)^2)", "o(k^2/d)", "poly(d)", "whp", "a<=b", "<=o(1)",
    "exponent=0±0.5", "curve=1/d±50%", "curve±10%",
  ].compactMap { try? Question(parsing: $0) }

  /// The most rows of a table that is decided, which takes much more time than reading it.
  private static let mostDecided = 200

  static func outcome(_ bytes: [UInt8]) -> Door.Outcome {
    // Options that a user would give, drawn from the bytes themselves.
    let choice = bytes.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF }
    let measurements: Measurements
    do throws(MeasurementError) {
      var layout = TableLayout()
      if choice % 4 == 1 { layout.choice = TableLayout.Choice.allCases[choice / 4 % 3] }
      if choice % 16 == 2 { layout.rowsAreRuns = true }
      if let other = try? Measurements(csv: bytes, layout: layout) {
        measurements = other
      } else {
        measurements = try Measurements(csv: bytes)
      }
    } catch {
      return .refused(error.description)
    }
    var posed: [PosedQuestion] = []
    for question in questions {
      let inquiry = Inquiry(question, kind: choice % 3 == 0 ? .positive : nil)
      if let open = inquiry.openKind(of: measurements), let fault = Message.fault(open.description) {
        return .broken(fault)
      }
      do throws(MeasurementError) {
        posed.append(try inquiry.posed(to: measurements))
      } catch {
        if let fault = Message.fault(error.description) { return .broken(fault) }
      }
    }
    for question in posed {
      for remark in question.remarks + question.shortages(under: question.usualRules) + [question.metric] {
        if let fault = Message.fault(remark) { return .broken(fault) }
      }
    }
    guard !posed.isEmpty, measurements.rows.count <= mostDecided else { return .used }
    return decided(posed[choice / 16 % posed.count])
  }

  private static func decided(_ posed: PosedQuestion) -> Door.Outcome {
    do throws(DecisionError) {
      let decision = try DecisionEngine.decide(posed.evidence, that: posed.predicate, rules: posed.usualRules)
      for p in [decision.pSupport, decision.pRefute] where !(p >= 0 && p <= 1) { return .broken("a p-value of \(p)") }
      return .used(saying: decision.verdict().description)
    } catch {
      return .used(saying: "\(error)")
    }
  }
}
