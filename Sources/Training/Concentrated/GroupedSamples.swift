import MultiView

/// Patches of one sample that show the same feature.
struct PatchGroup {
  /// The feature shown.
  let feature: Int
  /// Where the strengths of its patches are in ``GroupedSamples/strengths``.
  let patches: Range<Int>
  /// The number of its first patch within the sample.
  let firstPosition: Int
  /// Σ of the strengths, with the noise on the feature itself.
  let total: Double
  /// The least strength.
  let least: Double
  /// The largest strength.
  let most: Double

  /// The number of patches.
  var count: Int { patches.count }
}

/// The signal patches of samples, grouped by feature, with the noise on the feature that each shows.
struct GroupedSamples {
  /// The strength of every patch, with the noise on its feature.
  private(set) var strengths: [Double] = []
  /// The groups of all samples, sample by sample.
  private(set) var groups: [PatchGroup] = []
  /// The number of patches of pure noise of each sample.
  private(set) var noisePatches: [Int] = []
  private var starts = [0]

  /// No samples.
  init() {}

  /// Groups a batch.
  ///
  /// The noise on the feature shown is that of the exact trainer: the same number of the same random sequence.
  init(_ batch: Batch, from source: SampleSource, on execution: Execution) {
    let heard = [Float](unsafeUninitializedCapacity: batch.patches.count) { buffer, count in
      count = batch.patches.count
      if let base = buffer.baseAddress { source.heardNoise(base, of: batch, on: execution.instructions) }
    }
    strengths = [Double](unsafeUninitializedCapacity: batch.patches.count) { buffer, count in
      count = batch.patches.count
      for index in 0..<count {
        buffer.initializeElement(at: index, to: Double(batch.patches[index].strength) + Double(heard[index]))
      }
    }
    groups.reserveCapacity(2 * batch.count)
    noisePatches.reserveCapacity(batch.count)
    starts.reserveCapacity(batch.count + 1)
    var patch = 0
    for sample in 0..<batch.count {
      let end = patch + Int(batch.signalCounts[sample])
      var feature = -1
      var start = patch
      for index in patch..<end {
        let shown = batch.patches[index].feature
        if shown != feature && index > start {
          addGroup(feature, start..<index, position: start - patch)
          start = index
        }
        feature = shown
      }
      if end > start { addGroup(feature, start..<end, position: start - patch) }
      let dominant = batch.kinds[sample] == .hard && source.parameters.dominantNoise > 0 ? 1 : 0
      endSample(noisePatches: source.parameters.P - Int(batch.signalCounts[sample]) - dominant)
      patch = end
    }
  }

  /// Adds patches of a feature to the sample that is being built.
  mutating func add(_ feature: Int, _ strengths: [Double], position: Int) {
    let start = self.strengths.count
    self.strengths += strengths
    addGroup(feature, start..<self.strengths.count, position: position)
  }

  /// Ends the sample that is being built.
  mutating func endSample(noisePatches: Int) {
    starts.append(groups.count)
    self.noisePatches.append(noisePatches)
  }

  private mutating func addGroup(_ feature: Int, _ patches: Range<Int>, position: Int) {
    var (total, least, most) = (0.0, Double.infinity, -Double.infinity)
    for index in patches {
      total += strengths[index]
      least = min(least, strengths[index])
      most = max(most, strengths[index])
    }
    groups.append(
      PatchGroup(
        feature: feature, patches: patches, firstPosition: position, total: total, least: least, most: most))
  }

  /// The number of samples.
  var count: Int { noisePatches.count }

  /// Returns the places of a sample's groups in ``groups``.
  func groups(of sample: Int) -> Range<Int> { starts[sample]..<starts[sample + 1] }
}
