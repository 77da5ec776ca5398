import MultiView

/// The products of initial weights with the noise of patches, taken from an exact network.
///
/// With them, a concentrated trial differs from the exact trial with the same neurons and samples only by the products
/// of displacements with noise. Tests compare the two; no trial of a claim uses them.
struct InitialProducts {
  /// A patch of a sample.
  struct Patch: Hashable {
    /// The set that the sample belongs to.
    let place: SampleSource.Place
    /// The sample's number.
    let sample: Int
    /// The patch within the sample.
    var position: Int
  }

  /// Returns ⟨u, ζ⟩/σ_ζ for a neuron and the noise ζ of a patch.
  ///
  /// The vector u has the neuron's held weights as they are, except that of the ear with the given number, and the
  /// initial weights elsewhere.
  let product: (_ neuron: SingleNeuron, _ ear: Int, _ patch: Patch) -> Double

  /// Returns the noise that a neuron hears on a patch.
  func noise(
    of neuron: SingleNeuron, ear: Int, _ patch: Patch, _ law: ConcentratedLaw, _ tape: inout NormalTape
  ) -> Double {
    law.isDeaf ? 0 : law.noise * multiple(of: neuron, ear: ear, patch, &tape)
  }

  /// Returns the noise that a neuron hears on a patch, divided by σ_ζ.
  func multiple(of neuron: SingleNeuron, ear: Int, _ patch: Patch, _ tape: inout NormalTape) -> Double {
    product(neuron, ear, patch) + max(0, neuron.grown).squareRoot() * tape.next()
  }

  /// Returns the noise that the members of a set hear together.
  func noise(of set: SharedSet, _ patch: Patch, _ law: ConcentratedLaw, _ tape: inout NormalTape) -> Double {
    guard !law.isDeaf else { return 0 }
    var sum = 0.0
    var initial = 0.0
    for member in set.members {
      sum += product(member, 0, patch)
      initial += member.ears.dropFirst().reduce(member.rest) { $0 + $1.weight * $1.weight }
    }
    return law.noise * (sum + max(0, set.noiseVariance - initial).squareRoot() * tape.next())
  }
}
