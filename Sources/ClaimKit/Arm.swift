import MultiView
import Statistics

/// One of the sets of trials that a claim compares, given by its labels and by further differences.
///
/// Most claims have one arm, written as its labels: `.coarse`. A difference has two.
public struct Arm: Hashable, Sendable {
  /// The labels trained on.
  public let labels: Labels
  /// The orthonormal system of the features: the first coordinates, or random vectors.
  public let frame: Frame
  /// Parameters that are multiples of the scale in this arm, rounded to whole numbers, with their factors.
  public let multiples: [RegimeParameter: Double]

  /// Samples per subclass, N/(2k), of a finite training set in this arm; nil for the regime's `sourceSize`.
  ///
  /// The number is rounded so that N is whole.
  public let samplesPerSubclass: Growth?

  /// An arm from its labels and its further differences.
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

  /// The name in tables: the labels, then the further differences.
  public var text: String { ([labels.name] + marks).joined(separator: ", ") }

  /// The name in file names: letters, digits and hyphens.
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
  /// One label per superclass.
  case coarse
  /// A number of labels per superclass, each for a group of equally many subclasses; the number must divide k.
  case merged(into: Int)
  /// One label per pair of subclasses of the same superclass; k must be even.
  case pairs
  /// One label per subclass.
  case fine
  /// A number of labels per subclass, drawn independently of the input.
  case split(into: Int)
  /// As many labels in total as the scale says, equally many per subclass, drawn independently of the input.
  case splitByScale
  /// One label per pair of subclasses, one from each superclass; as many labels as ``pairs``.
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
    // A number that does not divide k gives the size 0, which planning refuses.
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

  /// Whether every label belongs to a single superclass.
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
