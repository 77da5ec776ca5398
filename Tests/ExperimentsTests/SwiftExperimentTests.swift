import Foundation
import Testing

@testable import Experiments

/// A function in Swift is an experiment.
@Suite("A function in Swift is an experiment")
struct SwiftExperimentTests {
  private static let trial = Trial(
    experiment: "small", settings: Settings(["gain": 2, "mode": "plain"]), scale: 64, seed: 21001, times: [1, 2])

  /// An experiment with one quantity of each kind; `share` is read once per run.
  private static func experiment(
    _ body: @escaping @Sendable (inout SwiftExperiment.Run) throws -> Void
  ) -> SwiftExperiment {
    SwiftExperiment(
      "small", version: "1", settings: ["gain": 2, "mode": "plain"],
      observables: [
        Observable("risk", .positive), Observable("errors", .count), Observable("gap", .signed),
        Observable("share", .share, isOfRun: true),
      ], work: { 3 * Double($0) }, body)
  }

  private static func trace(
    of trial: Trial = trial, _ body: @escaping @Sendable (inout SwiftExperiment.Run) throws -> Void
  ) async throws -> Trace {
    try await experiment(body).session(jobs: 1).run(trial, threads: 1)
  }

  private static func failure(
    _ body: @escaping @Sendable (inout SwiftExperiment.Run) throws -> Void
  ) async -> String? {
    await ExperimentsTests.failure(of: trial, in: experiment(body).session(jobs: 1))
  }

  @Test("The same trial gives the same trace; another seed gives another")
  func sameSeedSameTrace() async throws {
    let body: @Sendable (inout SwiftExperiment.Run) throws -> Void = { run in
      for time in run.times { try run.read(run.random.uniform() + Double(run.scale), as: "risk", at: time) }
      try run.read(run.random.index(below: 9), of: 8, as: "errors", at: 2)
      try run.read(run.random.uniform(), as: "share")
    }
    let trace = try await Self.trace(body)
    #expect(try await Self.trace(body) == trace)
    #expect(try await Self.trace(of: Self.trial.seeded(21002), body) != trace)
  }

  @Test("A run knows its scale, its times and its settings")
  func whatARunIsGiven() async throws {
    let trace = try await Self.trace { run in
      #expect(try run.word("mode") == "plain")
      #expect(throws: ExperimentError.self) { try run.word("gain") }
      #expect(throws: ExperimentError.self) { try run.number("unknown") }
      try run.read(Double(run.scale) * (try run.number("gain")), as: "risk", at: run.times[1])
    }
    let expected = Trace.Stage(times: [1, 2], columns: ["risk": Trace.Column([nil, Value(128)])])
    #expect(trace == Trace(stages: [expected], work: 192))
  }

  @Test("What is not read is missing")
  func nothingRead() async throws {
    #expect(try await Self.trace { _ in } == Trace(stages: [Trace.Stage(times: [1, 2], columns: [:])], work: 192))
  }

