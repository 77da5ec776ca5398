import ClaimKit
import Foundation
import Testing

/// A command line that must be refused, with the words that its message must contain.
struct BadInput: CustomTestStringConvertible, Sendable {
  let arguments: [String]
  /// The words that the message must contain.
  let names: [String]

  init(_ line: String, _ names: String...) {
    arguments = line.split(separator: " ").map(String.init)
    self.names = names
  }

  var testDescription: String { arguments.joined(separator: " ") }

  /// A valid trial with the given words added, which make it bad.
  static func trial(_ line: String, _ names: String...) -> BadInput {
    var input = BadInput("trial --labels coarse --regime standard --d 64 --steps 2 " + line)
    input = BadInput(arguments: input.arguments, names: names)
    return input
  }

  private init(arguments: [String], names: [String]) {
    self.arguments = arguments
    self.names = names
  }
}

/// Bad input is answered by exit code 2 and one line on standard error that names it; nothing else is written.
@Suite struct BadInputTests {
  private static let commands = [
    // F5: the whole run is never reached by accident.
    BadInput("", "a command is missing", "littleo verify"),
    BadInput("--profile quick", "a command is missing", "--profile"),
    BadInput("verfy", "verfy", "verify"),
    BadInput("help verfy", "verfy"),
    BadInput("verify Theorem5_3", "Theorem5_3", "Theorem5_1"),
    BadInput("verify theorem51", "theorem51", "Theorem5_1"),
    BadInput("verify --profile fast", "fast", "quick"),
    BadInput("verify --profile", "--profile"),
    BadInput("verify --profile --strict", "--profile"),
    BadInput("verify --seed 3", "--seed", "--seeds"),
    BadInput("verify --seeds 0", "--seeds", "0", "500"),
    BadInput("verify --seeds 2 --seeds 3", "--seeds", "twice"),
    BadInput("replay abc", "abc", "6 to 64"),
    BadInput("replay ../../x", "../../x", "6 to 64"),
    BadInput("replay --sample 5", "--sample", "5", "0%"),
    BadInput("replay --sample 0%", "--sample", "0%"),
    BadInput("replay --sample 101%", "--sample", "101%"),
    BadInput("replay --sample nan%", "--sample", "nan%"),
    BadInput("replay 0a1b2c --sample 5%", "--sample", "keys"),
    BadInput("replay --store nowhere", "nowhere", "verify"),
    BadInput("report --jobs 2", "--jobs", "report"),
    BadInput("doctor now", "now", "doctor"),
    BadInput("calibrate --runs 20,10", "--runs", "20,10", "rising"),
    BadInput("calibrate --runs 20,40, --json", "--runs", "20,40,"),
    BadInput("calibrate --runs 5", "--runs", "5", "20"),
    BadInput("calibrate --runs 20 --output page.md", "--output", "--runs"),
    BadInput("calibrate --runs 20 Θ(√d)", "Θ(√d)", "begin with audit: o(1); o(1)", "Ω(1)"),
    BadInput("verify --look 0", "--look", "0", "1000"),
    BadInput("verify --explore --first-seed 7", "--first-seed", "7", "1000001"),
    BadInput("run --first-seed 2000001", "--first-seed needs --explore"),
    BadInput("verify --look second", "--look", "second"),
    BadInput("verify --jobs two", "--jobs", "two"),
    BadInput("verify -x", "-x"),
    BadInput("--frobnicate", "--frobnicate"),
    BadInput("list everything", "everything"),
    BadInput("list --report Reports", "--report", "--reports"),
    BadInput("list --profile fast", "fast", "quick"),
    BadInput("new", "new", "name"),
    BadInput("new lower", "lower", "capital"),
    BadInput("new A-b", "A-b"),
    BadInput("new Grüße", "Grüße"),
    BadInput("new Issue", "Issue", "Testing"),
    BadInput("new Window", "Window"),
    BadInput("new Theorem5_1", "Theorem5_1", "taken"),
    BadInput("new theorem", "theorem"),
    BadInput("new Fresh Other", "Other"),
    BadInput("new Fresh --folder Theorem", "Theorem", "Theorems"),
    BadInput("new Fresh --like Theorem5_3", "Theorem5_3", "Theorem5_1"),
    BadInput("new Fresh", "Claims", "Package.swift"),
    BadInput("run --shard 0/3", "0/3", "I from 1"),
    BadInput("run --shard 4/3", "4/3", "3/8"),
    BadInput("run --shard 3", "--shard 3", "I/N"),
    BadInput("run --shard 1/0", "1/0"),
    BadInput("run Theorem5_3", "Theorem5_3"),
    BadInput("run --jobs 0", "--jobs", "4096"),
    BadInput("run --memory lots", "--memory"),
    BadInput("plan --shards 0", "--shards", "100000"),
    BadInput("plan --profile fast", "fast", "quick"),
    BadInput("merge", "merge", "littleo merge"),
    BadInput("merge nowhere", "nowhere", "no store"),
    BadInput("verify --offline --fail-fast", "--offline"),
    BadInput("beyond Theorem5_3", "Theorem5_3"),
    BadInput("beyond --budget 0", "--budget", "1000000"),
    BadInput("beyond --scales 21", "--scales", "20"),
    BadInput("beyond --first-seed 7", "--first-seed", "1000001"),
    BadInput("mutants bias", "bias", "mutants --help"),
    BadInput("mutants --claims", "--claims"),
    BadInput("mutants --claims Theorem5_3", "Theorem5_3"),
    BadInput("mutants --claims ,", "--claims"),
    BadInput("mutants --conclusions", "--conclusions", "--until-noticed"),
    BadInput("mutants --profile fast", "fast", "quick"),
    BadInput("mutants --output", "--output"),
    BadInput("explain", "explain"),
    BadInput("explain Theorem5_1 Theorem5_2", "Theorem5_2"),
    BadInput("explain Nothing", "Nothing"),
    BadInput("bench flops", "flops", "product"),
    BadInput("bench steps --d 64", "--labels"),
    BadInput("bench steps --labels fine", "--d"),
    BadInput("bench steps --labels blue --d 64", "blue"),
    BadInput("bench product --output page.md", "--output"),
    BadInput("bench product --set k=2", "--set"),
    BadInput("bench --labels fine", "--labels"),
    BadInput("bench --peers none.json", "none.json"),
    BadInput("bench --largest 3", "--largest", "64"),
    BadInput("bench trial --labels fine --d 64 --frame rotated", "--frame"),
  ]

