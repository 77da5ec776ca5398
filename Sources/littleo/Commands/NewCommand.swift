import ClaimKit
import Experiments
import Files
import Foundation
import MultiView
import MultiViewClaims
import Reporting

/// `littleo new`: starts a claim file from a template or from another claim.
struct NewCommand {
  private let name: String
  private let folder: String
  private let model: ClaimEntry?
  private let program: ProgramTemplate?
  private let isJSON: Bool

  /// Names that already mean something else in a claim's file or in its test.
  private static let reserved: Set<String> = [
    // Swift Testing.
    "Expectation", "Issue", "Tag", "Test", "Trait", "Comment", "Attachment", "Suite", "Testing", "Bug",
    // The vocabulary of claim files.
    "AllClaims", "Arm", "Axis", "Claim", "ClaimKit", "ClaimTests", "Claims", "Clause", "Conclude", "Conclusion",
    "ConclusionBuilder", "Conformance", "Control", "ControlBuilder", "Fault", "ForEvery", "Frame", "Given", "Growth",
    "Hypothesis", "StandIn", "Labels", "Law", "Materiality", "MultiView", "Observable", "Order", "Profile",
    "Provenance",
    "Quantity", "Regime", "RegimeParameter", "Rule", "Sample", "Source", "StatementBuilder", "Term", "Window",
    "WithHighProbability", "World",
    // Swift.
    "Any", "Array", "Bool", "Dictionary", "Double", "Float", "Int", "Never", "Optional", "Protocol", "Result", "Self",
    "Sendable", "Set", "String", "Swift", "Type", "Void",
  ]

  init(_ line: [String]) throws(UsageError) {
    let arguments = try Arguments(
      line,
      Arguments.Grammar(
        command: "new", options: ["folder": false, "like": false, "program": false], switches: ["json"], maximalWords: 1
      ))
    isJSON = arguments.has("json")
    guard let name = arguments.words.first else {
      throw UsageError("new needs a name, as in “littleo new RareFeaturesGrow --folder Mechanism”.")
    }
    try Self.check(name)
    self.name = name
    model = try arguments.value("like").map { (like) throws(UsageError) in try Catalogue.entry(named: like) }
    program = try arguments.value("program").map { (text) throws(UsageError) in
      try ProgramTemplate(command: text, claim: name)
    }
    guard program == nil || model == nil else {
      throw UsageError("--like and --program exclude each other: a claim is a copy, or it is about a new program.")
    }
    let folder = arguments.value("folder") ?? model?.folder ?? (program == nil ? "Theorems" : "Own")
    let isUsual = ClaimTemplate.folders.contains(folder)
    let hint = Nearest.suggestion(for: folder, among: ClaimTemplate.folders)
    // A new folder is meant for another paper. A name close to that of an existing folder is taken for a typing error.
    guard isUsual || (hint.isEmpty && Self.isTypeName(folder)) else {
      throw UsageError(
        "--folder \(Quoted.text(folder)) is out of range\(hint): the folders are \(ClaimTemplate.folders.joined(separator: ", ")), "
          + "or a new one for another paper, named by a capital letter followed by letters, digits and _.")
    }
    self.folder = folder
  }

  func run(on desk: Desk) throws -> ExitStatus {
    let claims = URL(filePath: "Claims")
    let disk = desk.disk
    guard (try? Folder(claims.path, on: disk).names()) != nil else {
      throw UsageError("there is no folder Claims here: run “littleo new” in the folder of Package.swift.")
    }
    let file = claims.appending(path: self.folder).appending(path: "\(name).swift")
    if let taken = Self.files(in: claims.path, on: disk).first(where: {
      $0.lowercased() == "\(name).swift".lowercased()
    }) {
      throw UsageError("\(name) is taken: Claims holds a file \(taken), and no file is overwritten.")
    }
    let written = try program.map { (program) throws(UsageError) in try Self.write(program, on: disk) } ?? false
    let text = try self.text(from: claims, on: disk)
    do {
      // Fails if the file exists, even if another process has created it since the check above.
      try Self.create(Place(path: file.path), text, on: disk)
    } catch {
      throw UsageError(
        "\(Quoted.path(file.relativePath)) cannot be written (\(error)): its folder must be writable, and the file must be new."
      )
    }
    if isJSON {
      try desk.console.print(
        JSONValue.object([
          "claim": .string(name), "file": .string(file.relativePath), "program": .optional(program?.file),
        ]).document)
    } else {
      try desk.show(next(file.relativePath, wroteProgram: written))
    }
    return .passed
  }

