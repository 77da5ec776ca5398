import Randomness

/// The labels that a network is pretrained on.
package enum LabelMap: String, CaseIterable, Sendable {
  /// The coarse labels of the task.
  case coarse
  /// As many labels as there are coarse ones, but dealt to the classes at random: a shuffled hierarchy.
  case shuffled
  /// The groups of the hierarchy.
  case groups
  /// The classes.
  case classes
  /// Parts of each class, found by k-means: aligned and finer.
  case parts
  /// Parts of all images, found by k-means: as many as `parts` gives, but not aligned.
  case clusters
  /// Parts of each class, dealt to its images at random.
  case splits
  /// As many labels as there are classes, dealt to the images of each coarse label at random.
  case dealt
  /// As many labels as `parts` gives, dealt to all images at random.
  case random
  /// One label per image.
  case instance

  /// The family that a picture draws as one line.
  package var family: String {
    switch self {
    case .coarse, .groups, .classes, .parts: "hierarchical"
    case .shuffled: "shuffled coarse"
    case .clusters: "clustered"
    case .splits, .instance: "randomly split class"
    case .dealt: "randomly split coarse"
    case .random: "random"
    }
  }

  /// The families in the order of their lines.
  package static let families = [
    "hierarchical", "clustered", "randomly split class",
    "randomly split coarse", "shuffled coarse", "random",
  ]

  /// Returns the number of labels that the map makes.
  ///
  /// - Parameters:
  ///   - hierarchy: The hierarchy.
  ///   - parts: The number of parts per class, at least 1.
  ///   - images: The number of images.
  package func count(_ hierarchy: Hierarchy, parts: Int, images: Int) -> Int {
    let classes = hierarchy.coarse.count
    return switch self {
    case .coarse, .shuffled: hierarchy.coarseCount
    case .groups: hierarchy.groupCount
    case .classes: classes
    case .parts, .splits, .clusters, .random: classes * parts
    case .dealt: Self.dealtParts(hierarchy) * hierarchy.coarseCount
    case .instance: images
    }
  }

  /// Returns the label of every image.
  ///
  /// - Parameters:
  ///   - images: The images.
  ///   - hierarchy: The hierarchy.
  ///   - parts: The number of parts per class, at least 1.
  ///   - seed: The seed of everything that is drawn.
  package func labels(of images: ImageTable, _ hierarchy: Hierarchy, parts: Int, seed: UInt64) -> [Int] {
    var draws = Draws(seed: seed, .labels)
    switch self {
    case .coarse: return images.classes.map { hierarchy.coarse[$0] }
    case .shuffled:
      let order = draws.permutation(of: hierarchy.coarse.count)
      return images.classes.map { hierarchy.coarse[order[$0]] }
    case .groups: return images.classes.map { hierarchy.groups[$0] }
    case .classes: return images.classes
    case .instance: return Array(images.classes.indices)
    case .splits: return images.classes.map { $0 * parts + draws.index(below: parts) }
    case .random:
      let count = hierarchy.coarse.count * parts
      return images.classes.map { _ in draws.index(below: count) }
    case .dealt:
      let each = Self.dealtParts(hierarchy)
      return images.classes.map { hierarchy.coarse[$0] * each + draws.index(below: each) }
    case .clusters:
      let means = KMeans(pixels: images.pixels, rows: images.rows, columns: images.columns)
      return means.parts(of: Array(images.classes.indices), into: hierarchy.coarse.count * parts, &draws)
    case .parts:
      let means = KMeans(pixels: images.pixels, rows: images.rows, columns: images.columns)
      var labels = images.classes.map { $0 * parts }
      for number in hierarchy.coarse.indices {
        let members = images.classes.indices.filter { images.classes[$0] == number }
        for (member, part) in zip(members, means.parts(of: members, into: parts, &draws)) { labels[member] += part }
      }
      return labels
    }
  }

  /// The random parts of each coarse label that give about as many labels as there are classes.
  private static func dealtParts(_ hierarchy: Hierarchy) -> Int {
    (hierarchy.coarse.count + hierarchy.coarseCount - 1) / hierarchy.coarseCount
  }
}
