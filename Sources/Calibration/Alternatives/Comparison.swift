import Decision
import Foundation
import Randomness

/// The comparison of procedures on laws whose limit is known.
package struct Comparison: Sendable {
  /// Repetitions per law of the committed page.
  package static let registeredRepeats = 500

  /// A law with its limit, on one design.
  struct Row: Sendable {
    let cell: PlantedCell
    let limit: Double
  }

  /// The compared laws, on designs A and B.
  static let rows: [Row] = laws.flatMap { law, limit in
    PlantedSuite.designs.map { design in
      let truth: PlantedCell.Truth =
        limit == 0 ? .holds : limit < materiality ? .floor : limit == materiality ? .boundary : .fails
      let cell = PlantedSuite.count(
        "o(1), counts, compared", law, .beta(50), design, truth, materiality: materiality)
      return Row(cell: cell, limit: limit)
    }
  }

  /// ε of all compared laws.
  package static let materiality = 0.05

  private static let laws: [(law: PlantedLaw, limit: Double)] = [
    (PlantedLaw("0.3·x^−1") { x, _ in 0.3 / x }, 0),
    (PlantedLaw("0.3·x^−½") { x, _ in 0.3 / x.squareRoot() }, 0),
    (PlantedLaw("0.5·e^−(x−1)") { x, _ in 0.5 * exp(1 - x) }, 0),
    (PlantedLaw("0.3·ln d₁/ln d") { x, d in 0.3 * log(d / x) / log(d) }, 0),
    (
      PlantedLaw("0.4·ln d₁/ln d + 0.3·e^−(x−1)") { x, d in 0.4 * log(d / x) / log(d) + 0.3 * exp(1 - x) }, 0
    ),
    (.constant(0.03), 0.03),
    (PlantedLaw("0.02 + 0.3·x^−1") { x, _ in 0.02 + 0.3 / x }, 0.02),
    (PlantedLaw("0.05 + 0.3·2/(x+1)") { x, _ in 0.05 + 0.6 / (x + 1) }, 0.05),
    (PlantedLaw("0.1 + 0.3·x^−1") { x, _ in 0.1 + 0.3 / x }, 0.1),
    (PlantedLaw("0.1 + 0.3·e^−(x−1)") { x, _ in 0.1 + 0.3 * exp(1 - x) }, 0.1),
    (.constant(0.1), 0.1),
    (PlantedLaw("0.1·x^½") { x, _ in 0.1 * x.squareRoot() }, .infinity),
  ]

  /// Repetitions per law.
  package let repeats: Int
  /// The seed of all random numbers.
  package let seed: UInt64

  /// A comparison.
  package init(repeats: Int, seed: UInt64) {
    self.repeats = repeats
    self.seed = seed
  }

  /// Returns one result per law and design, the same for any number of jobs.
  ///
  /// - Parameters:
  ///   - jobs: Laws compared at the same time; at least 1.
  ///   - report: Called with the step, the number of finished laws and their total, never concurrently.
  package func results(
    jobs: Int, report: @Sendable (Calibration.Step, Int, Int) -> Void = { _, _, _ in }
  ) async -> [ProcedureScores] {
    let rows = Self.rows
    return await ParallelMap.results(of: rows, jobs: jobs, report: { report(.comparison, $0, rows.count) }) {
      result(of: $0)
    }
  }

  func result(of row: Row) -> ProcedureScores {
    var right = LimitProcedure.allCases.map { _ in 0 }
    var wrong = right
    for repetition in 0..<repeats {
      let evidence = row.cell.evidence(seed: seed, repetition: repetition)
      // Step 1 of the stream: runs are drawn at step 0.
      var draws = Draws(seed: seed, stream: .planted, step: 1, sample: repetition)
      for (index, procedure) in LimitProcedure.allCases.enumerated() {
        let answer = procedure.answer(on: evidence, of: row.cell, &draws)
        right[index] += answer.isRight(limit: row.limit, materiality: Self.materiality) ? 1 : 0
        wrong[index] += answer.isWrong(limit: row.limit, materiality: Self.materiality) ? 1 : 0
      }
    }
    let scores = zip(LimitProcedure.allCases, zip(right, wrong)).map { procedure, counts in
      ProcedureScores.Score(
        procedure: procedure, right: ObservedRate(count: counts.0, repeats: repeats),
        wrong: ObservedRate(count: counts.1, repeats: repeats))
    }
    return ProcedureScores(law: row.cell.law, design: row.cell.design.name, limit: row.limit, scores: scores)
  }
}

/// How often each procedure was right and wrong about one law.
package struct ProcedureScores: Sendable {
  /// One procedure's score.
  package struct Score: Sendable {
    /// The procedure.
    package let procedure: LimitProcedure
    /// How often its answer was right.
    package let right: ObservedRate
    /// How often its answer was wrong; the rest is open.
    package let wrong: ObservedRate
  }

  /// The law and its noise.
  package let law: String
  /// The design's name.
  package let design: String
  /// The limit, infinite for a law that grows.
  package let limit: Double
  /// The scores, in the order of the procedures.
  package let scores: [Score]
}
