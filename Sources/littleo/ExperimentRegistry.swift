import Claims
import Experiments
import MultiView
import Training

/// The experiments that the program knows: those named here, and those that claims bring with them.
///
/// Commands other than `trial` and `bench` name no experiment.
enum ExperimentRegistry {
  /// The experiments named here; records without a name are those of the shared trainer.
  static let known = ExperimentCatalogue([MultiViewExperiment()], unnamed: NetworkTrial.experiment)

  /// The name of the shared trainer.
  static let trainer = NetworkTrial.experiment

  /// Every experiment: those named here, and those of the registered claims.
  static var all: ExperimentCatalogue {
    known.with(Catalogue.entries.compactMap { $0.claim.standIn.setup.instance })
  }
}
