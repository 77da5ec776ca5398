/// A file of cases that cannot be read.
public struct CaseFileError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence that names the place and what was expected there.
  public let description: String

  /// An error with its sentence.
  init(_ description: String) {
    self.description = description.hasSuffix(".") ? String(description.dropLast()) : description
  }

  /// The sentence for a decoding error.
  init(_ error: any Error) {
    guard let error = error as? DecodingError else {
      self.init("the file is not JSON: \(error)")
      return
    }
    switch error {
    case .typeMismatch(let type, let context):
      self.init("\(Self._place(context)) is no \(Self._name(type))")
    case .valueNotFound(let type, let context):
      self.init("\(Self._place(context)) is null, but must be a \(Self._name(type))")
    case .keyNotFound(let key, let context):
      self.init("\(Self._place(context)) lacks “\(key.stringValue)”")
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      self.init("the file is not JSON: \(context.debugDescription)")
    case .dataCorrupted(let context):
      self.init("\(Self._place(context)) cannot be read: \(context.debugDescription)")
    @unknown default:
      self.init("the file cannot be read: \(error)")
    }
  }

  private static func _place(_ context: DecodingError.Context) -> String {
    var place = ""
    for key in context.codingPath {
      if let index = key.intValue {
        place += "[\(index)]"
      } else {
        place += (place.isEmpty ? "" : ".") + key.stringValue
      }
    }
    return place.isEmpty ? "the file" : place
  }

  private static func _name(_ type: any Any.Type) -> String {
    if type is any Sequence.Type { return "list or object of the kind expected" }
    switch "\(type)" {
    case "Double", "Int": return "number"
    case "String": return "text"
    case "Bool": return "true or false"
    case let name where name.hasPrefix("Dictionary") || name.contains("Entry") || name.contains("Content"):
      return "object"
    case let name where name.hasPrefix("Array"): return "list"
    default: return "object"
    }
  }
}
