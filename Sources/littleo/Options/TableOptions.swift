import Experiments
import Files
import Measurements

/// The options of `littleo decide` that say where the numbers stand in a table.
enum TableOptions {
  /// The options, each with a value and none repeatable.
  static let names = ["scale", "run", "value", "trials", "prediction", "delimiter", "time", "at"]
  /// The options without a value.
  static let switches = ["rows-are-runs"]

  /// Reads the options.
  static func layout(_ arguments: Arguments) throws(UsageError) -> TableLayout {
    var layout = TableLayout()
    layout.scale = arguments.value("scale")
    layout.run = arguments.value("run")
    layout.value = arguments.value("value")
    layout.trials = arguments.value("trials")
    layout.prediction = arguments.value("prediction")
    layout.time = arguments.value("time")
    layout.delimiter = try delimiter(arguments)
    layout.choice = try arguments.choice("at")
    layout.rowsAreRuns = arguments.has("rows-are-runs")
    if layout.time != nil, layout.choice == nil {
      throw UsageError("--time needs --at last, largest or smallest, which says which of a run's rows counts.")
    }
    if layout.rowsAreRuns, let other = ["run", "time", "at"].first(where: { arguments.value($0) != nil }) {
      throw UsageError("--rows-are-runs and --\(other) exclude each other: if every row is a run, none repeats.")
    }
    return layout
  }

  private static func delimiter(_ arguments: Arguments) throws(UsageError) -> Delimiter? {
    guard let text = arguments.value("delimiter") else { return nil }
    if text == "tab" || text == "\\t" { return .tab }
    guard text.count == 1, let delimiter = text.first.flatMap(Delimiter.init) else {
      throw UsageError("--delimiter \(Quoted.text(text)) is out of range: it is one of ',', ';', '|' and tab.")
    }
    return delimiter
  }
}
