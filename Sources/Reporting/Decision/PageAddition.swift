/// A further section of a decision page, such as how stable the verdict is or what it would cost to settle.
public struct PageAddition: Sendable {
  /// The heading, in lower case.
  public let title: String
  /// The sentences.
  public let sentences: [String]
  /// The key under which it stands in JSON.
  public let key: String
  /// The same in numbers.
  public let value: JSONValue

  /// A section from its parts.
  public init(title: String, sentences: [String], key: String, value: JSONValue) {
    self.title = title
    self.sentences = sentences
    self.key = key
    self.value = value
  }
}
