import Calibration
import Foundation
import Testing

@testable import littleo

/// Words that hold control characters or are very long: no message shows them as they are.
@Suite struct HostileWordTests {
  /// What stands before an ordinary word: it clears a terminal, turns the direction of reading and ends the line.
  private static let control = "\u{1B}[2J\u{202E}\u{9B}1m\r\n"

  private static let words =
    ["o(1)", "3", "k=2", "Theorem5_1", "-1"].flatMap { [control + $0, $0 + control] }
    + [
      String(repeating: "x", count: 100_000), String(repeating: control, count: 1000),
      "a" + String(repeating: "\u{301}", count: 50_000), "k=" + String(repeating: "9", count: 100_000) + "x",
      "o(" + String(repeating: "d", count: 100_000), "",
    ]

  /// Returns what is wrong with a message that is one line on a terminal; nil if nothing is.
  private static func fault(_ message: String) -> String? {
    if message.unicodeScalars.count > 620 { return "\(message.unicodeScalars.count) characters" }
    return steering(message.replacing("\n", with: "\u{1}")) ?? Sentence.fault(message)
  }

  /// Returns the first scalar of a text that steers a terminal; nil if there is none besides line ends.
  private static func steering(_ text: String) -> String? {
    let found = text.unicodeScalars.first { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: scalar != "\n"
      default: false
      }
    }
    return found.map { "U+\(String($0.value, radix: 16)) in a text" }
  }

  // MARK: Command lines

  @Test func everyOptionOfEveryCommand() {
    var refused = 0
    for command in HostileCommandLineTests.commands {
      for word in Self.words {
        for line in Self.lines(of: command, with: word) {
          do {
            try command.make(line)
          } catch let error as UsageError {
            refused += 1
            let fault = Self.fault(error.description)
            #expect(fault == nil, "\(fault ?? "") from \(line.map { $0.prefix(40).debugDescription })")
          } catch {
            Issue.record("an error without a sentence: \(type(of: error))")
          }
        }
      }
    }
    #expect(refused > 1000)
  }

  /// Lines that give the word once as a positional word, as a name, to a switch, and to each option in both ways.
  private static func lines(of command: HostileCommandLineTests.Command, with word: String) -> [[String]] {
    var lines = [[word], ["--" + word], ["--json=" + word]]
    for option in command.options {
      // What is needed besides, so that the option itself is read.
      var needed: [String] = []
      if command.options.contains("labels") {
        for (name, value) in [("labels", "coarse"), ("d", "64"), ("steps", "4")] where name != option {
          needed += ["--" + name, value]
        }
      }
      if command.options.contains("largest") { needed.insert("steps", at: 0) }
      if command.options.contains("is") { needed += ["table.csv"] + (option == "is" ? [] : ["--is", "o(1)"]) }
      if option == "like" || option == "program" || option == "folder" { needed.append("Fresh") }
      lines += [needed + ["--\(option)", word], needed + ["--\(option)=\(word)"]]
    }
    return lines
  }

  // MARK: Files of cases

  private static func quoted(_ text: String) throws -> String {
    String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
  }

  private static func cases(
    id: String, note: String = "", kind: String = "positive", type: String = "o1", procedure: String = "specified",
    verdict: String = "supported"
  ) throws -> Data {
    let expected = #"{"verdict": \#(try quoted(verdict))}"#
    return Data(
      #"""
      {"cases": [{"id": \#(try quoted(id)), "note": \#(try quoted(note)), "kind": \#(try quoted(kind)),
        "procedure": \#(try quoted(procedure)), "d": [16, 32], "data": [[1, 2], [1, 2]],
        "predicate": {"type": \#(try quoted(type))}, "expect": \#(expected)}],
       "families": [{"cases": [\#(try quoted(id + "x"))]}], "primitives": {\#(try quoted(id)): [[1, 2]]}}
      """#.utf8)
  }

  @Test func casesWithHostileWords() throws {
    for word in Self.words {
      let results = try CaseFile(Self.cases(id: word, note: word, verdict: word)).results()
      #expect(results.count == 3)
      for result in results {
        #expect(Self.steering(result.line) == nil && !result.line.contains("\n") && result.line.count < 1200)
      }
      for data in [
        try Self.cases(id: "a", kind: word), try Self.cases(id: "a", type: word),
        try Self.cases(id: "a", procedure: word), Data(#"{"cases": {\#(try Self.quoted(word)): 1}}"#.utf8),
        Data(#"{"primitives": {"binom_tail": {\#(try Self.quoted(word)): 1}}}"#.utf8), Data(word.utf8),
      ] {
        do {
          _ = try CaseFile(data)
        } catch {
          #expect(Self.fault(error.description) == nil, "\(error.description.debugDescription.prefix(300))")
        }
      }
    }
  }

  // MARK: Tables

  @Test func tablesWithHostileNames() throws {
    for word in Self.words.suffix(5) where !word.isEmpty {
      let label = word.filter { !$0.isNewline }.replacing("\u{1B}", with: "")
      for name in ["value", label] {
        var lines = ["scale,run,\"\(name)\",\"\(label)2\""]
        for scale in [16, 32, 64, 128, 256] {
          for run in 1...20 { lines.append("\(scale),\"\(label)\(run)\",\(1 + Double(run) / 50),\"\(label)\"") }
        }
        let table = lines.joined(separator: "\n")
        let broken = table + "\n16,\"\(label)1\",\"\(label)\",1"
        for text in [table, broken, lines[0] + "\n16,\(label),1,1", "\"\(label)\"\n1"] {
          for words in [["--value", name], ["--value", label + "3"], ["--run", label + "2"]] {
            Self.check(text, words + ["--is", "o(1)", "--kind", "positive", "--materiality", "0.1"])
          }
        }
      }
    }
  }

  /// A message lists the columns, as many as keep it short.
  @Test func manyLongNames() {
    let names = (1...30).map {
      "\(Self.control.filter { !$0.isNewline && $0 != "\u{1B}" })\($0)-" + String(repeating: "n", count: 500)
    }
    let header = names.map { "\"\($0)\"" }.joined(separator: ",")
    for words in [[], ["--value", names[3]], ["--scale", "x" + names[0], "--run", names[1]]] {
      Self.check(header + "\n" + names.indices.map(String.init).joined(separator: ","), words + ["--is", "o(1)"])
    }
  }

  @Test func objectsWithHostileKeys() throws {
    for word in Self.words.suffix(6) {
      let key = try Self.quoted(word + "v")
      var lines: [String] = []
      for scale in [16, 32, 64, 128, 256] {
        for run in 1...20 { lines.append(#"{"scale": \#(scale), "run": \#(run), \#(key): 0.5, "x": \#(key)}"#) }
      }
      let table = lines.joined(separator: "\n")
      for text in [table, table + "\n" + #"{"scale": \#(key), "run": 1}"#] {
        for words in [["--value", word + "v"], []] {
          Self.check(text, words + ["--is", "o(1)", "--kind", "positive", "--materiality", "0.1"])
        }
      }
    }
  }

  /// Decides a table, and checks the page in each of its forms, or the message.
  private static func check(_ text: String, _ words: [String]) {
    do {
      let grammar = Arguments.Grammar(
        command: "decide",
        options: Dictionary(uniqueKeysWithValues: (DecideOptions.names + TableOptions.names).map { ($0, false) }),
        switches: Set(TableOptions.switches))
      let options = try DecideOptions(Arguments(words, grammar))
      let page = try DecideCommand.page(of: Array(text.utf8), named: control + "table", options)
      for form in [page.text, page.markdown(), page.json, page.svg] { #expect(steering(form) == nil) }
    } catch {
      #expect(fault(error.description) == nil, "\(error.description.debugDescription.prefix(700))")
    }
  }
}
