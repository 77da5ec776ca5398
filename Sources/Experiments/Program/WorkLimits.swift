import Foundation
import Synchronization

/// A mark that one task sets and other threads see, to stop what is under way.
final class StopMark: Sendable {
  private let mark = Atomic<Bool>(false)

  /// Whether the mark is set.
  var isSet: Bool { mark.load(ordering: .acquiring) }
  /// Sets the mark for good.
  func set() { mark.store(true, ordering: .releasing) }
}

/// What a worker may use while it is waited for.
struct WorkLimits: Sendable {
  /// The clock of the limits; it stands still while the machine sleeps.
  typealias Clock = SuspendingClock

  /// What the worker does, for messages, such as `the trial`.
  let work: String
  /// The seconds allowed.
  let seconds: Double
  /// The most MiB of the worker and its descendants; 0 for no limit.
  let memory: Int
  /// What watches the memory.
  let watch: MemoryWatch
  /// The marks that end the wait.
  let stops: [StopMark]
  /// When the seconds are over.
  let deadline: Clock.Instant

  /// Limits that begin now.
  init(_ work: String, seconds: Double, memory: Int, watch: MemoryWatch, stops: [StopMark]) {
    self.work = work
    self.seconds = seconds
    self.memory = memory
    self.watch = watch
    self.stops = stops
    deadline = Clock.now + .seconds(seconds)
  }

  /// Checks the time, and whether the work is to stop.
  ///
  /// - Throws: A clause on the limit that is passed.
  func checkTime() throws(ExperimentError) {
    if stops.contains(where: \.isSet) { throw ExperimentError("\(work) was stopped") }
    if Clock.now >= deadline { throw ExperimentError("\(work) took more than \(seconds.exactText) s") }
  }

  /// Checks the memory.
  ///
  /// - Parameter worker: The process of the worker.
  /// - Throws: A clause on the limit.
  func checkMemory(of worker: pid_t) throws(ExperimentError) {
    guard memory > 0, let bytes = watch.bytes(of: worker), bytes > memory << 20 else { return }
    throw ExperimentError("\(work) used more than \(memory) MiB of memory")
  }
}
