import ClaimKit
import Decision
import Experiments
import Files
import Foundation
import ImageClaims
import Images
import Planning
import Reporting
import Trials
import Verification

/// `littleo images`: compares labels of pretraining on the user's own images.
struct ImagesCommand {
  private let folder: Place
  private let hierarchy: Place?
  private let design: Design
  private let jobs: Int
  private let store: URL
  private let isJSON: Bool

  init(_ line: [String]) throws(UsageError) {
    let arguments = try Arguments(
      line,
      Arguments.Grammar(
        command: "images", options: ["hierarchy": false, "seeds": false, "jobs": false, "store": false],
        switches: ["json", "explore"], maximalWords: 1))
    guard let word = arguments.words.first else {
      throw UsageError("a folder of images is missing, as in “littleo images \(FashionMNIST.folder)”.")
    }
    folder = Place(argument: word)
    hierarchy = arguments.place("hierarchy")
    design = Design(
      .quick, runs: try arguments.integer("seeds", in: 1...500),
      firstSeed: arguments.has("explore") ? VerifyOptions.exploredSeed : nil)
    jobs = try arguments.integer("jobs", in: 1...4096) ?? ProcessInfo.processInfo.activeProcessorCount
    store = (arguments.place("store") ?? Place(path: ".littleo/store")).url
    isJSON = arguments.has("json")
  }

  func run(on desk: Desk) async throws -> ExitStatus {
    let source = try self.source(on: desk)
    let (set, chosen): (ImageSet, Hierarchy)
    do { (set, chosen) = (try source.images(), try source.hierarchy(of: Self.task)) } catch {
      throw UsageError(error.description)
    }
    let claim = try Self.claim(source, set, chosen)
    if !isJSON { try desk.console.print(Self.description(of: set, chosen)) }
    let experiment = ImagesExperiment(Self.name, on: source)
    let experiments = ExperimentRegistry.known.with([experiment])
    let plan: Plan
    let store: TrialStore
    do {
      plan = try Plan([ClaimEntry(folder: "", claim: claim)], design: design, experiments: experiments)
      store = try TrialStore(folder: self.store, experiments: experiments, on: desk.disk)
    } catch let error as PlanError {
      throw UsageError(error.description)
    } catch let error as StoreError {
      throw UsageError(error.description)
    }
    let place = Quoted.path(self.store.relativePath)
    return try await Interruption.guarding(
      on: desk, resume: "stopped; finished trials are kept in \(place), and the same command goes on from there."
    ) {
      let progress = ProgressLine(on: desk.console)
      let outcomes = try await TrialRunner(archive: store, jobs: jobs).run(plan.trials) { progress.report($0) }
      let findings = Verifier(plan, isFamily: false).judge(outcomes)
      try Task.checkCancellation()
      if isJSON {
        try desk.console.print(FindingsObject(findings, profile: .quick, missing: []).value.document)
      } else {
        for finding in findings { try desk.console.print(Self.table(of: finding) + "\n") }
        try desk.console.print(FindingsTable(findings).text)
        for finding in findings { try desk.console.print(Self.opposite(of: finding)) }
      }
      // Either sign is an answer about the user's data, so a refuted claim is no failure of the command.
      return .passed
    }
  }

  /// The name of the experiment in records.
  private static let name = "ownImages"
  /// The name of the user's task.
  private static let task = "given"
  /// The largest file of a hierarchy: a thousand lines.
  private static let largestHierarchy = 1 << 20

  private func source(on desk: Desk) throws(UsageError) -> ImageSource {
    let images = Folder(folder.path, on: desk.disk)
    var text: (content: String, name: String)?
    if let hierarchy {
      let name = Quoted.path(hierarchy.path)
      let bytes = try InputFile.bytes(hierarchy.path, on: desk.disk)
      guard bytes.count <= Self.largestHierarchy, let content = String(validating: bytes, as: UTF8.self) else {
        throw UsageError("\(name) is out of range: a hierarchy is a text in UTF-8 of at most 1 MiB.")
      }
      text = (content, name)
    }
    let given = text
    return ImageSource(
      images, tasks: [Self.task], remedy: "name a folder of four IDX files"
    ) { _, set in
      guard let given else { return .halves(of: set.labels) }
      return try Hierarchy(parsing: given.content, labels: set.labels, name: given.name)
    }
  }

  /// Returns the claim with scales and images for a new head that the data have room for.
  private static func claim(
    _ source: ImageSource, _ set: ImageSet, _ hierarchy: Hierarchy
  ) throws(UsageError) -> FolderClaim {
    let pool = set.training.count - set.training.count / 6
    let least = min(pool / 16, 128)
    guard least >= 8 else {
      throw UsageError("\(set.training.count) training images are too few: at least 154 are needed.")
    }
    var counts = [Int](repeating: 0, count: hierarchy.coarseCount)
    for number in set.training.classes { counts[hierarchy.coarse[number]] += 1 }
    // A sixth is held out, so half of the rarest coarse label is surely left.
    let tuning = max(1, min(200, (counts.min() ?? 0) / 2))
    return FolderClaim(
      ImagesExperiment(name, on: source), scales: (0..<5).map { least << $0 },
      hasFinerClasses: set.classCount > hierarchy.coarseCount, tuning: tuning)
  }

  private static func description(of set: ImageSet, _ hierarchy: Hierarchy) -> String {
    var lines = [
      "\(set.training.count) training and \(set.test.count) test images of \(set.training.rows)×\(set.training.columns) "
        + "pixels in \(set.classCount) classes; data \(set.fingerprint)."
    ]
    for (number, name) in hierarchy.names.enumerated() {
      let labels = set.labels.indices.filter { hierarchy.coarse[$0] == number }.map { "\(set.labels[$0])" }
      let shown = labels.prefix(20).joined(separator: ", ") + (labels.count > 20 ? ", … (\(labels.count))" : "")
      lines.append("  \(Quoted.text(name)): \(shown)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func table(of finding: Finding) -> String {
    var table = TextTable(
      ["labels of pretraining", "number", "error on test images", "on easy images", "on hard images"], numeric: [1])
    guard let survey = finding.surveys.first(where: { $0.control == nil }) else { return table.text }
    for entry in survey.entries {
      let cells = ["test", "easy", "hard"].map { kind in
        entry.mean(of: kind).map {
          "\(TerminalNumber.short($0.mean)) [\(TerminalNumber.short($0.lower)), \(TerminalNumber.short($0.upper))]"
        } ?? "–"
      }
      table.add([entry.arm.text, "\(entry.place.number)"] + cells)
    }
    return "N = \(survey.scale), means over runs with 95 % limits on each side\n" + table.text
  }

  private static func opposite(of finding: Finding) -> String {
    finding.falseForms.map { form in
      "The opposite, \(form.form.conclusion.text): \(form.verdict(levels: finding.levels))."
    }.joined(separator: "\n")
  }
}
