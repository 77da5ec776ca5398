import Foundation
import Testing

@testable import Experiments

/// The tests that start programs, one after the other, because some count what is left over.
@Suite(.serialized)
enum ProgramSuites {}

extension ProgramSuites {
  @Suite("A program is an experiment")
  struct ProgramTests {
    private let fixture: ProgramFixture

    init() throws { fixture = try ProgramFixture() }

    @Test("A program describes its settings, its quantities and its faults")
    func description() throws {
      let program = try fixture.program(
        description: """
          {"experiment": "small", "settings": {"gamma": {"default": 2, "min": 0, "max": 4, "meaning": "p/n"}, \
          "loss": {"default": "hinge", "words": ["hinge", "logistic"]}, "shuffle": {"default": 0}}, \
          "quantities": {"risk": {"kind": "positive", "words": "test risk"}, "gap": {"kind": "signed", "per": "run"}}, \
          "faults": {"shuffled": {"words": "shuffled labels", "settings": {"shuffle": 1}}}}
          """)
      let expected = ExperimentDescription(
        settings: [
          SettingDeclaration("gamma", standard: 2, range: 0...4, meaning: "p/n"),
          SettingDeclaration("loss", standard: "hinge", words: ["hinge", "logistic"]),
          SettingDeclaration("shuffle", standard: 0),
        ],
        observables: [Observable("gap", .signed, isOfRun: true), Observable("risk", "test risk", .positive)],
        defects: [PlantedDefect("shuffled", words: "shuffled labels", settings: ["shuffle": 1])])
      #expect(try program.description() == expected)
      #expect(program.curves.map(\.measure) == ["risk"])
    }

    @Test("An executable that this machine does not have is named")
    func missingExecutable() throws {
      #expect(try fixture.program().missingExecutable == nil)
      #expect(Program("small", ["/bin/sh"]).missingExecutable == nil)
      for name in ["no-such-interpreter", "/bin/no-such-interpreter", "./README.md/sh", "/bin"] {
        #expect(Program("small", [name, "small.py"]).missingExecutable == name)
      }
    }

    @Test("A trial yields its readings; what is null is missing")
    func trace() async throws {
      let session = try fixture.program().session(jobs: 1)
      let trace = try await session.run(ProgramFixture.trial, threads: 1)
      let columns = [
        "risk": Trace.Column([Value(0.21001), nil]), "errors": Trace.Column([Value(3, of: 500), Value(1, of: 500)]),
      ]
      let stages = [Trace.Stage(times: [1, 2], columns: columns)]
      #expect(trace == Trace(stages: stages, ofRun: ["gap": Value(-0.5)], work: 7))
      await session.end()
    }

