import Foundation
import TestSupport
import Testing

@testable import Decision
@testable import Measurements

@Suite("Measurements") struct MeasurementTests {
  static func read(_ text: String) throws -> Measurements { try Measurements(csv: Array(text.utf8)) }

  /// The values by scale and run; nil for a missing run.
  static func grid(_ text: String) throws -> Evidence {
    try Inquiry(Question(.littleO), kind: .positive).posed(to: read(text)).evidence
  }

  private static let plain = "scale,run,value\n32,1,0.5\n32,2,0.25\n64,1,2\n64,2,\n"

  @Test(
    "different spellings of one table read the same",
    arguments: [
      "scale,run,value\r\n32,1,0.5\r\n32,2,0.25\r\n64,1,2\r\n64,2,\r\n",
      "\u{FEFF}scale,run,value\n32,1,0.5\n32,2,0.25\n64,1,2\n64,2,\n",
      "scale,run,value\n\n32,1,0.5\n  \n32,2,0.25\n64,1,2\n64,2,NA",
      "# about\n scale , run , value \n  32 , 1 , 0.5\n# more\n32,2,.25\n64,1,2\n64,2, na \n",
      "\"scale\",\"run\",\"value\"\n\"32\",\"1\",\"0.5\"\n32,2,2.5e-1\n64,1,\"2\"\n64,2,\"\"\n",
      "value,run,scale\n0.5,1,32\n0.25,2,32\n2,1,64\n,2,64\n",
      "scale,run,value\n64,2,\n64,1,+2.0\n32,2,0.25\n32,1,5E-1\n",
      "Scale,RUN,Value\r32,1,0.5\r32,2,0.25\r64,1,2\r64,2,\r",
      "scale,run,value,T\n32,1,0.5,1\n32,1,0.1,2\n32,2,0.25,1\n64,1,2,7\n64,2,1,1\n64,2,NA,2\n",
      "scale,run,value\n32,1.0,0.5\n3.2e1,2,0.25\n64,01,2\n",
      "scale;run;value\r\n32;1;0.5\r\n32;2;0.25\r\n64;1;2\r\n64;2;N/A\r\n",
      "\tscale\trun\tvalue\n0\t32\t1\t0.5\n1\t32\t2\t0.25\n2\t64\t1\t2\n3\t64\t2\t\n",
      "scale,run,value,\"a, note\"\n32,1,0.5,\"x, y\"\n32,2,0.25,\n64,1,2,NaN\n64,2,None,-\n,,,\n",
      "scale,run,value\n32,1,0.5\n32,2,0.25\nscale,run,value\n64,1,2\n64,2,null\n",
      "{\"scale\":32,\"run\":1,\"value\":0.5,\"n\":{\"a\":[1]}}\n{\"run\":2,\"scale\":32,\"value\":\"0.25\"}\n\n"
        + "{\"scale\":64,\"run\":1,\"value\":2}\r\n{\"event\":\"end\"}\n{\"scale\":64,\"run\":2,\"value\":null}",
    ])
  func spellings(text: String) throws {
    let expected = try Self.grid(Self.plain)
    #expect(expected.runs == [[0.5, 0.25], [2, nil]])
    let read = try Self.grid(text)
    #expect(read == expected)
  }

  @Test("runs are ordered by number if all are numbers, else by name") func order() throws {
    #expect(try Self.grid("scale,run,value\n32,10,1\n32,9,2\n32,-1,3\n").runs == [[3, 2, 1]])
    #expect(try Self.grid("scale,run,value\n32,s10,1\n32,s9,2\n32,7,3\n").runs == [[3, 1, 2]])
    #expect(try Self.grid("scale,run,value\n32,\"a,\"\"b\"\"\",1\n32,\"a\nb\",2\n").runs == [[2, 1]])
  }

  @Test("a run that another scale has is missing where it is absent") func union() throws {
    let evidence = try Self.grid("scale,run,value\n32,1,1\n32,2,2\n64,2,3\n64,3,4\n")
    #expect(evidence.runs == [[1, 2, nil], [nil, 3, 4]])
  }

