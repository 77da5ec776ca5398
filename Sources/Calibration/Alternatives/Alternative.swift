import Decision
import Randomness

/// What a procedure concludes about the limit of a metric.
package enum LimitAnswer: Sendable, Equatable {
  /// The metric is o(1).
  case vanishes
  /// The limit is above 0 and below ε.
  case floor
  /// The limit is above ε, so the metric is not o(1).
  case staysAbove
  /// Nothing is concluded.
  case open

  /// Whether the answer is right for a limit; nothing is right for a limit of exactly ε.
  func isRight(limit: Double, materiality: Double) -> Bool {
    switch self {
    case .vanishes: limit == 0
    case .floor: limit > 0 && limit < materiality
    case .staysAbove: limit > materiality
    case .open: false
    }
  }

  /// Whether the answer is wrong for a limit: it concludes something, and that is not right.
  func isWrong(limit: Double, materiality: Double) -> Bool {
    self != .open && !isRight(limit: limit, materiality: materiality)
  }
}

/// A procedure that a user could apply instead of this one, or this one itself.
package enum LimitProcedure: String, Sendable, CaseIterable {
  /// The decision procedure of this package, judged alone.
  case littleO
  /// A t test of the slope of ln mean on ln d.
  case logLogSlope
  /// Akaike's criterion among a constant, a power, and their sum.
  case akaike
  /// The Jonckheere–Terpstra test for a falling trend.
  case jonckheere
  /// A bootstrap interval of the constant in c + a·x^−b.
  case bootstrapFloor
  /// A t interval of the mean at the largest scale.
  case meanInterval

  /// The name in tables.
  package var text: String {
    switch self {
    case .littleO: "LittleO"
    case .logLogSlope: "log–log slope"
    case .akaike: "AIC"
    case .jonckheere: "Jonckheere"
    case .bootstrapFloor: "bootstrap"
    case .meanInterval: "t interval"
    }
  }

  /// What the procedure does, for the page.
  package var explanation: String {
    switch self {
    case .littleO:
      "a support of any word is read as o(1), *refuted* as not o(1), and *inconclusive(floor)* as a limit between 0 "
        + "and ε"
    case .logLogSlope: "o(1) if the slope of ln mean on ln d is negative (t test, 2.5 %)"
    case .akaike:
      "least squares of the means; the lowest AIC among c, a·x^−b and c + a·x^−b decides. A power means o(1), and a "
        + "constant means what its value c says: not o(1) from ε on, otherwise a limit between 0 and ε"
    case .jonckheere: "o(1) if the runs fall with d (Jonckheere–Terpstra, 2.5 %)"
    case .bootstrapFloor:
      "least squares of c + a·x^−b on the means of \(BootstrapFloor.resamples) bootstrap samples of the runs. o(1) if "
        + "97.5 % of the fitted c are below ε, not o(1) if 97.5 % are above"
    case .meanInterval:
      "the 95 % t interval of the mean at the largest d. o(1) if it is below ε, not o(1) if it is above"
    }
  }

  /// Returns the answer on evidence drawn from a cell; `draws` gives the random numbers of the bootstrap.
  func answer(on evidence: Evidence, of cell: PlantedCell, _ draws: inout Draws) -> LimitAnswer {
    let runs = evidence.shares.map { $0.compactMap { $0 } }
    let materiality = cell.rules.materiality
    switch self {
    case .littleO:
      return switch cell.decision(on: evidence).verdict(levels: ErrorLevels()) {
      case .supported, .extrapolated, .notContradicted: .vanishes
      case .refuted: .staysAbove
      case .inconclusive(let reason): reason == .floor ? .floor : .open
      }
    case .logLogSlope: return LogLogSlope.answer(scales: evidence.scales, runs: runs)
    case .akaike: return AkaikeChoice.answer(scales: evidence.scales, runs: runs, materiality: materiality)
    case .jonckheere: return JonckheereTrend.answer(runs: runs)
    case .bootstrapFloor:
      return BootstrapFloor.answer(scales: evidence.scales, runs: runs, materiality: materiality, &draws)
    case .meanInterval: return MeanInterval.answer(runs: runs, materiality: materiality)
    }
  }
}

extension [Double] {
  /// The arithmetic mean; 0 of an empty list.
  var mean: Double { reduce(0, +) / Double(Swift.max(count, 1)) }
}
