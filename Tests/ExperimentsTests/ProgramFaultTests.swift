import Foundation
import Testing

@testable import Experiments

extension ProgramSuites {
  @Suite("A faulty program fails only the trial under way, in one sentence")
  struct FaultTests {
    private let fixture: ProgramFixture

    init() throws { fixture = try ProgramFixture() }

    /// Runs the trial of seed 13, which alone does something wrong, between good ones; returns its message.
    private func message(
      of fault: String, timeLimit: Double = 60, memoryLimit: Int = 2048
    ) async throws -> String {
      let program = try fixture.program(
        "if [ $seed = 13 ]; then :\n\(fault)\nfi", timeLimit: timeLimit, memoryLimit: memoryLimit)
      let session = program.session(jobs: 1)
      var message = ""
      for seed in [12, 13, 14] as [UInt64] {
        let failure = await failure(of: ProgramFixture.trial.seeded(seed), in: session)
        if seed == 13 { message = failure ?? "" } else { #expect(failure == nil) }
      }
      await session.end()
      #expect(fixture.running.isEmpty)
      let place = "small, scale 256, gamma = 2, seed 13: "
      #expect(message.hasPrefix(place) && message.hasSuffix("."))
      #expect(!message.contains { $0.isNewline } && message.count < 1000)
      return String(message.dropFirst(place.count))
    }

    @Test(
      "A program that ends or breaks off",
      arguments: [
        ("exit 3", "the program exited with status 3 without finishing its answer; its standard error is empty."),
        (
          "echo Traceback >&2; printf '\\033[31mValueError:\\tbad\\007\\n\\n' >&2; exit 1",
          "the program exited with status 1 without finishing its answer; "
            + "its standard error ends with “Traceback / [31mValueError: bad”."
        ),
        ("exit 0", "the program exited with status 0 without finishing its answer, but it must read trials until"),
        ("kill -9 $$", "the program was ended by signal 9 (Killed)"),
        ("kill -TERM $$", "the program was ended by signal 15 (Terminated)"),
        ("exec >&-; sleep 1000", "the program closed its standard output without finishing its answer"),
        ("sleep 1000 & exit 4", "the program exited with status 4"),
        ("(setsid sleep 1000 &); exit 5", "the program exited with status 5"),
        ("say '\"time\": 1, \"risk\": 0.1'; exit 6", "the program exited with status 6"),
        ("printf '{\"tri'; exit 7", "the program exited with status 7"),
      ])
    func ending(fault: String, clause: String) async throws {
      #expect(try await message(of: fault).hasPrefix(clause))
    }

    @Test(
      "A line that is no reading of the trial",
      arguments: [
        ("echo hello", "the program wrote a line that is no JSON object: “hello”"),
        ("echo", "the program wrote a line that is no JSON object: “”"),
        ("echo '[1]'", "the program wrote a line that is no JSON object: “[1]”"),
        ("yes", "the program wrote a line that is no JSON object: “y”"),
        ("head -c 2000000 /dev/zero | tr '\\0' a; sleep 1000", "the program wrote a line longer than 1 MiB"),
        ("cat /dev/zero", "the program wrote a line longer than 1 MiB"),
        ("echo '{\"time\": 1, \"risk\": 1}'", "the program wrote a line without “trial”"),
        ("echo '{\"trial\": 1, \"risk\": 1}'", "“trial” is 1, but it must be the text “"),
        ("echo '{\"trial\": \"x\", \"risk\": 1}'", "the program answers for another trial, “x”, and was asked for “"),
        ("id=$id; printf '{\"trial\": \"%s\"}\\n' $id", "the program wrote a line without a quantity"),
        ("say '\"time\": 1'", "the program wrote a line without a quantity"),
        ("say '\"time\": 1.5, \"risk\": 1'", "“time” is 1.5, but it must be a whole number"),
        ("say '\"time\": \"1\", \"risk\": 1'", "“time” is the text “1”, but it must be a whole number"),
        ("say '\"time\": 3, \"risk\": 1'", "“risk” at time 3 was not asked for; the times are 1, 2"),
        ("say '\"time\": 1, \"risk\": 1'", "“risk” at time 1 was read twice"),
        ("say '\"time\": 1, \"risk\": null'; say '\"time\": 1, \"risk\": null'", "“risk” at time 1 was read twice"),
        ("say '\"risk\": 1'", "“risk” has the wrong place: it is read at a time"),
        ("say '\"time\": 1, \"gap\": 0'", "“gap” at time 1 has the wrong place: it is read once per run"),
        ("say '\"gap\": 0'; say '\"gap\": 0'", "“gap” was read twice"),
        ("say '\"done\": false'", "“done” is false, but it can only be true"),
        (
          "say '\"done\": true, \"risk\": 1'", "the last line of the trial holds “risk”; it can hold done and work only"
        ),
        ("say '\"done\": true, \"work\": -1'", "“work” is -1, but it must be a number of at least 0"),
        ("say '\"done\": true'", "“errors” at time 1 was not read"),
        (
          "say '\"time\": 1, \"risk\": 1, \"errors\": null'; say '\"gap\": null'; "
            + "say '\"time\": 2, \"errors\": null'; say '\"done\": true'",
          "“risk” at time 2 was not read"
        ),
      ])
    func line(fault: String, clause: String) async throws {
      let message = try await message(of: fault)
      #expect(message.hasPrefix(clause), "\(message)")
    }

    @Test(
      "A value that the quantity cannot have",
      arguments: [
        ("\"loss\": 1", "the quantity “loss” is not declared; declared are errors, gap, risk; its"),
        ("\"lo\\u0007ss\": 1", "the quantity “lo ss” is not declared"),
        ("\"risk\": NaN", "“risk” at time 1 is NaN, which is not a finite number; its"),
        ("\"errors\": null, \"risk\": -Infinity", "“risk” at time 1 is -Infinity, which is not a finite number"),
        ("\"risk\":inf", "“risk” at time 1 is inf, which is not a finite number"),
        ("\"risk\": 1e999", "“risk” at time 1 is 1e999, which is not a finite number"),
        ("\"errors\": {\"count\": nan, \"of\": 5}", "“errors” at time 1 has nan as “count”, but it must be"),
        ("\"errors\": {\"count\": 1.5, \"of\": 5}", "“errors” at time 1 has 1.5 as “count”, but it must be"),
        ("\"errors\": {\"count\": 1}", "“errors” at time 1 is an object, but it must be a number, null, or for a"),
        ("\"errors\": {\"count\": 7, \"of\": 5}", "“errors” at time 1 = 7 of 5 is out of range"),
        ("\"errors\": {\"count\": 0, \"of\": 0}", "“errors” at time 1 = 0 of 0 is out of range"),
        ("\"errors\": 0.5", "“errors” at time 1 = 0.5 is no count"),
        ("\"errors\": {\"count\": 1, \"of\": 500}, \"risk\": 0", "“errors” at time 1 was read twice"),
        ("\"risk\": {\"count\": 1, \"of\": 5}", "“risk” at time 1 = 1 is a count, but the quantity is declared"),
        ("\"risk\": -0.1", "“risk” at time 1 = -0.1 is out of range: a positive quantity is at least 0"),
        ("\"risk\": \"high\"", "“risk” at time 1 is the text “high”, but it must be a number"),
        ("\"risk\": true", "“risk” at time 1 is true, but it must be a number"),
        ("\"risk\": [1]", "“risk” at time 1 is a list, but it must be a number"),
      ])
    func value(members: String, clause: String) async throws {
      // Where the line is in order, the good line that follows reads the same time again.
      let message = try await message(of: "say '\"time\": 1, \(members)'")
      #expect(message.hasPrefix(clause), "\(message)")
    }

    @Test("A count whose total changes")
    func total() async throws {
      let message = try await message(of: "say '\"time\": 2, \"errors\": {\"count\": 0, \"of\": 9}'")
      #expect(message.hasPrefix("“errors” at time 1 counts out of 500 and elsewhere out of 9: n must not change"))
    }

    @Test(
      "A trial that takes too long, whatever it does meanwhile",
      arguments: [
        "echo waiting >&2; sleep 1000", "(setsid sleep 1000 &); sleep 1000 & wait", "yes >&2", "kill -STOP $$",
        "trap '' TERM HUP INT; while :; do :; done", "exec <&-; sleep 1000", "sh -c 'sleep 1000 & setsid sleep 1000'",
      ])
    func timeLimit(fault: String) async throws {
      let message = try await message(of: fault, timeLimit: 1)
      #expect(message.hasPrefix("the trial took more than 1 s; its standard error "), "\(message)")
    }

    @Test(
      "A trial that uses too much memory, in the worker or in what it starts",
      .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/stat")),
      arguments: [
        "x=$(head -c 300000000 /dev/zero | tr '\\0' a); sleep 1000",
        "head -c 300000000 /dev/zero | tail -c 300000000 | sleep 1000",
        "head -c 300000000 /dev/zero | setsid tail -c 300000000 | sleep 1000",
      ])
    func memoryLimit(fault: String) async throws {
      let message = try await message(of: fault, memoryLimit: 64)
      #expect(message.hasPrefix("the trial used more than 64 MiB of memory; its standard error is empty."))
    }

    @Test("Good and faulty trials side by side: the good ones finish, and nothing is left running")
    func mixture() async throws {
      let faults = """
        case $seed in
          *1) exit 3 ;;
          *2) kill -9 $$ ;;
          *3) echo x ;;
          *4) (setsid sleep 1000 &) ;;
          *5) yes >&2 & ;;
          *6) sleep 0.05 ;;
        esac
        """
      let session = try fixture.program(faults).session(jobs: 4)
      await withTaskGroup(of: (seed: UInt64, failure: String?).self) { group in
        for seed in 1...40 as ClosedRange<UInt64> {
          group.addTask { (seed, await failure(of: ProgramFixture.trial.seeded(seed), in: session)) }
        }
        for await (seed, failure) in group {
          #expect((failure != nil) == (1...3).contains(seed % 10), "\(seed): \(failure ?? "a trace")")
        }
      }
      await session.end()
      #expect(fixture.running.isEmpty)
    }

    @Test("What comes after the last line of a trial fails the next one")
    func stray() async throws {
      let session = try fixture.program(
        "if [ $seed = 13 ]; then good; say '\"time\": 1, \"risk\": 0'; continue; fi"
      ).session(jobs: 1)
      #expect(await failure(of: ProgramFixture.trial.seeded(13), in: session) == nil)
      let next = await failure(of: ProgramFixture.trial.seeded(14), in: session)
      #expect(next?.contains("the program answers for another trial") == true)
      #expect(await failure(of: ProgramFixture.trial.seeded(14), in: session) == nil)
      await session.end()
    }

    @Test("A program that ends between two trials fails the next one")
    func endBetween() async throws {
      let session = try fixture.program("if [ $seed = 13 ]; then good; exit 0; fi").session(jobs: 1)
      #expect(await failure(of: ProgramFixture.trial.seeded(13), in: session) == nil)
      let next = await failure(of: ProgramFixture.trial.seeded(14), in: session)
      #expect(next?.contains("must read trials until its input ends") == true)
      #expect(await failure(of: ProgramFixture.trial.seeded(14), in: session) == nil)
      await session.end()
    }

    @Test("A program that describes itself in another way than before is refused")
    func otherDescription() async throws {
      let other = ProgramFixture.description.replacing("\"default\": 2", with: "\"default\": 3")
      let mark = "\(fixture.folder.path)/second"
      let program = try fixture.program(
        start: "if [ -e \(mark) ]; then read -r line; echo '\(other)'; sleep 1000; fi; touch \(mark)")
      _ = try program.description()
      let session = program.session(jobs: 1)
      #expect(
        await failure(in: session)
          == "small, scale 256, gamma = 2, seed 21001: the program describes itself in another way than before.")
      await session.end()
      #expect(fixture.running.isEmpty)
    }
  }
}
