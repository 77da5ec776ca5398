import Experiments

/// One of the sets of trials that a claim compares.
///
/// Most claims have one arm. A difference has two. Two arms of a claim are the same if they have the same name.
public struct Arm: Hashable, Sendable {
  /// The name in tables and registrations.
  public let text: String
  /// The arm in a sentence.
  package let words: String
  /// What arms of this kind are, as the heading of a column: `labels`, or `arm` in general.
  package let noun: String
  /// What the arm changes, in the form that its experiment reads.
  package let details: any Sendable

  /// An arm with what its experiment reads.
  package init(_ text: String, words: String, noun: String, details: any Sendable) {
    self.text = text
    self.words = words
    self.noun = noun
    self.details = details
  }

  /// An arm that differs in some settings.
  ///
  /// - Parameters:
  ///   - name: The name in tables and registrations.
  ///   - settings: The settings that differ from those of the stand-in.
  public init(_ name: String, settings: [String: Setting] = [:]) {
    self.init(name, words: name, noun: "arm", details: NamedArm(settings: settings))
  }

  /// The name in file names: letters, digits and hyphens.
  package var slug: String {
    text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "-" }.joined()
      .split(separator: "-").joined(separator: "-")
  }

  /// Returns some arms in a sentence, such as `coarse − fine labels`.
  package static func words(_ arms: [Arm], joinedBy separator: String) -> String {
    let noun = arms.allSatisfy { $0.noun == arms.first?.noun } && arms.first?.noun != "arm" ? arms.first?.noun : nil
    return arms.map(\.text).joined(separator: separator) + (noun.map { " \($0)" } ?? "")
  }

  /// Compares the names.
  public static func == (first: Arm, second: Arm) -> Bool { first.text == second.text }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

/// The settings that an arm changes.
struct NamedArm: Sendable {
  let settings: [String: Setting]
}
