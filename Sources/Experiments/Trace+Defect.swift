extension Trace {
  /// Returns why the trace holds values that an experiment cannot have measured; nil if it holds none.
  ///
  /// Every value belongs to a declared quantity, stands where that is read, and lies in its range. Times increase over
  /// all stages, and T* is one of them.
  ///
  /// - Parameters:
  ///   - observables: The declared quantities.
  ///   - unbounded: The names of quantities whose values may be any numbers, also NaN.
  package func defect(against observables: [Observable], unbounded: Set<String> = []) -> String? {
    let declared = Dictionary(observables.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let times = stages.flatMap(\.times)
    guard times.first ?? 0 >= 0, zip(times, times.dropFirst()).allSatisfy(<) else {
      return "its times are not increasing numbers of at least 0"
    }
    if let timeToFit, !times.contains(timeToFit) { return "T* = \(timeToFit) is none of its times" }
    func defect(of value: Value, as name: String, at time: Int?) -> String? {
      let place = TraceBuilder.place(of: name, at: time)
      guard let observable = declared[name] else { return "\(place) is not declared" }
      guard observable.isOfRun == (time == nil) else { return "\(place) has the wrong place" }
      guard !unbounded.contains(name), let cause = observable.defect(of: value) else { return nil }
      return "\(place) = \(cause.hasSuffix(".") ? String(cause.dropLast()) : cause)"
    }
    for stage in stages {
      for (name, column) in stage.columns.sorted(by: { $0.key < $1.key }) {
        let counts = [column.numbers.count, column.doubts?.count ?? stage.times.count]
        guard counts.allSatisfy({ $0 == stage.times.count }) else {
          return "“\(name)” has another number of values than there are times"
        }
        for (index, time) in stage.times.enumerated() {
          if let value = column[index], let defect = defect(of: value, as: name, at: time) { return defect }
        }
      }
    }
    for (name, value) in ofRun.sorted(by: { $0.key < $1.key }) {
      if let defect = defect(of: value, as: name, at: nil) { return defect }
    }
    return nil
  }
}
