/// Counts over equally likely classes and their deviation from balance, crossed with equally likely labels if there are any.
///
/// Neighbouring classes are counted together until each cell expects sixteen, below which the χ² law means little.
struct CategoryCounts {
  private let _classes: Int
  private let _labels: Int
  private let _classesPerGroup: Int
  private let _groups: Int
  private var _counts: [Int]

  /// Counts of about `samples` samples of `classes` classes, at least two.
  init(classes: Int, labels: Int = 1, samples: Int) {
    _classes = classes
    _labels = labels
    let wanted = (classes * labels * 16 + samples - 1) / max(1, samples)
    _classesPerGroup = max(1, min(wanted, classes / 2))
    _groups = classes / _classesPerGroup
    _counts = Array(repeating: 0, count: _groups * labels)
  }

  mutating func add(class number: Int, label: Int = 0) {
    _counts[min(number / _classesPerGroup, _groups - 1) * _labels + label] += 1
  }

  /// Deviation of the classes from balance, upwards only: no imbalance at all is no defect.
  var imbalance: Double {
    let total = Double(_counts.reduce(0, +))
    guard total > 0 else { return 0 }
    var squares = 0.0
    for group in 0..<_groups {
      // The last group takes the rest.
      let size = group + 1 < _groups ? _classesPerGroup : _classes - (_groups - 1) * _classesPerGroup
      let expected = total * Double(size) / Double(_classes)
      let difference = Double(_row(group)) - expected
      squares += difference * difference / expected
    }
    return max(0, Deviation.chiSquared(squares, freedom: Double(_groups - 1)))
  }

  /// The larger deviation of the labels: from uniformity over all samples, and from uniformity within each group.
  var dependence: Double {
    let labels = Double(_labels)
    let total = Double(_counts.reduce(0, +))
    guard total > 0, _labels > 1 else { return 0 }
    var whole = 0.0
    for label in 0..<_labels {
      let seen = (0..<_groups).reduce(0) { $0 + _counts[$1 * _labels + label] }
      whole += (Double(seen) - total / labels) * (Double(seen) - total / labels) / (total / labels)
    }
    var within = 0.0
    var occupied = 0.0
    for group in 0..<_groups {
      let expected = Double(_row(group)) / labels
      guard expected > 0 else { continue }
      occupied += 1
      for label in 0..<_labels {
        let difference = Double(_counts[group * _labels + label]) - expected
        within += difference * difference / expected
      }
    }
    return max(
      0, Deviation.chiSquared(whole, freedom: labels - 1),
      Deviation.chiSquared(within, freedom: (labels - 1) * occupied))
  }

  private func _row(_ group: Int) -> Int { _counts[(group * _labels)..<((group + 1) * _labels)].reduce(0, +) }
}
