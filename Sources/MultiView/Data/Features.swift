/// The orthonormal dictionary, in the coordinates that training uses (Definition 4.1, model.md §4).
///
/// Initialisation and noise are rotation invariant, so the dictionary is taken to be the standard basis. Coordinates
/// 0 and 1 are the common features v₊₁ and v₋₁. The k rare features of y = +1 follow, then the k of y = −1.
package struct Features: Hashable, Sendable {
  /// Subclasses per superclass, k.
  package let subclasses: Int

  /// The dictionary for `subclasses` subclasses per superclass.
  package init(subclasses: Int) {
    self.subclasses = subclasses
  }

  /// The number of features in use, |U| = 2 + 2k.
  package var count: Int { 2 + 2 * subclasses }

  /// Returns the coordinate of the common feature v_y.
  package func common(_ superclass: Superclass) -> Int { superclass.rawValue }

  /// Returns the coordinate of the rare feature v_{y,c}.
  package func rare(_ subclass: Subclass) -> Int {
    2 + subclass.superclass.rawValue * subclasses + subclass.number
  }
}

/// The two superclasses y of the task, "cat" and "dog" of the paper's Figure 3.
package enum Superclass: Int, Sendable, Codable, CaseIterable {
  /// y = +1.
  case positive = 0
  /// y = −1.
  case negative = 1

  /// The superclass −y.
  package var other: Superclass { self == .positive ? .negative : .positive }
}

/// One subclass (y, c) of the hierarchy: the finest class that has a feature of its own (Definition 4.1).
package struct Subclass: Hashable, Sendable {
  /// The superclass y.
  package let superclass: Superclass
  /// The number c of the subclass within its superclass, 0 ..< k.
  package let number: Int

  /// Names the subclass (y, c).
  package init(_ superclass: Superclass, _ number: Int) {
    self.superclass = superclass
    self.number = number
  }

  /// Returns the next subclass, counted over all 2k; the first after the last.
  ///
  /// - Parameter k: The number of subclasses per superclass.
  package func next(of k: Int) -> Subclass {
    let next = (superclass.rawValue * k + number + 1) % (2 * k)
    return Subclass(next < k ? .positive : .negative, next % k)
  }
}
