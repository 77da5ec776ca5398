import Experiments
import Files
import Foundation

/// Networks on real images: pretrained on labels of some kind, then given a new head for a coarse task.
///
/// The scale is N, the number of images to pretrain on. The times of a trial are numbers of images of each coarse label
/// that the new head learns from.
package struct ImagesExperiment: Experiment {
  /// The name in records.
  package let name: String
  /// The images.
  package let source: ImageSource

  /// The experiment on a source of images.
  package init(_ name: String, on source: ImageSource) {
    self.name = name
    self.source = source
  }

  /// The experiment on Fashion-MNIST.
  package static let fashionMNIST = ImagesExperiment("images", on: .fashionMNIST)

  /// The version of the sources; raise it with every change that alters a number.
  private static let edition = "1"

  /// The edition, and a hash of data and tasks: trials on other data have other keys.
  package var version: String {
    guard let fingerprint = try? source.fingerprint() else { return "\(Self.edition), without data" }
    return "\(Self.edition), data \(fingerprint)"
  }

  /// The data, if they are not there.
  package var lack: String? { source.lack }

  /// The settings and quantities.
  ///
  /// - Throws: `ExperimentError` if the data are not there.
  package func description() throws(ExperimentError) -> ExperimentDescription {
    if let lack { throw ExperimentError(lack) }
    return ExperimentDescription(
      settings: ImageSettings.declarations(tasks: source.tasks), observables: ImageQuantity.all)
  }

  /// Checks every setting and the numbers of images; counts multiply–adds.
  package func demand(of trial: Trial, memory: Double) throws(ExperimentError) -> Demand {
    for declaration in try description().settings {
      guard let value = trial.settings[declaration.name] else {
        throw ExperimentError("the setting “\(declaration.name)” is missing.")
      }
      if let defect = declaration.defect(of: value) { throw ExperimentError(defect) }
    }
    let images: ImageSet
    let settings: ImageSettings
    let hierarchy: Hierarchy
    do {
      images = try source.images()
      settings = try ImageSettings(trial)
      hierarchy = try source.hierarchy(of: settings.task)
    } catch { throw ExperimentError(error.description) }
    let most = images.training.count - images.training.count / 6
    guard (1...most).contains(trial.scale) else {
      throw ExperimentError("N = \(trial.scale) is out of range: from 1 to \(most) images are learned from.")
    }
    guard let first = trial.times.first, first >= 1, let last = trial.times.last, last <= 10_000 else {
      throw ExperimentError("the times are out of range: from 1 to 10,000 images of each coarse label for a new head.")
    }
    let labels = settings.labels.count(hierarchy, parts: settings.parts, images: settings.images)
    let shape = settings.shape(of: images.training)
    let layers = Double(shape.patches * shape.dimension * settings.width)
    let evaluated = Double(min(settings.tests, images.test.count) + 3 * images.training.count / 60 + 400)
    let tuning = Double(trial.times.count) * (64 * Double(settings.tuningSteps) + 2 * evaluated) * layers
    // A label costs two multiply–adds per neuron, and its exponential about 50 more.
    let work =
      Double(settings.steps) * 32 * (2 * layers + Double(labels * (2 * settings.width + 50))) + tuning
      + Double(hierarchy.coarseCount * trial.times.reduce(0, +) * settings.width) * 400
    let bytes =
      0x1p27 + Double(settings.images + 6000) * Double(images.training.size) * 2
      + Double(labels * settings.width) * 8 + Double(settings.images) * 64
    guard bytes <= memory else {
      throw ExperimentError("N = \(trial.scale) is out of range: this machine has no memory for it.")
    }
    return Demand(bytes: bytes, work: work, seconds: work / 1.5e10)
  }

  /// A session that runs every trial on one thread.
  package func session(jobs: Int) -> any ExperimentSession { Session(experiment: self) }

  /// The place of the labels in the picture of errors over their number.
  package func place(of trial: Trial) -> SurveyPlace? {
    guard let settings = try? ImageSettings(trial), let hierarchy = try? source.hierarchy(of: settings.task) else {
      return nil
    }
    return SurveyPlace(
      family: settings.labels.family, of: LabelMap.families,
      number: settings.labels.count(hierarchy, parts: settings.parts, images: settings.images), readout: "new-head",
      values: ["easy": ImageQuantity.easyError, "hard": ImageQuantity.hardError, "test": ImageQuantity.error])
  }

  /// No curves: what a trial calls time is a number of images.
  package var curves: [CurveDeclaration] { [] }

  /// Multiply–adds.
  package func remarks(on notes: [String: Int]) -> TraceRemarks { TraceRemarks(unit: "multiply–adds") }

  private struct Session: ExperimentSession {
    let experiment: ImagesExperiment

    func run(_ trial: Trial, threads: Int) async throws(ExperimentError) -> Trace {
      do {
        let demand = try experiment.demand(of: trial, memory: .infinity)
        return try ImageQuantity.trace(of: trial, experiment.source, work: Int(demand.work))
      } catch {
        throw ExperimentError("\(experiment.words(for: trial)), seed \(trial.seed): \(error)")
      }
    }

    func end() async {}
  }
}
