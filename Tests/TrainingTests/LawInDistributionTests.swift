import Foundation
import MultiView
import Testing

@testable import Training

/// The concentrated trainer has the law of the exact one.
///
/// Trials of one seed share initial neurons, samples and strengths, so differences are paired. With
/// `LITTLEO_LAW_SEEDS=<n>` every regime and label map is compared on n seeds from `LITTLEO_LAW_FIRST` on, and tables are
/// printed; `LITTLEO_LAW_CELLS=<text>` keeps the cells whose description contains the text.
@Suite struct LawInDistributionTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let seeds = UInt64(environment["LITTLEO_LAW_SEEDS"] ?? "") ?? 0
  private static let first = UInt64(environment["LITTLEO_LAW_FIRST"] ?? "") ?? 2_000_000

  /// The cells whose description contains `LITTLEO_LAW_CELLS`, all without it.
  private static let cells: [LawCell] = {
    guard seeds > 1 else { return [] }
    let wanted = environment["LITTLEO_LAW_CELLS"] ?? ""
    return (LawCell.large + (wanted.hasPrefix("open") ? LawCell.open : [])).filter {
      wanted.isEmpty || $0.testDescription.contains(wanted)
    }
  }()

  @Test(arguments: cells) func everyRegimeAgrees(cell: LawCell) throws {
    let clock = ContinuousClock.now
    let paired = try cell.compare(seeds: Self.first..<(Self.first + Self.seeds))
    print(cell.table(paired, seeds: Int(Self.seeds)) + "\n  \(clock.duration(to: .now))")
    for differences in paired {
      guard let summary = differences.summary else { continue }
      #expect(abs(summary.z) < 4, "\(cell.testDescription): \(differences.quantity.name)")
    }
  }

  // MARK: By default

  private static let few: Range<UInt64> = 1_000_000..<1_000_012

  @Test(arguments: LawCell.small) func smallCellsAgree(cell: LawCell) throws {
    let paired = try cell.compare(seeds: Self.few)
    for differences in paired {
      guard let summary = differences.summary else { continue }
      // With 12 seeds, a t-variate exceeds 5 with probability 4·10⁻⁴.
      #expect(abs(summary.z) < 5, "\(cell.testDescription): \(differences.quantity.name)")
    }
  }

  @Test(arguments: PlantedLaw.all) func plantedDefectsAreDetected(planted: PlantedLaw) throws {
    let seeds = Self.few.lowerBound..<(Self.few.lowerBound + planted.seeds)
    let sound = try planted.cell.compare(seeds: seeds)
    let faulty = try planted.cell.compare(seeds: seeds, fault: planted.fault)
    for (sound, faulty) in zip(sound, faulty) where planted.quantities.contains(sound.quantity.name) {
      let name = "\(planted.fault.words): \(sound.quantity.name)"
      let (one, two) = (try #require(sound.summary), try #require(faulty.summary))
      #expect(abs(one.z) < 3.5, "\(name), unplanted z = \(one.z)")
      #expect(abs(two.z) > 3.5, "\(name), planted z = \(two.z)")
    }
  }
}
