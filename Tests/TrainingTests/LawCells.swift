import MultiView
import Testing

extension LawCell {
  /// Every regime and label map that the law serves.
  static let large: [LawCell] = [64, 256, 1024].flatMap { d in
    [
      LawCell(name: "coarse", d: d, steps: 64, isWatched: true),
      LawCell(name: "fine", labels: .fine, d: d, steps: d > 256 ? 1024 : 256, isWatched: true),
      LawCell(name: "smallInit coarse", regime: .smallInit, d: d, steps: 64),
      LawCell(name: "smallInit fine", regime: .smallInit, labels: .fine, d: d, steps: 128),
      LawCell(name: "constantK coarse", regime: .constantK, d: d, steps: 64),
      LawCell(name: "constantK fine", regime: .constantK, labels: .fine, d: d, steps: 64),
      LawCell(name: "dominantNoise coarse", regime: .dominantNoise, d: d, steps: 64),
      LawCell(name: "dominantNoise fine", regime: .dominantNoise, labels: .fine, d: d, steps: 128),
      LawCell(name: "hardShare coarse", d: d, steps: 64, overrides: [.hardShare: 0.2]),
      LawCell(name: "hardShare fine", labels: .fine, d: d, steps: 128, overrides: [.hardShare: 0.2]),
      LawCell(name: "merged:3", labels: .merged(3), d: d, steps: 128, overrides: [.k: 9]),
      LawCell(name: "split:2", labels: .split(2), d: d, steps: 128),
      LawCell(name: "misaligned", labels: .misaligned(1), d: d, steps: 128, readout: .probe),
      LawCell(name: "random:8", labels: .random(8), d: d, steps: 64, readout: .probe),
      LawCell(name: "fine-tuning", labels: .fine, d: d, steps: 128, finetuning: 32),
      LawCell(name: "vanishingStep coarse", regime: .vanishingStep, d: d == 1024 ? 192 : d / 2, steps: 128),
      LawCell(name: "constantDistractors", regime: .constantDistractors, d: d, steps: 64),
    ]
  }

  /// The open question of the prototype.
  static let open = [
    LawCell(name: "open coarse", d: 4096, steps: 64),
    LawCell(name: "open fine", labels: .fine, d: 4096, steps: 16),
  ]
}

/// A defect, and the cell and quantity that detect it.
struct PlantedLaw: Sendable, CustomTestStringConvertible {
  let fault: Fault
  let cell: LawCell
  let quantities: [String]
  /// The number of seeds that it takes.
  var seeds: UInt64 = 12
  var testDescription: String { fault.words }

  static let all = [
    PlantedLaw(fault: .decisionNoiseOff, cell: LawCell.small[0], quantities: ["loss", "common weight", "awakened"]),
    PlantedLaw(fault: .noiseNormScaled(4), cell: LawCell.small[0], quantities: ["common weight", "awakened"]),
    PlantedLaw(fault: .openingOff, cell: LawCell.small[1], quantities: ["loss"], seeds: 160),
    PlantedLaw(fault: .deadDropped, cell: LawCell.small[2], quantities: ["hard errors"], seeds: 20),
  ]
}

extension LawCell {
  /// Cells of a few seconds, each of which some defect of the law changes.
  static let small = [
    LawCell(name: "small coarse", d: 64, steps: 32, overrides: [.testSamples: 100]),
    // In small batches, the first gradient of a common feature often cancels, so that neurons are opened.
    LawCell(
      name: "small smallInit", regime: .smallInit, labels: .fine, d: 64, steps: 16,
      overrides: [.testSamples: 100, .k: 2, .batch: 8]),
    LawCell(name: "small dominantNoise", regime: .dominantNoise, d: 256, steps: 64),
    LawCell(name: "small hard samples", d: 64, steps: 48, overrides: [.testSamples: 100, .hardShare: 0.2]),
  ]
}