    @Test("A worker runs many trials; two jobs use two workers at the same time")
    func workers() async throws {
      // Each trial waits until another worker runs a trial too.
      let session = try fixture.program(
        """
        touch "\(fixture.folder.path)/on.$$"
        until [ $(ls "\(fixture.folder.path)" | grep -c '^on') = 2 ]; do sleep 0.02; done
        """, timeLimit: 30
      ).session(jobs: 2)
      await withTaskGroup(of: String?.self) { group in
        for seed in 1...8 {
          group.addTask { await failure(of: ProgramFixture.trial.seeded(UInt64(seed)), in: session) }
        }
        for await failure in group { #expect(failure == nil) }
      }
      await session.end()
      let workers = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
        .filter { $0.hasPrefix("on.") }.compactMap { pid_t($0.dropFirst(3)) }
      #expect(workers.count == 2)
      #expect(workers.allSatisfy { !isRunning($0) })
    }

    @Test("The version is the hash of the command and of the files that it names")
    func version() throws {
      let path = try fixture.write("first", as: "code.sh")
      let first = Program("small", ["sh", path])
      #expect(first.version.count == 64)
      #expect(Program("small", ["sh", path, "-x"]).version != first.version)
      #expect(Program("small", ["sh", path], files: []).version != first.version)
      _ = try fixture.write("second", as: "code.sh")
      let copy = first
      #expect(copy.version == first.version, "A value keeps the version that it found first.")
      #expect(Program("small", ["sh", path]).version != first.version)
      #expect(ProgramFiles.named(by: ["sh", path, fixture.folder.path, "absent"]) == [path])
      #expect(ProgramFiles.named(by: ["/bin/sh", path]) == ["/bin/sh", path])
    }

    @Test("The description is asked for once, by all copies of a value")
    func descriptionIsKept() throws {
      let program = try fixture.program(start: "echo started >> \(fixture.folder.path)/starts")
      let copy = program
      #expect(try program.description() == copy.description())
      let starts = try String(contentsOf: fixture.folder.appending(path: "starts"), encoding: .utf8)
      #expect(starts == "started\n")
    }

    @Test("A demand refuses what the program does not declare, in one sentence")
    func demand() throws {
      let program = try fixture.program(memoryLimit: 64)
      func message(_ settings: [String: Setting], scale: Int = 8, times: [Int] = [1], memory: Double = .infinity)
        -> String
      {
        let trial = Trial(experiment: "small", settings: Settings(settings), scale: scale, seed: 1, times: times)
        do throws(ExperimentError) {
          return "\(try program.demand(of: trial, memory: memory).bytes / 0x1p20)"
        } catch {
          return error.description
        }
      }
      #expect(message(["gamma": 2]) == "64.0")
      #expect(message(["gamma": -1]) == "small, scale 8, gamma = -1: gamma = -1 is out of range: it is at least 0.")
      #expect(message([:]) == "small, scale 8: the setting gamma is missing.")
      #expect(message(["gamma": 2, "n": 1]).hasSuffix("the setting n is unknown; known are gamma."))
      #expect(message(["gamma": "big"]).hasSuffix("gamma = big is out of range: it is a number."))
      #expect(message(["gamma": 2], scale: 0).hasSuffix("scale = 0 is out of range: it is at least 1."))
      #expect(message(["gamma": 2], times: [2, 1]).hasSuffix("the times are not increasing numbers of at least 0."))
      #expect(message(["gamma": 2], memory: 0x1p25).hasSuffix("a worker may use 64 MiB, and this machine has 32 MiB."))
    }

    @Test(
      "A program that cannot be used says so in one sentence",
      arguments: [
        (["/no/such/program"], "the program cannot start: “/no/such/program”: no such file or directory."),
        (["not-in-path-at-all"], "the program cannot start: “not-in-path-at-all”: no such file or directory."),
        (["/etc/passwd"], "the program cannot start: “/etc/passwd”: permission denied."),
        ([], "the command has no executable."),
        (["sh", "a\0b"], "the command holds a zero byte."),
      ])
    func unusable(command: [String], clause: String) async throws {
      let program = Program("small", command)
      #expect(throws: ExperimentError("small: \(clause)")) { try program.description() }
      let session = program.session(jobs: 1)
      #expect(await failure(in: session) == "small, scale 256, gamma = 2, seed 21001: \(clause)")
      await session.end()
    }

    @Test("A file that cannot be read, a wrong name and a wrong limit are refused")
    func defects() {
      func message(_ program: Program) -> String? {
        do throws(ExperimentError) { _ = try program.description() } catch { return error.description }
        return nil
      }
      #expect(message(Program("small", ["sh"], files: ["absent.py"])) == "small: the file “absent.py” cannot be read.")
      #expect(Program("small", ["sh"], files: ["absent.py"]).version == "none")
      #expect(message(Program("a b", ["sh"]))?.contains("at most 40 letters") == true)
      #expect(message(Program("small", ["sh"], timeLimit: .nan))?.contains("the time limit must be") == true)
      #expect(message(Program("small", ["sh"], memoryLimit: -1))?.contains("the memory limit must be") == true)
    }

    @Test("Workers compute with one thread and with repeatable hashes, unless the environment says otherwise")
    func environment() async throws {
      let session = try fixture.program(
        "[ -n \"$OMP_NUM_THREADS$OPENBLAS_NUM_THREADS$MKL_NUM_THREADS$PYTHONHASHSEED\" ] || exit 3"
      ).session(jobs: 1)
      #expect(await failure(in: session) == nil)
      await session.end()
    }

    @Test("A program in Python answers the protocol")
    func python() async throws {
      let text = """
        import json, random, sys
        for line in sys.stdin:
            ask = json.loads(line)
            if "describe" in ask:
                print(json.dumps({"experiment": "py", "settings": {"gamma": {"default": 2}},
                                  "quantities": {"risk": {"kind": "positive"}}}))
                continue
            draw = random.Random(ask["seed"])
            for time in ask["times"]:
                risk = float("nan") if ask["seed"] == 13 else draw.random() / ask["settings"]["gamma"]
                print(json.dumps({"trial": ask["trial"], "time": time, "risk": risk}))
            print(json.dumps({"trial": ask["trial"], "done": True}))
        """
      let program = Program("py", ["python3", try fixture.write(text, as: "py.py")])
      do throws(ExperimentError) { _ = try program.description() } catch {
        // Python is missing on this machine.
        if error.description.contains("cannot start") { return }
        throw error
      }
      let session = program.session(jobs: 2)
      func trial(_ seed: UInt64) -> Trial {
        Trial(experiment: "py", settings: Settings(["gamma": 2]), scale: 4, seed: seed, times: [1, 2, 4])
      }
      let first = try await session.run(trial(.max), threads: 1)
      #expect(try await session.run(trial(.max), threads: 1) == first)
      #expect(try await session.run(trial(1), threads: 1) != first)
      #expect(
        await failure(of: trial(13), in: session)
          == "py, scale 4, gamma = 2, seed 13: “risk” at time 1 is NaN, which is not a finite number; "
          + "its standard error is empty.")
      await session.end()
    }
  }
}