  @Test("A demand is the declared work, at least one nanosecond")
  func demand() throws {
    #expect(
      try Self.experiment { _ in }.demand(of: Self.trial, memory: .infinity)
        == Demand(bytes: 0x1p20, work: 192, seconds: 192 * 1e-9))
    let free = SwiftExperiment("free", version: "1", observables: [], work: { _ in 0 }) { _ in }
    #expect(try free.demand(of: Self.trial, memory: .infinity).work == 1)
    #expect(throws: ExperimentError.self) { try free.demand(of: Self.trial, memory: 1) }
    let endless = SwiftExperiment("endless", version: "1", observables: [], work: { _ in .infinity }) { _ in }
    #expect(try endless.demand(of: Self.trial, memory: .infinity).work == 1e15)
  }

  private static let place = "small, scale 64, gain = 2, mode = plain, seed 21001: "

  @Test("A quantity that is not declared is named, with those that are")
  func undeclared() async {
    #expect(
      await Self.failure { try $0.read(1, as: "riks", at: 1) }
        == Self.place + "the quantity “riks” is not declared; declared are errors, gap, risk, share.")
  }

  @Test(
    "A number out of range is named with its range",
    arguments: [
      ("risk", Double.nan, "“risk” at time 1 = nan is not a finite number."),
      ("risk", .infinity, "“risk” at time 1 = inf is not a finite number."),
      ("risk", -1, "“risk” at time 1 = -1 is out of range: a positive quantity is at least 0."),
      ("gap", 1.5, "“gap” at time 1 = 1.5 is out of range: a signed quantity lies in [−1, 1]."),
      ("errors", 3, "“errors” at time 1 = 3 is no count: a count has a number and what it is out of."),
    ])
  func outOfRange(name: String, number: Double, sentence: String) async {
    #expect(await Self.failure { try $0.read(number, as: name, at: 1) } == Self.place + sentence)
  }

  @Test(
    "A count out of range is named with its range",
    arguments: [(6, 5, "6 of 5"), (-1, 5, "-1 of 5"), (0, 0, "0 of 0")])
  func countOutOfRange(count: Int, total: Int, words: String) async {
    #expect(
      await Self.failure { try $0.read(count, of: total, as: "errors", at: 1) }
        == Self.place
        + "“errors” at time 1 = \(words) is out of range: a count lies between 0 and n, and n is at least 1.")
  }

  @Test("A count of a quantity of another kind, and an n that changes, are named")
  func countOfAnotherKind() async {
    #expect(
      await Self.failure { try $0.read(1, of: 5, as: "risk", at: 1) }
        == Self.place + "“risk” at time 1 = 1 is a count, but the quantity is declared as positive.")
    let changing = await Self.failure { run in
      try run.read(1, of: 5, as: "errors", at: 1)
      try run.read(1, of: 6, as: "errors", at: 2)
    }
    #expect(changing == Self.place + "“errors” at time 2 counts out of 6 and elsewhere out of 5: n must not change.")
  }

  @Test("A reading at the wrong place, at a time not asked for, or read twice is named")
  func wrongPlace() async {
    #expect(
      await Self.failure { try $0.read(1, as: "risk") }
        == Self.place + "“risk” has the wrong place: it is read at a time.")
    #expect(
      await Self.failure { try $0.read(1, as: "share", at: 1) }
        == Self.place + "“share” at time 1 has the wrong place: it is read once per run, without a time.")
    #expect(
      await Self.failure { try $0.read(1, as: "risk", at: 3) }
        == Self.place + "“risk” at time 3 was not asked for; the times are 1, 2.")
    let twice = await Self.failure { run in
      try run.read(1, as: "risk", at: 1)
      try run.read(1, as: "risk", at: 1)
    }
    #expect(twice == Self.place + "“risk” at time 1 was read twice.")
  }

  @Test("A builder knows what was not read")
  func unread() throws {
    var builder = TraceBuilder(
      Self.trial, of: [Observable("risk", .positive), Observable("share", .share, isOfRun: true)])
    #expect(builder.unread == "“risk” at time 1")
    try builder.add(Value(1), as: "risk", at: 1)
    #expect(builder.unread == "“risk” at time 2")
    try builder.addMissing("risk", at: 2)
    #expect(builder.unread == "“share”")
    try builder.add(Value(1), as: "share", at: nil)
    #expect(builder.unread == nil)
  }

  @Test("Equal settings have one text, whatever their order and spelling")
  func canonicalSettings() throws {
    let settings = Settings(["b": 2, "a": 0.5, "word": "α \"quoted\""])
    #expect(settings.canonical == #"{"a":0.5,"b":2,"word":"α \"quoted\""}"#)
    for text in [
      #"{"word": "α \"quoted\"", "b": 2.0, "a": 5e-1}"#, #"{"a": 0.50, "b": 2, "word": "\u03b1 \"quoted\""}"#,
    ] {
      let read = try JSONDecoder().decode(Settings.self, from: Data(text.utf8))
      #expect(read == settings)
      #expect(read.hashValue == settings.hashValue)
    }
    #expect(Settings(["b": "2"]) != Settings(["b": 2]))
    #expect(Settings(["b": -0.0]) == Settings(["b": 0]))
    #expect(settings.number("word") == nil)
    #expect(settings.word("a") == nil)
  }

  @Test("A permutation holds every number once, and each number comes first equally often")
  func permutation() {
    var random = RandomNumbers(seed: 7)
    var firsts = [0, 0, 0, 0]
    for _ in 0..<4000 {
      let order = random.permutation(of: 4)
      #expect(order.sorted() == [0, 1, 2, 3])
      firsts[order[0]] += 1
    }
    // Each count has mean 1000 and standard deviation 27.4.
    #expect(firsts.allSatisfy { abs($0 - 1000) < 110 })
    #expect(random.permutation(of: 0).isEmpty)
    #expect(random.permutation(of: 1) == [0])
  }
}

/// A setting that is out of range is named with the range that it has.
@Suite struct SettingDeclarationTests {
  @Test(arguments: [
    (0.0...1.0, "from 0 to 1"), (0.0 ... .infinity, "at least 0"), (-.infinity...1.0, "at most 1"),
    (-Double.infinity ... .infinity, "any finite number"),
  ])
  func rangesAreNamed(range: ClosedRange<Double>, words: String) throws {
    let declaration = SettingDeclaration("gamma", standard: 0.5, range: range)
    #expect(declaration.defect(of: 0.5) == nil)
    #expect(try #require(declaration.defect(of: .number(.nan))).hasSuffix("it is \(words)."))
    #expect(try #require(declaration.defect(of: "large")).hasSuffix("it is a number."))
  }

  @Test func wordsAreListed() throws {
    let declaration = SettingDeclaration("mode", standard: "plain", words: ["plain", "rotated"])
    #expect(declaration.defect(of: "rotated") == nil)
    #expect(try #require(declaration.defect(of: "round")).contains("one of plain, rotated"))
    #expect(try #require(declaration.defect(of: 1)).contains("it is a word"))
  }
}
