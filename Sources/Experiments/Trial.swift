/// One run of an experiment, completely described: the same trial always gives the same ``Trace``.
package struct Trial: Hashable, Sendable, Codable {
  /// The name of the experiment.
  package let experiment: String
  /// The settings of the run, each given.
  package let settings: Settings
  /// The scale, such as a dimension or a number of samples.
  package let scale: Int
  /// The seed of all random numbers of the run.
  package let seed: UInt64
  /// The times at which the run is read, increasing; empty if the settings say, or if the run is read once.
  package let times: [Int]

  /// A trial from its parts.
  package init(experiment: String, settings: Settings, scale: Int, seed: UInt64, times: [Int] = []) {
    self.experiment = experiment
    self.settings = settings
    self.scale = scale
    self.seed = seed
    self.times = times
  }

  /// The same trial with another seed.
  package func seeded(_ seed: UInt64) -> Trial {
    Trial(experiment: experiment, settings: settings, scale: scale, seed: seed, times: times)
  }

  /// The stored names of the properties, which stay the same if a property is renamed.
  private enum CodingKeys: String, CodingKey {
    case experiment, settings, scale, seed, times
  }
}
