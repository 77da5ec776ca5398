import Experiments

/// The length of trials, and the times at which conclusions are read.
public struct Window: Sendable {
  /// How long trials run.
  package enum Length: Sendable {
    /// Trains until T*, the first checkpoint with a training loss of at most a bound, and then on to factor·T*.
    ///
    /// The step limit is a function of d, rounded to a whole number.
    case fit(lossBound: Rule, factor: Int, stepLimit: Rule)
    /// Trains up to a time, and is read from an earlier time on; both are functions of the scale and of the settings.
    case timetable(from: Rule, to: Rule)
    /// Trains for a fixed number of steps.
    case steps(Int)
    /// Trains for as many steps as the scale says, for claims in which the scale is the time.
    case scaledSteps
    /// Reads at these times.
    case times([Int])
    /// Reads once, without a time.
    case once
    /// Another task, which is read once.
    case task(Task)

    /// Trains until T* and then on to factor·T*, with the same step limit at every d.
    package static func fit(lossBound: Rule, factor: Int, stepLimit: Int) -> Length {
      .fit(lossBound: lossBound, factor: factor, stepLimit: .constant(Double(stepLimit), because: ""))
    }
  }

  /// A task that is no training run, with a count such as a number of samples.
  package struct Task: Sendable, Hashable {
    /// The name by which the experiment knows it.
    package let name: String
    /// The count.
    package var count: Int
    /// What stands before the count in words.
    package let before: String
    /// What stands after the count in words.
    package let after: String
    /// Whether the count is a number of steps.
    package let isSteps: Bool

    /// A task from its parts.
    package init(_ name: String, _ count: Int, before: String = "", after: String, isSteps: Bool) {
      self.name = name
      self.count = count
      self.before = before
      self.after = after
      self.isSteps = isSteps
    }
  }

  /// What follows the training in the same run; conclusions are then read during it only.
  package struct Continuation: Sendable, Hashable {
    /// Its number of steps.
    package let steps: Int
    /// What is done, such as `fine-tuning on coarse labels`.
    package let words: String

    /// A continuation from its parts.
    package init(steps: Int, words: String) {
      self.steps = steps
      self.words = words
    }
  }

  /// The first time at which conclusions are read.
  public enum Start: String, Sendable {
    /// T*; a run that never reaches T* is read over [limit / factor, limit], and the fit summary on the page counts it.
    case timeToFit = "T*"
    /// The first time of the window's timetable.
    case timetable = "T₀"
    /// The first checkpoint.
    case firstStep = "1"
    /// The last checkpoint, which is then the only one.
    case end = "the last step"
  }

  /// How long trials run.
  package var length: Length
  /// The first time at which conclusions are read; the last is the end of the trial.
  public var start: Start
  /// What follows the training; nil for nothing.
  package var continuation: Continuation?
  /// The reason for this length.
  public let reason: String
  /// The reason for the step limit of the search for T*; empty without a search.
  package let limitReason: String

  /// A window from its parts.
  package init(
    _ length: Length, then continuation: Continuation? = nil, readFrom start: Start, because reason: String,
    limitBecause limitReason: String = ""
  ) {
    self.length = length
    self.continuation = continuation
    self.start = start
    self.reason = reason
    self.limitReason = limitReason
  }

  /// The bound on the loss that defines T*; nil if the window does not search for T*.
  package var lossBound: Rule? {
    if case .fit(let bound, _, _) = length { return bound }
    return nil
  }

  /// The ratio of the window's last to its first time; 1 if the window does not search for T*.
  package var factor: Int {
    if case .fit(_, let factor, _) = length { return factor }
    return 1
  }

  /// The largest number of steps to search for T* as a function of d; nil if the window does not search for T*.
  package var fitLimit: Rule? {
    if case .fit(_, _, let limit) = length { return limit }
    return nil
  }

  /// The largest number of steps to search for T*, or the fixed number of steps; 0 if there is none.
  ///
  /// A limit that depends on d is given for the smallest d.
  public var stepLimit: Int {
    get {
      switch length {
      case .fit(_, _, let limit): Self.steps(limit, at: 1)
      case .steps(let count): count
      case .task(let task): task.isSteps ? task.count : 0
      case .scaledSteps, .times, .once, .timetable: 0
      }
    }
    set {
      switch length {
      case .fit(let bound, let factor, _):
        length = .fit(lossBound: bound, factor: factor, stepLimit: newValue)
      case .steps: length = .steps(newValue)
      case .timetable(let start, _): length = .timetable(from: start, to: .constant(Double(newValue), because: ""))
      case .task(var task) where task.isSteps:
        task.count = newValue
        length = .task(task)
      case .scaledSteps, .times, .once, .task: break
      }
    }
  }

  /// Returns a step limit at a dimension.
  ///
  /// A number that is no whole number of steps becomes 0, which no trial accepts.
  package static func steps(_ limit: Rule, at d: Int) -> Int { Int(exactly: limit.value(at: d).rounded()) ?? 0 }

  /// Returns the first time that is read of a trial, if the window has a timetable; otherwise nil.
  package func firstTime(of trial: Trial) -> Int? {
    guard case .timetable(let from, _) = length else { return nil }
    return Self.time(from, trial.scale, trial.settings.numbers)
  }

