/// What a label says of a sample that carries it: its superclass, and which subclasses it can be of.
public struct LabelMeaning: Hashable, Sendable {
  /// The superclass y.
  public let superclass: Superclass
  /// The numbers c of the subclasses: all under coarse labels, one under labels as fine as the features or finer.
  public let numbers: Range<Int>

  /// A meaning from its parts.
  public init(superclass: Superclass, numbers: Range<Int>) {
    self.superclass = superclass
    self.numbers = numbers
  }
}
