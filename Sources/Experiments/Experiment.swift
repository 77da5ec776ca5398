import Files
import Foundation

/// Something that can be measured: it turns a ``Trial`` into a ``Trace``.
///
/// The harness plans, runs, stores and reads trials through this protocol alone. An experiment knows no claim.
package protocol Experiment: Sendable {
  /// The name in records, at most 40 letters, digits, hyphens and underscores.
  var name: String { get }
  /// A text that changes whenever any number of any trace may change; part of every stored record's key.
  var version: String { get }
  /// What this machine lacks to run any trial, such as a program or data, in a few words; nil if nothing.
  var lack: String? { get }
  /// Returns the settings that trials take and the quantities that they yield.
  ///
  /// - Throws: ``ExperimentError`` if the experiment cannot be asked.
  func description() throws(ExperimentError) -> ExperimentDescription
  /// Returns the memory and work that a trial needs, after checking that it can run.
  ///
  /// - Parameters:
  ///   - trial: A trial of this experiment; its seed makes no difference.
  ///   - memory: The memory of the machine that will run it, in bytes; infinite for no limit.
  /// - Throws: ``ExperimentError`` naming the input that is out of range.
  func demand(of trial: Trial, memory: Double) throws(ExperimentError) -> Demand
  /// Returns what runs the trials of one verification.
  ///
  /// - Parameter jobs: The most trials that run at once.
  func session(jobs: Int) -> any ExperimentSession

  /// Returns the canonical JSON of a trial, as keys hash it and records hold it.
  func content(of trial: Trial) -> Data
  /// Reads a trial from a record.
  func trial(from decoder: any Decoder) throws -> Trial
  /// Reads a trace from a record; its `content` is what the record must hold.
  func trace(of trial: Trial, from decoder: any Decoder) throws -> Trace
  /// Returns why a stored trace cannot be one of a trial, as a clause; nil if it can.
  ///
  /// A store uses no record whose trace has a defect, whatever its checksum says.
  func defect(in trace: Trace, of trial: Trial) -> String?
  /// Returns a trial in a few words, without its seed, for messages.
  func words(for trial: Trial) -> String
  /// Returns what the counts in the notes of all trials mean, for a page.
  func remarks(on notes: [String: Int]) -> TraceRemarks
  /// Returns where a trial stands in the picture of its claim's companions; nil if it is not drawn.
  func place(of trial: Trial) -> SurveyPlace?
  /// The curves that a page draws of the runs over time.
  var curves: [CurveDeclaration] { get }
  /// Returns pictures of the data, for the page of a claim that reads some quantities.
  func pictures(for observables: [Observable]) -> [DataPicture]
}

/// Runs the trials of one verification; a program keeps its processes here.
package protocol ExperimentSession: Sendable {
  /// Runs a trial.
  ///
  /// - Parameters:
  ///   - trial: The trial.
  ///   - threads: The threads that it may use; the trace does not depend on them.
  /// - Throws: ``ExperimentError`` with the cause; the other trials go on.
  func run(_ trial: Trial, threads: Int) async throws(ExperimentError) -> Trace
  /// Ends the session; nothing that it started is left running.
  func end() async
}

/// What an experiment says about itself.
package struct ExperimentDescription: Hashable, Sendable {
  /// The settings that trials take.
  package let settings: [SettingDeclaration]
  /// The quantities that traces hold.
  package let observables: [Observable]
  /// The defects that can be planted into trials.
  package let defects: [PlantedDefect]

  /// A description from its parts.
  package init(settings: [SettingDeclaration], observables: [Observable], defects: [PlantedDefect] = []) {
    self.settings = settings
    self.observables = observables
    self.defects = defects
  }
}

/// A defect that an experiment can plant into a trial, to test which claims notice it.
package struct PlantedDefect: Hashable, Sendable {
  /// The name on the command line.
  package let name: String
  /// What the defect is, in a few words.
  package let words: String
  /// The settings that plant it.
  package let settings: [String: Setting]

  /// A defect from its parts.
  package init(_ name: String, words: String, settings: [String: Setting]) {
    self.name = name
    self.words = words
    self.settings = settings
  }
}

/// The memory and work that a trial needs, predicted before it runs.
package struct Demand: Hashable, Sendable {
  /// Memory in bytes.
  package let bytes: Double
  /// Work in the experiment's own unit, such as multiply–adds; it balances trials and estimates the time left.
  package let work: Double
  /// Predicted seconds on one thread of the reference machine; it divides trials among machines.
  package let seconds: Double

  /// A demand from its parts.
  package init(bytes: Double, work: Double, seconds: Double) {
    self.bytes = bytes
    self.work = work
    self.seconds = seconds
  }
}

