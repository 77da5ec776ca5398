/// Which p-values decide.
public enum Procedure: String, Sendable, CaseIterable, CustomStringConvertible {
  /// The formulas of the specification alone, as its test vectors have them.
  ///
  /// For checking that the formulas are implemented as written; on planted truths they err more often than promised.
  case specified
  /// The formulas with the corrections of decision procedure §3.6; every verdict shown to a reader uses them.
  ///
  /// The number is raised whenever a correction changes, so that the registrations of claims change with it.
  case corrected = "corrected-2"

  /// The name under which it is registered.
  public var description: String { rawValue }
}
