import Randomness

/// Logistic regression from head outputs to the superclass, for label maps that tell no superclass (model.md §2).
///
/// Outputs are centred and divided by one common scale, so that the fit does not depend on their unit. Every
/// coefficient has a standard normal prior, which keeps it finite where classes are separable. Newton's method finds
/// the posterior mode, with conjugate gradients in each step. It computes in double precision and in one fixed order.
struct Probe {
  /// One coefficient per head, for outputs that are neither centred nor scaled.
  let coefficients: [Double]
  /// The intercept, for outputs that are neither centred nor scaled.
  let offset: Double

  private static let newtonSteps = 50
  private static let gradientSteps = 200

  /// Fits a probe.
  ///
  /// - Parameters:
  ///   - outputs: F_h of every sample, sample by sample.
  ///   - heads: Number of heads H.
  ///   - isPositive: Whether each sample is of superclass +1.
  /// - Complexity: O(samples · heads) per gradient step, of which 50 · 200 at most are taken.
  init(outputs: [Double], heads: Int, isPositive: [Bool]) {
    let samples = isPositive.count
    var means = Array(repeating: 0.0, count: heads)
    for sample in 0..<samples {
      for head in 0..<heads { means[head] += outputs[sample * heads + head] }
    }
    for head in 0..<heads { means[head] /= Double(samples) }
    var features = Array(repeating: 0.0, count: samples * heads)
    var squares = 0.0
    for sample in 0..<samples {
      for head in 0..<heads {
        let value = outputs[sample * heads + head] - means[head]
        features[sample * heads + head] = value
        squares += value * value
      }
    }
    let scale = (squares / Double(samples * heads)).squareRoot()
    guard scale > 0, scale.isFinite else {
      // The outputs carry no information, so every answer is a tie.
      coefficients = Array(repeating: 0, count: heads)
      offset = 0
      return
    }
    for index in features.indices { features[index] /= scale }
    let problem = Problem(features: features, heads: heads, signs: isPositive.map { $0 ? 1 : -1 })
    let solution = problem.solve(newtonSteps: Self.newtonSteps, gradientSteps: Self.gradientSteps)
    coefficients = solution[..<heads].map { $0 / scale }
    offset = solution[heads] - zip(coefficients, means).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Returns the log-odds of superclass +1.
  func score(_ outputs: [Double]) -> Double {
    var sum = offset
    for (head, coefficient) in coefficients.enumerated() { sum += coefficient * outputs[head] }
    return sum
  }

  /// The most that the score can change if every output changes by at most 1.
  var reach: Double { coefficients.reduce(0) { $0 + abs($1) } }
}

/// Minimises Σ ln(1 + e^(−s·⟨θ, x⟩)) + |θ|²/2 over samples x with sign s; the last coordinate of θ is the intercept.
private struct Problem {
  let features: [Double]
  let heads: Int
  let signs: [Double]

  func solve(newtonSteps: Int, gradientSteps: Int) -> [Double] {
    var theta = Array(repeating: 0.0, count: heads + 1)
    var value = self.value(theta)
    for _ in 0..<newtonSteps {
      let scores = self.scores(theta)
      // p = P(sign wrong): the gradient is θ − Σ s p x, the Hessian 1 + Σ p(1 − p) x xᵀ.
      let wrong = zip(signs, scores).map { 1 / (1 + Elementary.exp($0 * $1)) }
      var gradient = combine(zip(signs, wrong).map { -$0 * $1 })
      for index in gradient.indices { gradient[index] += theta[index] }
      guard dot(gradient, gradient) > 1e-16 * Double(signs.count) else { break }
      let direction = conjugate(gradient, curvature: wrong.map { $0 * (1 - $0) }, steps: gradientSteps)
      var length = 1.0
      let slope = dot(gradient, direction)
      while length > 1e-6 {
        let moved = zip(theta, direction).map { $0 - length * $1 }
        let next = self.value(moved)
        if next <= value - 1e-4 * length * slope {
          theta = moved
          value = next
          break
        }
        length /= 2
      }
      if length <= 1e-6 { break }
    }
    return theta
  }

  /// Solves (1 + Σ c x xᵀ) u = g by conjugate gradients.
  private func conjugate(_ gradient: [Double], curvature: [Double], steps: Int) -> [Double] {
    var solution = Array(repeating: 0.0, count: gradient.count)
    var residual = gradient
    var direction = gradient
    var square = dot(residual, residual)
    let enough = 1e-20 * square
    for _ in 0..<steps where square > enough {
      var image = combine(zip(curvature, scores(direction)).map { $0 * $1 })
      for index in image.indices { image[index] += direction[index] }
      let step = square / dot(direction, image)
      for index in solution.indices {
        solution[index] += step * direction[index]
        residual[index] -= step * image[index]
      }
      let next = dot(residual, residual)
      for index in direction.indices { direction[index] = residual[index] + next / square * direction[index] }
      square = next
    }
    return solution
  }

  private func value(_ theta: [Double]) -> Double {
    zip(signs, scores(theta)).reduce(dot(theta, theta) / 2) { sum, pair in
      let margin = pair.0 * pair.1
      // ln(1 + e^−m) without overflow.
      return sum + max(0, -margin) + Elementary.log1p(Elementary.exp(-abs(margin)))
    }
  }

  /// ⟨θ, x⟩ of every sample.
  private func scores(_ theta: [Double]) -> [Double] {
    features.withUnsafeBufferPointer { features in
      signs.indices.map { sample in
        var sum = theta[heads]
        for head in 0..<heads { sum += theta[head] * features[sample * heads + head] }
        return sum
      }
    }
  }

  /// Σ weight · x over samples.
  private func combine(_ weights: [Double]) -> [Double] {
    var sum = Array(repeating: 0.0, count: heads + 1)
    features.withUnsafeBufferPointer { features in
      for (sample, weight) in weights.enumerated() {
        for head in 0..<heads { sum[head] += weight * features[sample * heads + head] }
        sum[heads] += weight
      }
    }
    return sum
  }

  private func dot(_ first: [Double], _ second: [Double]) -> Double {
    zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