/// What the notes of all trials of a claim mean.
package struct TraceRemarks: Hashable, Sendable {
  /// The kinds of trials, such as `pruned`; empty if there is only one kind.
  package let kinds: [String]
  /// The unit of the work done, such as `multiply–adds`.
  package let unit: String
  /// What the version is a version of, such as `trainer version`.
  package let version: String
  /// Whether the experiment found nothing that speaks against its traces.
  package let isTrusted: Bool
  /// A sentence on that; empty if there is nothing to say.
  package let trust: String
  /// Further sentences.
  package let sentences: [String]

  /// Remarks from their parts.
  package init(
    kinds: [String] = [], unit: String = "units of work", version: String = "version", isTrusted: Bool = true,
    trust: String = "", sentences: [String] = []
  ) {
    self.kinds = kinds
    self.unit = unit
    self.version = version
    self.isTrusted = isTrusted
    self.trust = trust
    self.sentences = sentences
  }
}

/// Where a trial stands in the picture of errors over a claim's companions.
package struct SurveyPlace: Hashable, Sendable {
  /// The family of the trial, which has one curve.
  package let family: String
  /// The families in the order of their curves.
  package let families: [String]
  /// The position on the horizontal axis.
  package let number: Int
  /// How the values were read off, in one word.
  package let readout: String
  /// The values drawn, by the name of their picture.
  package let values: [String: Observable]

  /// A place from its parts.
  package init(family: String, of families: [String], number: Int, readout: String, values: [String: Observable]) {
    self.family = family
    self.families = families
    self.number = number
    self.readout = readout
    self.values = values
  }
}

/// A curve over time that a page draws, on a chart of its own or with others.
package struct CurveDeclaration: Hashable, Sendable {
  /// The name in tables of values.
  package let measure: String
  /// The quantity drawn.
  package let observable: Observable
  /// The file name of the chart, without its ending.
  package let chart: String
  /// The title of the chart.
  package let title: String
  /// Whether the chart names each quantity, because it shows several.
  package let isLabelled: Bool

  /// A curve from its parts.
  package init(_ measure: String, of observable: Observable, chart: String, title: String, isLabelled: Bool = false) {
    self.measure = measure
    self.observable = observable
    self.chart = chart
    self.title = title
    self.isLabelled = isLabelled
  }
}

/// A picture of the data that an experiment uses.
package struct DataPicture: Hashable, Sendable {
  /// The file name, which ends in `.svg`.
  package let file: String
  /// The title.
  package let title: String
  /// What is shown, in sentences.
  package let caption: String
  /// The picture.
  package let svg: String

  /// A picture from its parts.
  package init(file: String, title: String, caption: String, svg: String) {
    self.file = file
    self.title = title
    self.caption = caption
    self.svg = svg
  }
}

extension Experiment {
  /// No pictures.
  package func pictures(for observables: [Observable]) -> [DataPicture] { [] }
  /// Nothing.
  package var lack: String? { nil }
  /// The canonical JSON of the trial itself.
  package func content(of trial: Trial) -> Data { CanonicalJSON.data(trial) }
  /// The trial as it is stored.
  package func trial(from decoder: any Decoder) throws -> Trial { try Trial(from: decoder) }
  /// The trace as it is stored.
  package func trace(of trial: Trial, from decoder: any Decoder) throws -> Trace { try Trace(from: decoder) }
  /// Holds the trace to the declared quantities, and its times to those that the trial asks for.
  ///
  /// If the experiment cannot be asked, this is the reason why its records are not used.
  package func defect(in trace: Trace, of trial: Trial) -> String? {
    let declared: ExperimentDescription
    do { declared = try description() } catch { return "its experiment cannot be asked for its quantities: \(error)" }
    if let defect = trace.defect(against: declared.observables) { return defect }
    let times = trace.stages.flatMap(\.times)
    return times == trial.times ? nil : "its \(times.count) times are not the \(trial.times.count) asked for"
  }
  /// Name and scale, then the settings.
  package func words(for trial: Trial) -> String {
    let settings = trial.settings.values.sorted { $0.key < $1.key }.map { "\($0.key) = \(Quoted.text("\($0.value)"))" }
    return (["\(name), scale \(trial.scale)"] + settings).joined(separator: ", ")
  }
  /// No remarks.
  package func remarks(on notes: [String: Int]) -> TraceRemarks { TraceRemarks() }
  /// No place.
  package func place(of trial: Trial) -> SurveyPlace? { nil }
  /// One chart per quantity that is read over time, at most four; none if the experiment cannot be asked.
  package var curves: [CurveDeclaration] {
    let observables = (try? description())?.observables.filter { !$0.isOfRun } ?? []
    return observables.prefix(4).map {
      CurveDeclaration($0.name, of: $0, chart: "learning-\($0.slug)", title: $0.text)
    }
  }
}

/// An error of an experiment: a trial that it refuses, or that yields no trace.
package struct ExperimentError: Error, Equatable, CustomStringConvertible {
  /// One sentence with the cause; for a refused trial, the input and its valid range.
  package let description: String

  /// An error with its sentence.
  package init(_ description: String) {
    self.description = description
  }
}
