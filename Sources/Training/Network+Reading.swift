/// Feature coordinates as observables read them: the signals where the dictionary is the standard one, products with the
/// stated vectors where it is rotated (model.md §4).
///
/// Training and the screen never read in a rotated frame: there the network is dense, and nobody is screened.
extension Network {
  /// Returns ⟨w, v⟩ of the sixteen neurons of a block for one feature, in double precision.
  ///
  /// - Parameter vectors: The dictionary, one row of d floats per feature; nil for the standard one.
  func featureCoordinates(_ block: Int, on feature: Int, vectors: [Float]?) -> SIMD16<Double> {
    let stride = NetworkLayout.lanes * MemoryLayout<Float>.stride
    guard let vectors else {
      return SIMD16<Double>(
        UnsafeRawPointer(signals(block)).loadUnaligned(fromByteOffset: feature * stride, as: SIMD16<Float>.self))
    }
    materialise(block)
    let panel = UnsafeRawPointer(signals(block))
    var sum = SIMD16<Double>.zero
    for coordinate in 0..<dimension {
      let weights = panel.loadUnaligned(fromByteOffset: coordinate * stride, as: SIMD16<Float>.self)
      sum += SIMD16<Double>(weights) * Double(vectors[feature * dimension + coordinate])
    }
    return sum
  }

  /// Writes the feature coordinates of a block: sixteen lanes for each feature in turn.
  func featureCoordinates(_ block: Int, vectors: [Float]?, into output: UnsafeMutablePointer<SIMD16<Double>>) {
    for feature in 0..<features { output[feature] = featureCoordinates(block, on: feature, vectors: vectors) }
  }

  /// Returns ⟨w, v⟩ of one neuron.
  func featureCoordinate(_ block: Int, lane: Int, on feature: Int, vectors: [Float]?) -> Double {
    guard vectors != nil else { return Double(signals(block)[feature * NetworkLayout.lanes + lane]) }
    return featureCoordinates(block, on: feature, vectors: vectors)[lane]
  }

  /// The biases of a block; −∞ where no neuron stands.
  func biases(_ block: Int) -> SIMD16<Double> {
    SIMD16<Double>(UnsafeRawPointer(bias + block * NetworkLayout.lanes).loadUnaligned(as: SIMD16<Float>.self))
  }

  /// Returns ‖w‖² of the sixteen neurons of a block, summed in double precision; nil before their panel exists.
  func squaredNorms(_ block: Int) -> SIMD16<Double>? {
    guard let panel = panels[block] else { return nil }
    let stride = NetworkLayout.lanes * MemoryLayout<Float>.stride
    var sum = SIMD16<Double>.zero
    for coordinate in 0..<dimension {
      let weights = SIMD16<Double>(
        UnsafeRawPointer(panel).loadUnaligned(fromByteOffset: coordinate * stride, as: SIMD16<Float>.self))
      sum += weights * weights
    }
    return sum
  }
}
