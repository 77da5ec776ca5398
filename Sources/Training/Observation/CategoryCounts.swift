/// Counts equally likely classes, by equally likely labels if there are any, and measures their deviation from balance.
///
/// Neighbouring classes are pooled until the expected count of a cell is sixteen. Below that the χ² law is a poor
/// approximation.
struct CategoryCounts {
  private let classes: Int
  private let labels: Int
  private let classesPerGroup: Int
  private let groups: Int
  private var counts: [Int]

  /// Counts of about `samples` samples of `classes` classes, at least two.
  init(classes: Int, labels: Int = 1, samples: Int) {
    self.classes = classes
    self.labels = labels
    let wanted = (classes * labels * 16 + samples - 1) / max(1, samples)
    classesPerGroup = max(1, min(wanted, classes / 2))
    groups = classes / classesPerGroup
    counts = Array(repeating: 0, count: groups * labels)
  }

  mutating func add(class number: Int, label: Int = 0) {
    counts[min(number / classesPerGroup, groups - 1) * labels + label] += 1
  }

  /// Deviation of the classes from balance.
  ///
  /// Counts more even than chance give 0.
  var imbalance: Double {
    let total = Double(counts.reduce(0, +))
    guard total > 0 else { return 0 }
    var squares = 0.0
    for group in 0..<groups {
      // The last group holds the remaining classes.
      let size = group + 1 < groups ? classesPerGroup : classes - (groups - 1) * classesPerGroup
      let expected = total * Double(size) / Double(classes)
      let difference = Double(row(group)) - expected
      squares += difference * difference / expected
    }
    return max(0, Deviation.chiSquared(squares, freedom: Double(groups - 1)))
  }

  /// The larger deviation of the labels from uniformity: over all samples, or within the groups of classes.
  var dependence: Double {
    let labels = Double(self.labels)
    let total = Double(counts.reduce(0, +))
    guard total > 0, self.labels > 1 else { return 0 }
    var whole = 0.0
    for label in 0..<self.labels {
      let seen = (0..<groups).reduce(0) { $0 + counts[$1 * self.labels + label] }
      whole += (Double(seen) - total / labels) * (Double(seen) - total / labels) / (total / labels)
    }
    var within = 0.0
    var occupied = 0.0
    for group in 0..<groups {
      let expected = Double(row(group)) / labels
      guard expected > 0 else { continue }
      occupied += 1
      for label in 0..<self.labels {
        let difference = Double(counts[group * self.labels + label]) - expected
        within += difference * difference / expected
      }
    }
    return max(
      0, Deviation.chiSquared(whole, freedom: labels - 1),
      Deviation.chiSquared(within, freedom: (labels - 1) * occupied))
  }

  private func row(_ group: Int) -> Int { counts[(group * labels)..<((group + 1) * labels)].reduce(0, +) }
}
