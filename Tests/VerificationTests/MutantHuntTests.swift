import ClaimKit
import Claims
import Experiments
import MultiView
import MultiViewClaims
import Planning
import Synchronization
import TestSupport
import Testing

@testable import Reporting
@testable import Training
@testable import Trials
@testable import Verification

/// The search for claims that notice planted defects, on invented traces.
@Suite struct MutantHuntTests {
  /// The more expensive claim, on fine labels, comes first; the cheaper one is on coarse labels.
  private static let entries = [
    ClaimEntry(folder: "Theorems", claim: Theorem5_2()), ClaimEntry(folder: "Theorems", claim: Theorem5_1()),
  ]

  private static let flipped = Mutant("flipped", .gradientFlippedOnOneHead)

  /// A runner with invented traces for two defects.
  ///
  /// A flipped gradient gives fine labels the results of coarse ones, shuffled labels give coarse ones those of random ones.
  private static func runner(
    archive: (any TrialArchive)? = nil, trained: (@Sendable (NetworkTrial) -> Void)? = nil
  ) -> TrialRunner {
    TrialRunner(archive: archive, jobs: 1) { trial, _ throws(TrainingError) in
      trained?(trial)
      let labels: LabelMap
      switch (trial.fault, trial.labels) {
      case (.gradientFlippedOnOneHead, .fine): labels = .coarse
      case (.labelsShuffled, .coarse): labels = .random(2)
      default: labels = trial.labels
      }
      return InventedWorld.trace(
        of: NetworkTrial(parameters: trial.parameters, labels: labels, seed: trial.seed, schedule: trial.schedule))
    }
  }

  @Test func aDefectIsDroppedOnceItIsNoticed() async throws {
    let cheap = try Plan.faulty([Self.entries[1]], design: Design(.quick), fault: nil)
    let dear = try Plan.faulty([Self.entries[0]], design: Design(.quick), fault: nil)
    try #require(cheap.work < dear.work)
    let faults = Mutex<[NetworkTrial]>([])
    let runner = Self.runner { trial in faults.withLock { $0.append(trial) } }
    let hunt = MutantHunt(Self.entries, design: Design(.quick), runner: runner, endsWithNotice: true)
    let mutants = [
      Mutant("shuffled", .labelsShuffled), Self.flipped, Mutant("harmless", .multiplier(1)),
    ]
    let matrix = try await hunt.matrix(of: mutants)
    #expect(matrix.rows.map { $0.marks.map(\.isNotice) } == [[false, true], [true, false], [false, false]])
    #expect(matrix.rows[0].marks[0] == .untried && matrix.rows[1].marks[1] == .unnoticed)
    #expect(matrix.unnoticed.map(\.name) == ["harmless"])
    // Cells left blank were not trained.
    let trained = faults.withLock { $0 }
    #expect(!trained.contains { $0.fault == .labelsShuffled && $0.labels == .fine })
    #expect(trained.contains { $0.fault == .gradientFlippedOnOneHead && $0.labels == .fine })
  }

  @Test func theAnswersAreThoseOfTheFullMatrix() async throws {
    let mutants = [Mutant("shuffled", .labelsShuffled), Self.flipped]
    let memory = TrialMemory()
    func matrix(_ runner: TrialRunner, endsWithNotice: Bool) async throws -> MutationMatrix {
      try await MutantHunt(Self.entries, design: Design(.quick), runner: runner, endsWithNotice: endsWithNotice)
        .matrix(of: mutants)
    }
    let full = try await matrix(Self.runner(archive: memory), endsWithNotice: false)
    let frugal = try await matrix(Self.runner(), endsWithNotice: true)
    // An archive that holds all trials changes neither the order nor the blank cells.
    let isSame = try await matrix(Self.runner(archive: memory), endsWithNotice: true) == frugal
    #expect(isSame)
    for (row, other) in zip(full.rows, frugal.rows) {
      #expect(!row.marks.contains(.untried) && other.marks.contains(.untried) || row.marks == other.marks)
      #expect(zip(row.marks, other.marks).allSatisfy { $1 == .untried || $0 == $1 })
    }
  }