  private func text(from claims: URL, on disk: Disk) throws(UsageError) -> String {
    if let program { return try program.claim(named: self.name, about: try Self.description(of: program)) }
    guard let model else { return ClaimTemplate.text(named: self.name) }
    let name = model.claim.name
    let file = claims.appending(path: model.folder).appending(path: "\(name).swift")
    guard let bytes = try? disk.input(Place(path: file.path), limit: InputFile.largestSize),
      let text = String(validating: bytes, as: UTF8.self)
    else {
      throw UsageError(
        "--like \(name) cannot be copied: there is no \(Quoted.path(file.relativePath)) here that can be read.")
    }
    return ClaimTemplate.renamed(text, from: name, to: self.name)
  }

  /// The arguments that run one trial of the new claim with an exploratory seed.
  private var exploration: String {
    guard let standIn = model?.claim.standIn, let arm = model?.claim.arms.first else {
      return "trial --labels coarse --regime standard --d 256 --seed 1000001 --steps 128"
    }
    guard let own = standIn.regime else {
      let scale = standIn.axis.scales(at: .quick)?.first ?? 32
      return "trial --experiment \(standIn.setup.experiment) --scale \(scale) --seed 1000001"
    }
    let regime = Regime(named: own.name) ?? .standard
    // The labels as the command line spells them; labels that depend on the scale take the value at the example's d.
    let k = (try? regime.parameters(at: 256).k) ?? 2
    let labels = arm.labels?.map(subclasses: k, scale: 2 * k).name ?? "coarse"
    return "trial --labels \(labels) --regime \(regime.name) --d 256 --seed 1000001 --steps 128"
  }

  /// The next steps with the new file, command by command.
  private func next(_ path: String, wroteProgram: Bool) -> String {
    if let program { return next(path, program, wroteProgram) }
    return next(path)
  }

  private func next(_ path: String, _ program: ProgramTemplate, _ isNew: Bool) -> String {
    let isReadOverTime = (try? Self.description(of: program))?.observables.contains { !$0.isOfRun } ?? false
    let times = isReadOverTime ? " --times 1,2,4,8" : ""
    return """
      \(path) is a claim about \(Quoted.path(program.file))\(isNew ? ", a small program that was written too" : ""). Both can be run \
      as they are. Edit them; “swift build” finds every file under Claims.

      run one trial with an exploratory seed, one from 1,000,000 on, on which no verdict rests:
        swift run -c release littleo trial --experiment \(program.experiment) --scale 64 --seed 1000001\(times)
      explore the stand-in before its registered seeds are used:
        swift run -c release littleo verify \(name) --profile quick --explore
      decide it, with its control, and write its page:
        swift run -c release littleo verify \(name) --profile quick --output \(name)Report
      """
  }

  private func next(_ path: String) -> String {
    """
    \(path) is a claim that compiles and can be decided as it is\
    \(model.map { "; it says the same as \($0.claim.name)" } ?? "").
    Edit it; “swift build” finds every file under Claims.

    show its statement, stand-in and cost:
      swift run -c release littleo explain \(name)
    explore with an exploratory seed, one from 1,000,000 on, on which no verdict rests:
      swift run -c release littleo \(exploration)
    decide it at the quick profile, as a test:
      swift test --filter \(name)
    decide it at the standard profile:
      swift run -c release littleo verify \(name)
    """
  }

  // MARK: Programs

  /// Writes the small program if there is none of this name, and returns whether it did.
  private static func write(_ program: ProgramTemplate, on disk: Disk) throws(UsageError) -> Bool {
    let place = Place(path: program.file)
    if (try? Folder(place.parent, on: disk).status(of: place.name)) != nil { return false }
    guard program.isPython else {
      throw UsageError(
        "there is no \(Quoted.path(program.file)) here. Only Python programs are written; any other must be there before its claim."
      )
    }
    do {
      try create(place, program.program, on: disk)
    } catch {
      throw UsageError(
        "\(Quoted.path(program.file)) cannot be written (\(error)): its folder must be writable, and the file must be new."
      )
    }
    return true
  }

