/// The two superclasses y of the task, "cat" and "dog" of the paper's Figure 3.
public enum Superclass: Int, Sendable, Codable, CaseIterable {
  /// y = +1.
  case positive = 0
  /// y = −1.
  case negative = 1

  /// The superclass −y.
  public var other: Superclass { self == .positive ? .negative : .positive }
}

/// One subclass (y, c) of the hierarchy: the finest class that has a feature of its own (Definition 4.1).
public struct Subclass: Hashable, Sendable {
  /// The superclass y.
  public let superclass: Superclass
  /// The number c of the subclass within its superclass, 0 ..< k.
  public let number: Int

  /// Names the subclass (y, c).
  public init(_ superclass: Superclass, _ number: Int) {
    self.superclass = superclass
    self.number = number
  }
}
