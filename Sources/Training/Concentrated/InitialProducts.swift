/// The products of initial weights with the noise of patches, taken from an exact network.
///
/// With them, a concentrated trial differs from the exact trial with the same neurons and samples only by the products
/// of displacements with noise. Tests compare the two; no trial of a claim uses them.
struct InitialProducts {
  /// Returns ⟨u, ζ⟩/σ_ζ for the initial weights u of the neuron at a place of the exact network, off the held features.
  let product: (_ place: Int32, _ ear: Int32, _ sample: Int, _ position: Int) -> Double

  /// Returns the noise that a neuron hears on a patch.
  func noise(
    of neuron: SingleNeuron, ear: Int, sample: Int, position: Int, _ law: ConcentratedLaw,
    _ tape: inout NormalTape
  ) -> Double {
    let feature = ear < 0 ? -1 : neuron.ears[ear].feature
    return law.noise
      * (product(neuron.place, feature, sample, position) + max(0, neuron.grown).squareRoot() * tape.next())
  }

  /// Returns the noise that the members of a set hear together.
  func noise(
    of set: SharedSet, sample: Int, position: Int, _ law: ConcentratedLaw, _ tape: inout NormalTape
  ) -> Double {
    var sum = 0.0
    var initial = 0.0
    for member in set.members {
      sum += product(member.place, member.ears[0].feature, sample, position)
      initial += member.rest
    }
    return law.noise * (sum + max(0, set.noiseVariance - initial).squareRoot() * tape.next())
  }
}