  /// Asks the program what it takes and yields.
  private static func description(of program: ProgramTemplate) throws(UsageError) -> ExperimentDescription {
    do {
      return try Program(program.experiment, program.command).description()
    } catch {
      throw UsageError("\(error.description) Documentation/experiments.md shows how a program answers.")
    }
  }

  // MARK: Names

  private static func check(_ name: String) throws(UsageError) {
    guard isTypeName(name) else {
      throw UsageError(
        "the name “\(Quoted.text(name))” is out of range: a claim is a Swift type, named by a capital letter followed by letters, "
          + "digits and _, at most 60 characters in all.")
    }
    if reserved.contains(name) {
      throw UsageError(
        "the name “\(Quoted.text(name))” is taken: it already means something in Swift, Swift Testing or the vocabulary of claims."
      )
    }
    if let claim = Catalogue.names.first(where: { $0.lowercased() == name.lowercased() }) {
      throw UsageError("the name “\(Quoted.text(name))” is taken: there is a claim \(claim).")
    }
  }

  private static func isTypeName(_ name: String) -> Bool {
    name.first.map { $0.isASCII && $0.isUppercase } == true && name.count <= 60
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }

  /// Writes a new file, and the folders above it that are missing.
  private static func create(_ place: Place, _ text: String, on disk: Disk) throws(CallFailure) {
    if !place.parent.isEmpty { try disk.makeFolders(place.parent) }
    try Folder(place.parent, on: disk).create(place.name, Data(text.utf8))
  }

  /// The names of all files in a folder and below it; no link is followed.
  private static func files(in path: String, on disk: Disk) -> [String] {
    let folder = Folder(path, on: disk)
    return ((try? folder.names()) ?? []).flatMap { name in
      (try? folder.status(of: name))?.kind == .folder ? files(in: path + "/" + name, on: disk) : [name]
    }
  }
}

/// The template of `littleo new`: a small, cheap claim that compiles and can be decided as it is.
///
/// A test compiles the same text, so that the template cannot fall behind the vocabulary.
enum ClaimTemplate {
  /// The folders of the registered claims, and the one for a user's own.
  static let folders = Set(Catalogue.entries.map(\.folder) + ["Own"]).sorted()

  /// Returns the text of a claim file.
  static func text(named name: String) -> String {
    #"""
    import ClaimKit
    import MultiViewClaims

    /// Under coarse labels, hard samples stay wrong.
    public struct \#(name): Claim {
      /// Makes the claim.
      public init() {}

      public let source = Source(
        "Hard samples under coarse labels", .chosen,
        remark: "A claim to start from: one conclusion of Theorem 5.1, read from the same trials.")
      public let title = "Coarse labels leave hard samples wrong"
      public let says = """
        Under coarse labels with k_y ≥ polylog(d), for every T ∈ [T*, poly(d)]: error on hard samples = Ω(1).
        """

      public var statement: [Clause] {
        Given(labels: .coarse)
        Given(.k, atLeast: .polylog(.d))
        ForEvery(.T, from: .tStar, to: .poly(.d)) {
          Conclude(.error(on: .hard), is: .bigOmega(1))
        }
      }

      public var standIn: StandIn {
        StandIn(
          regime: .standard,
          window: .standard,
          materialities: [
            Materiality(
              of: .error(on: .hard), 0.05,
              because: "100 saturated zeros, 20 runs at each of five scales, can certify 5 %, and not 2 %")
          ])
      }

      public var controls: [Control] {
        Control(
          "two subclasses", refutes: .error(on: .hard),
          because: "with k = 2 the rare features are learned with the common one"
        ) {
          $0.regime = .constantK
        }
      }
    }

    """#
  }

  /// Returns a text with a name replaced wherever it occurs as a whole word.
  static func renamed(_ text: String, from old: String, to new: String) -> String {
    var result = ""
    var word = ""
    func finished() -> String { word == old ? new : word }
    for character in text {
      if character.isLetter || character.isNumber || character == "_" {
        word.append(character)
      } else {
        result += finished()
        result.append(character)
        word = ""
      }
    }
    return result + finished()
  }
}
