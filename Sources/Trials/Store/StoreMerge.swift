import Foundation
import Experiments

/// Copies the records of several stores into one.
///
/// Every record is checked as if its trial were planned. A record that fails a check is reported and left in place. If
/// two stores hold different bits for the same trial, the experiment is not deterministic across machines, and nothing is
/// written.
package struct StoreMerge: Sendable {
  /// Two records of one trial that disagree.
  package struct Conflict: Hashable, Sendable {
    /// The trial's key.
    package let key: String
    /// The path of the file that was read first.
    package let first: String
    /// The path of the file that disagrees with the first.
    package let second: String
    /// A name for the first part of the trace that differs.
    package let place: String
  }

  /// The stores that are read, in order.
  package let sources: [TrialStore]
  /// The store that is written.
  package let target: TrialStore
  /// Pairs of records that disagree.
  package private(set) var conflicts: [Conflict] = []
  /// One sentence on each record that cannot be trusted.
  package private(set) var notices: [String] = []
  /// The number of sound records that the target held before the merge.
  package private(set) var held = 0
  private var missing: [(key: String, source: Int)] = []
  private var sound: Set<Trial> = []

  /// The number of records that the target lacks.
  package var additions: Int { missing.count }

  /// Compares the stores; nothing is written yet.
  ///
  /// - Throws: ``StoreError`` if a folder cannot be listed.
  /// - Complexity: Reads every record once, and once more for each further store that holds the same trial.
  package init(_ sources: [TrialStore], into target: TrialStore) throws(StoreError) {
    self.sources = sources
    self.target = target
    var homes: [String: TrialStore] = [:]
    for key in try target.keys() {
      guard let record = read(key, from: target) else { continue }
      homes[record.key.hex] = target
      held += 1
    }
    for (index, source) in sources.enumerated() {
      for key in try source.keys() {
        guard let record = read(key, from: source) else { continue }
        guard let home = homes[key] else {
          homes[key] = source
          missing.append((key, index))
          continue
        }
        // Only the traces must agree; the training times may differ.
        guard let other = try? home.record(named: key),
          case .differs(let place) = ReplayAudit.comparison(of: record.trace, with: other.trace)
        else { continue }
        conflicts.append(
          Conflict(
            key: key, first: home.url(of: record.key).path, second: source.url(of: record.key).path, place: place))
      }
    }
  }

  /// Copies the records that the target lacks.
  ///
  /// - Throws: ``StoreError`` if records disagree, or naming the first record that can no longer be read or cannot be
  ///   written.
  package func write() throws(StoreError) {
    guard conflicts.isEmpty else {
      throw StoreError("\(conflicts.count) trials have records that disagree: nothing was merged.")
    }
    for (key, source) in missing {
      let record = try sources[source].record(named: key)
      // A file of that name that is no record of the trial was named before; it is kept.
      try target.setAside(record.key)
      try target.save(record)
    }
  }

  private mutating func read(_ key: String, from store: TrialStore) -> TrialRecord? {
    do {
      return try store.record(named: key, sound: &sound)
    } catch {
      notices.append(error.description)
      return nil
    }
  }
}
