import Foundation
import MultiView
import Testing

@testable import Training

/// A setting in which the concentrated trainer is compared with the exact one.
struct LawCell: Sendable, CustomTestStringConvertible {
  let name: String
  var regime = Regime.standard
  var labels = LabelMap.coarse
  let d: Int
  let steps: Int
  var overrides: [RegimeParameter: Double] = [:]
  var readout = Readout.max
  var finetuning = 0
  /// Whether the trial is observed during training too, which T* needs.
  var isWatched = false

  var testDescription: String { "\(name), d = \(d), T = \(steps)" }

  /// The trial of a seed.
  func trial(_ seed: UInt64, _ mode: NetworkMode, fault: Fault? = nil) throws -> NetworkTrial {
    NetworkTrial(
      parameters: try regime.parameters(at: d, overrides: overrides, mode: mode), labels: labels, seed: seed,
      schedule: isWatched ? .steps(steps) : .finish(steps: steps), readout: readout, finetuning: finetuning,
      fault: fault)
  }
}

/// A quantity of a trace that both trainers have.
struct LawQuantity: Sendable {
  /// How a difference of the means is expressed.
  enum Scale { case relative, logarithmic, absolute }

  let name: String
  let scale: Scale
  let value: @Sendable (NetworkTrace, Checkpoint, ModelParameters) -> Double?

  private init(_ name: String, _ scale: Scale, _ value: @escaping @Sendable (Checkpoint) -> Double?) {
    self.name = name
    self.scale = scale
    self.value = { _, checkpoint, _ in value(checkpoint) }
  }

  private init(time name: String) {
    self.name = name
    scale = .logarithmic
    self.value = { trace, _, parameters in
      let bound = 1 / Double(parameters.d).squareRoot()
      guard trace.checkpoints.count > 1 else { return nil }
      return trace.checkpoints.first { $0.trainingLoss <= bound }.map { Double($0.time) }
    }
  }

  /// All that are compared; those that a trial does not have are left out.
  static let all: [LawQuantity] = [
    LawQuantity("loss", .logarithmic) { $0.trainingLoss },
    LawQuantity("hard margin", .absolute) { $0.hardMargin?.median },
    LawQuantity("easy margin", .relative) { $0.easyMargin?.median },
    LawQuantity("hard errors", .absolute) { $0.hardErrors },
    LawQuantity("easy errors", .absolute) { $0.easyErrors },
    LawQuantity("probe hard errors", .absolute) { $0.probe?.hard },
    LawQuantity("probe easy errors", .absolute) { $0.probe?.easy },
    LawQuantity("undecided", .absolute) { Double($0.undecided) },
    LawQuantity("common weight", .relative) { $0.commonWeight },
    LawQuantity("rare weight", .relative) { $0.rareWeight },
    LawQuantity("other common weight", .relative) { $0.otherCommonWeight },
    LawQuantity("other rare weight", .relative) { $0.otherRareWeight },
    LawQuantity("other-class share", .absolute) { $0.otherClassShare },
    LawQuantity("least common weight", .absolute) { $0.leastCommonWeight },
    LawQuantity("least rare weight", .absolute) { $0.leastRareWeight },
    LawQuantity("firing share", .absolute) { $0.firingShare },
    LawQuantity("residual concentration", .absolute) { $0.residualConcentration },
    LawQuantity("common response", .relative) { $0.commonResponse },
    LawQuantity("rare response", .relative) { $0.rareResponse },
    LawQuantity("least common response", .relative) { $0.leastCommonResponse },
    LawQuantity("least rare response", .absolute) { $0.leastRareResponse },
    LawQuantity("largest rare response", .relative) { $0.largestRareResponse },
    LawQuantity("distractor response", .relative) { $0.distractorResponse },
    LawQuantity("off-feature share", .relative) { $0.offFeatureShare },
    LawQuantity("bias ratio", .relative) { $0.biasRatio },
    LawQuantity("awakened", .absolute) { $0.awakened.map(Double.init) },
    LawQuantity("noise firings", .absolute) { Double($0.noiseFirings) },
    LawQuantity(time: "T*"),
  ]
}

