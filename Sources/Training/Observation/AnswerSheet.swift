import MultiView
import Randomness

/// The margins and errors of a test set, read off the outputs sample by sample (model.md §2).
struct AnswerSheet {
  /// The superclass of each output; nil for an output that tells none.
  private let superclasses: [Superclass?]
  /// Whether every output has a superclass and both superclasses occur.
  private let isComparable: Bool
  private let readout: Readout
  private let isSwapped: Bool
  private var margins: [Double] = []
  /// The error counts under each read-out that was taken.
  private(set) var answers: [Readout: AnswerTally] = [:]

  /// An empty sheet.
  ///
  /// - Parameter superclasses: The superclass of each output; nil for an output that tells none.
  init(of trial: NetworkTrial, superclasses: [Superclass?]) {
    self.superclasses = superclasses
    isComparable =
      superclasses.allSatisfy { $0 != nil } && Superclass.allCases.allSatisfy { superclasses.contains($0) }
    readout = trial.readout ?? .max
    isSwapped = trial.fault == .superclassesSwapped
  }

  /// Adds the outputs for a sample.
  ///
  /// - Parameter slack: How much neurons that were left out can move an output.
  mutating func add(_ outputs: [Double], superclass: Superclass, slack: Double, probe: Probe?) {
    let sign = (superclass == .positive) != isSwapped ? 1.0 : -1.0
    if isComparable {
      let margin = sign * differenceOfMaxima(outputs)
      margins.append(margin)
      answers[.max, default: AnswerTally()].add(margin: margin, slack: slack)
    }
    if isComparable && readout != .max {
      answers[.marginal, default: AnswerTally()].add(margin: sign * differenceOfSums(outputs), slack: slack)
    }
    if let probe {
      answers[.probe, default: AnswerTally()].add(margin: sign * probe.score(outputs), slack: slack * probe.reach)
    }
  }

  /// The quantiles of the margins; nil where there are none.
  var margin: Quantiles? { margins.isEmpty ? nil : Examiner.quantiles(margins) }

  /// The largest output of superclass +1 minus the largest of −1.
  private func differenceOfMaxima(_ outputs: [Double]) -> Double {
    var largest = (positive: -Double.infinity, negative: -Double.infinity)
    for (head, superclass) in superclasses.enumerated() {
      if superclass == .positive {
        largest.positive = max(largest.positive, outputs[head])
      } else {
        largest.negative = max(largest.negative, outputs[head])
      }
    }
    return largest.positive - largest.negative
  }

  /// ln of the softmax mass of superclass +1 minus that of −1.
  private func differenceOfSums(_ outputs: [Double]) -> Double {
    // Each sum is shifted by its own largest output, so that neither underflows to zero.
    func logSum(_ wanted: Superclass) -> Double {
      var largest = -Double.infinity
      for (head, superclass) in superclasses.enumerated() where superclass == wanted {
        largest = max(largest, outputs[head])
      }
      var sum = 0.0
      for (head, superclass) in superclasses.enumerated() where superclass == wanted {
        sum += Elementary.exp(outputs[head] - largest)
      }
      return largest + Elementary.log(sum)
    }
    return logSum(.positive) - logSum(.negative)
  }
}

extension Checkpoint {
  /// Stores the errors and margins of both test sets.
  mutating func note(easy: AnswerSheet, hard: AnswerSheet) {
    func errors(_ readout: Readout) -> TestErrors? {
      easy.answers[readout].flatMap { easy in
        hard.answers[readout].map { TestErrors(easy: easy.errors, hard: $0.errors, undecided: $0.undecided) }
      }
    }
    let errorsByMaximum = errors(.max)
    easyErrors = errorsByMaximum?.easy
    hardErrors = errorsByMaximum?.hard
    undecided = errorsByMaximum?.undecided ?? 0
    easyMargin = easy.margin
    hardMargin = hard.margin
    marginal = errors(.marginal)
    probe = errors(.probe)
  }
}
