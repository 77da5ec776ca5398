import Randomness

/// Images that are hard to tell apart, fixed before any run that is compared.
///
/// A sixth of the training images is held out: no run learns from them. Networks with seeds of their own learn from the
/// others. Hard are those images of the held-out sixth whose mean margin is in the tenth nearest to 0: the networks lean
/// to neither answer. (The lowest margins with their sign belong to images that the networks get wrong. There, guessing
/// would do better than the networks, and so would every worse network.)
package struct HardImages: Sendable {
  /// The training images that runs may learn from, by number.
  package let pool: [Int]
  /// The held-out images with the margins nearest to 0 under networks with coarse labels, by number.
  package let hard: [Int]
  /// The same under networks with classes as labels: a check that hard images are not chosen against coarse networks.
  package let hardForFine: [Int]
  /// The first held-out images that are in neither list, by number; at most 1,000.
  package let easy: [Int]
  /// The mean margins of the images of `hard`, in its order.
  package let margins: [Double]

  /// The seeds of the networks that choose.
  static let seeds: [UInt64] = (1...5).map { 900_000_000 + $0 }
  /// The images that each of them learns from.
  static let images = 4096

  /// Finds the hard images of a task.
  ///
  /// - Parameters:
  ///   - set: The data.
  ///   - hierarchy: The task.
  /// - Complexity: Ten networks are trained, each in `ImageSettings`' standard way: some seconds.
  package init(of set: ImageSet, _ hierarchy: Hierarchy) {
    var draws = Draws(seed: 0, .holdOut)
    let order = draws.permutation(of: set.training.count)
    let heldOut = Array(order.suffix(max(1, order.count / 6)))
    let pool = Array(order.dropLast(heldOut.count))
    self.pool = pool
    let images = set.training.selecting(heldOut)
    let table = ImageSettings(images: 0, task: "").shape(of: set.training).table(of: set.training)
    func ranked(_ map: LabelMap) -> [(number: Int, margin: Double)] {
      var sums = [Double](repeating: 0, count: heldOut.count)
      for seed in Self.seeds {
        let margins = Self.margins(map, seed, set, pool, hierarchy, images, table)
        for (place, margin) in margins.enumerated() { sums[place] += margin / Double(Self.seeds.count) }
      }
      let places = heldOut.indices.sorted { (abs(sums[$0]), $0) < (abs(sums[$1]), $1) }
      return places.prefix(max(1, heldOut.count / 10)).map { (heldOut[$0], sums[$0]) }
    }
    let coarse = ranked(.coarse)
    hard = coarse.map(\.number)
    margins = coarse.map(\.margin)
    hardForFine = ranked(.classes).map(\.number)
    let chosen = Set(hard).union(hardForFine)
    easy = Array(heldOut.filter { !chosen.contains($0) }.prefix(1000))
  }

  /// Returns the margins of images under one network, divided by their mean size.
  ///
  /// The margin is the largest output of a label within the image's coarse label minus the largest of all others.
  private static func margins(
    _ map: LabelMap, _ seed: UInt64, _ set: ImageSet, _ pool: [Int], _ hierarchy: Hierarchy, _ images: ImageTable,
    _ table: [Float]
  ) -> [Double] {
    var draws = Draws(seed: seed, .subset)
    let count = min(Self.images, pool.count)
    let learned = set.training.selecting(draws.permutation(of: pool.count).prefix(count).map { pool[$0] })
    let settings = ImageSettings(images: count, task: "")
    let labels = map.count(hierarchy, parts: 1, images: count)
    var net = PatchNet(
      settings.shape(of: images), width: settings.width, labels: labels, initial: settings.initial, seed: seed)
    net.train(
      on: learned, map.labels(of: learned, hierarchy, parts: 1, seed: seed), table,
      TrainingPlan(steps: settings.steps, rate: settings.rate), seed: seed, .order)
    let outputs = net.evaluate(images, table).outputs
    let coarseOf = map == .coarse ? Array(0..<labels) : hierarchy.coarse
    let margins = images.classes.enumerated().map { image, number in
      var (own, other) = (-Double.infinity, -Double.infinity)
      for label in 0..<labels {
        let output = Double(outputs[image * labels + label])
        if coarseOf[label] == hierarchy.coarse[number] { own = max(own, output) } else { other = max(other, output) }
      }
      return own - other
    }
    let size = margins.reduce(0) { $0 + abs($1) } / Double(max(1, margins.count))
    return margins.map { size > 0 ? $0 / size : 0 }
  }
}
