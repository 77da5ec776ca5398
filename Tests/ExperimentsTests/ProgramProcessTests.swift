import Foundation
import Testing

@testable import Experiments

extension ProgramSuites {
  @Suite("Nothing is left over of a program")
  struct ProcessTests {
    private let fixture: ProgramFixture
    private let limits = WorkLimits("the test", seconds: 60, memory: 0, watch: MemoryWatch(), stops: [])

    init() throws { fixture = try ProgramFixture() }

    /// The pipes and sockets that this process has open.
    private var streams: Int {
      let folder = "/proc/self/fd"
      return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).count { name in
        let target = (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)")) ?? ""
        return target.hasPrefix("pipe:") || target.hasPrefix("socket:")
      }
    }

    @Test("Processes that detached themselves end with the session")
    func detached() async throws {
      let session = try fixture.program("(setsid sleep 1000 >/dev/null 2>&1 &); sleep 1000 &").session(jobs: 1)
      #expect(await failure(in: session) == nil)
      #expect(fixture.running.count >= 3)
      await session.end()
      #expect(fixture.running.isEmpty)
    }

    @Test("A worker may take a moment to end by itself, and is killed if it does not")
    func grace() async throws {
      let mark = "\(fixture.folder.path)/over"
      let polite = try fixture.program(start: "trap 'touch \(mark)' EXIT").session(jobs: 1)
      #expect(await failure(in: polite) == nil)
      await polite.end()
      #expect(FileManager.default.fileExists(atPath: mark))
      let stubborn = try fixture.program("good; exec sleep 1000").session(jobs: 1)
      #expect(await failure(in: stubborn) == nil)
      await stubborn.end()
      #expect(fixture.running.isEmpty)
    }

    @Test("A session that is dropped without an end leaves no worker")
    func dropped() async throws {
      let program = try fixture.program()
      #expect(await failure(in: program.session(jobs: 1)) == nil)
      // The session's last reference may end a moment after its call.
      #expect(try await eventually { fixture.running.isEmpty })
    }

    @Test("A worker whose LittleO is gone sees the end of its input")
    func orphan() throws {
      var process = try WorkerProcess.start(["cat"])
      process.send(Data("line\n".utf8))
      guard case .line(Data("line".utf8)) = try process.next(within: limits) else {
        Issue.record("cat repeats its input")
        return
      }
      process.hangUp()
      guard case .end = try process.next(within: limits) else {
        Issue.record("cat ends with its input")
        return
      }
      #expect(!isRunning(process.id))
      process.end()
    }

    @Test("A long line goes out while the answer comes in")
    func longLine() throws {
      var process = try WorkerProcess.start(["cat"])
      let line = Data(repeating: UInt8(ascii: "x"), count: 1_000_000)
      process.send(line + Data("\n".utf8))
      guard case .line(line) = try process.next(within: limits) else {
        Issue.record("cat repeats its input")
        return
      }
      process.end()
    }

    @Test("A worker inherits no descriptor, no ignored signal and the marker")
    func inheritance() throws {
      let open = try #require(FileHandle(forReadingAtPath: "/dev/null"))
      // A descriptor that does not close by itself in programs started.
      let leaky = dup2(open.fileDescriptor, 200)
      defer { close(leaky) }
      var process = try WorkerProcess.start(
        ["sh", "-c", "echo $(ls /proc/self/fd | wc -l) $(env | grep -c '^LITTLEO_WORKER_'); kill -PIPE $$; echo alive"])
      // `ls` itself has the folder open.
      guard case .line(let line) = try process.next(within: limits) else {
        Issue.record("the shell prints a line")
        return
      }
      #expect(String(decoding: line, as: UTF8.self) == "4 1")
      guard case .end(let ending) = try process.next(within: limits) else {
        Issue.record("SIGPIPE ends the shell")
        return
      }
      #expect(ending.hasPrefix("the program was ended by signal 13"))
      process.end()
    }

    @Test("A trial that is cancelled ends soon, and so does its worker")
    func cancellation() async throws {
      let session = try fixture.program("sleep 1000").session(jobs: 1)
      let task = Task { await failure(in: session) }
      #expect(try await eventually { fixture.running.count >= 2 })
      task.cancel()
      #expect(await task.value?.contains("the trial was stopped") == true)
      #expect(fixture.running.isEmpty)
      await session.end()
    }

    @Test("A session that ends fails the trials under way and those that come later")
    func endOfSession() async throws {
      let session = try fixture.program("sleep 1000").session(jobs: 1)
      let first = Task { await failure(in: session) }
      let second = Task { await failure(in: session) }
      #expect(try await eventually { fixture.running.count >= 2 })
      await session.end()
      #expect(fixture.running.isEmpty)
      let failures = [await first.value, await second.value, await failure(in: session)].compactMap { $0 }
      #expect(failures.count == 3 && failures.contains { $0.contains("the trial was stopped") })
      #expect(failures.count { $0.hasSuffix("the session has ended.") } == 2)
    }

    @Test("Standard error is drained, however much is written")
    func standardError() async throws {
      let session = try fixture.program("yes | head -c 20000000 >&2").session(jobs: 1)
      #expect(await failure(in: session) == nil)
      await session.end()
    }

    @Test("A slow start is waited for, and one that is too slow is not")
    func start() async throws {
      #expect(try fixture.program(start: "sleep 2").description().settings.count == 1)
      let slow = try fixture.program(start: "echo loading >&2; sleep 1000", startLimit: 0.5)
      let message = "small: the answer to describe took more than 0.5 s; its standard error ends with “loading”."
      #expect(throws: ExperimentError(message)) { try slow.description() }
      #expect(throws: ExperimentError(message)) { try slow.description() }
      #expect(fixture.running.isEmpty)
    }

    @Test("Descriptors are closed, whether trials succeed or fail")
    func descriptors() async throws {
      let before = streams
      let session = try fixture.program("[ $seed = 13 ] && exit 1").session(jobs: 2)
      for seed in [12, 13, 14, 13, 13, 15] as [UInt64] {
        #expect(await (failure(of: ProgramFixture.trial.seeded(seed), in: session) != nil) == (seed == 13))
      }
      _ = await failure(in: Program("small", ["/no/such/program"]).session(jobs: 1))
      await session.end()
      // Other tests of the same process may use streams for a moment.
      #expect(try await eventually { streams <= before })
    }
  }
}
