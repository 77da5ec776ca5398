/// How the network of a trial is held in memory (model.md §5).
public enum NetworkMode: String, Codable, Hashable, Sendable, CaseIterable {
  /// Only the neurons that can fire; a certificate bounds the probability that any other neuron would have fired.
  case pruned
  /// All neurons, each evaluated on every patch.
  case dense
  /// The neurons by their inner products: no array has length d; exact in law up to the error that its certificate
  /// states.
  case concentrated

  /// The modes that hold the weights themselves, which an audit compares.
  package static let exact: [NetworkMode] = [.pruned, .dense]

  /// The modes by name, as messages list them.
  package static var spellings: String {
    let names = allCases.map(\.rawValue)
    return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }
}

/// How far the parameters of a mode reach.
extension NetworkMode {
  /// The largest dimension d, as a power of two.
  var dimensionBits: Int {
    switch self {
    case .pruned, .dense: 24
    case .concentrated: 60
    }
  }

  /// The largest number of steps of a trial, fine-tuning included.
  ///
  /// The counter of a random number holds 40 bits of a step. A test set after the last step takes the number of steps
  /// as its time, so that number itself must fit.
  package var longestTrial: Int {
    switch self {
    case .pruned, .dense: Schedule.longest
    case .concentrated: 1 << 40 - 1
    }
  }

  /// The largest width m.
  ///
  /// The concentrated simulation only draws from the law of how many of the m neurons are lucky.
  var largestWidth: Double {
    switch self {
    case .pruned, .dense: 1e15
    case .concentrated: 1e40
    }
  }

  /// The smallest σ0, as a power of ten below 1.
  ///
  /// Squares of weights must be normal numbers, or the norms and the screen are wrong. The concentrated simulation holds
  /// them in double precision.
  var initDecades: Int {
    switch self {
    case .pruned, .dense: 18
    case .concentrated: 100
    }
  }
}
