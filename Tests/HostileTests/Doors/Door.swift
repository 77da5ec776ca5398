/// A place where text from outside enters the program, with what must hold whatever the text is.
///
/// The corpus is replayed through the doors by `swift test`, and `Tests/fuzz.sh` searches behind them for more.
enum Door: String, CaseIterable, Sendable {
  /// Tables of runs for `littleo decide`.
  case tables
  /// Files of cases for `littleo decide --cases`.
  case cases
  /// Records of trials in a store.
  case records
  /// What a program in another language answers, line by line.
  case answers
  /// Growth laws and questions.
  case laws

  /// What becomes of an input.
  enum Outcome {
    /// The input is used, and everything said about it is in order.
    case used
    /// The input is refused with a message.
    case refused(String)
    /// The program breaks a rule; the text says which.
    case broken(String)

    /// Returns the outcome of a refusal at a later step of the same input: only a bad message makes it a broken rule.
    static func used(saying message: String) -> Outcome { Message.fault(message).map { .broken($0) } ?? .used }
  }

  /// Feeds bytes through the door.
  func outcome(_ bytes: [UInt8]) -> Outcome {
    switch self {
    case .tables: TableDoor.outcome(bytes)
    case .cases: CaseDoor.outcome(bytes)
    case .records: RecordDoor.outcome(bytes)
    case .answers: AnswerDoor.outcome(bytes)
    case .laws: LawDoor.outcome(bytes)
    }
  }

  /// Feeds bytes through the door; returns what is wrong with the outcome, nil if nothing is.
  func fault(_ bytes: [UInt8]) -> String? {
    switch outcome(bytes) {
    case .used: nil
    case .refused(let message): Message.fault(message)
    case .broken(let rule): rule
    }
  }

  /// Returns the message with which bytes are refused, nil if they are used.
  func refusal(_ bytes: [UInt8]) -> String? {
    switch outcome(bytes) {
    case .used: nil
    case .refused(let message), .broken(let message): message
    }
  }
}
