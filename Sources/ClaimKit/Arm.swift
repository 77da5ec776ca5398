import MultiView

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
  public var text: String { ([labels.name] + _marks).joined(separator: ", ") }

  /// A name for files: letters, digits and hyphens.
  public var slug: String {
    text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "-" }.joined()
      .split(separator: "-").joined(separator: "-")
  }

  private var _marks: [String] {
    (frame == .standard ? [] : ["\(frame.rawValue) dictionary"])
      + multiples.sorted { $0.key.rawValue < $1.key.rawValue }.map { parameter, factor in
        "\(parameter.rawValue) = \(factor.exactText) × scale"
      } + (samplesPerSubclass.map { ["N/(2k) = \($0.text)"] } ?? [])
  }
}
