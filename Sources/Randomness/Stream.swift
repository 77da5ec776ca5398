/// The purpose a sequence of random numbers serves; different purposes never share a number.
///
/// The raw value is part of every counter (see ``Draws``), so a case keeps its number for ever: renumbering changes
/// every trial.
package enum Stream: UInt16, Sendable, CaseIterable {
  /// How many neurons of a head can fire at all, and the conditioned coordinates of those that can (model.md §5).
  case livingNeuron = 1
  /// The free coordinates of a living neuron.
  case livingRest = 2
  /// The feature coordinates of neurons that cannot fire, where a free draw exceeded the cut; in dense mode only.
  case dormantNeuron = 3
  /// The free coordinates of a dormant neuron; drawn in dense mode only.
  case dormantRest = 4
  /// Class and signal strengths of training samples (Definition 4.4).
  case trainingSignal = 8
  /// Noise of training patches.
  case trainingNoise = 9
  /// Class and signal strengths of easy test samples.
  case easySignal = 10
  /// Noise of easy test patches.
  case easyNoise = 11
  /// Class and signal strengths of hard test samples.
  case hardSignal = 12
  /// Noise of hard test patches.
  case hardNoise = 13
  /// Class and signal strengths of the samples of a finite training set, by number in the set.
  case sourceSignal = 14
  /// Noise of the samples of a finite training set.
  case sourceNoise = 15
  /// The part of a label that does not depend on the input (Definition 4.3, the maps `random(n)` and `split(q)`).
  case label = 16
  /// Which training samples are hard, in trials that train on some.
  case sampleKind = 17
  /// The order in which an epoch goes through a finite training set.
  case epochOrder = 18
  /// The vectors of a rotated dictionary.
  case rotation = 19
  /// The labels that a planted defect moves from one sample to another.
  case shuffledLabels = 20
  /// Class and signal strengths of the easy samples that a probe is fitted on.
  case probeSignal = 21
  /// Noise of the easy samples that a probe is fitted on.
  case probeNoise = 22
  /// Class and signal strengths of the samples that a new head is trained on, by number in their set.
  case tuningSignal = 25
  /// Noise of the samples that a new head is trained on.
  case tuningNoise = 26
  /// The order in which an epoch goes through the samples that a new head is trained on.
  case tuningOrder = 27
  /// The initial neurons of a concentrated trial: the norms of their weights.
  case concentratedStart = 41
  /// The products of weights with the noise of training patches, in a concentrated trial.
  case sharedNoise = 42
  /// The same for easy test samples.
  case easySharedNoise = 43
  /// The same for hard test samples.
  case hardSharedNoise = 44
  /// The same for the samples that a probe is fitted on.
  case probeSharedNoise = 45
  /// The samples of a macro step: how many there are of each class, and their strengths.
  case macroSamples = 46
  /// Repetitions simulated to plan a further measurement; no trial and no verdict draws from it.
  case resampling = 24
  /// Runs of planted truths, on which the decision procedure is calibrated.
  case planted = 32
  /// Runs of small experiments written in Swift.
  case experiment = 40
  /// Runs of the experiment on images; the step says what the numbers are for.
  case images = 48
  /// Noise of the Gram chain, which tests compare with the trainer; no trial and no verdict draws from it.
  case gramChain = 50
}