  /// Every conclusion that some defect would disturb has noticed one, and cells that need not be tried stay blank.
  @Test func conclusionsAreAskedUntilEachNotices() async throws {
    let mutants = [
      Mutant("harmless", .multiplier(1)), Mutant("shuffled", .labelsShuffled), Self.flipped,
    ]
    func matrix(endsWithNotice: Bool, asksConclusions: Bool) async throws -> MutationMatrix {
      try await MutantHunt(
        Self.entries, design: Design(.quick), runner: Self.runner(), endsWithNotice: endsWithNotice,
        asksConclusions: asksConclusions
      ).matrix(of: mutants)
    }
    let full = try await matrix(endsWithNotice: false, asksConclusions: false)
    let asked = try await matrix(endsWithNotice: true, asksConclusions: true)
    #expect(full.conclusions.count == 6 && full.conclusions.map(\.text) == asked.conclusions.map(\.text))
    for (one, other) in zip(full.conclusions, asked.conclusions) {
      #expect(one.noticed.isEmpty == other.noticed.isEmpty, "\(one.claim): \(one.text)")
      #expect(other.noticed.allSatisfy(one.noticed.contains) && other.tried <= one.tried)
    }
    let noticing = full.conclusions.filter { !$0.noticed.isEmpty }
    #expect(noticing.contains { $0.claim == "Theorem5_2" && $0.text == "hard-sample error = o(1)" })
    #expect(noticing.count < full.conclusions.count && asked.unnoticingConclusions == full.unnoticingConclusions)
    let page = MutantsPage(
      asked, design: Design(.quick), trainerVersion: "9", command: "littleo", endsWithNotice: true,
      asksConclusions: true
    ).markdown
    #expect(page.contains("**\(noticing.count) of 6 conclusions notice a defect**") && page.contains("none of 3"))
  }

  /// For the sake of a conclusion, no defect is tried that makes trials many times as dear: this one forbids macro steps.
  @Test func noConclusionIsAskedAtAnyPrice() async throws {
    let dear = Mutant("dear", .drawnLabelsTellSubclass)
    let cheap = Mutant("cheap", .gradientScaled(1.2))
    let entries = [
      ClaimEntry(folder: "Theorems", claim: Theorem5_1()),
      ClaimEntry(folder: "Theorems", claim: Theorem5_2_DominantNoise()),
    ]
    let runner = TrialRunner(archive: nil, jobs: 1) { trial, _ throws(TrainingError) in
      // Theorem 5.1 notices both defects, the other claim neither.
      let labels: LabelMap = trial.fault != nil && trial.labels == .coarse ? .random(2) : trial.labels
      return InventedWorld.trace(
        of: NetworkTrial(parameters: trial.parameters, labels: labels, seed: trial.seed, schedule: trial.schedule))
    }
    let hunt = MutantHunt(
      entries, design: Design(.quick), runner: runner, endsWithNotice: true, asksConclusions: true)
    let matrix = try await hunt.matrix(of: [dear, cheap])
    #expect(matrix.rows.map { $0.marks[0].isNotice } == [true, true])
    #expect(matrix.rows.map { $0.marks[1] } == [.untried, .unnoticed])
  }

  /// A claim that is not supported without a defect is not tried with one, and does not end the search.
  @Test func onlySupportedClaimsAreTried() async throws {
    let runner = TrialRunner(archive: nil, jobs: 1) { trial, _ throws(TrainingError) in
      let labels: LabelMap = trial.labels == .coarse || trial.fault != nil ? .random(2) : trial.labels
      return InventedWorld.trace(
        of: NetworkTrial(parameters: trial.parameters, labels: labels, seed: trial.seed, schedule: trial.schedule))
    }
    let matrix = try await MutantHunt(Self.entries, design: Design(.quick), runner: runner, endsWithNotice: true)
      .matrix(of: [Self.flipped])
    #expect(matrix.rows[0].marks[1] == .unsupported && matrix.rows[0].marks[0].isNotice)
  }

  @Test func pageMarksClaimsThatWereNotTried() async throws {
    let hunt = MutantHunt(Self.entries, design: Design(.quick), runner: Self.runner(), endsWithNotice: true)
    let matrix = try await hunt.matrix(of: [Mutant("shuffled", .labelsShuffled)])
    let page = MutantsPage(
      matrix, design: Design(.quick), trainerVersion: "9", command: "littleo mutants --until-noticed",
      endsWithNotice: true)
    #expect(page.markdown.contains("**The planted defect is noticed by a claim.**"))
    #expect(page.markdown.contains("does not say whether other") && page.markdown.contains("Blank: not tried"))
    #expect(page.markdown.contains("| Theorem5\\_1 |") && !page.markdown.contains("| Theorem5\\_2 |"))
    #expect(!page.markdown.contains("notice none"))
  }
}
