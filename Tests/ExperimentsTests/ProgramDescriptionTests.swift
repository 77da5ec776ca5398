import Foundation
import Testing

@testable import Experiments

@Suite("A description is refused with one clause if")
struct ProgramDescriptionTests {
  /// Returns why a description with some members is refused; nil if it is not.
  private func refusal(_ members: String) -> String? {
    do throws(ExperimentError) {
      let line = Data("{\"experiment\": \"small\", \(members)}".utf8)
      guard let value = try JSONValue.read(line) else { return "no JSON" }
      _ = try ProgramDescription.read(value, named: "small")
      return nil
    } catch {
      return error.description
    }
  }

  @Test(
    "a member is wrong",
    arguments: [
      (
        "\"version\": 1", "the description has the unknown member “version”; known are experiment, settings, quantities"
      ),
      ("\"settings\": []", "“settings” of the description is a list, but it must be an object"),
      ("\"settings\": {\"a b\": {}}", "the name “a b” is not allowed"),
      ("\"settings\": {\"a\": 1}", "the setting “a” is 1, but it must be an object"),
      ("\"settings\": {\"a\": {}}", "the default of the setting “a” is missing, but it must be a number or a word"),
      ("\"settings\": {\"a\": {\"default\": true}}", "the default of the setting “a” is true"),
      ("\"settings\": {\"a\": {\"default\": NaN}}", "the default of the setting “a” is NaN"),
      ("\"settings\": {\"a\": {\"default\": 1, \"unit\": 1}}", "the setting “a” has the unknown member “unit”; known"),
      ("\"settings\": {\"a\": {\"default\": 1, \"min\": 2}}", "the default a = 1 is out of range"),
      ("\"settings\": {\"a\": {\"default\": 1, \"min\": \"0\"}}", "“min” of the setting “a” is the text “0”"),
      ("\"settings\": {\"a\": {\"default\": 1, \"min\": 2, \"max\": 0}}", "the setting “a” has a min above its max"),
      (
        "\"settings\": {\"a\": {\"default\": 1, \"words\": [\"b\"]}}", "the setting “a” is a number, but it lists words"
      ),
      ("\"settings\": {\"a\": {\"default\": \"b\", \"min\": 1}}", "the setting “a” is a word, but it has a min or max"),
      ("\"settings\": {\"a\": {\"default\": \"b\", \"words\": [\"c\"]}}", "the default a = b is out of range"),
      ("\"settings\": {\"a\": {\"default\": \"b\", \"words\": [1]}}", "“words” of the setting “a” holds 1"),
      ("\"settings\": {\"a\": {\"default\": \"b\", \"words\": \"b\"}}", "“words” of the setting “a” must be a list"),
      ("\"settings\": {\"a\": {\"default\": 1, \"meaning\": \"two\\nlines\"}}", "“meaning” of the setting “a” must be"),
      ("\"quantities\": {\"r\": {}}", "the quantity “r” must have a “kind”: one of count, positive, share, signed"),
      ("\"quantities\": {\"r\": {\"kind\": \"big\"}}", "the quantity “r” must have a “kind”"),
      ("\"quantities\": {\"time\": {\"kind\": \"count\"}}", "a quantity cannot be named “time”"),
      (
        "\"quantities\": {\"r\": {\"kind\": \"count\", \"per\": \"day\"}}",
        "“per” of the quantity “r” must be time or run"
      ),
      ("\"quantities\": {}", "the description has no “quantities”"),
    ])
  func member(members: String, clause: String) {
    let whole = members.contains("quantities") ? members : members + ", \"quantities\": {\"r\": {\"kind\": \"share\"}}"
    #expect(refusal(whole)?.hasPrefix(clause) == true, "\(refusal(whole) ?? "accepted")")
  }

  @Test("a fault sets what is not declared or not allowed, or nothing")
  func faults() {
    let members = """
      "settings": {"a": {"default": 1, "max": 3}}, "quantities": {"r": {"kind": "share"}}, "faults": {"f": {"settings":
      """
    #expect(refusal("\(members) {\"a\": 2}}}") == nil)
    #expect(refusal("\(members) {\"b\": 2}}}") == "the fault “f” sets “b”, which is not declared")
    #expect(refusal("\(members) {\"a\": 4}}}")?.hasPrefix("in the fault “f”, a = 4 is out of range") == true)
    #expect(refusal("\(members) {}}}") == "the fault “f” has no “settings”")
  }

  @Test("the program calls itself by another name, or by none")
  func name() {
    func refusal(_ text: String) -> ExperimentError? {
      do throws(ExperimentError) {
        _ = try ProgramDescription.read(try JSONValue.read(Data(text.utf8)) ?? .null, named: "small")
        return nil
      } catch {
        return error
      }
    }
    #expect(refusal("{}")?.description == "the description has no “experiment”")
    #expect(refusal("7")?.description == "the description is 7, but it must be an object")
    #expect(
      refusal("{\"experiment\": \"other\"}")?.description
        == "the program calls itself “other”, but the claim calls it “small”")
  }
}
