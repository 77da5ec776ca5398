import Experiments
import Files
import Foundation
import Testing

@testable import Images

@Suite struct ImagesExperimentTests {
  private let experiment = ImagesExperiment(
    "planted",
    on: ImageSource(PlantedSource.folder, tasks: ["given"], remedy: "nothing helps") { _, set in .halves(of: set.labels)
    })

  private func trial(_ changes: [String: Setting] = [:], scale: Int = 300, seed: UInt64 = 5) throws -> Trial {
    var settings: [String: Setting] = [:]
    for declaration in ImageSettings.declarations(tasks: ["given"]) {
      settings[declaration.name] = declaration.standard
    }
    settings["visits"] = 2000
    settings.merge(changes) { $1 }
    return Trial(experiment: "planted", settings: Settings(settings), scale: scale, seed: seed, times: [10, 20])
  }

  @Test func aTrialGivesTheSameTraceWhateverRunsBesideIt() async throws {
    let session = experiment.session(jobs: 4)
    let trials = try (1...4 as ClosedRange<UInt64>).map { try trial(seed: $0) }
    let together = try await withThrowingTaskGroup(of: (UInt64, Trace).self) { group in
      for trial in trials { group.addTask { (trial.seed, try await session.run(trial, threads: 2)) } }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    for trial in trials {
      let alone = try await experiment.session(jobs: 1).run(trial, threads: 1)
      #expect(together[trial.seed]?.content == alone.content)
    }
    #expect(Set(together.values.map(\.content)).count == 4)
  }

  /// On planted classes every aligned map teaches the task; scrambled pixels teach nothing.
  @Test func plantedTasksAreLearnedAndScrambledOnesAreNot() async throws {
    let session = experiment.session(jobs: 1)
    func error(_ changes: [String: Setting]) async throws -> Double {
      let trace = try await session.run(try trial(changes), threads: 1)
      let column = try #require(trace.stages.first?.columns["error"])
      return try #require(column.numbers.last ?? nil) / Double(try #require(column.of))
    }
    #expect(try await error([:]) < 0.1)
    #expect(try await error(["labels": "classes"]) < 0.1)
    #expect(try await error(["pixels": "scrambled"]) > 0.3)
  }

  @Test func inputsOutOfRangeAreNamed() throws {
    func message(_ changes: [String: Setting], scale: Int = 300) throws -> String {
      do { _ = try experiment.demand(of: try trial(changes, scale: scale), memory: .infinity) } catch let error
        as ExperimentError
      { return error.description }
      return ""
    }
    #expect(try message([:]).isEmpty)
    #expect(try message([:], scale: 501).contains("from 1 to 500 images"))
    #expect(try message(["labels": "none"]).contains("it is one of coarse, shuffled"))
    #expect(try message(["side": 1]).contains("side = 1 is out of range"))
  }

  /// Hard images are the same whenever they are looked for, are held out, and do not overlap with easy ones.
  @Test func hardImagesAreFixedAndHeldOut() throws {
    let source = experiment.source
    let (first, again) = (
      try source.hardImages(of: "given"), HardImages(of: try source.images(), try source.hierarchy(of: "given"))
    )
    #expect(first.hard == again.hard && first.hardForFine == again.hardForFine)
    #expect(first.pool.count == 500 && first.hard.count == 10)
    #expect(Set(first.pool).isDisjoint(with: first.hard + first.hardForFine + first.easy))
    #expect(Set(first.hard).isDisjoint(with: first.easy))
    #expect(first.margins.map(abs) == first.margins.map(abs).sorted())
  }

  @Test func withoutDataTheExperimentSaysWhatToDo() {
    let missing = ImagesExperiment(
      "images",
      on: ImageSource(Folder("/nowhere", on: .machine), tasks: ["warm"], remedy: "“apt-get install x” installs it") {
        _, _ in .warm
      })
    #expect(missing.lack?.hasPrefix("needs data: the folder /nowhere cannot be read") == true)
    #expect(missing.lack?.hasSuffix("“apt-get install x” installs it.") == true)
    #expect(throws: ExperimentError.self) { try missing.description() }
    #expect(missing.version.hasSuffix("without data"))
  }

  /// The picture names its classes and holds one picture per image.
  @Test func theGalleryShowsHardImages() throws {
    let picture = try #require(experiment.pictures(for: [ImageQuantity.hardError]).first)
    #expect(picture.svg.split(separator: "<image ").count == 11)
    #expect(experiment.pictures(for: [ImageQuantity.error]).isEmpty)
    // A picture of one black and one white pixel, by another program.
    #expect(
      Data(PNG.bytes(gray: [0, 255], width: 2, height: 1)).base64EncodedString()
        == "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAADklEQVR4AQEDAPz/AAD/AQIBALcBLvcAAAAASUVORK5CYII=")
  }

  /// The key of a trial hashes the version, so the version must tell data apart.
  @Test func theVersionHoldsAHashOfTheData() throws {
    #expect(experiment.version.hasSuffix("data \(try experiment.source.fingerprint())"))
    let other = ImageSource(PlantedSource.folder, tasks: ["given"], remedy: "") { _, set in
      Hierarchy(groups: [0, 1, 2, 3], coarse: [0, 1, 0, 1], names: ["a", "b"])
    }
    #expect(try other.fingerprint() != experiment.source.fingerprint())
  }
}

/// A folder of planted images, written once per process.
enum PlantedSource {
  static let folder: Folder = {
    let url = FileManager.default.temporaryDirectory.appending(path: "littleo-planted-\(UUID().uuidString)")
    try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (name, count, seed) in [("train", 600, 11), ("t10k", 200, 12)] as [(String, Int, UInt64)] {
      let table = PlantedImages.table(count: count, classes: 4, seed: seed)
      let size = [UInt8(count >> 8), UInt8(count & 255)]
      let images = [0, 0, 8, 3, 0, 0] + size + [0, 0, 0, 8, 0, 0, 0, 8] + table.pixels
      let labels = [0, 0, 8, 1, 0, 0] + size + table.classes.map { UInt8($0) }
      try? Data(images).write(to: url.appending(path: "\(name)-images-idx3-ubyte"))
      try? Data(labels).write(to: url.appending(path: "\(name)-labels-idx1-ubyte"))
    }
    return Folder(url.path, on: .machine)
  }()
}
