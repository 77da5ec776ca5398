import MultiView
import Randomness

/// The patches of one sample as training gets them, with their coefficients on the nominal dictionary.
struct PatchSheet: ~Copyable {
  /// The number of patches P.
  let count: Int
  private let dimension: Int
  private let features: Int
  private let rows: Buffer<Float>
  private let coefficients: Buffer<Double>
  private let shown: Buffer<Int>
  private let strengths: Buffer<Float>

  init(of source: SampleSource) {
    count = source.parameters.P
    dimension = source.parameters.d
    features = source.features.count
    rows = Buffer(count * dimension)
    coefficients = Buffer(count * features)
    shown = Buffer(count)
    strengths = Buffer(count)
  }

  /// The d coordinates of a patch.
  func row(_ position: Int) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(start: rows.base + position * dimension, count: dimension)
  }

  /// The coefficients of a patch, one per feature.
  func coefficients(_ position: Int) -> UnsafeBufferPointer<Double> {
    UnsafeBufferPointer(start: coefficients.base + position * features, count: features)
  }

  /// Writes out all patches of a sample and projects them.
  ///
  /// - Parameters:
  ///   - sample: The number of the sample within `place`.
  ///   - signals: The signal patches that the generator gives this sample.
  func fill(
    _ sample: Int, signals: ArraySlice<SignalPatch>, at place: SampleSource.Place, from source: SampleSource,
    on instructions: InstructionSet
  ) {
    shown.base.update(repeating: features, count: count)
    strengths.base.update(repeating: 0, count: count)
    for patch in signals {
      shown.base[patch.position] = patch.feature
      strengths.base[patch.position] = patch.strength
    }
    for position in 0..<count {
      let row = rows.base + position * dimension
      source.writePatch(
        row, sample: sample, position: position, showing: shown.base[position],
        strength: strengths.base[position], at: place, on: instructions)
      source.readingVectors.project(row, into: coefficients.base + position * features)
    }
  }
}
