import Experiments
import Files
import Foundation

/// What `littleo new --program` writes: a claim on a program, and a small program if there is none yet.
struct ProgramTemplate {
  /// The executable and its arguments.
  let command: [String]
  /// The file that the command runs.
  let file: String
  /// The name of the experiment.
  let experiment: String

  /// Reads a command such as `python3 train.py` without a shell: words between spaces, with quotes around words that
  /// hold spaces.
  ///
  /// - Throws: ``UsageError`` naming the command and what is wrong with it.
  init(command text: String, claim: String) throws(UsageError) {
    var words: [String] = []
    var word = ""
    var isInWord = false
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil } else { word.append(character) }
      } else if character == "'" || character == "\"" {
        (quote, isInWord) = (character, true)
      } else if character == " " {
        if isInWord { words.append(word) }
        (word, isInWord) = ("", false)
      } else {
        word.append(character)
        isInWord = true
      }
    }
    if isInWord { words.append(word) }
    guard quote == nil, !words.isEmpty,
      words.allSatisfy({
        !$0.isEmpty && !$0.contains("\t") && !$0.contains(where: \.isNewline) && Quoted.line($0) == $0
      })
    else {
      throw UsageError("--program \(Quoted.text(text)) is out of range: it is a command such as 'python3 train.py'.")
    }
    guard let file = words.dropFirst().first(where: { !$0.hasPrefix("-") }) ?? words.first, !file.hasPrefix("/"),
      !file.split(separator: "/").contains("..")
    else {
      throw UsageError(
        "--program \(Quoted.text(text)) is out of range: it names no file below this folder, as 'python3 train.py' does."
      )
    }
    command = words
    self.file = file
    experiment =
      claim.map { $0.isUppercase ? "-" + $0.lowercased() : $0 == "_" ? "-" : String($0) }.joined()
      .split(separator: "-").joined(separator: "-").prefix(40).description
  }

  /// Whether the file can be written as a Python program.
  var isPython: Bool { file.hasSuffix(".py") }

  /// The small program: a line through the origin, fitted to n noisy points.
  var program: String {
    #"""
    """An experiment for LittleO. It reads one JSON object per line and answers in the same way."""
    import json
    import random
    import sys

    ABOUT = {
        "experiment": "\#(experiment)",
        "settings": {"shuffle": {"default": 0, "min": 0, "max": 1, "meaning": "1 shuffles the answers"}},
        "quantities": {"gap": {"kind": "positive", "per": "run", "words": "distance to the true slope"}},
    }


    def run(scale, seed, settings):
        """Fits a slope to `scale` noisy points. The result depends on these arguments alone."""
        draws = random.Random(seed)
        x = [draws.gauss(0, 1) for _ in range(scale)]
        y = [point + draws.gauss(0, 1) for point in x]
        if settings["shuffle"]:
            draws.shuffle(y)
        slope = sum(a * b for a, b in zip(x, y)) / sum(a * a for a in x)
        return {"gap": abs(slope - 1)}


    for line in sys.stdin:
        request = json.loads(line)
        if "describe" in request:
            print(json.dumps(ABOUT), flush=True)
            continue
        readings = run(request["scale"], request["seed"], request["settings"])
        print(json.dumps({"trial": request["trial"], **readings}), flush=True)
        print(json.dumps({"trial": request["trial"], "done": True}), flush=True)

    """#
  }

  /// Returns the claim file: its first quantity tends to zero, and the other end of its first setting is the control.
  ///
  /// - Throws: ``UsageError`` if the program declares no number that a control could change.
  func claim(named name: String, about description: ExperimentDescription) throws(UsageError) -> String {
    guard let observable = description.observables.first else {
      throw UsageError("\(Quoted.path(file)) declares no quantity, so there is nothing to claim.")
    }
    guard let (setting, value) = Self.change(in: description) else {
      throw UsageError(
        "\(Quoted.path(file)) declares no setting with another value in its range. A claim needs a control, a world in which it "
          + "must fail, so let the program take a setting such as shuffle.")
    }
    let words = command.map { "\"\(Self.escaped($0))\"" }.joined(separator: ", ")
    let window =
      observable.isOfRun
      ? "window: .once(because: \"the quantity is read once per run\"),"
      : "window: .observed(at: [1, 2, 4, 8], readFrom: .end, because: \"say why these times\"),"
    let size =
      observable.kind == .positive
      ? "of: Self.quantity, shareOfFirst: 0.5, because: \"it has no natural unit, so it must at least halve\""
      : "of: Self.quantity, 0.05, because: \"say from which size on the quantity matters\""
    return #"""
      import ClaimKit

      /// The first quantity of \#(Self.comment(file)) tends to zero.
      public struct \#(name): Claim {
        /// Makes the claim.
        public init() {}

        private static let program = Program("\#(experiment)", [\#(words)])
        private static let quantity = Quantity.observed(
          Observable("\#(observable.name)", "\#(Self.escaped(observable.text))", .\#(observable.kind.rawValue)\#(observable.isOfRun ? ", isOfRun: true" : "")))

        public let source = Source("\#(Self.escaped(file))", .chosen, remark: "Say where the statement comes from.")
        public let title = "\#(Self.escaped(observable.text.prefix(1).uppercased() + observable.text.dropFirst())) tends to zero"
        public let says = "\#(Self.escaped(observable.text)) = o(1) as n grows."

        public var statement: [Clause] {
          Conclude(Self.quantity, is: .littleO(1))
        }

        public var standIn: StandIn {
          StandIn(
            of: Self.program,
            axis: .scale(
              "n", "scale",
              [.quick: [16, 64, 256, 1024, 4096], .standard: [16, 64, 256, 1024, 4096, 16384]],
              because: "small enough for a first look; decisions need a span of at least 16"),
            \#(window)
            materialities: [
              Materiality(
                \#(size))
            ])
        }

        public var controls: [Control] {
          Control(
            "\#(setting) = \#(Self.escaped(value))", refutes: Self.quantity,
            because: "say why the claim must fail with this setting"
          ) {
            $0["\#(setting)"] = \#(value)
          }
        }
      }

      """#
  }

  /// Returns a setting and a value other than its standard one; the settings of a declared defect come first.
  private static func change(in description: ExperimentDescription) -> (name: String, value: String)? {
    func literal(_ setting: Setting) -> String? {
      switch setting {
      case .number(let number): number.isFinite ? number.exactText : nil
      case .word(let word): "\"\(escaped(word))\""
      }
    }
    for defect in description.defects {
      if let (name, value) = defect.settings.min(by: { $0.key < $1.key }), let text = literal(value) {
        return (name, text)
      }
    }
    for declaration in description.settings {
      let ends: [Setting] =
        if let range = declaration.range { [.number(range.upperBound), .number(range.lowerBound)] } else {
          declaration.words.map { .word($0) }
        }
      for end in ends where end != declaration.standard {
        if let text = literal(end) { return (declaration.name, text) }
      }
    }
    return nil
  }

  private static func escaped(_ text: String) -> String {
    String(
      text.flatMap { character -> [Character] in
        switch character {
        case "\\", "\"": ["\\", character]
        case _ where character.isNewline: [" "]
        default: [character]
        }
      })
  }

  private static func comment(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