  /// Returns the last time of a trial, if the window has a timetable; otherwise nil.
  ///
  /// - Parameters:
  ///   - scale: The scale of the experiment.
  ///   - settings: The settings of the trial that are numbers.
  package func lastTime(at scale: Int, _ settings: [String: Double]) -> Int? {
    guard case .timetable(_, let to) = length else { return nil }
    return Self.time(to, scale, settings)
  }

  /// Returns a time by its rule, at least 1; 0, which no trial accepts, if the rule gives no number of steps.
  private static func time(_ rule: Rule, _ scale: Int, _ settings: [String: Double]) -> Int {
    let value = rule.evaluate(Rule.Context(d: Double(scale), resolved: settings)).rounded()
    return Int(exactly: max(1, value)) ?? 0
  }

  /// Lowers the step limit of the search for T* to a number of steps, where it is larger.
  package mutating func lowerLimit(to steps: Int) {
    guard case .fit(let bound, let factor, let limit) = length else { return }
    let lowered = Rule("min(\(steps), \(limit.formula))", because: limit.reason) {
      min(Double(steps), limit.value(at: Int($0.d)))
    }
    length = .fit(lossBound: bound, factor: factor, stepLimit: lowered)
  }

  /// Whether a longer window is still one of the statement: conclusions are read at all times from some time on.
  package var isStretchable: Bool {
    guard start != .end, continuation == nil else { return false }
    switch length {
    case .fit, .timetable, .steps, .times: return true
    case .scaledSteps, .once, .task: return false
    }
  }

  /// Makes the window longer by a factor; one that cannot be stretched stays as it is.
  package mutating func stretch(by factor: Int) {
    guard factor > 1, isStretchable else { return }
    switch length {
    case .fit(let bound, let own, let limit): length = .fit(lossBound: bound, factor: own * factor, stepLimit: limit)
    case .timetable(let from, let to):
      let longer = Rule("\(factor)·(\(to.formula))", because: to.reason) { Double(factor) * to.evaluate($0) }
      length = .timetable(from: from, to: longer)
    case .steps(let count): length = .steps(count * factor)
    case .times(var times):
      let end = (times.last ?? 1) * factor
      while let last = times.last, last > 0, last < end { times.append(min(2 * last, end)) }
      length = .times(times)
    case .scaledSteps, .once, .task: break
    }
  }

  /// A description of the training and of the times at which conclusions are read.
  public var text: String {
    let read =
      switch start {
      case .timeToFit: "read at every checkpoint from T* on"
      case .timetable: "read at every checkpoint from T₀\(firstFormula) on"
      case .firstStep: "read at every checkpoint"
      case .end: "read at the end"
      }
    if let continuation {
      return "\(training); then \(continuation.steps) steps of \(continuation.words); \(read)"
    }
    return training + (isRead ? "; \(read)" : "")
  }

  private var firstFormula: String {
    if case .timetable(let from, _) = length { return " = \(from.formula)" }
    return ""
  }

  /// Whether a run is read once, without a time.
  package var isOnce: Bool {
    if case .once = length { return true }
    return false
  }

  /// Whether checkpoints are read.
  private var isRead: Bool {
    switch length {
    case .fit, .timetable, .steps, .scaledSteps, .times: true
    case .once, .task: false
    }
  }

  /// A description of the training before any fine-tuning.
  private var training: String {
    switch length {
    case .fit(let bound, let factor, let limit):
      "training until T*, the first checkpoint with training loss ≤ \(bound.formula), at most \(limit.formula) steps, then on to "
        + "\(factor)·T*"
    case .timetable(_, let to): "\(to.formula) training steps"
    case .steps(let count): "\(count) training steps"
    case .scaledSteps: "T training steps"
    case .times(let times): "observed at times \(times.map(String.init).joined(separator: ", "))"
    case .once: "one run, read once"
    case .task(let task): "\(task.before)\(task.count)\(task.after)"
    }
  }
}

extension Window {
  /// One run, read once without a time.
  public static func once(because reason: String) -> Window { Window(.once, readFrom: .end, because: reason) }

  /// A run that is observed at some times.
  ///
  /// - Parameters:
  ///   - times: The times, increasing.
  ///   - start: Whether conclusions are read at every time or at the last one only.
  ///   - reason: The reason for these times.
  public static func observed(at times: [Int], readFrom start: Start, because reason: String) -> Window {
    Window(.times(times), readFrom: start, because: reason)
  }

  /// A run that is observed at its end, for claims in which the scale is the time.
  public static func untilScale(because reason: String) -> Window {
    Window(.scaledSteps, readFrom: .end, because: reason)
  }

  /// Returns the times at which an experiment is asked to observe a run at a scale; none for one that is read once.
  ///
  /// - Throws: ``SetupError`` for a window that only the paper's model knows, or if the times do not increase.
  func times(at scale: Int) throws(SetupError) -> [Int] {
    switch length {
    case .once: return []
    case .scaledSteps: return [scale]
    case .times(let times):
      guard !times.isEmpty, times.first ?? 0 >= 0, zip(times, times.dropFirst()).allSatisfy(<) else {
        throw SetupError("the times \(times.map(String.init).joined(separator: ", ")) are out of range: they increase.")
      }
      guard start != .timeToFit else {
        throw SetupError("the window “\(text)” is out of range: T* is a time of the paper's trainer only.")
      }
      return start == .end ? Array(times.suffix(1)) : times
    case .fit, .steps, .timetable, .task:
      throw SetupError(
        "the window “\(text)” is out of range: an experiment of your own is read once or observed at given times.")
    }
  }
}
