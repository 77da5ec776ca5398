/// The modules ("rooms") and the imports allowed between them ("arrows"), as Documentation/architecture.md shows them.
///
/// A module may import the modules that its room lists and, as arrows are transitive, those that they may import.
struct House {
  /// A module: its content, and the modules that its files may import directly.
  struct Room {
    let name: String
    let content: String
    let imports: [String]
  }

  /// The rooms, each after all modules that it may import.
  static let rooms = [
    Room(name: "CKernels", content: "the hot loops in C, one source compiled once per instruction set", imports: []),
    Room(name: "Randomness", content: "counter-based random streams and their laws", imports: ["CKernels"]),
    Room(
      name: "Files", content: "the disk and the terminal behind one seam; what may be replaced; words from outside",
      imports: []),
    Room(
      name: "Statistics",
      content: "pure functions of numbers: `Distributions/`, `Trends/`, `Bets/`, `Fits/`, and growth laws in `Laws/`",
      imports: []),
    Room(
      name: "Decision", content: "evidence, predicate and rules to a decision; verdicts, families, looks, settlements",
      imports: ["Statistics", "Randomness"]),
    Room(name: "Measurements", content: "tables of runs from elsewhere, to evidence", imports: ["Decision", "Files"]),
    Room(
      name: "Calibration", content: "planted truths, and files of cases with known answers (`Cases/`)",
      imports: ["Decision", "Files"]),
    Room(
      name: "Experiments",
      content: "the seam: what can be measured and how to ask for it; programs in any language (`Program/`)",
      imports: ["Randomness", "Files"]),
    Room(
      name: "MultiView", content: "the paper's data model: `Regimes/`, `Data/`, `Labels/`",
      imports: ["Experiments", "Randomness"]),
    Room(
      name: "Training",
      content:
        "the shared trainer of that model, an experiment: `Network/`, `Screen/`, `Concentrated/`, `Observation/`, `Cost/`, `Experiment/`",
      imports: ["MultiView", "CKernels"]),
    Room(
      name: "ClaimKit", content: "the vocabulary of claim files, and the graph of what rests on what",
      imports: ["Experiments", "Statistics"]),
    Room(
      name: "Trials", content: "trials kept, run, shared out, replayed and merged: `Store/`, `Run/`, `Cost/`",
      imports: ["Experiments"]),
    Room(
      name: "Planning", content: "claim and profile to trials; what is read from them; registration",
      imports: ["ClaimKit", "Decision", "Trials"]),
    Room(
      name: "Verification", content: "findings, with `Pictures/`, `CounterExamples/`, `LateSearch/` and `Mutants/`",
      imports: ["Planning", "Trials", "Decision"]),
    Room(
      name: "Reporting",
      content:
        "pages, charts and words: a pure function of findings and of the verdicts before them; the same as one file in `HTML/`",
      imports: ["Verification", "Calibration"]),
    Room(
      name: "Benchmarking", content: "how fast it is; no verdict depends on it", imports: ["Training", "Reporting"]),
    Room(
      name: "MultiViewClaims", content: "the paper's own vocabulary of claims: labels, regimes, quantities, windows",
      imports: ["ClaimKit", "MultiView"]),
    Room(
      name: "PatchAugmentation",
      content: "the model of the second paper, an experiment: rare features, noise, Cutout and CutMix",
      imports: ["Experiments"]),
    Room(
      name: "PatchClaims", content: "the second paper's vocabulary of claims: stand-in, arms, quantities",
      imports: ["ClaimKit", "PatchAugmentation"]),
    Room(
      name: "Images", content: "networks on real images, an experiment: `Data/`, `Labels/`, `Network/`, `Trials/`",
      imports: ["Experiments", "CKernels"]),
    Room(
      name: "ImageClaims", content: "the vocabulary of claims on images: stand-in, arms, quantities, controls",
      imports: ["ClaimKit", "Images"]),
    Room(
      name: "Claims", content: "one claim per file, one folder per theme",
      imports: ["ClaimKit", "MultiViewClaims", "PatchClaims", "ImageClaims"]),
    Room(
      name: "littleo", content: "the command line: `Commands/`, `Options/`, `Terminal/`",
      imports: ["Benchmarking", "Claims", "Measurements"]),
  ]

  /// Every module that a module may import, directly or through others; nil for a module that is not listed.
  static func allowed(in module: String) -> Set<String>? {
    guard let room = rooms.first(where: { $0.name == module }) else { return nil }
    return room.imports.reduce(into: Set(room.imports)) { $0.formUnion(allowed(in: $1) ?? []) }
  }

  /// Returns the imports of a source file that are not allowed, each as a sentence.
  ///
  /// - Parameters:
  ///   - text: The file's text.
  ///   - module: The module that the file belongs to.
  ///   - file: The file's name, for the sentence.
  static func violations(in text: String, of module: String, file: String) -> [String] {
    let names = Set(rooms.map(\.name))
    guard let allowed = allowed(in: module) else { return ["\(file): \(module) is not listed in House.rooms."] }
    return imports(of: text).filter { names.contains($0) && $0 != module && !allowed.contains($0) }.map {
      "\(file): \(module) imports \($0), which is not allowed; allowed: \(allowed.sorted().joined(separator: ", "))."
    }
  }

  /// The modules that a file imports, in order, attributes and scoped imports included.
  static func imports(of text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard let index = words.firstIndex(of: "import"), words.prefix(index).allSatisfy(isModifier) else { return nil }
      let kinds: Set<Substring> = ["struct", "enum", "class", "protocol", "func", "var", "let", "typealias"]
      let rest = words.dropFirst(index + 1).drop(while: kinds.contains)
      return rest.first.map { String($0.split(separator: ".")[0]) }
    }
  }

  private static func isModifier(_ word: Substring) -> Bool {
    word.hasPrefix("@") || ["public", "package", "internal", "private", "fileprivate"].contains(word)
  }

  /// The table of Documentation/architecture.md.
  static var table: String {
    let rows = rooms.map { room in
      "| `\(room.name)` | \(room.content) | \(room.imports.isEmpty ? "–" : room.imports.joined(separator: ", ")) |"
    }
    return (["| module | what lives there | may import |", "|---|---|---|"] + rows).joined(separator: "\n")
  }
}
