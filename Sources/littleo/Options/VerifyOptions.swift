import ClaimKit
import Decision
import Experiments
import Files
import Foundation
import Planning

/// The options of `littleo verify` and `littleo report`.
struct VerifyOptions: Sendable {
  /// The claims to decide: all of them if none is named.
  let entries: [ClaimEntry]
  /// The claims that are left out, because their program cannot be asked.
  let leftOut: [Catalogue.LeftOut]
  /// The profile, which sets the default scales and runs per scale.
  let profile: Profile
  /// The scales, the runs per scale and the seeds.
  let design: Design
  /// The error level of each side, and which look at growing data this is.
  let levels: ErrorLevels
  /// The number of threads that train.
  let jobs: Int
  /// The folder in which finished trials are kept.
  let store: URL
  /// The folder of the report; nil if none is written.
  let output: URL?
  /// The file that receives the whole report as one page of HTML; nil if none is written.
  let html: Place?
  /// Whether an inconclusive claim gives exit code 1.
  let isStrict: Bool
  /// Whether findings are printed as JSON.
  let isJSON: Bool
  /// Whether the command stops at the first claim that fails.
  let failsFast: Bool
  /// Whether only stored trials are used, and missing ones are named instead of trained.
  let isOffline: Bool

  /// The first exploratory seed: no verdict rests on seeds from 1,000,000 on.
  static let exploredSeed = 1_000_001

  /// The largest first seed, far below where seeds would no longer fit.
  private static let largestSeed = 1 << 40

  /// Returns the first exploratory seed; nil for the registered seeds.
  ///
  /// Stand-ins are chosen with exploratory seeds. The runs that decide a claim never choose its numbers.
  static func firstSeed(_ arguments: Arguments) throws(UsageError) -> Int? {
    let first = try arguments.integer("first-seed", in: exploredSeed...largestSeed)
    guard arguments.has("explore") else {
      if first != nil { throw UsageError("--first-seed needs --explore: the registered seeds are fixed.") }
      return nil
    }
    return first ?? exploredSeed
  }

  /// Reads the words of a command line.
  ///
  /// - Parameter trains: True for `verify`; false for `report`, which has no options about training.
  init(_ line: [String], trains: Bool) throws(UsageError) {
    var grammar = Arguments.Grammar(
      command: trains ? "verify" : "report",
      options: [
        "profile": false, "seeds": false, "look": false, "store": false, "output": false, "first-seed": false,
        "html": false,
      ],
      switches: ["strict", "explore", "json"], maximalWords: .max)
    if trains {
      grammar.options["jobs"] = false
      grammar.switches.formUnion(["fail-fast", "offline"])
    }
    let arguments = try Arguments(line, grammar)
    (entries, leftOut) = try Catalogue.verifiable(named: arguments.words)
    let seeds = try arguments.integer("seeds", in: 1...500)
    jobs = try arguments.integer("jobs", in: 1...4096) ?? ProcessInfo.processInfo.activeProcessorCount
    profile = try Catalogue.profile(named: arguments.value("profile"))
    design = Design(profile, runs: seeds, firstSeed: try Self.firstSeed(arguments))
    levels = ErrorLevels(look: try arguments.integer("look", in: 1...1000))
    store = arguments.store
    // A partial run must not overwrite the committed report.
    let isFull = arguments.words.isEmpty && leftOut.isEmpty && design == Design(.standard) && levels.look == nil
    output = arguments.place("output")?.url ?? (isFull ? URL(filePath: "Reports") : nil)
    html = arguments.place("html")
    isStrict = arguments.has("strict")
    isJSON = arguments.has("json")
    failsFast = arguments.has("fail-fast")
    isOffline = !trains || arguments.has("offline")
    if failsFast, isOffline {
      throw UsageError(
        "--fail-fast and --offline exclude each other: --fail-fast saves training, and --offline trains nothing.")
    }
  }

  /// The command line that reproduces the report; it does not name the store, and leaves the output folder open.
  var command: String {
    var words = ["swift run -c release littleo verify"]
    let isWhole = entries.count == Catalogue.entries.count
    let isStandard = design == Design(.standard) && levels.look == nil
    if !isWhole { words += entries.map(\.claim.name) }
    if profile != .standard { words.append("--profile \(profile.rawValue)") }
    if design.firstSeed >= Self.exploredSeed { words.append("--explore") }
    if design.firstSeed > Self.exploredSeed { words.append("--first-seed \(design.firstSeed)") }
    if design.runs != profile.runs { words.append("--seeds \(design.runs)") }
    if let look = levels.look { words.append("--look \(look)") }
    if !isWhole || !isStandard { words.append("--output DIR") }
    return words.joined(separator: " ")
  }
}
