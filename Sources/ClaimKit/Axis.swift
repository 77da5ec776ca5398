import Experiments

/// The axis of a claim's scales: what the experiment calls its scale, or a time or setting at a fixed scale.
public struct Axis: Sendable {
  /// The meaning of a scale.
  package enum Kind: Sendable {
    /// The scale of the experiment, such as a dimension or a number of samples.
    case scale
    /// The time, at a fixed scale; each time has its own runs.
    case time(at: Int)
    /// A setting as a function of the scale on the axis, at a fixed scale of the experiment.
    case setting(String, Rule, at: Int)
    /// Something that the arms alone read, at a fixed scale of the experiment.
    case arms(at: Int)
  }

  /// The symbol of the scale, such as d or T.
  package let symbol: String
  /// The symbol of the scale of the experiment, which is fixed unless it is the axis.
  package let base: String
  /// What the scale is, such as `dimension`.
  package let what: String
  /// The meaning of a scale.
  package let kind: Kind
  /// The reason for these scales.
  public let reason: String
  private let scales: [Profile: [Int]]

  /// An axis from its parts.
  ///
  /// - Parameters:
  ///   - symbol: The symbol of the scale, such as d or T.
  ///   - base: The symbol of the scale of the experiment.
  ///   - what: What the scale is, such as `dimension`.
  ///   - kind: The meaning of a scale.
  ///   - scales: The scales by profile; a profile that is not listed uses its own scales.
  ///   - reason: The reason for these scales.
  package init(
    _ symbol: String, base: String = "d", what: String, _ kind: Kind, scales: [Profile: [Int]], because reason: String
  ) {
    self.symbol = symbol
    self.base = base
    self.what = what
    self.kind = kind
    self.reason = reason
    self.scales = scales
  }

  /// The scale of the experiment itself.
  ///
  /// - Parameters:
  ///   - symbol: Its symbol in the statement, such as n.
  ///   - what: What it is, such as `number of samples`.
  ///   - scales: The scales of each profile, at least five in increasing order; a profile that is not listed uses its
  ///     own.
  ///   - reason: The reason for these scales.
  public static func scale(
    _ symbol: String, _ what: String, _ scales: [Profile: [Int]], because reason: String
  ) -> Axis {
    Axis(symbol, base: symbol, what: what, .scale, scales: scales, because: reason)
  }

  /// A time at a fixed scale of the experiment; each time has its own runs.
  ///
  /// - Parameters:
  ///   - symbol: The symbol of the time, such as T.
  ///   - scale: The fixed scale of the experiment.
  ///   - base: The symbol of that scale.
  ///   - scales: The times of each profile.
  ///   - reason: The reason for these times.
  public static func time(
    _ symbol: String, at scale: Int, of base: String, _ scales: [Profile: [Int]], because reason: String
  ) -> Axis {
    Axis(symbol, base: base, what: "time", .time(at: scale), scales: scales, because: reason)
  }

  /// A setting at a fixed scale of the experiment.
  ///
  /// - Parameters:
  ///   - symbol: The symbol of the scale on the axis.
  ///   - setting: The name of the setting.
  ///   - rule: The setting as a function of the scale on the axis.
  ///   - scale: The fixed scale of the experiment.
  ///   - base: The symbol of that scale.
  ///   - scales: The scales of each profile.
  ///   - reason: The reason for these scales.
  public static func setting(
    _ symbol: String, _ setting: String, _ rule: Rule, at scale: Int, of base: String, _ scales: [Profile: [Int]],
    because reason: String
  ) -> Axis {
    Axis(symbol, base: base, what: setting, .setting(setting, rule, at: scale), scales: scales, because: reason)
  }

  /// Returns the claim's own scales for a profile; nil if the claim uses the profile's scales.
  public func scales(at profile: Profile?) -> [Int]? {
    profile.flatMap { scales[$0] }
  }

  /// Returns the scale of the experiment, such as its dimension, at a scale on the axis.
  public func dimension(at scale: Int) -> Int {
    switch kind {
    case .scale: scale
    case .time(let fixed), .setting(_, _, let fixed), .arms(let fixed): fixed
    }
  }

  /// Whether the scale of the experiment grows, rather than a time or a setting.
  package var isScale: Bool {
    if case .scale = kind { return true }
    return false
  }

  /// The text in registrations.
  package var registered: String {
    switch kind {
    case .scale: symbol
    case .time(let fixed): "\(symbol) at \(base) = \(fixed)"
    case .setting(let name, let rule, let fixed): "\(name) = \(rule.formula) at \(base) = \(fixed)"
    case .arms(let fixed): "\(symbol) labels at \(base) = \(fixed)"
    }
  }

  /// What a chart writes under its horizontal axis.
  package var label: String {
    switch kind {
    case .scale: "\(what) \(symbol)"
    case .time(let fixed): "\(what) \(symbol) in steps, at \(base) = \(fixed)"
    case .setting(_, _, let fixed): "\(symbol), at \(base) = \(fixed)"
    case .arms(let fixed): "\(what) \(symbol), at \(base) = \(fixed)"
    }
  }

  /// The meaning of a scale, for the table of the stand-in; nil where it is the scale of the experiment.
  package var meaning: String? {
    switch kind {
    case .scale: nil
    case .time(let fixed): "\(symbol) training steps at \(base) = \(fixed); each scale has its own runs"
    case .arms(let fixed):
      "\(symbol) split labels at \(base) = \(fixed); other labels do not change; each scale has its own runs"
    case .setting(let name, let rule, let fixed): "\(symbol) at \(base) = \(fixed): \(name) = \(rule.formula)"
    }
  }
}
