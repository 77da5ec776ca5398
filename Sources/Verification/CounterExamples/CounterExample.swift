import Experiments
import Planning
import Trials

/// The run to look at first where a conclusion is refuted: at the telling scale, the shortest time, then the lowest seed.
///
/// The telling scale of a limit is the largest one with a run on the wrong side; that of any other conclusion is the
/// smallest one. A claim about a limit is refuted by its trend over all scales and never by one run.
package struct CounterExample: Sendable, Hashable {
  /// A trial of the counter-example, and the time at which its value is read.
  package struct Part: Sendable, Hashable {
    /// The trial.
    package let trial: Trial
    /// The time in steps.
    package let time: Int
    /// The command that shows the trial; nil if the command line cannot express it.
    package let line: TrialLine?
  }

  /// The conclusion in words.
  package let conclusion: String
  /// The quantity in words.
  package let quantity: String
  /// The symbol of the scale, such as d.
  package let symbol: String
  /// The telling scale.
  package let scale: Int
  /// One trial, or two for a quantity that compares arms.
  package let parts: [Part]
  /// The value of the quantity; errors are shares of the test samples.
  package let value: Double
  /// The bound that the value is on the wrong side of.
  package let bound: Double
  /// Whether the value is above the bound rather than below it.
  let isAbove: Bool
  /// Whether it was sought from the largest scale down, as for a limit.
  package let isAtLargestScale: Bool
  /// The number of answers in doubt.
  ///
  /// Each moves ``value`` by half an error towards the wrong side of the bound.
  package let undecided: Int

  /// The latest time of the parts, in steps.
  package var time: Int { parts.reduce(0) { max($0, $1.time) } }
  /// The lowest seed of the parts.
  package var seed: UInt64 { parts.map(\.trial.seed).min() ?? 0 }
  /// The commands that show the parts, one each; empty if the command line cannot express one of them.
  package var lines: [TrialLine] { parts.allSatisfy { $0.line != nil } ? parts.compactMap(\.line) : [] }

  /// The value, the bound and where the value was read, as one sentence without a full stop.
  package var text: String {
    func short(_ value: Double) -> String { value == value.rounded() ? value.exactText : "\(Float(value))" }
    let doubt = undecided > 0 ? ", with \(undecided) undecided answers counted that way" : ""
    let at = time > 0 ? ", T = \(time)" : ""
    return
      "\(quantity) = \(short(value)) \(isAbove ? ">" : "<") \(short(bound)) at \(symbol) = \(scale)\(at), seed \(seed)\(doubt)"
  }
}

extension CounterExample {
  /// Returns a stored counter-example as it is now; nil if its runs are no longer on the wrong side of its bound.
  ///
  /// - Parameters:
  ///   - record: The stored counter-example.
  ///   - planned: The claim as it is planned now, under the same registration.
  ///   - outcomes: The outcomes of the record's trials.
  package static func found(
    again record: CounterExampleShelf.Record, in planned: PlannedClaim, _ outcomes: [Trial: TrialOutcome]
  ) -> CounterExample? {
    for finding in ConclusionFinding.all(of: planned.study, from: outcomes) where finding.text == record.conclusion {
      // So few runs give no mean and so no bound of their own. The stored bound is used again.
      let search = CounterExampleSearch(
        study: planned.study, finding: finding, outcomes: outcomes, kept: (record.bound, record.isAbove))
      if let example = search.first(), example.parts.map(\.trial) == record.trials { return example }
    }
    return nil
  }
}
