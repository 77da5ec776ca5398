import ClaimKit
import Experiments

/// Reads the values of quantities from the trace of one run.
package struct RunReader {
  /// The trial of the run.
  package let trial: Trial
  /// The trace of the run.
  package let trace: Trace
  let window: Window

  /// A reader of a trace.
  package init(trial: Trial, trace: Trace, window: Window) {
    self.trial = trial
    self.trace = trace
    self.window = window
  }

  /// The times that are read, given by their places in the last stage: from the window's start to the end of the trial.
  ///
  /// In a second stage, only its times are read: the last one for a window at the end, otherwise all. If the run never
  /// reached T*, a window that starts at T* covers [last / `factor`, last] instead.
  package var places: Range<Int> {
    guard let stage = trace.stages.last, let last = stage.times.last else { return 0..<0 }
    let count = stage.times.count
    if window.start == .end { return count - 1..<count }
    if trace.stages.count > 1 || window.start == .firstStep { return 0..<count }
    if let first = window.firstTime(of: trial) {
      return (stage.times.firstIndex { $0 >= first } ?? count - 1)..<count
    }
    let factor = window.factor
    let isInside: (Int) -> Bool
    if let start = trace.timeToFit {
      isInside = { start <= $0 && $0 <= factor * start }
    } else {
      isInside = { $0 * factor >= last }
    }
    guard let first = stage.times.firstIndex(where: isInside), let end = stage.times.lastIndex(where: isInside) else {
      return 0..<0
    }
    return first..<end + 1
  }

  /// Returns the time of a place.
  package func time(at place: Int) -> Int { trace.stages.last?.times[place] ?? 0 }

  /// Returns the largest or smallest value of a quantity in the window; nil if the quantity is not defined.
  ///
  /// Counts are counts. A value in doubt is moved outward, in the direction of the requested extreme. If one value is
  /// NaN, the result is NaN: a maximum that skipped NaN would hide that the run went wrong.
  package func extreme(of quantity: Quantity, largest: Bool) -> Double? {
    if quantity.isOfRun { return ofRun(quantity, largest: largest) }
    var extreme: Double?
    for place in places {
      guard let value = value(of: quantity, at: place, largest: largest) else {
        // Only the first time that the run was read at may lack it.
        if quantity.mayStartLate, place == 0 { continue }
        return nil
      }
      if value.isNaN { return value }
      extreme = extreme.map { largest ? max($0, value) : min($0, value) } ?? value
    }
    return extreme
  }

  /// The last time in the window, or of the trial if the window is empty; 0 without times.
  package var lastTime: Int { places.last.map(time) ?? trace.stages.first?.times.last ?? 0 }

  /// Returns the first time in the window at which a quantity has its largest or smallest value; nil if not defined.
  package func time(ofExtreme quantity: Quantity, largest: Bool) -> Int? {
    let extreme = extreme(of: quantity, largest: largest)
    return places.first { value(of: quantity, at: $0, largest: largest) == extreme }.map(time)
  }

  /// Returns the value of a quantity of one arm at a place of the last stage; nil if it is not defined.
  ///
  /// - Parameters:
  ///   - quantity: The quantity.
  ///   - place: A place among the times of the last stage.
  ///   - largest: Whether doubt is counted so that the value is largest, rather than smallest.
  package func value(of quantity: Quantity, at place: Int, largest: Bool) -> Double? {
    switch quantity {
    case .measured(let observable): reading(of: observable, at: place)?.extreme(largest: largest)
    case .ratio(let first, let second):
      reading(of: first, at: place).flatMap { first in
        reading(of: second, at: place).map { first.number / $0.number }
      }
    case .under(_, let quantity): value(of: quantity, at: place, largest: largest)
    case .difference, .distance: nil
    }
  }

  /// Returns how far a value may be off at a place; 0 if it is exact or not defined.
  package func doubt(of quantity: Quantity, at place: Int) -> Double {
    switch quantity {
    case .measured(let observable): reading(of: observable, at: place)?.doubt ?? 0
    case .under(_, let quantity): doubt(of: quantity, at: place)
    case .ratio, .difference, .distance: 0
    }
  }

  /// Returns n of a quantity that is a count of k out of n; nil if it is none, or was not read.
  func total(of quantity: Quantity) -> Int? {
    switch quantity {
    case .measured(let observable):
      observable.isOfRun
        ? trace.ofRun[observable.name]?.of : trace.stages.last?.columns[observable.name]?.of
    case .under(_, let quantity): total(of: quantity)
    case .ratio, .difference, .distance: nil
    }
  }

  /// Returns a value of a quantity in the unit of means: a count as its share, every other value as it is.
  package func share(of value: Double, as quantity: Quantity) -> Double {
    total(of: quantity).map { value / Double($0) } ?? value
  }

  private func reading(of observable: Observable, at place: Int) -> Value? {
    trace.stages.last?.columns[observable.name]?[place]
  }

  private func ofRun(_ quantity: Quantity, largest: Bool) -> Double? {
    switch quantity {
    case .measured(let observable): trace.ofRun[observable.name]?.extreme(largest: largest)
    case .under(_, let quantity): ofRun(quantity, largest: largest)
    case .ratio, .difference, .distance: nil
    }
  }
}
