import Foundation

/// Reads the lines with which a program answers a trial.
struct ProgramReading {
  /// The largest whole number up to which every whole number has a `Double` of its own.
  private static let largestWhole = 0x1p53
  private let name: String
  private let observables: [String: Observable]
  private let trial: Trial
  private var builder: TraceBuilder

  /// An empty reading of a trial.
  ///
  /// - Parameters:
  ///   - trial: The trial.
  ///   - name: The identifier under which the program was asked for it.
  ///   - observables: The declared quantities.
  init(_ trial: Trial, named name: String, of observables: [Observable]) {
    self.trial = trial
    self.name = name
    self.observables = Dictionary(observables.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    builder = TraceBuilder(trial, of: observables)
  }

  /// Takes a line and returns the trace if it is the last one of the trial.
  ///
  /// - Throws: A clause on what is wrong with the line.
  mutating func take(_ line: Data) throws(ExperimentError) -> Trace? {
    guard let value = try JSONValue.read(line), case .object(var members) = value else {
      let text = String(decoding: line.prefix(200), as: UTF8.self).quotable
      throw ExperimentError("the program wrote a line that is no JSON object: “\(text)”")
    }
    switch members.removeValue(forKey: "trial") {
    case .text(name)?: break
    case .text(let other)?:
      throw ExperimentError("the program answers for another trial, “\(other.quotable)”, and was asked for “\(name)”")
    case nil: throw ExperimentError("the program wrote a line without “trial”")
    case let other?: throw ExperimentError("“trial” is \(other.words), but it must be the text “\(name)”")
    }
    if let done = members.removeValue(forKey: "done") { return try trace(done, members) }
    try read(members)
    return nil
  }

  private mutating func read(_ line: [String: JSONValue]) throws(ExperimentError) {
    var values = line
    var time: Int?
    if let value = values.removeValue(forKey: "time") {
      guard case .number(let number) = value, let whole = Self.whole(number) else {
        throw ExperimentError("“time” is \(value.words), but it must be a whole number")
      }
      time = whole
    }
    // Every line adds something that was not read before, so a trial has a largest number of lines.
    guard !values.isEmpty else { throw ExperimentError("the program wrote a line without a quantity") }
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      guard let observable = observables[name] else {
        let known = observables.keys.sorted().joined(separator: ", ")
        throw ExperimentError("the quantity “\(name.quotable)” is not declared; declared are \(known)")
      }
      if value == .null {
        try builder.addMissing(name, at: time)
      } else {
        try builder.add(Self.value(value, of: observable, at: time), as: name, at: time)
      }
    }
  }

  private func trace(_ done: JSONValue, _ line: [String: JSONValue]) throws(ExperimentError) -> Trace {
    var rest = line
    guard done == .truth(true) else { throw ExperimentError("“done” is \(done.words), but it can only be true") }
    var work = Double(trial.scale)
    if let value = rest.removeValue(forKey: "work") {
      guard case .number(let number) = value, number >= 0 else {
        throw ExperimentError("“work” is \(value.words), but it must be a number of at least 0")
      }
      work = number
    }
    if let other = rest.keys.min() {
      throw ExperimentError("the last line of the trial holds “\(other.quotable)”; it can hold done and work only")
    }
    if let unread = builder.unread { throw ExperimentError("\(unread) was not read") }
    return builder.trace(work: Int(min(1e15, work)))
  }

  /// Returns a value in the form of its kind; the builder checks its range.
  private static func value(
    _ value: JSONValue, of observable: Observable, at time: Int?
  ) throws(ExperimentError) -> Value {
    let place = TraceBuilder.place(of: observable.name, at: time)
    switch value {
    case .number(let number): return Value(number)
    case .text(let text) where JSONValue.isNotFinite(text):
      throw ExperimentError("\(place) is \(value.words), which is not a finite number")
    case .object(let members):
      guard members.count == 2, let count = members["count"], let total = members["of"] else { break }
      for (part, value) in [("count", count), ("of", total)] {
        guard case .number(let number) = value, whole(number) != nil else {
          throw ExperimentError("\(place) has \(value.words) as “\(part)”, but it must be a whole number")
        }
      }
      guard case .number(let successes) = count, case .number(let tries) = total else { break }
      return Value(successes, of: whole(tries))
    default: break
    }
    throw ExperimentError(
      "\(place) is \(value.words), but it must be a number, null, or for a count {\"count\": k, \"of\": n}")
  }

  private static func whole(_ number: Double) -> Int? {
    number == number.rounded() && abs(number) <= largestWhole ? Int(number) : nil
  }
}
