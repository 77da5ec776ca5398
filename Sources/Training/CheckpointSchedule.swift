import MultiView

/// The times at which a trial is observed: geometric with ratio √2 (1, 2, 3, 4, 6, 8, 11, 16, …), and the last step.
///
/// A window is also observed at its `factor` times T*, and at T* times every power of two below `factor`. The schedule
/// `.finish` is observed at its last step only.
struct CheckpointSchedule {
  private let schedule: Schedule
  private(set) var timeToFit: Int?
  private(set) var last: Int

  init(_ schedule: Schedule) {
    self.schedule = schedule
    switch schedule {
    case .steps(let count), .finish(let count): last = count
    case .window(_, _, let limit): last = limit
    case .inspection: last = 0
    case .audit(let count), .comparison(let count): last = count
    }
  }

  /// Whether the trial is observed at its last step only.
  private var isOnce: Bool {
    switch schedule {
    case .finish, .comparison: true
    case .steps, .window, .inspection, .audit: false
    }
  }

  /// The schedule of fine-tuning, which starts anew after the schedule of pretraining.
  init(finetuning steps: Int, after pretraining: Schedule) {
    if case .finish = pretraining { self.init(.finish(steps: steps)) } else { self.init(.steps(steps)) }
  }

  /// Returns the first time after `time` at which the trial is observed; the last step if there is none.
  func next(after time: Int) -> Int {
    guard time < last else { return last }
    if isOnce { return last }
    let power = 1 << (Int.bitWidth - 1 - max(1, time).leadingZeroBitCount)
    var candidates = [1, (Double(power) * 2.0.squareRoot()).rounded(), 2 * Double(power)].map { Int($0) }
    if let start = timeToFit {
      var multiple = start
      while multiple <= time { multiple *= 2 }
      candidates.append(multiple)
      if case .window(_, let factor, _) = schedule { candidates.append(factor * start) }
    }
    return candidates.filter { $0 > time && contains($0) }.min().map { min($0, last) } ?? last
  }

  /// Returns whether the trial is observed after `time` steps.
  func contains(_ time: Int) -> Bool {
    if time == last { return true }
    if isOnce { return false }
    if Self.isGeometric(time) { return true }
    guard case .window(_, let factor, _) = schedule, let start = timeToFit, time % start == 0 else { return false }
    let multiple = time / start
    return multiple == factor || (multiple < factor && multiple.nonzeroBitCount == 1)
  }

  /// Records the training loss at a checkpoint; the first loss within the bound fixes T* and the last step.
  mutating func observe(loss: Double, at time: Int) {
    guard case .window(let bound, let factor, _) = schedule, timeToFit == nil, loss <= bound else { return }
    timeToFit = time
    last = factor * time
  }

  /// Returns whether `time` is the nearest integer to a power of √2.
  static func isGeometric(_ time: Int) -> Bool {
    if time.nonzeroBitCount == 1 { return true }
    // For odd i, the nearest integer to 2^(i/2) is √2 times the power of two below `time`, rounded.
    let below = 1 << (Int.bitWidth - 1 - time.leadingZeroBitCount)
    return (Double(below) * 2.0.squareRoot()).rounded() == Double(time)
  }
}

extension Schedule {
  /// Returns the times at which a trial of this schedule is observed; nil if it cannot reach T* at the time given.
  ///
  /// - Parameters:
  ///   - timeToFit: T*; nil for a trial that does not reach it, or does not look for it.
  ///   - longest: The largest number of steps of a trial in its mode; a schedule beyond it has no times.
  package func times(reachingFitAt timeToFit: Int?, upTo longest: Int = Schedule.longest) -> [Int]? {
    var schedule = CheckpointSchedule(self)
    guard maximalSteps <= longest, schedule.last >= 0, case let first = Self.times(of: schedule) else {
      return nil
    }
    guard let timeToFit else { return first }
    guard case .window(_, let factor, _) = self, factor >= 1, first.contains(timeToFit) else { return nil }
    schedule.observe(loss: -.infinity, at: timeToFit)
    return first.filter { $0 < timeToFit } + Self.times(of: schedule).filter { $0 >= timeToFit }
  }

  /// The times that a schedule contains, given what it knows of T*.
  private static func times(of schedule: CheckpointSchedule) -> [Int] {
    let last = schedule.last
    var candidates: Set<Int> = [last]
    for power in 0..<Int.bitWidth - 2 where 1 << power <= last {
      let below = 1 << power
      candidates.formUnion([below, Int((Double(below) * 2.0.squareRoot()).rounded())])
      if let start = schedule.timeToFit, below <= last / start { candidates.insert(start * below) }
    }
    return candidates.filter { $0 > 0 && $0 <= last && schedule.contains($0) }.sorted()
  }
}
