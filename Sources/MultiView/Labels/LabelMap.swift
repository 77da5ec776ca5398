/// A label map of Definition 4.3: which label a sample of subclass (y, c) is trained under.
///
/// From coarse to fine, a label stands for a superclass, a group of subclasses, a subclass, a part of a subclass, or a
/// single sample. Three maps lie outside this order: `mixed` has a level of its own in each superclass, `misaligned` cuts
/// across superclasses, and `random` does not depend on the input.
public enum LabelMap: Hashable, Sendable, Codable {
  /// The superclass y: two labels.
  case coarse
  /// Groups of g subclasses of one superclass: 2k/g labels, between coarse (g = k) and fine (g = 1).
  case merged(Int)
  /// The subclass (y, c): 2k labels, in the order (+1, 0) … (+1, k−1), (−1, 0) … (−1, k−1).
  case fine
  /// The subclass (+1, c) in one superclass and the superclass −1 as a whole: k + 1 labels, the last one for −1.
  case mixed
  /// Every subclass cut into q labels at random: 2kq labels, finer than the features.
  case split(Int)
  /// Groups of g numbers c, taken from both superclasses together: k/g labels, none of which tells superclasses apart.
  case misaligned(Int)
  /// One of n labels drawn independently of the input.
  case random(Int)
  /// The number of the sample in a finite training set: N labels, the extreme of granularity.
  case instance

  /// The spelling on the command line and in records: `coarse`, `fine`, `mixed`, `merged:4`, `split:8`,
  /// `misaligned`, `random:32`, `instance`.
  package var name: String {
    switch self {
    case .coarse: "coarse"
    case .merged(let size): "merged:\(size)"
    case .fine: "fine"
    case .mixed: "mixed"
    case .split(let parts): "split:\(parts)"
    case .misaligned(1): "misaligned"
    case .misaligned(let size): "misaligned:\(size)"
    case .random(let count): "random:\(count)"
    case .instance: "instance"
    }
  }

  /// Reads the spelling of ``name``; nil if no map is spelled so.
  package init?(name: String) {
    switch name {
    case "coarse": self = .coarse
    case "fine": self = .fine
    case "mixed": self = .mixed
    case "misaligned": self = .misaligned(1)
    case "instance": self = .instance
    default:
      let parts = name.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, let number = Int(parts[1]), number >= 1 else { return nil }
      switch parts[0] {
      case "merged": self = .merged(number)
      case "split": self = .split(number)
      case "misaligned": self = .misaligned(number)
      case "random" where number >= 2: self = .random(number)
      default: return nil
      }
    }
  }

  /// The spellings that the command line accepts, for messages.
  package static let spellings =
    "coarse, merged:G, fine, mixed, split:Q, misaligned, misaligned:G, random:N or instance, with whole numbers G and Q "
    + "from 1, N from 2"

  /// Returns the number of labels, which is the number of output heads H; `Int.max` on overflow.
  ///
  /// - Parameters:
  ///   - k: Subclasses per superclass.
  ///   - size: Number N of samples in the training set; 0 for fresh ones at every step.
  package func heads(subclasses k: Int, sourceSize size: Int) -> Int {
    switch self {
    case .coarse: 2
    case .merged(let group): 2 * (k / max(1, group))
    case .fine: 2 * k
    case .mixed: k + 1
    case .split(let parts): (2 * k).multipliedReportingOverflow(by: parts).overflow ? .max : 2 * k * max(1, parts)
    case .misaligned(let group): k / max(1, group)
    case .random(let count): count
    case .instance: size
    }
  }

  /// Whether every label belongs to one superclass.
  package var knowsSuperclasses: Bool {
    switch self {
    case .coarse, .merged, .fine, .mixed, .split, .instance: true
    case .misaligned, .random: false
    }
  }

  /// Returns a sentence on why a model cannot use the map; nil if it can.
  package func defect(in parameters: ModelParameters) -> String? {
    let k = parameters.k
    let size = parameters.sourceSize
    switch self {
    case .merged(let group), .misaligned(let group):
      guard group >= 1, k % group == 0 else {
        return "labels = \(name) is out of range: \(group) does not divide k = \(k) subclasses per superclass."
      }
    case .instance where size == 0:
      return "labels = instance is out of range with fresh samples at every step: it needs a training set of N samples."
    case .split(let parts) where parts < 1:
      return "labels = \(name) is out of range: every subclass has at least one label."
    case .coarse, .fine, .mixed, .split, .random, .instance: break
    }
    let heads = heads(subclasses: k, sourceSize: size)
    guard heads >= 2 else {
      return "labels = \(name) is out of range at k = \(k), N = \(size): training needs at least two labels."
    }
    guard heads <= 1 << 20 else {
      return "labels = \(name) is out of range: at most \(1 << 20) labels are possible."
    }
    guard size == 0 || heads <= size else {
      return "labels = \(name) is out of range: \(heads) labels are more than the N = \(size) training samples."
    }
    return nil
  }

  /// Returns the superclass and the subclasses that a label stands for; nil if it does not determine a superclass.
  ///
  /// `instance` labels are sample numbers and determine none.
  package func meaning(ofLabel label: Int, subclasses k: Int) -> LabelMeaning? {
    func meaning(_ group: Int, of number: Int) -> LabelMeaning {
      let first = number * group
      return LabelMeaning(superclass: first < k ? .positive : .negative, numbers: (first % k)..<(first % k + group))
    }
    return switch self {
    case .coarse: meaning(k, of: label)
    case .merged(let group): meaning(group, of: label)
    case .fine: meaning(1, of: label)
    case .mixed: label < k ? meaning(1, of: label) : meaning(k, of: 1)
    case .split(let parts): meaning(1, of: label / parts)
    case .misaligned, .random, .instance: nil
    }
  }

  /// Returns the label of a sample.
  ///
  /// - Parameters:
  ///   - subclass: The sample's (y, c).
  ///   - k: Subclasses per superclass.
  ///   - number: The sample's number in the training set; called by `instance` only.
  ///   - draw: Returns a uniform integer below its argument, independent of the input; called by `random` and `split`.
  package func label(of subclass: Subclass, subclasses k: Int, number: () -> Int, draw: (Int) -> Int) -> Int {
    switch self {
    case .coarse: subclass.superclass.rawValue
    case .merged(let group): (subclass.superclass.rawValue * k + subclass.number) / group
    case .fine: subclass.superclass.rawValue * k + subclass.number
    case .mixed: subclass.superclass == .positive ? subclass.number : k
    case .split(let parts): (subclass.superclass.rawValue * k + subclass.number) * parts + draw(parts)
    case .misaligned(let group): subclass.number / group
    case .random(let count): draw(count)
    case .instance: number()
    }
  }

  /// The names under which maps are stored; a renamed case keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case coarse, merged, fine, mixed, split, misaligned, random, instance
  }
}

/// The superclass and the possible subclasses of the samples that carry a label.
package struct LabelMeaning: Hashable, Sendable {
  /// The superclass y.
  package let superclass: Superclass
  /// The numbers c of the subclasses: all under coarse labels, one under labels as fine as the features or finer.
  package let numbers: Range<Int>

  /// A meaning from its parts.
  package init(superclass: Superclass, numbers: Range<Int>) {
    self.superclass = superclass
    self.numbers = numbers
  }
}
