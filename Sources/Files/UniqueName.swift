/// Names that no other process has given, for files that are being written.
package enum UniqueName {
  /// Returns 32 hexadecimal digits from the system's source of random numbers.
  ///
  /// A `UUID` will not do: where `/dev/urandom` is missing, as in a small container, all of them are equal.
  package static func digits() -> String {
    (0..<4).map { _ in
      let text = String(UInt32.random(in: .min ... .max), radix: 16)
      return String(repeating: "0", count: 8 - text.count) + text
    }.joined()
  }

  /// Whether a text is such digits.
  package static func isDigits(_ text: some StringProtocol) -> Bool {
    text.utf8.count == 32 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}