  private static let decisions = [
    BadInput("decide", "decide", "CSV"),
    BadInput("decide --is o(1)", "CSV"),
    BadInput("decide none.csv", "--is"),
    BadInput("decide none.csv --is o(1)", "none.csv"),
    BadInput("decide . --is o(1)", "“.”", "folder"),
    BadInput("decide none.csv other.csv --is o(1)", "other.csv"),
    BadInput("decide none.csv --is o(2)", "“2”", "constant"),
    BadInput("decide none.csv --is sublinear", "sublinear", "Theta(f)"),
    BadInput("decide none.csv --is exponent=1.5", "exponent=1.5±0.2"),
    BadInput("decide none.csv --is exponent=1.5±10%", "not a share"),
    BadInput("decide none.csv --is exponent=101±0.2", "±100"),
    BadInput("decide none.csv --is curve=d", "tolerance"),
    BadInput("decide none.csv --is curve=d±100%", "below 100 %"),
    BadInput("decide none.csv --is curve=d±10% --band 2", "--band"),
    BadInput("decide none.csv --is <=o(d)", "o(d)"),
    BadInput("decide none.csv --is o(1) --json --markdown", "--json", "--markdown"),
    BadInput("decide none.csv --is o(1) --kind rate", "rate", "signed"),
    BadInput("decide none.csv --is o(1) --pair sum", "sum", "ratio"),
    BadInput("decide none.csv --is o(1) --delimiter x", "--delimiter x", "tab"),
    BadInput("decide none.csv --is o(1) --at best", "--at best", "smallest"),
    BadInput("decide none.csv --is o(1) --time step", "--time", "--at"),
    BadInput("decide none.csv --is o(1) --rows-are-runs --run seed", "--rows-are-runs", "--run"),
    BadInput("decide none.csv --is o(1) --alpha 0.5", "--alpha 0.5", "below 0.5"),
    BadInput("decide none.csv --is o(1) --alpha nan", "--alpha nan"),
    BadInput("decide none.csv --is o(1) --band 3", "--band", "--materiality"),
    BadInput("decide none.csv --is Theta(d) --materiality 0.1", "--materiality", "--band"),
    BadInput("decide none.csv --is Theta(d) --regressor k", "--regressor k"),
    BadInput("decide none.csv --is poly(d) --spacing 0.5", "--spacing 0.5", "1000"),
    BadInput("decide none.csv --is o(k) --k 1,x", "1,x"),
    BadInput("decide none.csv --is o(k) --k 1,-2", "1,-2"),
    BadInput("decide none.csv --isnt o(1)", "--isnt", "--is"),
    BadInput("decide --cases none.json", "none.json"),
    BadInput("decide none.csv --cases none.json", "none.csv"),
    BadInput("decide --cases none.json --is o(1)", "--is"),
    BadInput("decide --cases none.json --strict", "--strict"),
  ]

