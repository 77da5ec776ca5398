/// A feature on which a neuron holds its coordinate.
struct Ear {
  /// The coordinate of the feature (see `Features`).
  let feature: Int32
  /// ⟨w, v⟩; in a `SharedSet`, relative to the displacement of the set.
  var weight: Double
  /// Whether the neuron was lucky for the feature at initialisation.
  let isLucky: Bool
}

/// A neuron of a concentrated network, described without any array of length d.
///
/// It holds its coordinates on the features that can fire it, and the squared norm of all other coordinates. Their
/// product with the noise of a patch is normal given that norm.
struct SingleNeuron {
  /// The head of the pretrained network that the neuron belongs to.
  let head: Int32
  /// The neuron's place in an exact network with the same neurons; −1 if there is none.
  let place: Int32
  /// Whether some feature at strength √(1+ι) fired the neuron at initialisation.
  let isExcitable: Bool
  /// The features held, at least one.
  var ears: [Ear]
  /// The bias b; in a `SharedSet`, relative to the bias change of the set.
  var bias: Double
  /// The squared norm of the initial coordinates that are not held.
  var rest: Double
  /// The squared norm that training noise added to them since ``ceiling`` was known; in a `SharedSet`, relative to that
  /// of the set.
  var grown = 0.0
  /// No feature coordinate that is not held exceeded this bound when it was last known.
  var ceiling: Double
  /// The mean square of those coordinates then; σ0² at initialisation.
  var spread: Double
  /// Whether the neuron was ever updated.
  var isTrained = false
  /// Whether all feature coordinates are held.
  var isOpened = false

  /// The squared norm of all coordinates that are not held.
  var offNorm: Double { rest + grown }

  /// The squared norm of the held coordinates.
  var heldNorm: Double { ears.reduce(0) { $0 + $1.weight * $1.weight } }

  /// ‖w‖² of a member of a set.
  func squaredNorm(_ part: SharedPart) -> Double {
    let first = ears[0].weight + part.shift
    return offNorm + part.noiseNorm + heldNorm - ears[0].weight * ears[0].weight + first * first
  }

  /// ‖w‖².
  var squaredNorm: Double { offNorm + heldNorm }

  /// Returns the strength above which a patch of a held feature may fire the neuron; +∞ if none can.
  ///
  /// Noise beyond z deviations is left out. The strength includes the noise on the feature itself.
  func reach(ofEar index: Int, _ law: ConcentratedLaw) -> Double {
    let weight = ears[index].weight
    let loudest = bias + law.screen * max(0, squaredNorm - weight * weight).squareRoot()
    if loudest > 0 { return -.infinity }
    return weight > 0 ? -loudest / weight : .infinity
  }

  /// Returns whether a full-strength patch of a held feature fires the neuron, noise of up to z deviations included.
  func isSure(onEar index: Int, _ law: ConcentratedLaw) -> Bool {
    let weight = ears[index].weight
    guard weight > 0 else { return false }
    return law.low * weight + bias > law.screen * max(0, squaredNorm - weight * weight).squareRoot()
  }

  /// Returns whether noise of up to z deviations may fire the neuron on a patch of a feature that is not held, or of
  /// pure noise.
  func hearsUnheldFeatures(_ law: ConcentratedLaw) -> Bool {
    if isOpened { return false }
    return law.hearsUnheldFeatures(bias: bias, squaredNorm: squaredNorm, grown: grown, ceiling: ceiling)
  }
}

extension SingleNeuron {
  /// The only held feature that can fire the neuron, by the number of its ear; nil if there is none or more than one.
  func onlyEar(_ law: ConcentratedLaw) -> Int? {
    var only: Int?
    for index in ears.indices where reach(ofEar: index, law) <= law.top {
      guard only == nil else { return nil }
      only = index
    }
    return only
  }

  /// Returns the neuron with one feature first, holding besides it only features that it was lucky for.
  ///
  /// The other coordinates are counted among those that are not held. Coordinates that remain held stay as they are,
  /// because their features cannot fire the neuron. For an opened neuron, all other feature coordinates are known, so
  /// their bound and their mean square are set anew.
  func focused(onEar index: Int) -> SingleNeuron {
    var neuron = self
    neuron.ears = [ears[index]]
    var largest = isOpened ? -Double.infinity : ceiling
    var squares = 0.0
    for (other, ear) in ears.enumerated() where other != index {
      largest = max(largest, ear.weight)
      squares += ear.weight * ear.weight
      if ear.isLucky { neuron.ears.append(ear) } else { neuron.rest += ear.weight * ear.weight }
    }
    neuron.ceiling = max(0, largest)
    if isOpened {
      neuron.spread = squares / Double(max(1, ears.count - 1))
      neuron.rest += neuron.grown
      neuron.grown = 0
      neuron.isOpened = false
    }
    return neuron
  }

  /// Returns the neuron with its coordinates on all features.
  ///
  /// Coordinates that were not held are normals below the ceiling, as they were when it was known, plus the noise of
  /// training since.
  ///
  /// - Parameter features: The number of features.
  func opened(features: Int, _ law: ConcentratedLaw, _ tape: inout NormalTape) -> SingleNeuron {
    var neuron = self
    let walk = (max(0, grown) / law.dimension).squareRoot()
    let unheld = Double(features - ears.count)
    let held = ears
    neuron.ears = (0..<Int32(features)).map { feature in
      if let ear = held.first(where: { $0.feature == feature }) { return ear }
      var initial = spread.squareRoot() * tape.next()
      // The ceiling is at least 0, so half of the tries succeed.
      while initial > ceiling { initial = spread.squareRoot() * tape.next() }
      return Ear(feature: feature, weight: initial + walk * tape.next(), isLucky: false)
    }
    let share = max(0, 1 - unheld / (law.dimension - Double(held.count)))
    neuron.rest *= share
    neuron.grown *= share
    neuron.isOpened = true
    return neuron
  }
}