/// Paired differences of one quantity, concentrated minus exact.
struct PairedDifferences: Sendable {
  let quantity: LawQuantity
  private var differences: [Double] = []
  private var values: [Double] = []
  /// The number of seeds for which one trainer has the quantity and the other does not.
  private(set) var unpaired = 0

  init(_ quantity: LawQuantity) { self.quantity = quantity }

  /// Adds the values of a seed.
  mutating func add(law: Double?, exact: Double?) {
    guard let law, let exact else {
      unpaired += (law == nil) == (exact == nil) ? 0 : 1
      return
    }
    values.append(exact)
    switch quantity.scale {
    case .logarithmic: differences.append(log(law / exact))
    case .relative, .absolute: differences.append(law - exact)
    }
  }

  /// The mean difference with its standard error, relative to the mean value except on an absolute scale.
  ///
  /// Nil without two seeds that have the quantity.
  var summary: Summary? {
    guard differences.count > 1 else { return nil }
    let count = Double(differences.count)
    let mean = differences.reduce(0, +) / count
    let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    let value = values.reduce(0, +) / count
    // A quantity that is 0 in every exact run has no relative difference.
    let unit = quantity.scale == .relative && value != 0 ? abs(value) : 1
    return Summary(value: value, mean: mean / unit, error: (variance / count).squareRoot() / unit)
  }

  struct Summary {
    /// The mean of the exact trainer.
    let value: Double
    let mean: Double
    let error: Double

    /// The mean difference in standard errors.
    ///
    /// Differences that are rounding errors count as none.
    var z: Double { abs(mean) < 1e-6 ? 0 : error > 0 ? mean / error : .infinity }

    /// Whether the 90 % interval of the difference lies within ±tolerance.
    func isWithin(_ tolerance: Double) -> Bool { abs(mean) + 1.645 * error <= tolerance }
  }
}

extension LawCell {
  /// Trains seeds in both modes and returns the paired differences.
  ///
  /// - Parameter fault: What is planted into the concentrated trainer only.
  func compare(seeds: Range<UInt64>, fault: Fault? = nil) throws -> [PairedDifferences] {
    var paired = LawQuantity.all.map { PairedDifferences($0) }
    for seed in seeds {
      let law = try trial(seed, .concentrated, fault: fault)
      let traces = (try Trainer.train(law), try Trainer.train(trial(seed, .pruned)))
      guard let one = (traces.0.finetuning ?? traces.0.checkpoints).last,
        let two = (traces.1.finetuning ?? traces.1.checkpoints).last
      else { continue }
      for place in paired.indices {
        let quantity = paired[place].quantity
        paired[place].add(
          law: quantity.value(traces.0, one, law.parameters), exact: quantity.value(traces.1, two, law.parameters))
      }
    }
    return paired
  }

  /// A table of a comparison, one quantity per line.
  func table(_ paired: [PairedDifferences], seeds: Int) -> String {
    var lines = ["\(testDescription): \(seeds) seeds"]
    for differences in paired {
      guard let summary = differences.summary else { continue }
      let isCoarseLoss = differences.quantity.name == "loss" && labels == .coarse
      let tolerance = isCoarseLoss ? 0.04 : 0.02
      let isAbsolute = differences.quantity.scale == .absolute
      lines.append(
        "  "
          + String(
            format: "%-20@ %11.5g %+9.5f ± %8.5f  z %+6.2f", differences.quantity.name as NSString, summary.value,
            summary.mean, summary.error, summary.z)
          + (isAbsolute ? "  absolute" : summary.isWithin(tolerance) ? "  within ±\(tolerance)" : "  wider")
          + (differences.unpaired > 0 ? "  unpaired \(differences.unpaired)" : ""))
    }
    return lines.joined(separator: "\n")
  }
}
