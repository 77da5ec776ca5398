import MultiView

/// The axis of a claim's scales: the dimension in nearly every claim, otherwise a time or parameter at a fixed
/// dimension.
public struct Axis: Sendable {
  /// The meaning of a scale.
  package enum Kind: Sendable {
    /// The dimension d.
    case dimension
    /// The training time T, at a fixed dimension; each time has its own runs.
    case time(dimension: Int)
    /// A parameter of the regime as a function of the scale, at a fixed dimension.
    case parameter(RegimeParameter, Rule, dimension: Int)
    /// The number of labels under ``Labels/splitByScale``, at a fixed dimension.
    case labels(dimension: Int)
  }

  /// The symbol of the scale, such as d or T.
  package let symbol: String
  /// The meaning of a scale.
  package let kind: Kind
  /// The reason for these scales.
  public let reason: String
  private let scales: [Profile: [Int]]

  /// An axis from its parts.
  ///
  /// - Parameters:
  ///   - symbol: The symbol of the scale, such as d or T.
  ///   - kind: The meaning of a scale.
  ///   - scales: The scales by profile; a profile that is not listed uses its own scales.
  ///   - reason: The reason for these scales.
  package init(_ symbol: String, _ kind: Kind, scales: [Profile: [Int]], because reason: String) {
    self.symbol = symbol
    self.kind = kind
    self.reason = reason
    self.scales = scales
  }

  /// The dimension, at the scales of each profile.
  public static let dimension = Axis("d", .dimension, scales: [:], because: "")

  /// The dimension, at the claim's own scales.
  public static func dimension(_ scales: [Profile: [Int]], because reason: String) -> Axis {
    Axis("d", .dimension, scales: scales, because: reason)
  }

  /// Returns the claim's own scales for a profile; nil if the claim uses the profile's scales.
  public func scales(at profile: Profile?) -> [Int]? {
    profile.flatMap { scales[$0] }
  }

  /// Returns the dimension at a scale.
  public func dimension(at scale: Int) -> Int {
    switch kind {
    case .dimension: scale
    case .time(let d), .parameter(_, _, let d), .labels(let d): d
    }
  }
}

extension Axis {
  /// The dimensions at which networks are trained in dense mode.
  public static let dense = dimension(
    [
      .quick: [16, 32, 64, 128, 256], .standard: [16, 32, 64, 128, 256, 512], .deep: [16, 32, 64, 128, 256, 512, 1024],
    ],
    because: "every neuron is evaluated on every patch, which larger dimensions do not allow")

  /// Training times beyond T*.
  public static let time = Axis(
    "T", .time(dimension: 256),
    scales: [
      .quick: [16, 32, 64, 128, 256], .standard: [16, 32, 64, 128, 256, 512],
      .deep: [16, 32, 64, 128, 256, 512, 1024, 2048],
    ],
    because: "T* is below 8 at d = 256; each time has runs of its own")

  /// The number of labels in `Regime/scarce`, from one per subclass to one per sample.
  public static let labels = Axis(
    "n", .labels(dimension: 48),
    scales: [.quick: [16, 32, 64, 128, 256], .standard: [16, 32, 64, 128, 256], .deep: [16, 32, 64, 128, 256]],
    because:
      "from 2k labels to one per sample; every label is an output head that is evaluated on every sample, so d is kept "
      + "small to save time")

  /// 1/ι†, which equals s/(s†ι†) if s† = s.
  public static let inverseDistractorStrength = Axis(
    "1/ι†", .parameter(.distractorStrength, Rule("1/scale", because: "the scale is 1/ι†") { 1 / $0.d }, dimension: 512),
    scales: [.quick: [4, 8, 16, 32, 64], .standard: [4, 8, 16, 32, 64], .deep: [4, 8, 16, 32, 64]],
    because: "k = 2/ι† subclasses must find room in d = 512")
}
