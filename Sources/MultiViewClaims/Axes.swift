import ClaimKit
import Experiments
import MultiView

extension Axis {
  /// The dimension, at the scales of each profile.
  public static let dimension = Axis("d", what: "dimension", .scale, scales: [:], because: "")

  /// The dimension, at the claim's own scales.
  public static func dimension(_ scales: [Profile: [Int]], because reason: String) -> Axis {
    Axis("d", what: "dimension", .scale, scales: scales, because: reason)
  }

  /// The dimension over ten decades in the deep profile, and over seven in the standard one: exact trials at the three
  /// smallest scales, concentrated ones beyond.
  public static let tenDecades = dimension(
    [
      .quick: [32, 64, 96, 1 << 10, 1 << 12],
      .standard: [64, 96, 128, 1 << 10, 1 << 15, 1 << 20, 1 << 30],
      .deep: [64, 128, 256, 1 << 10, 1 << 15, 1 << 20, 1 << 25, 1 << 30, 1 << 35, 1 << 40],
    ],
    because: """
      batches grow with k, so exact trials end at d = 128, and at d = 256 in the deep profile; from there on steps grow, \
      because a law in ln d needs decades of d to show
      """)

  /// The dimension over decades, for hard samples with dominant noise.
  public static let noisyDecades = dimension(
    [
      .quick: [32, 64, 96, 1 << 18, 1 << 20], .standard: [64, 96, 128, 1 << 18, 1 << 20],
      .deep: [64, 128, 256, 1 << 18, 1 << 20, 1 << 23, 1 << 26, 1 << 30],
    ],
    because: """
      every neuron hears a patch of dominant noise; at d from 1,024 to 2·10⁵ a concentrated network also holds the neurons \
      that listen to features of other heads, and takes ten times as long
      """)

  /// The dimension over decades from d = 1,024 on, where k = L²/2 is at least 24.
  public static let manySubclasses = dimension(
    [
      .quick: [1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14],
      .standard: [1 << 10, 1 << 12, 1 << 15, 1 << 20, 1 << 30],
      .deep: [1 << 10, 1 << 15, 1 << 20, 1 << 25, 1 << 30, 1 << 35, 1 << 40],
    ],
    because: "the prediction is for many subclasses, and these are dimensions of the theorems")

  /// The number of subclasses at d = 2^20, where batches hold 16 samples of every fine label.
  public static let subclasses = Axis(
    "k", what: "number of subclasses",
    .setting(RegimeParameter.k.rawValue, Rule("scale", because: "the scale is k") { $0.d }, at: 1 << 20),
    scales: [
      .quick: [8, 16, 32, 64, 128], .standard: [2, 4, 8, 16, 32, 64, 128], .deep: [2, 4, 8, 16, 32, 64, 128, 256],
    ],
    because: "d is fixed, so that nothing but k changes, and so large that initial weights and noise are negligible")

  /// The dimension, for trials on few samples.
  public static let fewSamples = dimension(
    [.quick: [24, 48, 96, 192, 384], .standard: [24, 48, 96, 192, 384], .deep: [24, 48, 96, 192, 384, 768]],
    because: """
      training on a finite set is dear; at d = 16 the initial weights answer some samples of subclasses that were never seen
      """)

  /// 1/ι† at d = 2^20, around the number of subclasses, 96.
  public static let distractorsAroundTheCrossing = Axis(
    "1/ι†", what: "distractor strength",
    .setting(
      RegimeParameter.distractorStrength.rawValue, Rule("1/scale", because: "the scale is 1/ι†") { 1 / $0.d },
      at: 1 << 20),
    scales: [
      .quick: [24, 48, 96, 192, 384], .standard: [24, 48, 72, 96, 144, 192, 384],
      .deep: [24, 48, 64, 72, 96, 120, 144, 192, 384],
    ],
    because: "kι† goes from 4 to 1/4, and the predicted error from 1 to 0")

  /// The dimensions at which concentrated trials are compared with exact ones.
  public static let comparison = dimension(
    [
      .quick: [64, 128, 256, 512, 1024], .standard: [64, 128, 256, 512, 1024],
      .deep: [64, 128, 256, 512, 1024, 2048, 4096],
    ],
    because:
      "the error of the law falls like 1/√d; the law is stated from d = 64 on, and exact trials end near d = 4096")

  /// The dimensions at which networks are trained in dense mode.
  public static let dense = dimension(
    [
      .quick: [16, 32, 64, 128, 256], .standard: [16, 32, 64, 128, 256], .deep: [16, 32, 64, 128, 256, 512, 1024],
    ],
    because: "every neuron is evaluated on every patch, which larger dimensions do not allow")

  /// The dimensions at which networks are fine-tuned with a new head.
  public static let finetuning = dimension(
    [
      .quick: [16, 24, 32, 64, 256], .standard: [16, 24, 32, 64, 256], .deep: [16, 32, 64, 128, 256, 512],
    ],
    because:
      "batches that grow with the number of labels cost k times as much as under coarse labels, and a set that is used "
      + "again has every neuron evaluated that it moved")

  /// Training times beyond T*.
  public static let time = Axis(
    "T", what: "training time", .time(at: 256),
    scales: [
      .quick: [16, 32, 64, 128, 256], .standard: [16, 32, 64, 128, 256, 512],
      .deep: [16, 32, 64, 128, 256, 512, 1024, 2048],
    ],
    because: "T* is below 8 at d = 256; each time has runs of its own")

  /// The number of labels in `Regime/scarce`, from one per subclass to one per sample.
  public static let labels = Axis(
    "n", what: "number of labels", .arms(at: 48),
    scales: [.quick: [16, 32, 64, 128, 256], .standard: [16, 32, 64, 128, 256], .deep: [16, 32, 64, 128, 256]],
    because:
      "from 2k labels to one per sample; every label is an output head that is evaluated on every sample, so d is kept "
      + "small to save time")

  /// 1/ι†, which equals s/(s†ι†) if s† = s.
  public static let inverseDistractorStrength = Axis(
    "1/ι†", what: "distractor strength",
    .setting(
      RegimeParameter.distractorStrength.rawValue, Rule("1/scale", because: "the scale is 1/ι†") { 1 / $0.d }, at: 512),
    scales: [.quick: [4, 8, 16, 32, 64], .standard: [4, 8, 16, 32, 64], .deep: [4, 8, 16, 32, 64]],
    because: "k = 2/ι† subclasses must find room in d = 512")
}
