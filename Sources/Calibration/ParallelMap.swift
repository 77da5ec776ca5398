/// Work on the elements of a list, several at a time.
enum ParallelMap {
  /// Returns the results in the order of the elements, the same for any number of jobs.
  ///
  /// - Parameters:
  ///   - elements: What to work on.
  ///   - jobs: Elements worked on at the same time; at least 1.
  ///   - work: The work on one element.
  ///   - report: Called with the number of finished elements, never concurrently.
  static func results<Element: Sendable, Result: Sendable>(
    of elements: [Element], jobs: Int, report: @Sendable (Int) -> Void = { _ in },
    _ work: @escaping @Sendable (Element) -> Result
  ) async -> [Result] {
    await withTaskGroup(of: (Int, Result).self) { group in
      var results: [Int: Result] = [:]
      var next = 0
      func start() {
        guard next < elements.count else { return }
        let index = next
        group.addTask { (index, work(elements[index])) }
        next += 1
      }
      for _ in 0..<max(1, jobs) { start() }
      for await (index, result) in group {
        results[index] = result
        report(results.count)
        start()
      }
      return elements.indices.compactMap { results[$0] }
    }
  }
}
