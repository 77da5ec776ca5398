import Planning
import Training
import Trials

/// The smallest run that shows why a conclusion is refuted: smallest scale, then shortest time, then lowest seed.
///
/// A claim about a limit is refuted by its trend over all scales and never by one run; this is the run to look at first.
package struct CounterExample: Sendable, Hashable {
  /// A trial that takes part, and the time at which it is read.
  package struct Part: Sendable, Hashable {
    /// The trial.
    package let trial: Trial
    /// The time in steps.
    package let time: Int
    /// The command that shows it; nil where the command line has no words for it.
    package let line: TrialLine?
  }

  /// The conclusion in words.
  package let conclusion: String
  /// The quantity in words.
  package let quantity: String
  /// The symbol of the scale.
  package let symbol: String
  /// The scale.
  package let scale: Int
  /// One trial, or two for a quantity that compares arms.
  package let parts: [Part]
  /// The value; errors are shares.
  package let value: Double
  /// The bound that the value is on the wrong side of.
  package let bound: Double
  /// Whether the value is above the bound rather than below it.
  let isAbove: Bool
  /// Answers that eliminated neurons could have changed, half an error each in the value, taken against the bound.
  package let undecided: Int

  /// The time in steps: the latest of its parts'.
  package var time: Int { parts.reduce(0) { max($0, $1.time) } }
  /// The lowest seed of its parts.
  package var seed: UInt64 { parts.map(\.trial.seed).min() ?? 0 }
  /// The commands that show it, one per part; empty where the command line has no words for one of them.
  package var lines: [TrialLine] { parts.allSatisfy { $0.line != nil } ? parts.compactMap(\.line) : [] }

  /// What it shows, in one sentence without a full stop.
  package var text: String {
    func short(_ value: Double) -> String { value == value.rounded() ? value.exactText : "\(Float(value))" }
    let doubt = undecided > 0 ? ", with \(undecided) undecided answers taken so" : ""
    let at = time > 0 ? ", T = \(time)" : ""
    return
      "\(quantity) = \(short(value)) \(isAbove ? ">" : "<") \(short(bound)) at \(symbol) = \(scale)\(at), seed \(seed)\(doubt)"
  }
}

extension CounterExample {
  /// Returns what the runs of a kept counter-example show now, if they still pass the bound they passed then.
  ///
  /// - Parameters:
  ///   - record: What was kept.
  ///   - planned: The claim as it is planned now, under the same registration.
  ///   - outcomes: The outcomes of the record's trials.
  package static func found(
    again record: CounterExampleShelf.Record, in planned: PlannedClaim, _ outcomes: [Trial: TrialOutcome]
  ) -> CounterExample? {
    for finding in ConclusionFinding.all(of: planned.study, from: outcomes) where finding.text == record.conclusion {
      // With so few runs there is no mean and no ε of its own: what is asked is whether the same runs pass the same bound.
      let search = CounterExampleSearch(
        study: planned.study, finding: finding, outcomes: outcomes, kept: (record.bound, record.isAbove))
      if let example = search.smallest(), example.parts.map(\.trial) == record.trials { return example }
    }
    return nil
  }
}
