import Files

/// Collects the readings of one trial and checks them against what the experiment declares.
///
/// A quantity that is never read at a time is missing there: its run counts as missing. An experiment that must read
/// everything says what is missing with ``addMissing(_:at:)`` and checks ``unread``.
package struct TraceBuilder {
  private let trial: Trial
  private let times: Set<Int>
  private let observables: [String: Observable]
  // A place that was read as missing holds nil; a place that was not read is absent.
  private var values: [String: [Int: Value?]] = [:]
  private var totals: [String: Int] = [:]
  private var ofRun: [String: Value?] = [:]

  /// A collection for a trial.
  package init(_ trial: Trial, of observables: [Observable]) {
    self.trial = trial
    times = Set(trial.times)
    self.observables = Dictionary(observables.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Adds a value.
  ///
  /// - Parameters:
  ///   - value: The value; a count has its n.
  ///   - name: The name of its quantity.
  ///   - time: The time read; nil for a quantity of the whole run.
  /// - Throws: ``ExperimentError`` naming the quantity if it is not declared, was read before, or is out of range, or
  ///   if the time was not asked for.
  package mutating func add(_ value: Value, as name: String, at time: Int?) throws(ExperimentError) {
    let observable = try observable(name)
    let place = Self.place(of: name, at: time)
    if let defect = observable.defect(of: value) { throw ExperimentError("\(place) = \(defect)") }
    if time != nil, let total = value.of, let other = totals[name], other != total {
      throw ExperimentError("\(place) counts out of \(total) and elsewhere out of \(other): n must not change.")
    }
    try set(value, of: observable, at: time)
    if time != nil { totals[name] = value.of }
  }

  /// Says that the run does not define a quantity at a time, or for the whole run.
  ///
  /// - Parameters:
  ///   - name: The name of the quantity.
  ///   - time: The time read; nil for a quantity of the whole run.
  /// - Throws: ``ExperimentError`` as for a value.
  package mutating func addMissing(_ name: String, at time: Int?) throws(ExperimentError) {
    try set(nil, of: observable(name), at: time)
  }

  /// The first quantity, in the order of names, that has neither a value nor is said to be missing somewhere, with the
  /// time; nil if all were read.
  package var unread: String? {
    for (name, observable) in observables.sorted(by: { $0.key < $1.key }) {
      if observable.isOfRun {
        if ofRun[name] == nil { return Self.place(of: name, at: nil) }
      } else if let time = trial.times.first(where: { values[name]?[$0] == nil }) {
        return Self.place(of: name, at: time)
      }
    }
    return nil
  }

  /// Returns a quantity and a time in words.
  package static func place(of name: String, at time: Int?) -> String {
    time.map { "“\(name)” at time \($0)" } ?? "“\(name)”"
  }

  private func observable(_ name: String) throws(ExperimentError) -> Observable {
    if let observable = observables[name] { return observable }
    let known = observables.keys.sorted().joined(separator: ", ")
    throw ExperimentError("the quantity “\(Quoted.text(name))” is not declared; declared are \(known).")
  }

  private mutating func set(_ value: Value?, of observable: Observable, at time: Int?) throws(ExperimentError) {
    let name = observable.name
    let place = Self.place(of: name, at: time)
    guard observable.isOfRun == (time == nil) else {
      let right = observable.isOfRun ? "once per run, without a time" : "at a time"
      throw ExperimentError("\(place) has the wrong place: it is read \(right).")
    }
    guard let time else {
      guard ofRun[name] == nil else { throw ExperimentError("\(place) was read twice.") }
      ofRun[name] = .some(value)
      return
    }
    guard times.contains(time) else {
      let list = trial.times.map(String.init).joined(separator: ", ")
      throw ExperimentError("\(place) was not asked for; the times are \(list.isEmpty ? "none" : list).")
    }
    guard values[name]?[time] == nil else { throw ExperimentError("\(place) was read twice.") }
    values[name, default: [:]][time] = .some(value)
  }

  /// Returns the trace of what was added.
  ///
  /// - Parameters:
  ///   - work: The work done, in the unit of the demand.
  ///   - notes: What else was counted.
  package func trace(work: Int, notes: [String: Int] = [:]) -> Trace {
    let columns = values.mapValues { column in Trace.Column(trial.times.map { column[$0] ?? nil }) }
    let stages = trial.times.isEmpty ? [] : [Trace.Stage(times: trial.times, columns: columns)]
    return Trace(stages: stages, ofRun: ofRun.compactMapValues { $0 }, notes: notes, work: work)
  }
}
