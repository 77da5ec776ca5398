import Foundation
import Testing

@testable import Experiments

@Suite("Texts and lines of programs")
struct ProgramTextTests {
  @Test("Control characters and marks of direction do not reach a sentence")
  func printable() {
    #expect("a\u{1b}[31m\u{202e}b\r\n\u{2028}c\u{0}".printable == "a [31m b c")
    #expect(String(repeating: "é", count: 100).quotable.count == 60)
    #expect(String(repeating: "a", count: 60).quotable == String(repeating: "a", count: 60))
  }

  @Test("Many marks on one letter do not make a quoted text long")
  func marks() {
    #expect(("a" + String(repeating: "\u{301}", count: 50_000)).quotable.unicodeScalars.count == 60)
  }

  @Test("A setting out of range is quoted without control characters")
  func settings() throws {
    let word = Setting.word("\u{1B}[2J" + String(repeating: "x", count: 100_000))
    for standard in [Setting.word("a"), .number(1)] {
      let defect = try #require(SettingDeclaration("mode", standard: standard, words: ["a"]).defect(of: word))
      #expect(defect.hasPrefix("mode = \\u{1B}[2Jxxx") && defect.count < 250)
    }
  }

  @Test("The end of standard error is short, whatever was written")
  func tail() {
    var tail = ErrorTail()
    #expect(tail.sentence("the cause.").description == "the cause; its standard error is empty.")
    for line in 0..<5000 { tail.append(Data("line \(line)\n".utf8)) }
    #expect(tail.text.hasSuffix("line 4998 / line 4999") && tail.text.count <= 300)
    tail.append(Data(repeating: UInt8(ascii: "x"), count: 100_000))
    #expect(tail.text == "…" + String(repeating: "x", count: 299))
    tail.append(Data([0xff, 0xfe, 10]))
    #expect(tail.text.hasSuffix("x\u{fffd}\u{fffd}"))
  }

  @Test("Lines come out whole, however the bytes arrive")
  func lines() throws {
    let text = Array("first\n\nsecond line\nrest".utf8)
    for size in 1...text.count {
      var buffer = LineBuffer()
      var found: [String] = []
      for start in stride(from: 0, to: text.count, by: size) {
        buffer.append(text[start..<min(start + size, text.count)])
        while let line = try buffer.next() { found.append(String(decoding: line, as: UTF8.self)) }
      }
      #expect(found == ["first", "", "second line"])
    }
    var buffer = LineBuffer()
    buffer.append([UInt8](repeating: 65, count: LineBuffer.longest))
    #expect(try buffer.next() == nil)
    buffer.append([65])
    #expect(throws: ExperimentError.self) { try buffer.next() }
  }

  @Test("NaN and infinities are read as text, and nothing else that is no JSON")
  func values() throws {
    func read(_ text: String) throws -> JSONValue? { try JSONValue.read(Data(text.utf8)) }
    #expect(
      try read("{\"a\": NaN, \"b\": [-inf, 1]}")
        == .object(["a": .text("NaN"), "b": .list([.text("-inf"), .number(1)])]))
    #expect(try read("{\"a\\\"NaN\": 1e999}") == .object(["a\"NaN": .text("1e999")]))
    #expect(try read(" {\"a\": 1}\r") == .object(["a": .number(1)]))
    for text in [
      "", "{", "NaN,", "{\"a\": none}", "{\"a\": NaN", "{\"a\": 0x10}", String(repeating: "[", count: 100_000),
      String(repeating: "[", count: 17) + String(repeating: "]", count: 17),
    ] {
      #expect(try read(text) == nil)
    }
  }

  @Test("A member that stands twice is refused, in a line and in an object of it")
  func repeatedMember() {
    for (text, place) in [
      (#"{"a": 1, "\u0061": 2}"#, "the object has"), (#"{"b": {"a": 1, "a": NaN}}"#, "b has"),
    ] {
      #expect(throws: ExperimentError("in a line that the program wrote, \(place) the member “a” twice")) {
        try JSONValue.read(Data(text.utf8))
      }
    }
  }

  @Test("A request is one line; seeds are whole up to the largest, numbers are exact")
  func request() {
    let trial = Trial(
      experiment: "small", settings: Settings(["gamma": 0.1, "loss": "a\n“b”"]), scale: 4, seed: .max, times: [1, 2])
    #expect(
      String(decoding: ProgramRequest.line(for: trial, named: "9f3c"), as: UTF8.self) == """
        {"scale":4,"seed":18446744073709551615,"settings":{"gamma":0.1,"loss":"a\\n“b”"},"times":[1,2],"trial":"9f3c"}

        """)
  }

  @Test("A trial without times is read once")
  func readOnce() throws {
    let trial = Trial(experiment: "small", settings: Settings(), scale: 4, seed: 1)
    var reading = ProgramReading(trial, named: "9f", of: [Observable("gap", .signed, isOfRun: true)])
    #expect(try reading.take(Data("{\"trial\": \"9f\", \"gap\": -1}".utf8)) == nil)
    let trace = try reading.take(Data("{\"trial\": \"9f\", \"done\": true}".utf8))
    #expect(trace == Trace(stages: [], ofRun: ["gap": Value(-1)], work: 4))
  }
}
