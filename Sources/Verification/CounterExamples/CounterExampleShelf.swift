import Foundation
import Training
import Trials

/// A folder beside a store that keeps the counter-example of every refuted claim, so that the next verification looks at it
/// first.
///
/// Nothing is decided from what it holds: a file that cannot be read is passed over.
package struct CounterExampleShelf: Sendable {
  /// What is kept of a counter-example.
  package struct Record: Sendable, Codable, Hashable {
    /// The claim's name.
    let claim: String
    /// The digest of the registration that it was found under.
    package let registration: String
    /// The conclusion that it is against.
    let conclusion: String
    /// The bound that was passed.
    let bound: Double
    /// Whether it was passed upwards.
    let isAbove: Bool
    /// The trials.
    package let trials: [Trial]

    /// The names under which it is stored; a renamed property keeps its name here.
    private enum CodingKeys: String, CodingKey {
      case claim, registration, conclusion, bound, isAbove, trials
    }
  }

  /// The folder.
  package let folder: URL
  private let files: StoreFolder

  /// The shelf of a store.
  package init(store: URL) {
    folder = store.appending(path: "counterexamples")
    files = StoreFolder(url: store, below: "counterexamples")
  }

  /// Returns what is kept of some claims, in their order.
  package func records(of claims: [String]) -> [Record] {
    claims.compactMap { name in
      guard let data = try? files.contents(of: name + ".json"),
        let record = try? CanonicalJSON.value(Record.self, from: data), record.claim == name
      else { return nil }
      return record
    }
  }

  /// Keeps the counter-example of a refuted claim, and forgets one that was found under the same registration and is none now.
  ///
  /// - Throws: ``StoreError`` naming the file that cannot be written.
  package func keep(_ findings: [Finding]) throws(StoreError) {
    for finding in findings {
      let name = finding.name + ".json"
      guard let example = finding.counterExample else {
        // What other runs or another stand-in showed is not for these to forget.
        if records(of: [finding.name]).first?.registration == finding.registration.digest { files.remove(name) }
        continue
      }
      let record = Record(
        claim: finding.name, registration: finding.registration.digest,
        conclusion: example.conclusion, bound: example.bound, isAbove: example.isAbove,
        trials: example.parts.map(\.trial))
      do {
        try FileManager.default.createDirectory(at: files.url, withIntermediateDirectories: true)
        try files.write(CanonicalJSON.data(record), to: name)
      } catch {
        throw StoreError(
          "counter-example \(folder.appending(path: name).path) could not be written; it is looked for anew next time.")
      }
    }
  }
}
