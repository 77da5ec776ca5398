import Foundation

/// A value of an ``Observable``.
package struct Value: Hashable, Sendable, Codable {
  /// The number; the number of successes for a count.
  package let number: Double
  /// n for a count of k out of n; nil for other kinds.
  package let of: Int?
  /// How far the number may be off in each direction; 0 if it is exact.
  ///
  /// A bound from above is held against the largest possible number, a bound from below against the smallest.
  package let doubt: Double

  /// A value from its parts.
  package init(_ number: Double, of total: Int? = nil, doubt: Double = 0) {
    self.number = number
    of = total
    self.doubt = doubt
  }

  /// The largest or smallest number that the value may stand for.
  package func extreme(largest: Bool) -> Double { doubt == 0 ? number : number + (largest ? doubt : -doubt) }
}

/// The readings of a trial: values of the experiment's quantities at the times read, and once per run.
package struct Trace: Hashable, Sendable {
  /// The values of one quantity at the times of a stage.
  package struct Column: Hashable, Sendable, Codable {
    /// The numbers, one per time; nil where the run does not define the quantity.
    package let numbers: [Double?]
    /// n for counts of k out of n; nil for other kinds.
    package let of: Int?
    /// How far each number may be off; nil if all are exact.
    package let doubts: [Double]?

    /// A column from its values; all counts of one column have the same n.
    package init(_ values: [Value?]) {
      numbers = values.map { $0?.number }
      of = values.lazy.compactMap { $0 }.first?.of
      doubts = values.contains { $0.map { $0.doubt != 0 } ?? false } ? values.map { $0?.doubt ?? 0 } : nil
    }

    /// Returns the value at a time, given by its place; nil where the run does not define the quantity.
    package subscript(index: Int) -> Value? {
      numbers[index].map { Value($0, of: of, doubt: doubts?[index] ?? 0) }
    }
  }

  /// The readings between two interventions: one stage in most experiments, two where a run goes on in another way.
  package struct Stage: Hashable, Sendable, Codable {
    /// The times read, increasing.
    package let times: [Int]
    /// The values by name of the quantity; a quantity that no time defines may be left out.
    package let columns: [String: Column]

    /// A stage from its parts.
    package init(times: [Int], columns: [String: Column]) {
      self.times = times
      self.columns = columns
    }
  }

  /// The stages, in order of time; empty for a run that is read once.
  package let stages: [Stage]
  /// The values that a run has once, by name of the quantity.
  package let ofRun: [String: Value]
  /// The time from which on windows are read that begin at T*; nil if the run did not reach it, or does not look for it.
  package let timeToFit: Int?
  /// What else the experiment counted, by name; the harness adds the counts over trials.
  package let notes: [String: Int]
  /// The work done, in the unit of the experiment.
  package let work: Int
  /// The canonical JSON that a store keeps of the run; empty once the run is stored.
  package let content: Data

  /// A trace from its readings, stored as they are.
  package init(
    stages: [Stage], ofRun: [String: Value] = [:], timeToFit: Int? = nil, notes: [String: Int] = [:], work: Int = 0
  ) {
    let stored = Stored(stages: stages, ofRun: ofRun, timeToFit: timeToFit, notes: notes, work: work)
    self.init(stored, content: CanonicalJSON.data(stored))
  }

  /// A trace whose experiment stores it in a form of its own.
  package init(
    stages: [Stage], ofRun: [String: Value], timeToFit: Int?, notes: [String: Int], work: Int, content: Data
  ) {
    self.init(
      Stored(stages: stages, ofRun: ofRun, timeToFit: timeToFit, notes: notes, work: work), content: content)
  }

  /// Reads a trace that was stored as it is.
  ///
  /// - Throws: `DecodingError` if it is none, or if a column and its times differ in length.
  package init(from decoder: any Decoder) throws {
    let stored = try Stored(from: decoder)
    for stage in stored.stages {
      let isWhole = stage.columns.values.allSatisfy { column in
        column.numbers.count == stage.times.count && (column.doubts?.count ?? stage.times.count) == stage.times.count
      }
      guard isWhole, zip(stage.times, stage.times.dropFirst()).allSatisfy(<), stage.times.first ?? 0 >= 0 else {
        throw DecodingError.dataCorrupted(
          DecodingError.Context(
            codingPath: decoder.codingPath, debugDescription: "each time has one value per quantity, in order"))
      }
    }
    self.init(stored, content: CanonicalJSON.data(stored))
  }

  private init(_ stored: Stored, content: Data) {
    stages = stored.stages
    ofRun = stored.ofRun
    timeToFit = stored.timeToFit
    notes = stored.notes
    work = stored.work
    self.content = content
  }

  /// The same readings without the bytes to store, which would take as much memory again.
  package var unstored: Trace {
    Trace(
      Stored(stages: stages, ofRun: ofRun, timeToFit: timeToFit, notes: notes, work: work), content: Data())
  }

  /// The last time read, over all stages; nil if no time was read.
  package var lastTime: Int? { stages.last?.times.last }

  /// The form in which readings are stored; its names are stored, so they must not change.
  private struct Stored: Codable {
    let stages: [Stage]
    let ofRun: [String: Value]
    let timeToFit: Int?
    let notes: [String: Int]
    let work: Int
  }
}
