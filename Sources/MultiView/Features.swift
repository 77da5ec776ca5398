/// The orthonormal dictionary in the coordinates in which training runs (Definition 4.1, model.md §4).
///
/// Initialisation and noise are rotation invariant, so the dictionary is taken to be the standard basis: coordinates
/// 0 and 1 are the common features v₊₁ and v₋₁, then come the k rare features of y = +1 and the k of y = −1.
public struct Features: Hashable, Sendable {
  /// Subclasses per superclass, k.
  public let subclasses: Int

  /// The dictionary for `subclasses` subclasses per superclass.
  public init(subclasses: Int) {
    self.subclasses = subclasses
  }

  /// The number of features in use, |U| = 2 + 2k.
  public var count: Int { 2 + 2 * subclasses }

  /// Returns the coordinate of the common feature v_y.
  public func common(_ superclass: Superclass) -> Int { superclass.rawValue }

  /// Returns the coordinate of the rare feature v_{y,c}.
  public func rare(_ subclass: Subclass) -> Int {
    2 + subclass.superclass.rawValue * subclasses + subclass.number
  }
}
