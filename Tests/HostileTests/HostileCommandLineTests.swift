import ClaimKit
import Foundation
import MultiView
import MultiViewClaims
import Testing
import Training

@testable import Verification
@testable import littleo

/// Any words given to a command are either accepted or refused by a message; nothing is trained here.
@Suite struct HostileCommandLineTests {
  @Test func wordsAreUnderstoodOrRefusedInASentence() throws {
    try withFolder { folder in
      try Data("no report".utf8).write(to: folder.appending(path: "file"))
      let paths = ["file", "folder", "folder/below", "file/below", "..\u{202E}"].map { folder.appending(path: $0).path }
      Subject.commandLines.feed { dice in
        let command = dice.pick(Self.commands)
        do {
          try command.make(Self.line(command, paths, &dice))
          return nil
        } catch let error as UsageError {
          return Sentence.fault(error.description)
        }
      }
    }
  }

  /// A command with the options, switches and words that it accepts.
  struct Command: Sendable {
    let options: [String]
    var switches = ["json"]
    var words: [String] = []
    let make: @Sendable ([String]) throws -> Void
  }

  private static let claims = Array(Catalogue.names.prefix(6)) + ["Theorem5_3", "all"]
  private static let trial = Array(TrialOptions.grammar.keys)

  static let commands: [Command] = [
    Command(
      options: ["profile", "seeds", "look", "jobs"], switches: ["strict", "explore", "json", "fail-fast"],
      words: Self.claims
    ) { _ = try VerifyCommand($0) },
    Command(options: ["profile", "seeds", "look"], switches: ["strict", "explore", "json"], words: Self.claims) {
      _ = try VerifyCommand($0, trains: false)
    },
    Command(options: Self.trial + ["threads", "observables"]) { _ = try TrialCommand($0) },
    Command(options: Self.trial + ["threads", "observables"]) { _ = try TrialCommand($0) },
    Command(
      options: DecideOptions.names + ["cases"], switches: ["json", "markdown", "strict"], words: ["table.csv", "-"]
    ) {
      _ = try DecideCommand($0)
    },
    Command(options: Self.trial + ["threads", "largest"], words: ["product", "normals", "steps", "trial"]) {
      _ = try BenchCommand($0)
    },
    Command(options: ["folder", "like", "program"], words: ["Fresh", "Theorem5_1", "lower", "Window", "Δ"]) {
      _ = try NewCommand($0)
    },
    Command(options: ["profile", "claims", "jobs"], words: MultiViewExperiment.defects.map(\.name)) {
      _ = try MutantsCommand($0)
    },
    Command(options: ["repeats", "seed", "jobs"], words: ["floor", "count", "bet"]) { _ = try CalibrateCommand($0) },
    Command(options: ["profile"], words: ["everything"]) { _ = try ListCommand($0) },
    Command(options: ["profile"], words: Self.claims) { _ = try ExplainCommand($0) },
    Command(options: []) { _ = try DoctorCommand($0) },
    Command(
      options: ["profile", "seeds", "shards"], switches: ["trials", "growth", "explore", "json"], words: Self.claims
    ) {
      _ = try PlanCommand($0)
    },
    Command(
      options: ["profile", "seeds", "shard", "jobs", "memory"], switches: ["explore", "json"], words: Self.claims
    ) {
      _ = try RunCommand($0)
    },
    Command(options: [], words: ["shard-1", ".", "/", ""]) { _ = try MergeCommand($0) },
    Command(options: ["sample", "seed", "jobs"], words: ["0037f9", "00", "g", "0037F9"]) { _ = try ReplayCommand($0) },
  ]

  private static func line(_ command: Command, _ paths: [String], _ dice: inout Dice) -> [String] {
    var line: [String] = []
    // Often a complete trial, so that the checks after parsing are reached.
    if command.options.contains("labels") && !dice.oneIn(3) {
      line = ["--labels", dice.pick(Self.labels), "--d", dice.pick(["16", "64", "256"]), "--steps", "4"]
    }
    for _ in 0..<dice.below(5) {
      switch dice.below(6) {
      case 0:
        line +=
          dice.oneIn(4)
          ? [damaged(dice.pick(Mutator.tokens), &dice)] : command.words.isEmpty ? [] : [dice.pick(command.words)]
      case 1: line += command.switches.isEmpty ? [] : ["--" + dice.pick(command.switches)]
      case 2 where dice.oneIn(3):
        line.append(damaged("--" + dice.pick(command.options + command.switches + ["x"]), &dice))
      // Paths always lie in the folder of the test.
      case 2: line += ["--" + dice.pick(["store", "reports", "output", "chart", "peers"]), dice.pick(paths)]
      default:
        guard let name = command.options.isEmpty ? nil : dice.pick(command.options) else { continue }
        let value = Self.value(of: name, &dice)
        line += dice.oneIn(4) ? ["--\(name)=\(value)"] : ["--\(name)", value]
      }
    }
    return line
  }

  private static let labels = [
    "coarse", "fine", "mixed", "merged:2", "split:3", "misaligned", "random:9", "instance", "merged:0",
    "split:9223372036854775807",
    "misaligned:-1", "random:9223372036854775807", "split:4611686018427387904",
  ]

  private static func value(of name: String, _ dice: inout Dice) -> String {
    if dice.oneIn(6) { return damaged(dice.pick(Mutator.tokens), &dice) }
    switch name {
    case "profile": return dice.pick(["quick", "standard", "deep", "fast"])
    case "labels": return dice.pick(Self.labels)
    case "regime": return dice.pick(Regime.named.map(\.name))
    case "readout": return dice.pick(["max", "marginal", "probe"])
    case "frame": return dice.pick(["standard", "rotated"])
    case "observables": return dice.pick(["errors", "all", "mechanism"])
    case "set":
      let parameter = dice.pick(RegimeParameter.allCases).rawValue
      return "\(parameter)=\(dice.oneIn(3) ? dice.pick(Mutator.tokens) : "\(dice.number())")"
    case "like", "claims": return dice.pick(Self.claims)
    case "is": return dice.pick(["o(1)", "Omega(1)", "whp", "Theta(d)", "poly(d)"])
    default: return dice.oneIn(2) ? "\(dice.integer())" : dice.oneIn(2) ? "\(dice.number())" : "\(1 + dice.below(300))"
    }
  }

  /// Returns a damaged word that cannot be an option naming a file or folder.
  private static func damaged(_ word: String, _ dice: inout Dice) -> String {
    let word = String(decoding: Mutator.damaged(Array(word.utf8), &dice), as: UTF8.self)
    return ["output", "store", "peers", "reports", "chart"].contains { word.contains($0) } ? "--" : word
  }
}
