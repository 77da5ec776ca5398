import MultiView
import Randomness

/// A planted defect of the gradient: what it makes of the slopes of a batch (``Fault``).
struct GradientDefect {
  private let _fault: Fault
  /// The superclass of each head, where there are any.
  private let _superclasses: [Superclass?]

  /// The defect of a trial; nil if its gradient has none.
  ///
  /// - Parameter superclasses: The superclass of each head, where there are any.
  init?(of trial: Trial, superclasses: [Superclass?]) {
    guard let fault = trial.fault else { return nil }
    switch fault {
    case .gradientScaled, .gradientFlippedOnOneHead, .stepHalved: break
    // Two heads are superclasses themselves, or have none.
    case .superclassSoftmax: if superclasses.count == 2 { return nil }
    default: return nil
    }
    _fault = fault
    _superclasses = superclasses
  }

  /// Spoils the slopes of one sample: factor · (1[head = label] − p_head) for every head.
  ///
  /// - Parameters:
  ///   - step: Steps taken before this one.
  ///   - factor: η/B.
  func spoil(
    _ slopes: UnsafeMutablePointer<Float>, logits: UnsafePointer<Float>, label: Int, step: Int, factor: Double
  ) {
    func scale(by number: Double) {
      for head in _superclasses.indices { slopes[head] = Float(number * Double(slopes[head])) }
    }
    switch _fault {
    case .gradientScaled(let number): scale(by: number)
    case .gradientFlippedOnOneHead: slopes[0] = -slopes[0]
    case .stepHalved(let start): if step >= start { scale(by: 0.5) }
    case .superclassSoftmax: _compareSuperclasses(slopes, logits, label: label, factor: factor)
    default: break
    }
  }

  /// Puts the softmax among the heads of the label's superclass in the place of the label.
  private func _compareSuperclasses(
    _ slopes: UnsafeMutablePointer<Float>, _ logits: UnsafePointer<Float>, label: Int, factor: Double
  ) {
    guard let superclass = _superclasses[label] else { return }
    let heads = _superclasses.count
    let normalizer = Softmax.logNormalizer(logits, count: heads)
    func probability(_ head: Int) -> Double { Elementary.exp(Double(logits[head]) - normalizer) }
    var mass = 0.0
    for head in 0..<heads where _superclasses[head] == superclass { mass += probability(head) }
    // So improbable that nothing of it is left: the label stays the target.
    guard mass > 0 else { return }
    for head in 0..<heads {
      let target = _superclasses[head] == superclass ? probability(head) / mass : 0
      slopes[head] = Float(factor * (target - probability(head)))
    }
  }
}
