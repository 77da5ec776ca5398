/// Where the numbers stand in a table, and which of a run's rows counts.
///
/// A column that is not named here has its usual name: `scale`, `run`, `value`, `trials`, `T`.
package struct TableLayout: Sendable {
  /// Which row counts where a run has several.
  package enum Choice: String, Sendable, CaseIterable {
    /// The row with the largest time; without times, the last row in the file.
    case last
    /// The row with the largest value.
    case largest
    /// The row with the smallest value.
    case smallest
  }

  /// The column of the scales.
  package var scale: String?
  /// The column that tells the runs apart.
  package var run: String?
  /// The column of the values.
  package var value: String?
  /// The column with the number of trials.
  package var trials: String?
  /// The column of the times.
  package var time: String?
  /// The column of the values that a curve predicts.
  package var prediction: String?
  /// The delimiter; nil to recognise it, or JSON lines, from the file.
  package var delimiter: Delimiter?
  /// Which row counts where a run has several; nil if a run may not have several rows.
  ///
  /// The usual column `T` allows several without a choice. Then the worst row counts.
  package var choice: Choice?
  /// Whether every row is a run of its own, so that no column tells runs apart.
  package var rowsAreRuns = false
  /// Whether a column `k` is read; if not, it is one more column to ignore.
  package var readsK = true

  /// The usual layout.
  package init() {}

  /// Whether no column has been named, apart from one of predicted values.
  ///
  /// The table is then one that was written for this command, in which a column `T` holds times.
  var isUsual: Bool { [scale, run, value, trials, time].allSatisfy { $0 == nil } && !rowsAreRuns }
}
