/// The members of a JSON object, taken one by one, so that unknown members can be refused.
struct JSONMembers {
  /// The object in a few words, for messages.
  let place: String
  private var rest: [String: JSONValue]
  private var known: [String] = []

  /// The members of a value.
  ///
  /// - Throws: An error if the value is no object.
  init(_ value: JSONValue, of place: String) throws(ExperimentError) {
    guard case .object(let members) = value else {
      throw ExperimentError("\(place) is \(value.words), but it must be an object")
    }
    self.place = place
    rest = members
  }

  /// Takes a member; nil if there is none.
  mutating func take(_ name: String) -> JSONValue? {
    known.append(name)
    return rest.removeValue(forKey: name)
  }

  /// Takes a text; nil if there is no such member.
  mutating func text(_ name: String) throws(ExperimentError) -> String? {
    guard let value = take(name) else { return nil }
    guard case .text(let text) = value, text.quotable(atMost: 200) == text else {
      throw ExperimentError("“\(name)” of \(place) must be a text in one line of at most 200 characters")
    }
    return text
  }

  /// Takes a finite number; nil if there is no such member.
  mutating func number(_ name: String) throws(ExperimentError) -> Double? {
    guard let value = take(name) else { return nil }
    guard case .number(let number) = value else {
      throw ExperimentError("“\(name)” of \(place) is \(value.words), but it must be a finite number")
    }
    return number
  }

  /// Takes an object whose members have names of their own; empty if there is no such member.
  mutating func named(_ name: String) throws(ExperimentError) -> [(name: String, value: JSONValue)] {
    guard let value = take(name) else { return [] }
    guard case .object(let members) = value else {
      throw ExperimentError("“\(name)” of \(place) is \(value.words), but it must be an object")
    }
    for name in members.keys where !ProgramFiles.isName(name) {
      throw ExperimentError(
        "the name “\(name.quotable)” is not allowed: names are at most 40 letters, digits, hyphens and underscores")
    }
    return members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Refuses the members that were not taken.
  func finish() throws(ExperimentError) {
    guard let unknown = rest.keys.min() else { return }
    throw ExperimentError(
      "\(place) has the unknown member “\(unknown.quotable)”; known are \(known.joined(separator: ", "))")
  }
}
