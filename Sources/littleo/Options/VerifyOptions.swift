import ClaimKit
import Decision
import Foundation
import Planning

/// What `verify` and `report` were asked for.
struct VerifyOptions: Sendable {
  /// The claims, all if none is named.
  let entries: [ClaimEntry]
  /// The profile.
  let profile: Profile
  /// Scales, runs and seeds.
  let design: Design
  /// The error rates.
  let levels: ErrorLevels
  /// Threads at work.
  let jobs: Int
  /// Where finished trials are kept.
  let store: URL
  /// Where the report is written; nil for nowhere.
  let output: URL?
  /// Whether an inconclusive claim fails.
  let isStrict: Bool
  /// Whether findings are printed as JSON.
  let isJSON: Bool
  /// Whether the first claim that fails ends it.
  let failsFast: Bool
  /// Whether the store alone decides, and what it lacks is named rather than trained.
  let isOffline: Bool

  /// The first seed for exploring.
  static let exploredSeed = 1_000_001

  /// Reads the words of a command line.
  ///
  /// - Parameter trains: Whether it is `verify`; `report` has no use for what concerns training.
  init(_ line: [String], trains: Bool) throws(UsageError) {
    var grammar = Arguments.Grammar(
      command: trains ? "verify" : "report",
      options: ["profile": false, "seeds": false, "look": false, "store": false, "output": false],
      switches: ["strict", "explore", "json"], maximalWords: .max)
    if trains {
      grammar.options["jobs"] = false
      grammar.switches.formUnion(["fail-fast", "offline"])
    }
    let arguments = try Arguments(line, grammar)
    entries = try Catalogue.entries(named: arguments.words)
    let seeds = try arguments.integer("seeds", in: 1...500)
    jobs = try arguments.integer("jobs", in: 1...4096) ?? ProcessInfo.processInfo.activeProcessorCount
    profile = try Catalogue.profile(named: arguments.value("profile"))
    // Registered seeds decide; stand-ins are explored with others, so that no number is chosen by the data that judge it.
    let isExploring = arguments.has("explore")
    design = Design(profile, runs: seeds, firstSeed: isExploring ? Self.exploredSeed : nil)
    levels = ErrorLevels(look: try arguments.integer("look", in: 1...1000))
    store = URL(filePath: arguments.value("store") ?? ".littleo/store")
    // A partial run must not overwrite the committed report.
    let isFull = arguments.words.isEmpty && design == Design(.standard) && levels.look == nil
    output = (arguments.value("output") ?? (isFull ? "Reports" : nil)).map { URL(filePath: $0) }
    isStrict = arguments.has("strict")
    isJSON = arguments.has("json")
    failsFast = arguments.has("fail-fast")
    isOffline = !trains || arguments.has("offline")
    if failsFast, isOffline {
      throw UsageError("--fail-fast and --offline exclude each other: nothing is trained that could be saved.")
    }
  }

  /// The command line that gives the same report again, wherever its store and its output were.
  var command: String {
    var words = ["swift run -c release littleo"]
    let isWhole = entries.count == Catalogue.entries.count
    let isStandard = design == Design(.standard) && levels.look == nil
    if !isWhole || !isStandard { words.append("verify") }
    if !isWhole { words += entries.map(\.claim.name) }
    if profile != .standard { words.append("--profile \(profile.rawValue)") }
    if design.firstSeed == Self.exploredSeed { words.append("--explore") }
    if design.runs != profile.runs { words.append("--seeds \(design.runs)") }
    if let look = levels.look { words.append("--look \(look)") }
    if !isWhole || !isStandard { words.append("--output DIR") }
    return words.joined(separator: " ")
  }
}
