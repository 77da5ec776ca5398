import Experiments

/// The experiment of the claims on Cutout and CutMix, with its quantities.
package enum Patches {
  /// The error on the training samples, without any augmentation.
  package static let trainingError = Observable("trainingError", "training error", .share)

  /// Returns the error on fresh samples that show features of a kind.
  package static func error(on kind: FeatureKind) -> Observable {
    Observable("\(kind)Error", "error on \(kind.words) features", .count)
  }

  /// Returns the response to features of a kind; 0 where it has the wrong sign.
  package static func response(to kind: FeatureKind) -> Observable {
    Observable("\(kind)Response", "response to \(kind.words) features", .positive)
  }

  /// A two-layer network on patches, trained with one of the augmentations.
  package static let experiment = SwiftExperiment(
    "patchAugmentation", version: "1",
    settings: [
      "method": "erm", "samples": 64, "patches": 3, "rareShare": 0.15, "extremeShare": 0.05, "dominantPower": 20,
      "backgroundPower": 4, "featureNoise": 0.5, "slope": 0.1, "radius": 1, "initial": 0.01, "stepSize": 1,
      "mixings": 4, "tests": 1000,
    ],
    ranges: [
      "samples": 2...8192, "patches": 2...8, "rareShare": 0...1, "extremeShare": 0...1, "dominantPower": 0...1e9,
      "backgroundPower": 0...1e9, "featureNoise": 0...10, "slope": 0...1, "radius": 1e-6...1e6, "initial": 0...10,
      "stepSize": 0...1000, "mixings": 1...64, "tests": 1...1_000_000,
    ],
    words: ["method": Augmentation.allCases.map(\.rawValue)],
    meanings: [
      "method": "how training changes the samples", "samples": "n, the number of training samples",
      "patches": "P, the number of patches of a sample", "rareShare": "ρ_R, the probability of a rare feature",
      "extremeShare": "ρ_E, the probability of an extremely rare feature",
      "dominantPower": "σ_d² d, about the squared norm of the dominant noise",
      "backgroundPower": "σ_b² d, about the squared norm of the background noise",
      "featureNoise": "α, the strength of the common feature in the patch of the dominant noise",
      "slope": "β, the slope of the activation below 0", "radius": "r, where the activation reaches slope 1",
      "initial": "σ₀, the standard deviation of an initial weight", "stepSize": "η, the step size",
      "mixings": "the partners that CutMix draws for every sample in a step",
      "tests": "test samples of each kind",
    ],
    observables: FeatureKind.allCases.map(response(to:)) + [trainingError] + FeatureKind.allCases.map(error(on:)),
    work: { 1e6 * Double($0).squareRoot() }
  ) { run in
    var state = try PatchRun(try model(of: run), run.random)
    for time in run.times {
      state.train(until: time)
      for kind in FeatureKind.allCases {
        try run.read(max(0, state.response(to: kind)), as: response(to: kind).name, at: time)
        try run.read(state.testErrors(on: kind), of: state.model.tests, as: error(on: kind).name, at: time)
      }
      try run.read(
        Double(state.trainingErrors()) / Double(state.model.samples), as: trainingError.name, at: time)
    }
  }

  /// Returns the numbers of a run.
  private static func model(of run: SwiftExperiment.Run) throws -> PatchModel {
    func count(_ name: String) throws -> Int { Int(try run.number(name).rounded()) }
    // The word is one of the list, so the first method is never taken for another.
    let augmentation = Augmentation(rawValue: try run.word("method")) ?? .erm
    var model = PatchModel(
      dimension: run.scale, samples: try count("samples"), rareShare: try run.number("rareShare"),
      extremeShare: try run.number("extremeShare"), dominantPower: try run.number("dominantPower"),
      backgroundPower: try run.number("backgroundPower"), featureNoise: try run.number("featureNoise"),
      augmentation: augmentation)
    model.patches = try count("patches")
    model.slope = try run.number("slope")
    model.radius = try run.number("radius")
    model.initial = try run.number("initial")
    model.stepSize = try run.number("stepSize")
    model.mixings = try count("mixings")
    model.tests = try count("tests")
    return model
  }
}
