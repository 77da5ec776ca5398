import ClaimKit
import Experiments
import MultiView
import Statistics

/// What an arm of the paper's model changes: its labels and further differences.
package struct LabelArm: Sendable {
  /// The labels trained on.
  package let labels: Labels
  /// The orthonormal system of the features: the first coordinates, or random vectors.
  package let frame: Frame
  /// Parameters that are multiples of the scale in this arm, rounded to whole numbers, with their factors.
  package let multiples: [RegimeParameter: Double]
  /// Samples per subclass, N/(2k), of a finite training set in this arm; nil for the regime's `sourceSize`.
  ///
  /// The number is rounded so that N is whole.
  package let samplesPerSubclass: Growth?
  /// The new head of fine-tuning; nil where it regroups the heads, or where there is none.
  package let head: FreshHead?

  private var marks: [String] {
    (frame == .standard ? [] : ["\(frame.rawValue) dictionary"])
      + multiples.sorted { $0.key.rawValue < $1.key.rawValue }.map { parameter, factor in
        "\(parameter.rawValue) = \(factor.exactText) × scale"
      } + (samplesPerSubclass.map { ["N/(2k) = \($0.text)"] } ?? []) + (head.map { [$0.text] } ?? [])
  }

  /// The name in tables: the labels, then the further differences.
  fileprivate var text: String { ([labels.name] + marks).joined(separator: ", ") }
  /// The arm in a sentence: `fine labels`, `fine labels, rotated dictionary`.
  fileprivate var words: String { (["\(labels.name) labels"] + marks).joined(separator: ", ") }
}

extension Arm {
  /// An arm from its labels and its further differences.
  ///
  /// - Parameters:
  ///   - labels: The labels trained on.
  ///   - frame: The orthonormal system of the features.
  ///   - multiples: Parameters that are multiples of the scale, rounded to whole numbers, with their factors.
  ///   - samplesPerSubclass: N/(2k) of a finite training set; nil for the regime's `sourceSize`.
  ///   - head: The new head that the window's fine-tuning trains; nil to regroup the heads by superclass.
  public init(
    _ labels: Labels, frame: Frame = .standard, multiples: [RegimeParameter: Double] = [:],
    samplesPerSubclass: Growth? = nil, then head: FreshHead? = nil
  ) {
    let arm = LabelArm(
      labels: labels, frame: frame, multiples: multiples, samplesPerSubclass: samplesPerSubclass, head: head)
    self.init(arm.text, words: arm.words, noun: "labels", details: arm)
  }

  /// Coarse labels.
  public static let coarse = Arm(Labels.coarse)
  /// Fine labels.
  public static let fine = Arm(Labels.fine)
  /// Random labels.
  public static let random = Arm(Labels.random)

  /// The labels trained on; nil for an arm of another experiment.
  package var labels: Labels? { (details as? LabelArm)?.labels }
}

extension Given {
  /// Networks are trained on these labels.
  public init(labels: Labels) { self.init(.arm(Arm(labels), words: "training labels are \(labels.name)")) }
}

extension Law {
  /// The number of subclasses per superclass.
  public static let k = Law(.k)
  /// One over the number of subclasses per superclass.
  public static let oneOverK = Law(Growth.k.power(-1))
  /// The strength of distractors.
  public static let distractorStrength = Law(
    setting: RegimeParameter.distractorStrength.rawValue, writtenAs: "ι†")
  /// One over the training time, for claims in which the scale is the time.
  public static let oneOverTime = Law(Growth.d.power(-1), of: "T")
}

extension PhaseDiagram {
  /// A diagram over a parameter of the model; see the other initialiser.
  public init(
    of quantity: Quantity, under arm: Arm, over parameter: RegimeParameter, at values: [Int], runs: Int,
    boundary: Rule, because reason: String
  ) {
    self.init(
      of: quantity, under: arm, over: parameter.rawValue, at: values, runs: runs, boundary: boundary, because: reason)
  }
}
