/// The experiments that trials can name.
package struct ExperimentCatalogue: Sendable {
  private let experiments: [String: any Experiment]
  /// The name of the experiment whose trials are stored without a name.
  private let unnamed: String?

  /// A catalogue of some experiments.
  ///
  /// - Parameters:
  ///   - experiments: The experiments.
  ///   - unnamed: The one whose trials are stored without a name, because the store once knew no other.
  package init(_ experiments: [any Experiment] = [], unnamed: String? = nil) {
    self.unnamed = unnamed
    self.experiments = Dictionary(experiments.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Returns an experiment by its name.
  package subscript(name: String) -> (any Experiment)? { experiments[name] }

  /// Returns the experiment that a record names; the unnamed one for nil.
  package func experiment(named name: String?) -> (any Experiment)? {
    (name ?? unnamed).flatMap { experiments[$0] }
  }

  /// Every experiment, by name.
  package var all: [any Experiment] { experiments.values.sorted { $0.name < $1.name } }

  /// Returns the catalogue with further experiments; one of a name that is known already replaces it.
  package func with(_ others: [any Experiment]) -> ExperimentCatalogue {
    ExperimentCatalogue(others + all, unnamed: unnamed)
  }
}