  @Test(
    "bad tables are refused with line and range",
    arguments: [
      ("", "no header", "the file"), ("scale,run,value\n", "no rows", "the file"),
      ("# nothing\n\n", "no header", "the file"),
      ("scale,run\n32,1\n", "line 1", "value is missing"), ("scale,value\n32,1\n", "line 1", "run is missing"),
      ("run,value\n32,1\n", "line 1", "scale is missing"),
      ("scale,run,value,value\n", "line 1", "value appears twice"), ("scale,run,a\n", "line 1", "b is missing"),
      ("scale,run,a,b,value\n", "line 1", "value does not go"),
      ("scale,run,a,b,trials\n", "line 1", "trials does not go"),
      ("scale,run,value\n32,1,x\n", "line 2", "“x”"), ("scale,run,value\n32,1,1_000\n", "line 2", "“1_000”"),
      ("scale,run,value\n32,1,0x10\n", "line 2", "“0x10”"), ("scale,run,value\n32,1,1e\n", "line 2", "“1e”"),
      ("scale,run,value\n32,1,--1\n", "line 2", "“--1”"), ("scale,run,value\n32,1,1.2.3\n", "line 2", "“1.2.3”"),
      ("scale,run,value\n32,1,1 2\n", "line 2", "“1 2”"), ("scale,run,value\n32,1,.\n", "line 2", "“.”"),
      ("scale,run,value\n32,,1\n", "line 2", "run is empty"), ("scale,run,value\n1,1,1\n", "line 2", "above 1"),
      ("scale,run,value\n0.5,1,1\n", "line 2", "above 1"), ("scale,run,value\nnan,1,1\n", "line 2", "above 1"),
      ("scale,run,value\ninf,1,1\n", "line 2", "above 1"), ("scale,run,value\n,1,1\n", "line 2", "above 1"),
      ("scale,run,value\n1e999,1,1\n", "line 2", "above 1"),
      ("scale,run,value\n32,1\n", "line 2", "2 fields"), ("scale,run,value\n32,1,1,1\n", "line 2", "4 fields"),
      ("scale,run,value\n32,1,1\n32,2,1\n\n32,1,2\n", "line 5", "line 2"),
      ("scale,run,value\n32,1,1\n32,1.0,1\n", "line 3", "line 2"),
      ("scale,run,T,value\n32,1,4,1\n32,1,5,1\n32,1,4,2\n", "line 4", "line 2"),
      ("scale,run,T,value\n32,1,x,1\n", "line 2", "T = “x”"), ("scale,run,T,value\n32,1,,1\n", "line 2", "T"),
      ("scale,run,value,trials\n32,1,1,0\n", "line 2", "trials = “0”"),
      ("scale,run,value,trials\n32,1,1,2.5\n", "line 2", "trials = “2.5”"),
      ("scale,run,value,trials\n32,1,1,-3\n", "line 2", "trials"),
      ("scale,run,value,trials\n32,1,1,\n", "line 2", "trials"),
      ("scale,run,value,trials\n32,1,1,1e400\n", "line 2", "trials"),
      ("scale,run,value,trials\n32,1,1,10\n32,2,1,11\n", "line 3", "line 2"),
      ("scale,run,value,k\n32,1,1,4\n32,2,1,5\n", "line 3", "line 2"), ("scale,run,value,k\n32,1,1,0\n", "line 2", "k"),
      ("scale,run,value\n32,\"1,1\n", "line 2", "not closed"), ("scale,run,value\n32,\"1\"x,1\n", "line 2", "closing"),
      ("scale,run,value\n32,1,\u{1}\n", "line 2", "0x1"), ("scale,run,value\n32,1,1\u{0}\n", "line 2", "0x0"),
      ("\u{1B}[31m,run,value\n", "line 1", "0x1b"),
    ])
  func refuses(text: String, line: String, problem: String) {
    #expect {
      try Self.read(text)
    } throws: { error in
      let message = "\(error)"
      return message.contains(line) && message.contains(problem) && !message.contains { $0.isNewline }
    }
  }

  @Test("bytes that are not UTF-8 are refused") func bytes() {
    for (bytes, line) in [
      ([0xFF, 0xFE, 0x73], 1), (Array("scale,run,value\n32,".utf8) + [0xC3, 0x28], 2), ([0x1F, 0x8B, 0x08], 1),
    ] as [([UInt8], Int)] {
      #expect {
        try Measurements(csv: bytes)
      } throws: { error in
        "\(error)".hasPrefix("line \(line): ")
      }
    }
  }

  @Test("a table that would fill the memory is refused") func hugeGrid() {
    var text = "scale,run,value\n"
    for index in 0..<30_000 { text += "\(2 + index % 1000),\(index),1\n" }
    // Scales that share no run have their own runs, 30 each; a shared one makes a grid of all.
    #expect(throws: Never.self) { try Self.read(text) }
    text += "3,0,1\n"
    #expect(throws: MeasurementError.self) { try Self.read(text) }
    var scales = "scale,run,value\n"
    for index in 0..<1001 { scales += "\(2 + index),1,1\n" }
    #expect(throws: MeasurementError.self) { try Self.read(scales) }
  }

  @Test("decimals are correctly rounded") func decimals() {
    var generator = SplitMix64(seed: 11)
    var texts = [
      "0", "-0", "1", "9007199254740993", "9007199254740992", "1e22", "1e23", "1e-22", "123456789012345678901234567890",
      "0.1", "2.2250738585072011e-308", "4.9e-324", "1.7976931348623157e308", "0.000000000000000000000000000001", "1.",
      ".5", "00012.50", "9007199254740993e1", "1e-400", "1e400", "8.5e15", "179769313486231580793728971405301e276",
    ]
    for _ in 0..<4000 {
      let value = Double(bitPattern: generator.next())
      if value.isFinite { texts.append("\(value)") }
      texts.append(
        "\(generator.next() >> (generator.next() % 64)).\(generator.next() >> 40)e\(Int(generator.next() % 60) - 30)")
      texts.append("\(generator.uniform())")
    }
    for text in texts {
      let bytes = Array(text.utf8)
      let read = DecimalNumber.value(bytes, 0, bytes.count)
      let standard = strtod(text, nil)
      #expect(read == standard, "\(text)")
    }
  }

  @Test("twenty thousand mutations of a table never crash") func fuzz() throws {
    var generator = SplitMix64(seed: 2024)
    var base = "# comment\nscale,run,T,value,k\n"
    for scale in [32, 64, 128] {
      for run in 1...3 { base += "\(scale),\(run),1,0.\(run),4\n\"\(scale)\",\(run),2,-1.5e-3,4\n" }
    }
    let bytes = Array(base.utf8)
    let alphabet = Array("0123456789.,-+eE\"\n\r\t #naNAif\u{E9}".utf8) + [0, 0xFF, 0x80]
    var (read, refused) = (0, 0)
    for _ in 0..<20_000 {
      var mutant = bytes
      for _ in 0...Int(generator.next() % 4) where !mutant.isEmpty {
        let place = Int(generator.next() % UInt64(mutant.count))
        switch generator.next() % 4 {
        case 0: mutant.remove(at: place)
        case 1: mutant.insert(alphabet[Int(generator.next() % UInt64(alphabet.count))], at: place)
        case 2: mutant[place] = alphabet[Int(generator.next() % UInt64(alphabet.count))]
        default: mutant.removeSubrange(place..<min(mutant.count, place + Int(generator.next() % 20)))
        }
      }
      do {
        let measurements = try Measurements(csv: mutant)
        #expect(measurements.scales.allSatisfy { $0 > 1 && $0.isFinite })
        _ = try? Inquiry(Question(.littleO)).posed(to: measurements)
        read += 1
      } catch {
        #expect(!error.description.contains { $0.isNewline })
        refused += 1
      }
    }
    #expect(read > 1000 && refused > 1000)
  }
}
