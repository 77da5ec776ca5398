import Foundation
import Synchronization
import Testing

/// A part of the program that is fed with hostile input, and its share of all inputs.
enum Subject: Int, CaseIterable, Sendable {
  case measurements, cases, records, reports, shelf, commandLines, growthLaws, regimes, claims, forgeries

  /// The inputs of this subject per million inputs; expensive subjects have fewer.
  var share: Int {
    switch self {
    case .measurements: 150_000
    case .cases: 60_000
    case .records: 60_000
    case .reports: 60_000
    case .shelf: 60_000
    case .commandLines: 250_000
    case .growthLaws: 160_000
    case .regimes: 166_000
    case .claims: 4_000
    case .forgeries: 30_000
    }
  }

  /// The least number of inputs of all subjects together: `LITTLEO_HOSTILE_INPUTS`.
  static let total = max(1000, Int(ProcessInfo.processInfo.environment["LITTLEO_HOSTILE_INPUTS"] ?? "") ?? 8_000)

  /// The first seed of fresh inputs; given again as `LITTLEO_HOSTILE_SEED`, it makes the same inputs.
  static let freshSeed =
    UInt64(ProcessInfo.processInfo.environment["LITTLEO_HOSTILE_SEED"] ?? "") ?? UInt64.random(in: 1 << 32 ... .max)

  /// The number of the only input to make, `LITTLEO_HOSTILE_ONLY`; nil for all inputs.
  private static let only = Int(ProcessInfo.processInfo.environment["LITTLEO_HOSTILE_ONLY"] ?? "")

  /// The number of inputs of this subject.
  var count: Int { (Self.total * share + 999_999) / 1_000_000 }

  /// The longest that one input may take, in seconds; beyond it, the program counts as hanging.
  private static let patience = 300.0

  /// Feeds a subject, half from a fixed seed and half from a fresh one.
  ///
  /// - Parameter body: Makes one input, tries it and returns what was wrong with the outcome, nil if nothing was.
  func feed(_ body: (inout Dice) throws -> String?) {
    let watch = Watch(limit: Self.patience)
    defer { watch.end() }
    var faults = 0
    for index in 0..<count where Self.only == nil || Self.only == index {
      let isFresh = index >= count / 2
      // Subjects do not share inputs, and fresh seeds nearly always lie far from the fixed ones.
      let seed = (isFresh ? Self.freshSeed : 0) &+ UInt64(rawValue) << 40 &+ UInt64(index)
      let place = "\(self), input \(index), LITTLEO_HOSTILE_INPUTS=\(Self.total) LITTLEO_HOSTILE_SEED=\(Self.freshSeed)"
      watch.begin(place)
      var dice = Dice(seed: seed)
      let fault: String?
      do { fault = try body(&dice) } catch { fault = "an error that the command line does not expect: \(error)" }
      guard let fault else { continue }
      faults += 1
      Issue.record("\(place): \(fault)")
      if faults == 5 { break }
    }
    Self.tally(self, faults: faults)
  }

  // MARK: The total

  private static let fed = Mutex<[Subject: Int]>([:])

  private static func tally(_ subject: Subject, faults: Int) {
    let fed = Self.fed.withLock { fed in
      fed[subject] = subject.count
      return fed
    }
    let sum = fed.values.reduce(0, +)
    print("hostile inputs: \(subject.count) for \(subject), \(sum) so far, fresh seed \(freshSeed)")
    if fed.count == allCases.count {
      #expect(sum >= total)
      print("hostile inputs: \(sum) in all, \(total) asked for")
    }
  }
}

/// Ends the process if an input takes too long, and names the input, because a test in an endless loop never fails.
private final class Watch: Sendable {
  private let state: Mutex<(place: String, start: Date)?> = Mutex(nil)

  init(limit: Double) {
    begin("before the first input")
    Thread.detachNewThread { [self] in
      while let current = state.withLock({ $0 }) {
        if -current.start.timeIntervalSinceNow > limit { fatalError("more than \(limit) s: \(current.place)") }
        Thread.sleep(forTimeInterval: 0.2)
      }
    }
  }

  func begin(_ place: String) { state.withLock { $0 = (place, Date()) } }

  func end() { state.withLock { $0 = nil } }
}

/// Runs a body with a new folder and removes the folder afterwards.
func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "littleo-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}
