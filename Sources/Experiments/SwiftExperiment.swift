import Files
import Randomness

/// A small experiment written in Swift: a function from settings, scale and random numbers to readings.
public struct SwiftExperiment: Sendable {
  /// What a run is given.
  public struct Run: Sendable {
    private let trial: Trial
    /// The random numbers of the run.
    public var random: RandomNumbers
    fileprivate var builder: TraceBuilder

    fileprivate init(_ trial: Trial, _ observables: [Observable]) {
      self.trial = trial
      random = RandomNumbers(seed: trial.seed)
      builder = TraceBuilder(trial, of: observables)
    }

    /// The scale.
    public var scale: Int { trial.scale }
    /// The times to read at, increasing; empty for an experiment that is read once.
    public var times: [Int] { trial.times }

    /// Returns the number of a setting.
    ///
    /// - Throws: An error that names the setting if it is not declared as a number.
    public func number(_ name: String) throws -> Double {
      guard let number = trial.settings.number(name) else {
        throw ExperimentError("the setting “\(Quoted.text(name))” is not declared as a number.")
      }
      return number
    }

    /// Returns the word of a setting.
    ///
    /// - Throws: An error that names the setting if it is not declared as a word.
    public func word(_ name: String) throws -> String {
      guard let word = trial.settings.word(name) else {
        throw ExperimentError("the setting “\(Quoted.text(name))” is not declared as a word.")
      }
      return word
    }

    /// Reports a number.
    ///
    /// - Parameters:
    ///   - value: The number.
    ///   - name: The name of its quantity.
    ///   - time: The time; nil for a quantity of the whole run.
    /// - Throws: An error that names the quantity if the number is not in its range.
    public mutating func read(_ value: Double, as name: String, at time: Int? = nil) throws {
      try builder.add(Value(value), as: name, at: time)
    }

    /// Reports a count out of a total.
    ///
    /// - Parameters:
    ///   - count: The number of successes.
    ///   - total: n, the number of tries.
    ///   - name: The name of its quantity.
    ///   - time: The time; nil for a quantity of the whole run.
    /// - Throws: An error that names the quantity if the count is not in its range.
    public mutating func read(_ count: Int, of total: Int, as name: String, at time: Int? = nil) throws {
      try builder.add(Value(Double(count), of: total), as: name, at: time)
    }
  }

  /// The name in records.
  package let name: String
  /// The version that the author gave, with the module and file that hold the experiment.
  package let version: String
  private let content: ExperimentDescription
  private let work: @Sendable (Int) -> Double
  private let body: @Sendable (inout Run) throws -> Void

  /// An experiment from its parts.
  ///
  /// - Parameters:
  ///   - name: The name in records: at most 40 letters, digits, hyphens and underscores.
  ///   - version: The version; raise it with every change that alters a number, or old records are read.
  ///   - settings: The settings with their standard values.
  ///   - ranges: The ranges of numbers, by name of their setting; any finite number is allowed without one.
  ///   - words: The words that are allowed, by name of their setting; any word is allowed without a list.
  ///   - meanings: What the settings are, in a few words, by name.
  ///   - observables: The quantities.
  ///   - work: The work of a trial as a function of its scale, in nanoseconds; it balances trials over threads.
  ///   - file: The file that declares it, so that two experiments of one name have different records.
  ///   - body: Runs a trial and reports its readings. A trap or an endless loop in it stops LittleO.
  public init(
    _ name: String, version: String, settings: [String: Setting] = [:], ranges: [String: ClosedRange<Double>] = [:],
    words: [String: [String]] = [:], meanings: [String: String] = [:], observables: [Observable],
    work: @escaping @Sendable (Int) -> Double = { Double($0) }, file: String = #fileID,
    _ body: @escaping @Sendable (inout Run) throws -> Void
  ) {
    self.name = name
    self.version = "\(version) of \(file)"
    content = ExperimentDescription(
      settings: settings.sorted { $0.key < $1.key }.map {
        SettingDeclaration(
          $0.key, standard: $0.value, range: ranges[$0.key], words: words[$0.key] ?? [],
          meaning: meanings[$0.key] ?? "")
      },
      observables: observables)
    self.work = work
    self.body = body
  }
}

extension SwiftExperiment: Experiment {
  /// The declared settings and quantities.
  package func description() throws(ExperimentError) -> ExperimentDescription { content }

  /// Checks every setting; 64 bytes per unit of scale, and the declared work.
  package func demand(of trial: Trial, memory: Double) throws(ExperimentError) -> Demand {
    for declaration in content.settings {
      guard let value = trial.settings[declaration.name] else {
        throw ExperimentError("the setting “\(declaration.name)” is missing.")
      }
      if let defect = declaration.defect(of: value) { throw ExperimentError(defect) }
    }
    let bytes = max(0x1p20, 64 * Double(trial.scale))
    guard bytes <= memory else {
      throw ExperimentError("scale = \(trial.scale) is out of range: this machine has no memory for it.")
    }
    return Demand(bytes: bytes, work: boundedWork(of: trial), seconds: boundedWork(of: trial) * 1e-9)
  }

  private func boundedWork(of trial: Trial) -> Double {
    let work = self.work(trial.scale)
    return work.isNaN ? 1 : min(1e15, max(1, work))
  }

  /// A session that calls the function.
  package func session(jobs: Int) -> any ExperimentSession { Session(experiment: self) }

  private struct Session: ExperimentSession {
    let experiment: SwiftExperiment

    func run(_ trial: Trial, threads: Int) async throws(ExperimentError) -> Trace {
      var run = Run(trial, experiment.content.observables)
      do {
        try experiment.body(&run)
      } catch {
        throw ExperimentError("\(experiment.words(for: trial)), seed \(trial.seed): \(error)")
      }
      return run.builder.trace(work: Int(experiment.boundedWork(of: trial)))
    }

    func end() async {}
  }
}

/// The random numbers of one run: the same seed always gives the same numbers, on every machine.
public struct RandomNumbers: Sendable {
  private var draws: Draws

  /// The numbers of a seed from the first one on.
  package init(seed: UInt64) { draws = Draws(seed: seed, stream: .experiment) }

  /// A number in (0, 1], uniform; never 0, so that its logarithm exists.
  public mutating func uniform() -> Double { draws.uniform() }

  /// A standard normal number.
  public mutating func normal() -> Double { draws.normal() }

  /// Returns the length of a standard Gaussian vector.
  ///
  /// Half of its square has a gamma law of shape dimension/2.
  ///
  /// - Parameter dimension: The dimension, above 0.
  public mutating func length(in dimension: Double) -> Double {
    (2 * draws.gamma(shape: dimension / 2)).squareRoot()
  }

  /// Returns a number from 0 up to and without `count`, uniform.
  ///
  /// - Parameter count: From 1 on.
  public mutating func index(below count: Int) -> Int { draws.index(below: count) }

  /// Returns the numbers from 0 up to and without `count` in random order.
  ///
  /// - Complexity: O(count).
  public mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) { order.swapAt(last, index(below: last + 1)) }
    return order
  }
}
