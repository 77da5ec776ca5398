import ClaimKit
import Experiments
import MultiView

/// How far exact trials reach; beyond it, trials hold no vector of length d (Documentation/concentrated.md).
struct Reach: Sendable {
  /// The largest dimension of exact trials.
  let exact: Int
  /// The smallest dimension at which concentrated trials are run beside the exact ones.
  let overlap: Int
  /// ε of the macro steps of concentrated trials.
  let macro: Rule

  /// Exact trials up to a dimension; from a quarter of it on, concentrated trials are run beside them.
  ///
  /// - Parameters:
  ///   - exact: The largest dimension of exact trials.
  ///   - macro: ε of the macro steps of concentrated trials.
  init(exact: Int, macro: Double = 0.01) {
    self.exact = exact
    overlap = exact / 4
    self.macro = .constant(
      macro,
      because: """
        from step T on, \(macro.exactText)·T steps share one gradient; in the mean this lowers the loss by about \
        \((50 * macro).exactText) %
        """)
  }

  /// The reach of claims over ten decades of d.
  static let tenDecades = Reach(exact: 256, macro: 0.02)

  /// Returns the mode of a trial at a dimension, in a regime of a mode.
  ///
  /// - Parameters:
  ///   - mode: The mode of the regime. Only pruned trials have concentrated ones in their place.
  ///   - d: The dimension.
  func mode(_ mode: NetworkMode, at d: Int) -> NetworkMode { mode == .pruned && d > exact ? .concentrated : mode }

  /// The rows of the stand-in's table.
  var table: [SetupRow] {
    [
      SetupRow(
        RegimeParameter.mode.rawValue, "pruned up to d = \(exact), concentrated beyond",
        because: "an exact trial holds vectors of length d; a concentrated one draws their products with noise"),
      SetupRow(
        RegimeParameter.macro.rawValue, "\(macro.formula) in concentrated trials", because: macro.reason),
    ]
  }
}
