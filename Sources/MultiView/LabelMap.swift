/// A label map of Definition 4.3: which label a sample of subclass (y, c) is trained under.
public enum LabelMap: Hashable, Sendable, Codable {
  /// The superclass y: two labels.
  case coarse
  /// The subclass (y, c): 2k labels, in the order (+1, 0) … (+1, k−1), (−1, 0) … (−1, k−1).
  case fine
  /// One of n labels drawn independently of the input.
  case random(Int)

  /// The spelling on the command line and in records: `coarse`, `fine`, `random:32`.
  public var name: String {
    switch self {
    case .coarse: "coarse"
    case .fine: "fine"
    case .random(let count): "random:\(count)"
    }
  }

  /// Reads the spelling of ``name``; nil if it is none.
  public init?(name: String) {
    switch name {
    case "coarse": self = .coarse
    case "fine": self = .fine
    default:
      let parts = name.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, parts[0] == "random", let count = Int(parts[1]), count >= 2 else { return nil }
      self = .random(count)
    }
  }

  /// Returns the number of labels, which is the number of output heads H.
  public func heads(subclasses k: Int) -> Int {
    switch self {
    case .coarse: 2
    case .fine: 2 * k
    case .random(let count): count
    }
  }

  /// Returns the superclass that a head speaks for, or nil where labels say nothing about superclasses.
  public func superclass(ofHead head: Int, subclasses k: Int) -> Superclass? {
    switch self {
    case .coarse: Superclass(rawValue: head)
    case .fine: head < k ? .positive : .negative
    case .random: nil
    }
  }

  /// Returns the label of a sample of the given subclass.
  ///
  /// - Parameters:
  ///   - subclass: The sample's (y, c).
  ///   - k: Subclasses per superclass.
  ///   - draw: Gives an integer uniform below its argument, independent of the input; called by `random` only.
  public func label(of subclass: Subclass, subclasses k: Int, draw: (Int) -> Int) -> Int {
    switch self {
    case .coarse: subclass.superclass.rawValue
    case .fine: subclass.superclass.rawValue * k + subclass.number
    case .random(let count): draw(count)
    }
  }
}