  private static let trials = [
    BadInput("trial --d 64 --steps 2", "--labels"),
    BadInput("trial --labels coarse --steps 2", "--d"),
    BadInput("trial --labels coarse --d 64", "--steps"),
    BadInput("trial --labels medium --d 64 --steps 2", "medium"),
    BadInput("trial --labels random:1 --d 64 --steps 2", "random:1"),
    BadInput("trial --labels random:99999999999 --d 64 --steps 2", "random:99999999999"),
    BadInput("trial --labels merged:4 --d 64 --steps 2", "merged:4", "does not divide k = 9"),
    BadInput("trial --labels merged:0 --d 64 --steps 2", "merged:0", "merged:G"),
    BadInput("trial --labels split:0 --d 64 --steps 2", "split:0", "split:Q"),
    BadInput("trial --labels misaligned:2 --d 64 --steps 2", "misaligned:2", "does not divide k = 9"),
    BadInput("trial --labels misaligned --d 64 --steps 2 --readout max", "--readout max", "misaligned", "probe"),
    BadInput("trial --labels random:4 --d 64 --steps 2 --readout marginal", "--readout marginal", "probe"),
    BadInput("trial --labels instance --d 64 --steps 2", "instance", "training set"),
    BadInput("trial --labels instance --d 64 --steps 2 --samples 1", "N = 1"),
    BadInput("trial --labels fine --d 64 --steps 2 --samples 17", "18 labels", "N = 17"),
    BadInput("trial --labels random:65 --d 64 --samples 64 --epochs 1", "65 labels", "N = 64"),
    .trial("--samples 0", "--samples 0"),
    .trial("--samples 4294967296", "--samples"),
    .trial("--samples 64 --set sourceSize=64", "--samples", "sourceSize"),
    .trial("--epochs 2", "--epochs", "--steps"),
    BadInput("trial --labels coarse --d 64 --epochs 2", "--epochs 2", "--samples"),
    BadInput("trial --labels coarse --d 64 --samples 64 --epochs 0", "--epochs 0"),
    BadInput("trial --labels coarse --d 64 --samples 2000000000 --epochs 16000000", "--epochs 16000000", "16777216"),
    .trial("--readout mean", "--readout mean", "marginal"),
    .trial("--readout prob", "--readout prob", "probe"),
    .trial("--finetune 0", "--finetune 0"),
    .trial("--new-head frozen --finetune-samples 8", "--finetune 64"),
    .trial("--finetune 4 --new-head full", "--finetune-samples 32"),
    .trial("--finetune 4 --new-head half --finetune-samples 8", "--new-head half"),
    .trial("--finetune 4 --new-head full --finetune-samples 0", "--finetune-samples 0"),
    .trial("--finetune 4 --new-head full --finetune-samples 8 --finetune-hard 2", "--finetune-hard 2"),
    .trial("--finetune 4 --new-head full --finetune-samples 8 --head-step 0", "--head-step 0"),
    .trial("--finetune 4 --finetune-samples 8", "--finetune-samples describes a new head"),
    .trial("--finetune 16777215", "finetune = 16777215"),
    BadInput("trial --labels coarse --d 3 --steps 2", "--d 3", "4"),
    BadInput("trial --labels coarse --d many --steps 2", "many"),
    BadInput("trial --labels coarse --d 99999999999999999999 --steps 2", "99999999999999999999"),
    BadInput("trial --labels coarse --d 64 --steps 0", "--steps 0"),
    BadInput("trial --labels coarse --d 64 --steps -1", "--steps -1"),
    BadInput("trial --labels coarse --d 64 --steps 2.5", "--steps 2.5", "1e6"),
    BadInput("trial --labels coarse --d 64 --steps 1e-3", "--steps 1e-3"),
    BadInput("trial --labels coarse --d 64 --steps 1.25e1", "--steps 1.25e1"),
    BadInput("trial --labels coarse --d 64 --steps 1e12", "--steps 1e12", "16777216"),
    BadInput("trial --labels coarse --d 1e30 --steps 2", "--d 1e30", "1152921504606846976"),
    BadInput("trial --labels coarse --d 1e12 --steps 2", "d = 1000000000000", "2^24", "mode = concentrated"),
    BadInput("trial --labels coarse --d 1.2e18 --steps 2 --set mode=concentrated", "--d 1.2e18"),
    BadInput("bench steps --labels coarse --d 64 --set mode=concentrated", "mode = concentrated", "bench trial"),
    .trial("--finetune 1e2e3", "--finetune 1e2e3"),
    .trial("--regime constantK", "--regime", "twice"),
    BadInput("trial --labels coarse --d 64 --steps 2 --regime quiet", "quiet", "standard"),
    .trial("--seed -1", "--seed", "-1"),
    .trial("--seed 18446744073709551616", "18446744073709551616", "18446744073709551615"),
    .trial("--set k", "k"),
    .trial("--set", "--set"),
    .trial("--set kk=3", "kk", "k, s, P"),
    .trial("--set k=0", "k = 0"),
    .trial("--set k=32", "d = 64", "66"),
    .trial("--set k=2.5", "k = 2.5"),
    .trial("--set k=nan", "k = nan"),
    .trial("--set k=four", "k = four"),
    .trial("--set k=2 --set k=3", "k", "twice"),
    .trial("--set noiseNorm=-1", "noiseNorm = -1"),
    .trial("--set noiseNorm=inf", "noiseNorm = inf"),
    .trial("--set noiseNorm=100", "noiseNorm = 100"),
    .trial("--set stepSize=1e400", "stepSize = inf"),
    .trial("--set stepSize=-0.1", "stepSize = -0.1"),
    .trial("--set lucky=4 --set width=100", "lucky", "width"),
    .trial("--set mode=dense --set width=1e12", "width"),
    .trial("--set mode=sparse", "sparse", "pruned, dense or concentrated"),
    .trial("--set macro=0.01", "macro = 0.01", "mode = pruned", "mode = concentrated"),
    .trial("--set macro=0.06 --set mode=concentrated", "macro = 0.06", "[0, 0.05]"),
    .trial("--set mode=pruned --set mode=dense", "mode", "twice"),
    .trial("--jsn", "--jsn", "--json"),
    .trial("--frame tilted", "tilted", "rotated"),
    .trial("--frame rotated", "rotated", "dense"),
    .trial("--observables weight", "weight", "responses"),
    .trial("--observables weights --json", "--observables", "--json"),
  ]

  @Test(arguments: commands + trials + decisions) func isRefusedInOneLine(input: BadInput) async throws {
    try await withFolder { folder in
      let result = try Executable(in: folder).run(input.arguments)
      #expect(result.status == 2)
      #expect(result.output.isEmpty)
      #expect(result.errorLines.count == 1)
      for name in input.names { #expect(result.errors.contains(name), "\(result.errors)") }
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: ".littleo").path))
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "Reports").path))
    }
  }

  @Test(arguments: ["--store", "--output"]) func unwritableFolderIsRefused(option: String) async throws {
    try await withFolder { folder in
      let file = folder.appending(path: "occupied")
      try Data().write(to: file)
      let result = try Executable(in: folder).run([
        "verify", "Theorem5_1", "--profile", "quick", "--seeds", "1", option, "occupied/below",
      ])
      #expect(result.status == 2)
      #expect(result.output.isEmpty)
      #expect(result.errorLines.count == 1)
      #expect(result.errors.contains("occupied/below"))
    }
  }
}
