import MultiView
import Randomness

/// The patches of one sample as training gets them, with their coefficients on the dictionary that readers believe in.
struct PatchSheet: ~Copyable {
  /// Number of patches P.
  let count: Int
  private let _dimension: Int
  private let _features: Int
  private let _rows: Buffer<Float>
  private let _coefficients: Buffer<Double>
  private let _shown: Buffer<Int>
  private let _strengths: Buffer<Float>

  init(of source: SampleSource) {
    count = source.parameters.P
    _dimension = source.parameters.d
    _features = source.features.count
    _rows = Buffer(count * _dimension)
    _coefficients = Buffer(count * _features)
    _shown = Buffer(count)
    _strengths = Buffer(count)
  }

  /// The d coordinates of a patch.
  func row(_ position: Int) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(start: _rows.base + position * _dimension, count: _dimension)
  }

  /// The coefficients of a patch, one per feature.
  func coefficients(_ position: Int) -> UnsafeBufferPointer<Double> {
    UnsafeBufferPointer(start: _coefficients.base + position * _features, count: _features)
  }

  /// Writes out all patches of a sample and projects them.
  ///
  /// - Parameters:
  ///   - sample: Number of the sample within its place.
  ///   - signals: The signal patches that the generator puts in.
  func fill(
    _ sample: Int, signals: ArraySlice<SignalPatch>, at place: SampleSource.Place, from source: SampleSource,
    on instructions: InstructionSet
  ) {
    _shown.base.update(repeating: _features, count: count)
    _strengths.base.update(repeating: 0, count: count)
    for patch in signals {
      _shown.base[patch.position] = patch.feature
      _strengths.base[patch.position] = patch.strength
    }
    for position in 0..<count {
      let row = _rows.base + position * _dimension
      source.writePatch(
        row, sample: sample, position: position, showing: _shown.base[position],
        strength: _strengths.base[position], at: place, on: instructions)
      source.readingVectors.project(row, into: _coefficients.base + position * _features)
    }
  }
}
