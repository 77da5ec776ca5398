import MultiView
import Training

/// One observable of a checkpoint as `littleo trial` prints it: a key in JSON and, for most, a column of a table.
struct CheckpointColumn {
  /// A cell: a number or a count, which may be absent.
  enum Cell {
    case number(Double?)
    case count(Int?)

    /// The cell in a table.
    var text: String {
      switch self {
      case .number(let value): TerminalNumber.short(value)
      case .count(let value): value.map { "\($0)" } ?? TerminalNumber.short(nil)
      }
    }
  }

  /// The name in JSON.
  let key: String
  /// The table that shows the observable, and its heading there; nil if only JSON has it.
  let heading: (table: TrialOutput.Observables, text: String)?
  /// Reads the value from a checkpoint.
  let cell: (Checkpoint) -> Cell

  private init(
    _ key: String, _ heading: (TrialOutput.Observables, String)? = nil, _ cell: @escaping (Checkpoint) -> Cell
  ) {
    self.key = key
    self.heading = heading
    self.cell = cell
  }

  private static func number(
    _ key: String, _ table: TrialOutput.Observables? = nil, _ text: String = "",
    _ value: @escaping (Checkpoint) -> Double?
  ) -> CheckpointColumn {
    CheckpointColumn(key, table.map { ($0, text) }) { .number(value($0)) }
  }

  /// The observables that checkpoints name themselves.
  private static func named(
    _ group: Checkpoint.NamedNumber.Group, in table: TrialOutput.Observables
  ) -> [CheckpointColumn] {
    Checkpoint.named.filter { $0.group == group }.map { number($0.name, table, $0.heading, $0.value) }
  }

  /// Every observable, in the order of the tables.
  ///
  /// - Parameters:
  ///   - readout: The read-out whose errors are shown.
  ///   - parameters: The parameters, which hold the number of test samples.
  static func all(readout: Readout, parameters: ModelParameters, census: LuckyCensus?) -> [CheckpointColumn] {
    func shares(_ checkpoint: Checkpoint) -> (easy: Double, hard: Double)? {
      checkpoint.errors(by: readout)?.shares(in: parameters)
    }
    return [
      Self.number("trainingLoss", .errors, "loss") { $0.trainingLoss },
      Self.number("sourceLoss", .errors, "training-set loss") { $0.sourceLoss },
      Self.number("easyError", .errors, "easy error") { shares($0)?.easy },
      Self.number("hardError", .errors, "hard error") { shares($0)?.hard },
      Self.number("medianEasyMargin", .errors, "easy margin") { $0.easyMargin?.median },
      Self.number("medianHardMargin", .errors, "hard margin") { $0.hardMargin?.median },
      Self.number("lowEasyMargin") { $0.easyMargin?.low },
      Self.number("highEasyMargin") { $0.easyMargin?.high },
      Self.number("lowHardMargin") { $0.hardMargin?.low },
      Self.number("highHardMargin") { $0.hardMargin?.high },
      Self.number("commonWeight", .errors, "common weight") { $0.commonWeight },
      Self.number("rareWeight", .errors, "rare weight") { $0.rareWeight },
      CheckpointColumn("luckyCommon", (.errors, "lucky common")) { _ in .count(census?.common ?? 0) },
      CheckpointColumn("luckyRare", (.errors, "lucky rare")) { _ in .count(census?.rare ?? 0) },
      CheckpointColumn("undecided", (.errors, "undecided")) {
        .count($0.errors(by: readout)?.undecided ?? $0.undecided)
      },
    ] + named(.weights, in: .weights) + named(.responses, in: .responses) + [
      CheckpointColumn("noiseFirings", (.responses, "noise firings")) { .count($0.noiseFirings) },
      CheckpointColumn("awakened", (.responses, "awakened")) { .count($0.awakened) },
    ]
  }
}
