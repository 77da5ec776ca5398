/// A quantity that an experiment yields: a number per time, or one per run.
public struct Observable: Hashable, Sendable {
  /// The kind of its values, which selects the statistics.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// A number k of successes out of n, such as errors among test samples.
    case count
    /// A number of at least 0 without a natural unit.
    case positive
    /// A number in [0, 1] that is not a count.
    case share
    /// A number in [−1, 1].
    case signed
  }

  /// The name in records, and in the lines of a program.
  package let name: String
  /// The name in sentences and tables.
  public let text: String
  /// The name in symbols, where % stands for the network or model; nil for `text`.
  package let notation: String?
  /// The kind of its values.
  package let kind: Kind
  /// Whether it is measured once per run rather than at every time.
  package let isOfRun: Bool
  /// Whether the first time may lack it, as for a growth since the time before.
  package let mayStartLate: Bool
  /// The name in file names: letters, digits and hyphens.
  package let slug: String

  /// A quantity from its parts.
  ///
  /// - Parameters:
  ///   - name: The name in records: letters and digits.
  ///   - text: The name in sentences.
  ///   - kind: The kind of its values.
  ///   - isOfRun: Whether it is measured once per run rather than at every time.
  ///   - mayStartLate: Whether the first time may lack it.
  ///   - slug: The name in file names; nil to make it from `name`.
  ///   - notation: The name in symbols, where % stands for the network or model; nil for `text`.
  public init(
    _ name: String, _ text: String, _ kind: Kind, isOfRun: Bool = false, mayStartLate: Bool = false,
    slug: String? = nil, notation: String? = nil
  ) {
    self.name = name
    self.text = text
    self.kind = kind
    self.isOfRun = isOfRun
    self.mayStartLate = mayStartLate
    self.slug = slug ?? Self.slug(of: name)
    self.notation = notation
  }

  /// A quantity whose name in records is its name in sentences too; see the other initialiser.
  public init(_ name: String, _ kind: Kind, isOfRun: Bool = false) { self.init(name, name, kind, isOfRun: isOfRun) }

  /// Returns a name for files: capitals become a hyphen and a small letter.
  private static func slug(of name: String) -> String {
    name.map { $0.isUppercase ? "-" + $0.lowercased() : $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
  }
}
