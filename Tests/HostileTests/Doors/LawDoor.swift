import Files

@testable import Decision
@testable import Statistics

/// A law or question is refused in one line, or the notation of the law reads back as the same law.
enum LawDoor {
  static func outcome(_ bytes: [UInt8]) -> Door.Outcome {
    let text = String(decoding: bytes, as: UTF8.self)
    var isLaw = false
    do throws(NotationError) {
      let law = try Growth(parsing: text)
      isLaw = true
      guard let again = try? Growth(parsing: law.text), again == law else {
        return .broken("the law \(law.text) is not read back from “\(text)”")
      }
    } catch {
      if let fault = Message.fault(printed(error)) { return .broken(fault) }
    }
    do throws(NotationError) {
      return .used(saying: try Question(parsing: text).text)
    } catch {
      return isLaw ? .used(saying: printed(error)) : .refused(printed(error))
    }
  }

  /// Returns a message as the command line prints it, because the parsers quote the input as it is.
  private static func printed(_ error: NotationError) -> String { Quoted.text(error.description, limit: 4000) }
}
