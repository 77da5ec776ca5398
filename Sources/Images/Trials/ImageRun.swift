import Experiments
import Randomness

/// One run: images are drawn, a network is pretrained, and new heads learn the coarse task from few images.
struct ImageRun {
  /// The wrong answers of a network on each set of images.
  struct Errors {
    var test = 0, hard = 0, hardForFine = 0, easy = 0
  }

  let settings: ImageSettings
  let seed: UInt64
  private let set: ImageSet
  private let hierarchy: Hierarchy
  private let hard: HardImages
  private let table: [Float]
  /// The images that may be learned from, in the order of this run.
  private let order: [Int]
  private let measured: [ImageTable]

  /// Draws the images of a run.
  ///
  /// - Throws: ``ImageError`` if there are not enough images.
  init(_ settings: ImageSettings, seed: UInt64, _ source: ImageSource) throws(ImageError) {
    self.settings = settings
    self.seed = seed
    set = try source.images()
    hierarchy = try source.hierarchy(of: settings.task)
    hard = try source.hardImages(of: settings.task)
    guard settings.images <= hard.pool.count else {
      throw ImageError(
        "N = \(settings.images) is out of range: runs learn from 1 to \(hard.pool.count) of \(set.training.count) images."
      )
    }
    var draws = Draws(seed: seed, .subset)
    order = draws.permutation(of: hard.pool.count).map { [hard] in hard.pool[$0] }
    table = settings.shape(of: set.training).table(of: set.training)
    let tables = [
      set.test.selecting(Array(0..<min(settings.tests, set.test.count))), set.training.selecting(hard.hard),
      set.training.selecting(hard.hardForFine), set.training.selecting(hard.easy),
    ]
    measured = tables.enumerated().map { settings.pixels.apply(to: $1, seed: seed, part: $0 + 2) }
  }

  /// The number of images of each measured set.
  var totals: Errors {
    Errors(test: measured[0].count, hard: measured[1].count, hardForFine: measured[2].count, easy: measured[3].count)
  }

  /// Returns the pretrained network and its loss over the last steps.
  func pretrained() -> (net: PatchNet, loss: Double) {
    let images = settings.pixels.apply(
      to: set.training.selecting(Array(order.prefix(settings.images))), seed: seed, part: 0)
    let labels = settings.labels.labels(of: images, hierarchy, parts: settings.parts, seed: seed)
    var net = PatchNet(
      settings.shape(of: images), width: settings.width,
      labels: settings.labels.count(hierarchy, parts: settings.parts, images: settings.images),
      initial: settings.initial, seed: seed)
    let loss = net.train(
      on: images, labels, table, TrainingPlan(steps: settings.steps, rate: settings.rate), seed: seed, .order)
    return (net, loss)
  }

  /// Returns images to fine-tune on, as many of each coarse label, from the end of the run's order.
  ///
  /// They are among the images of pretraining only where those are nearly all.
  ///
  /// - Throws: ``ImageError`` if a coarse label has too few images.
  func tuningImages(each count: Int) throws(ImageError) -> ImageTable {
    var left = [Int](repeating: count, count: hierarchy.coarseCount)
    var chosen: [Int] = []
    for number in order.reversed() {
      let coarse = hierarchy.coarse[set.training.classes[number]]
      guard left[coarse] > 0 else { continue }
      left[coarse] -= 1
      chosen.append(number)
      if chosen.count == count * left.count { break }
    }
    guard chosen.count == count * left.count else {
      throw ImageError("\(count) images for fine-tuning are out of range: a coarse label has fewer images.")
    }
    return settings.pixels.apply(to: set.training.selecting(chosen), seed: seed, part: 1)
  }

  /// Returns a network with a new head that is fitted while the features stay as they are.
  func frozen(_ net: PatchNet, on images: ImageTable) -> PatchNet {
    var net = net
    net.replaceHead(labels: hierarchy.coarseCount, standardising: net.rawFeatures(of: images, table))
    NewHead.fit(&net, features: net.evaluate(images, table).features, targets: coarse(images))
    return net
  }

  /// Returns a network with a new head of zeros, both layers trained together.
  func tuned(_ net: PatchNet, on images: ImageTable) -> PatchNet {
    var net = net
    net.replaceHead(labels: hierarchy.coarseCount, standardising: net.rawFeatures(of: images, table))
    net.train(
      on: images, coarse(images), table,
      TrainingPlan(steps: settings.tuningSteps, rate: settings.tuningRate, headRate: Self.tuningHeadRate), seed: seed,
      .tuningOrder)
    return net
  }

  /// The step size of the second layer in full fine-tuning.
  private static let tuningHeadRate = 0.05

  private func coarse(_ images: ImageTable) -> [Int] { images.classes.map { hierarchy.coarse[$0] } }

  /// Returns the wrong answers of a network whose outputs are the coarse labels.
  ///
  /// - Parameters:
  ///   - net: The network.
  ///   - sets: How many of the sets are looked at: test images, then hard ones, and then the others; the rest counts as 0.
  func errors(of net: PatchNet, on sets: Int = 4) -> Errors {
    let counts = measured.enumerated().map { place, images in
      guard place < sets else { return 0 }
      let outputs = net.evaluate(images, table).outputs
      return coarse(images).enumerated().count { image, target in
        // A tie is an error.
        (0..<net.labels).contains { label in
          label != target && !(outputs[image * net.labels + label] < outputs[image * net.labels + target])
        }
      }
    }
    return Errors(test: counts[0], hard: counts[1], hardForFine: counts[2], easy: counts[3])
  }
}
