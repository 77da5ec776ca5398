import MultiView
import Testing

@testable import Training

/// The next time of a schedule is the first later one that it contains.
@Suite struct CheckpointTimesTests {
  private static let longest = 5000

  private func expectScan(_ schedule: CheckpointSchedule, _ words: String) {
    let bound = min(Self.longest, schedule.last)
    var later = bound < schedule.last ? nil : Optional(schedule.last)
    var wrong: [Int] = []
    for time in stride(from: bound - 1, through: 0, by: -1) {
      if schedule.contains(time + 1) { later = time + 1 }
      let next = schedule.next(after: time)
      if later == nil ? next <= bound : next != later { wrong.append(time) }
    }
    #expect(wrong.isEmpty, "\(words)")
    for time in [schedule.last, schedule.last + 1, schedule.last + 1000] {
      #expect(schedule.next(after: time) == schedule.last)
    }
  }

  @Test func fixedSchedules() {
    for last in [1, 2, 3, 4, 5, 6, 45, 46, 100, 1023, 1024, 1025, 4999, 5000, 1 << 40 - 1] {
      expectScan(CheckpointSchedule(.steps(last)), "steps \(last)")
      expectScan(CheckpointSchedule(.finish(steps: last)), "finish \(last)")
      expectScan(CheckpointSchedule(.audit(steps: last)), "audit \(last)")
    }
    #expect(CheckpointSchedule(.inspection(samples: 3)).next(after: 0) == 0)
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 12, 100, 4096]) func windows(factor: Int) {
    for limit in [1, 7, 90, 5000] {
      let window = Schedule.window(lossBound: 0.5, factor: factor, stepLimit: limit)
      expectScan(CheckpointSchedule(window), "\(window)")
      let open = CheckpointSchedule(window)
      for start in (1...limit).filter({ open.contains($0) }) {
        var schedule = CheckpointSchedule(window)
        schedule.observe(loss: 0.4, at: start)
        #expect(schedule.last == factor * start)
        expectScan(schedule, "\(window) from \(start)")
      }
    }
  }

  /// Following the next times visits every time that the schedule contains, also at a trillion steps.
  @Test func longSchedulesAreVisitedWhole() throws {
    let longest = NetworkMode.concentrated.longestTrial
    for schedule in [
      Schedule.steps(longest), .finish(steps: longest), .window(lossBound: 1, factor: 5, stepLimit: longest / 5),
    ] {
      for start in [nil, 1, 3, 1 << 30] as [Int?] {
        guard let expected = schedule.times(reachingFitAt: start, upTo: longest) else { continue }
        var held = CheckpointSchedule(schedule)
        var times: [Int] = []
        var time = 0
        while time < held.last {
          time = held.next(after: time)
          times.append(time)
          if time == start { held.observe(loss: 0, at: time) }
        }
        #expect(times == expected)
      }
    }
  }
}
