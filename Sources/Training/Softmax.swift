import Randomness

/// The softmax of head outputs, in double precision.
enum Softmax {
  /// Returns ln Σ exp(logit), shifted by the largest logit so that nothing overflows.
  static func logNormalizer(_ logits: UnsafePointer<Float>, count: Int) -> Double {
    var largest = -Double.infinity
    for head in 0..<count { largest = max(largest, Double(logits[head])) }
    var sum = 0.0
    for head in 0..<count { sum += Elementary.exp(Double(logits[head]) - largest) }
    return largest + Elementary.log(sum)
  }

  /// Writes factor · (1[head = label] − p_head) for every head, and returns the cross-entropy.
  static func slopes(
    _ logits: UnsafePointer<Float>, count: Int, label: Int, factor: Double, into slopes: UnsafeMutablePointer<Float>
  ) -> Double {
    let normalizer = logNormalizer(logits, count: count)
    for head in 0..<count {
      let probability = Elementary.exp(Double(logits[head]) - normalizer)
      slopes[head] = Float(factor * ((head == label ? 1 : 0) - probability))
    }
    return normalizer - Double(logits[label])
  }
}
