import Files

/// The words of the command line as they were given.
///
/// `CommandLine.arguments` replaces bytes that are no UTF-8, so that the names of two files may become one. Here such a
/// word is refused instead.
enum CommandLineWords {
  /// The words after the program's name.
  ///
  /// - Throws: ``UsageError`` as ``words(_:)``.
  static func current() throws(UsageError) -> [String] {
    let pointers = (0..<Int(CommandLine.argc)).compactMap { CommandLine.unsafeArgv[$0] }
    return try words(
      pointers.map { Array(UnsafeBufferPointer(start: $0, count: length($0))).map(UInt8.init(bitPattern:)) })
  }

  /// Returns the words after the program's name, which is the first of the arguments.
  ///
  /// - Throws: ``UsageError`` naming the first argument that is not UTF-8 by its number, from 1 after the program's name;
  ///   also if there is not even the program's name.
  static func words(_ arguments: [[UInt8]]) throws(UsageError) -> [String] {
    guard !arguments.isEmpty else { throw UsageError("the command line cannot be read (is /proc mounted?).") }
    var words: [String] = []
    for (number, bytes) in arguments.enumerated().dropFirst() {
      guard let word = String(validating: bytes, as: UTF8.self) else {
        let shown = Quoted.text(String(decoding: bytes, as: UTF8.self), limit: 60)
        throw UsageError(
          "argument \(number), “\(shown)”, is not UTF-8; every argument and file name must be UTF-8 text.")
      }
      words.append(word)
    }
    return words
  }

  /// The number of bytes before the zero byte that ends a C string.
  private static func length(_ text: UnsafePointer<CChar>) -> Int {
    var count = 0
    while text[count] != 0 { count += 1 }
    return count
  }
}
