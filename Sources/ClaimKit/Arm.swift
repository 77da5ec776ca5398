import MultiView
import Statistics

/// One of the sets of trials that a claim compares: the labels trained on, and what else sets it apart.
///
/// Most claims have one arm, written as its labels: `.coarse`. A difference has two.
public struct Arm: Hashable, Sendable {
  /// The labels trained on.
  public let labels: Labels
  /// The coordinates in which features stand.
  public let frame: Frame
  /// Parameters that are a multiple of the scale in this arm, rounded to whole numbers.
  public let multiples: [RegimeParameter: Double]

  /// Samples per subclass, N/(2k), of a finite training set in this arm, rounded so that N is whole; nil for the regime's own.
  public let samplesPerSubclass: Growth?

  /// An arm by its labels and what sets it apart.
  public init(
    _ labels: Labels, frame: Frame = .standard, multiples: [RegimeParameter: Double] = [:],
    samplesPerSubclass: Growth? = nil
  ) {
    self.labels = labels
    self.frame = frame
    self.multiples = multiples
    self.samplesPerSubclass = samplesPerSubclass
  }

  /// Coarse labels.
  public static let coarse = Arm(.coarse)
  /// Fine labels.
  public static let fine = Arm(.fine)
  /// Random labels.
  public static let random = Arm(.random)

  /// The name in tables: the labels, then what sets the arm apart.
  public var text: String { ([labels.name] + marks).joined(separator: ", ") }

  /// A name for files: letters, digits and hyphens.
  package var slug: String {
    text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "-" }.joined()
      .split(separator: "-").joined(separator: "-")
  }

  private var marks: [String] {
    (frame == .standard ? [] : ["\(frame.rawValue) dictionary"])
      + multiples.sorted { $0.key.rawValue < $1.key.rawValue }.map { parameter, factor in
        "\(parameter.rawValue) = \(factor.exactText) × scale"
      } + (samplesPerSubclass.map { ["N/(2k) = \($0.text)"] } ?? [])
  }
}

/// A label set whose size may grow with d.
public enum Labels: Hashable, Sendable {
  /// Superclasses.
  case coarse
  /// A number of labels per superclass, each a group of as many subclasses; it must divide k.
  case merged(into: Int)
  /// Pairs of subclasses of one superclass; k must be even.
  case pairs
  /// Subclasses.
  case fine
  /// A number of labels per subclass, drawn independently of the input.
  case split(into: Int)
  /// As many labels in all as the scale says, the same number for every subclass, drawn independently of the input.
  case splitByScale
  /// Pairs of subclasses, one of either superclass: as many labels as ``pairs``.
  case misaligned
  /// As many labels as there are subclasses, drawn independently of the input.
  case random
  /// A number of labels, drawn independently of the input.
  case randomized(into: Int)
  /// One label per sample of a finite training set.
  case instance

  /// Returns the label map at k subclasses per superclass (Definition 4.3).
  public func map(subclasses k: Int, scale: Int) -> LabelMap {
    switch self {
    case .coarse: .coarse
    // A number that does not divide gives a map that is refused when the trial is planned.
    case .merged(let labels): .merged(k % max(1, labels) == 0 ? k / max(1, labels) : 0)
    case .pairs: .merged(2)
    case .fine: .fine
    case .split(let labels): .split(labels)
    case .splitByScale: .split(scale % (2 * k) == 0 ? scale / (2 * k) : 0)
    case .misaligned: .misaligned(1)
    case .random: .random(2 * k)
    case .randomized(let labels): .random(labels)
    case .instance: .instance
    }
  }

  /// Whether every label belongs to one superclass.
  package var knowsSuperclasses: Bool { map(subclasses: 2, scale: 1).knowsSuperclasses }

  /// The name in sentences, tables and registrations.
  public var name: String {
    switch self {
    case .coarse: "coarse"
    case .merged(let labels): "merged (\(labels.multipliedReportingOverflow(by: 2).partialValue))"
    case .pairs: "pairs"
    case .fine: "fine"
    case .split(let labels): "split (\(labels) per subclass)"
    case .splitByScale: "split"
    case .misaligned: "misaligned"
    case .random: "random"
    case .randomized(let labels): "random (\(labels))"
    case .instance: "instance"
    }
  }
}
