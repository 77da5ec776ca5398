import Experiments

/// A new linear head that fine-tuning trains on the outputs of the pretrained heads: F_y(x) = Σ_h a_{y,h} φ_h(x).
///
/// φ_h is the output of pretrained head h. There is one output for each superclass, and a = 0 at the start, so every
/// answer is a tie before the first step (model.md §2).
package struct NewHead: Hashable, Sendable, Codable {
  /// What SGD moves besides the new head's weights a.
  package let tuning: Tuning
  /// The samples that fine-tuning uses.
  package let set: TuningSet
  /// c in the step size of a, which is c / mean ‖φ‖² over the fine-tuning set; nil for 1.
  ///
  /// The cross-entropy of two outputs has curvature at most ½ in its logits, and the largest eigenvalue of the second
  /// moments of φ is at most mean ‖φ‖². Descent on a is therefore stable for c < 4.
  package let step: Double?

  /// The size of c unless the trial gives another one.
  package static let standardStep = 1.0

  /// A new head from its parts.
  package init(_ tuning: Tuning, on set: TuningSet, step: Double = standardStep) {
    self.tuning = tuning
    self.set = set
    self.step = step == Self.standardStep ? nil : step
  }

  /// The names under which it is stored; a renamed property keeps its name here.
  private enum CodingKeys: String, CodingKey { case tuning, set, step }
}

/// Which weights fine-tuning with a new head moves.
public enum Tuning: String, Hashable, Sendable, Codable, CaseIterable {
  /// The weights of the new head only; hidden neurons keep theirs.
  case frozen
  /// The weights of the new head and of all hidden neurons.
  case full
}

/// The fixed set of samples on which a new head is trained, drawn apart from all others.
package struct TuningSet: Hashable, Sendable, Codable {
  /// The number of samples.
  package let samples: Int
  /// The share of hard samples, in expectation; nil if all samples are easy.
  package let hardShare: Double?

  /// A set from its parts.
  package init(samples: Int, hardShare: Double = 0) {
    self.samples = samples
    self.hardShare = hardShare == 0 ? nil : hardShare
  }

  /// The names under which it is stored; a renamed property keeps its name here.
  private enum CodingKeys: String, CodingKey { case samples, hardShare }
}

extension NewHead {
  /// The settings that describe it; a trial without a new head has none of them.
  var settings: [String: Setting] {
    typealias Name = NetworkTrial.Name
    var settings: [String: Setting] = [
      Name.newHead: .word(tuning.rawValue), Name.tuningSamples: .number(Double(set.samples)),
    ]
    settings[Name.tuningHardShare] = set.hardShare.map { .number($0) }
    settings[Name.headStep] = step.map { .number($0) }
    return settings
  }

  /// Reads it from the settings of a trial; nil if they describe none.
  ///
  /// - Throws: `ExperimentError` naming the setting that is missing or out of range.
  init?(_ settings: Settings) throws(ExperimentError) {
    typealias Name = NetworkTrial.Name
    guard let word = settings.word(Name.newHead) else { return nil }
    guard let tuning = Tuning(rawValue: word) else {
      throw ExperimentError("\(Name.newHead) = \(word) is out of range: it is frozen or full.")
    }
    guard let samples = settings.number(Name.tuningSamples).flatMap({ Int(exactly: $0) }) else {
      throw ExperimentError(
        "\(Name.tuningSamples) = \(settings[Name.tuningSamples].map(\.description) ?? "") is out of range: it is a whole "
          + "number.")
    }
    self.init(
      tuning, on: TuningSet(samples: samples, hardShare: settings.number(Name.tuningHardShare) ?? 0),
      step: settings.number(Name.headStep) ?? Self.standardStep)
  }
}

extension SampleSource {
  /// The number of samples in a step of training a new head: a batch, or the whole set where it is smaller.
  package func tuningBatch(of set: TuningSet) -> Int { min(parameters.batch, set.samples) }
}
