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

  /// The features that a label's meaning stands for.
  init(_ meaning: LabelMeaning, features: Features) {
    let first = features.rare(Subclass(meaning.superclass, 0))
    common = features.common(meaning.superclass)
    rare = (first + meaning.numbers.lowerBound)..<(first + meaning.numbers.upperBound)
    otherCommon = features.common(meaning.superclass.other)
    let other = features.rare(Subclass(meaning.superclass.other, 0))
    otherRare = other..<(other + features.subclasses)
  }
}
