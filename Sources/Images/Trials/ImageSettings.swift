import Experiments

/// The settings of a run on images.
package struct ImageSettings: Hashable, Sendable {
  /// N, the number of images to pretrain on.
  var images: Int
  /// The name of the coarse task.
  var task: String
  /// The labels of pretraining.
  var labels = LabelMap.coarse
  /// The number of parts of each class, for the label maps that make parts.
  var parts = 1
  /// How pixels are moved.
  var pixels = PixelOrder.kept
  /// The side of a patch; one that is larger than the image makes one patch.
  var side = 7
  /// The number of neurons.
  var width = 64
  /// Pretraining sees this many images, and `passes` times N more.
  var visits = 6000.0
  /// The passes over all images beyond `visits`.
  var passes = 1.0
  /// The step size of pretraining.
  var rate = 8.0
  /// The deviation of a first weight.
  var initial = 0.8
  /// The step size of the first layer in full fine-tuning.
  var tuningRate = 0.03
  /// The steps of full fine-tuning, of 32 images each.
  var tuningSteps = 100
  /// The number of test images.
  var tests = 1000

  /// The steps of pretraining, of 32 images each.
  var steps: Int { max(0, Int(((visits + passes * Double(images)) / 32).rounded())) }

  /// The settings with their standard values, ranges, words and meanings.
  static func declarations(tasks: [String]) -> [SettingDeclaration] {
    let standard = ImageSettings(images: 0, task: tasks.first ?? "")
    func number(_ name: String, _ value: Double, _ range: ClosedRange<Double>, _ meaning: String) -> SettingDeclaration
    {
      SettingDeclaration(name, standard: .number(value), range: range, meaning: meaning)
    }
    return [
      number("initial", standard.initial, 0...10, "the deviation of a first weight"),
      SettingDeclaration(
        "labels", standard: .word(standard.labels.rawValue), words: LabelMap.allCases.map(\.rawValue),
        meaning: "the labels of pretraining"),
      number("parts", 1, 1...1000, "the parts of each class, for labels that have parts"),
      number("passes", standard.passes, 0...1000, "the passes over all N images beyond “visits”"),
      SettingDeclaration(
        "pixels", standard: .word(standard.pixels.rawValue), words: PixelOrder.allCases.map(\.rawValue),
        meaning: "how the pixels are moved"),
      number("rate", standard.rate, 0...1000, "the first step size of pretraining; it falls to 0"),
      number("side", Double(standard.side), 2...512, "the side of a patch; as long as the image, it makes one patch"),
      SettingDeclaration("task", standard: .word(standard.task), words: tasks, meaning: "the coarse labels"),
      number("tests", Double(standard.tests), 1...1e6, "the number of test images; at most all of them"),
      number("tuningRate", standard.tuningRate, 0...1000, "the first step size of full fine-tuning; it falls to 0"),
      number("tuningSteps", Double(standard.tuningSteps), 0...1e5, "the steps of full fine-tuning, of 32 images each"),
      number("visits", standard.visits, 0...1e7, "the images that pretraining sees, apart from “passes”"),
      number("width", Double(standard.width), 16...4096, "the number of neurons, rounded up to a multiple of 16"),
    ]
  }

  /// The settings of a trial.
  ///
  /// - Throws: ``ImageError`` naming a setting that is missing or a word that is unknown.
  init(_ trial: Trial) throws(ImageError) {
    func number(_ name: String) throws(ImageError) -> Double {
      guard let value = trial.settings.number(name) else {
        throw ImageError("the setting “\(name)” is missing: it is a number.")
      }
      return value
    }
    func count(_ name: String) throws(ImageError) -> Int { Int(try number(name).rounded()) }
    guard let labels = trial.settings.word("labels").flatMap(LabelMap.init),
      let pixels = trial.settings.word("pixels").flatMap(PixelOrder.init), let task = trial.settings.word("task")
    else {
      throw ImageError("the settings “labels”, “pixels” and “task” must be words of their lists.")
    }
    self.init(images: trial.scale, task: task)
    (self.labels, self.pixels) = (labels, pixels)
    parts = try count("parts")
    side = try count("side")
    width = (try count("width") + 15) / 16 * 16
    visits = try number("visits")
    passes = try number("passes")
    rate = try number("rate")
    initial = try number("initial")
    tuningRate = try number("tuningRate")
    tuningSteps = try count("tuningSteps")
    tests = try count("tests")
  }

  /// The settings with standard values.
  init(images: Int, task: String) {
    self.images = images
    self.task = task
  }

  /// How images become rows.
  func shape(of images: ImageTable) -> PatchShape {
    PatchShape(rows: images.rows, columns: images.columns, side: min(side, max(images.rows, images.columns)))
  }
}
