import MultiView

/// The features that a head speaks for, and those of the other superclass.
struct HeadFeatures {
  /// Coordinate of v_y, the common feature of the head's superclass.
  let common: Int
  /// Coordinates of the head's rare features: v_{y,c} for every c it answers for.
  let rare: Range<Int>
  /// Coordinate of v_{−y}.
  let otherCommon: Int
  /// Coordinates of all v_{−y,c}.
  let otherRare: Range<Int>

  /// The features of a head; nil where labels say nothing about superclasses.
  init?(head: Int, labels: LabelMap, features: Features) {
    let k = features.subclasses
    guard let superclass = labels.superclass(ofHead: head, subclasses: k) else { return nil }
    let numbers = labels == .fine ? (head % k)..<(head % k + 1) : 0..<k
    let first = features.rare(Subclass(superclass, 0))
    common = features.common(superclass)
    rare = (first + numbers.lowerBound)..<(first + numbers.upperBound)
    otherCommon = features.common(superclass.other)
    let other = features.rare(Subclass(superclass.other, 0))
    otherRare = other..<(other + k)
  }

  /// The features of every head of a label map.
  static func all(_ labels: LabelMap, features: Features) -> [HeadFeatures?] {
    (0..<labels.heads(subclasses: features.subclasses)).map {
      HeadFeatures(head: $0, labels: labels, features: features)
    }
  }
}
