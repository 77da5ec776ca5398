import Experiments
import Files
import Foundation
import Trials

/// A folder in a store that keeps the counter-example of every refuted claim.
///
/// The next verification runs these trials first. No verdict depends on the folder, so a file that cannot be read is
/// skipped.
package struct CounterExampleShelf: Sendable {
  /// A counter-example as it is stored.
  package struct Record: Sendable, Codable, Hashable {
    /// The claim's name.
    let claim: String
    /// The digest of the claim's registration when the counter-example was found.
    package let registration: String
    /// The conclusion that the counter-example contradicts, in words.
    let conclusion: String
    /// The bound that the value was on the wrong side of.
    let bound: Double
    /// Whether the value was above the bound rather than below it.
    let isAbove: Bool
    /// The trials of the counter-example: one, or two for a quantity that compares arms.
    package let trials: [Trial]

    /// The stored names; if a property is renamed, its name here stays as it is.
    private enum CodingKeys: String, CodingKey {
      case claim, registration, conclusion, bound, isAbove, trials
    }
  }

  /// The folder `counterexamples` of the store.
  package let folder: URL
  private let files: Folder

  /// The shelf of a store; no folder is created yet.
  ///
  /// - Parameters:
  ///   - store: The folder of the store.
  ///   - disk: The disk that it is on.
  package init(store: URL, on disk: Disk = .machine) {
    folder = store.appending(path: "counterexamples")
    files = Folder(store.relativePath, below: "counterexamples", on: disk)
  }

  /// The largest file that is read, in bytes; a counter-example has a few thousand.
  private static let largestSize = 1 << 20

  /// Returns the stored counter-examples of the given claims, in their order.
  package func records(of claims: [String]) -> [Record] {
    claims.compactMap { name in
      guard let data = try? files.contents(of: name + ".json", limit: Self.largestSize),
        let record = try? CanonicalJSON.value(Record.self, from: data), record.claim == name
      else { return nil }
      return record
    }
  }

  /// Stores the counter-example of every refuted claim and removes those that no longer hold.
  ///
  /// If a finding has no counter-example, the stored one of its claim is removed, provided that it was found under the
  /// same registration.
  ///
  /// - Throws: `StoreError` naming the file that cannot be written.
  package func keep(_ findings: [Finding]) throws(StoreError) {
    for finding in findings {
      let name = finding.name + ".json"
      guard let example = finding.counterExample else {
        // A counter-example found with other runs or another stand-in is kept: these findings do not contradict it.
        if records(of: [finding.name]).first?.registration == finding.registration.digest { files.remove(name) }
        continue
      }
      if (try? files.status(of: name)) != nil, records(of: [finding.name]).isEmpty {
        throw StoreError(
          "counter-example \(Quoted.path(folder.appending(path: name).path)) is not one that littleo wrote; it is left there."
        )
      }
      let record = Record(
        claim: finding.name, registration: finding.registration.digest,
        conclusion: example.conclusion, bound: example.bound, isAbove: example.isAbove,
        trials: example.parts.map(\.trial))
      do {
        try files.disk.makeFolders(files.path)
        try files.write(CanonicalJSON.data(record), to: name)
      } catch {
        throw StoreError(
          "counter-example \(Quoted.path(folder.appending(path: name).path)) could not be written (\(error)); the next run searches again."
        )
      }
    }
  }
}
