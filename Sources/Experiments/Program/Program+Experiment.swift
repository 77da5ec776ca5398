import Files
import Foundation

extension Program: Experiment {
  /// The SHA-256 of the command and of the files that belong to it, read at the first use.
  ///
  /// A program that cannot be used has the version `none`.
  package var version: String { (try? knowledge.version(of: self).get()) ?? "none" }

  /// The executable if this machine does not have it, such as an interpreter that is not installed; nil if it has.
  package var missingExecutable: String? { ProgramFiles.missingExecutable(of: command) }
  /// The missing executable.
  package var lack: String? { missingExecutable.map { "needs \($0), which is not installed here" } }

  /// Asks the program once; every copy of this value keeps the answer, also if it is an error.
  ///
  /// The call waits for the program, at most `startLimit`.
  package func description() throws(ExperimentError) -> ExperimentDescription {
    try knowledge.description(of: self).get()
  }

  /// The memory limit, the scale as work, and one second.
  package func demand(of trial: Trial, memory: Double) throws(ExperimentError) -> Demand {
    let declared = try description()
    if let defect = defect(of: trial, in: declared) { throw ExperimentError("\(words(for: trial)): \(defect)") }
    let bytes = Double(memoryLimit == 0 ? 256 : memoryLimit) * 0x1p20
    guard bytes <= memory else {
      let (most, available) = ((bytes / 0x1p20).exactText, (memory / 0x1p20).rounded(.down).exactText)
      throw ExperimentError(
        "\(words(for: trial)): a worker may use \(most) MiB, and this machine has \(available) MiB.")
    }
    return Demand(bytes: bytes, work: Double(trial.scale), seconds: 1)
  }

  /// A session that keeps at most `jobs` workers, each of which runs one trial at a time.
  package func session(jobs: Int) -> any ExperimentSession { ProgramSession(self, jobs: jobs) }

  /// Returns one sentence on why a trial cannot run; nil if it can.
  private func defect(of trial: Trial, in declared: ExperimentDescription) -> String? {
    guard trial.experiment == name else {
      return "the trial is of the experiment \(Quoted.text(trial.experiment)), not \(name)."
    }
    guard trial.scale >= 1 else { return "scale = \(trial.scale) is out of range: it is at least 1." }
    guard trial.times.first ?? 0 >= 0, zip(trial.times, trial.times.dropFirst()).allSatisfy(<) else {
      return "the times are not increasing numbers of at least 0."
    }
    for setting in declared.settings {
      guard let value = trial.settings[setting.name] else { return "the setting \(setting.name) is missing." }
      if let defect = setting.defect(of: value) { return defect }
    }
    let known = Set(declared.settings.map(\.name))
    guard let unknown = trial.settings.values.keys.sorted().first(where: { !known.contains($0) }) else { return nil }
    let names = known.isEmpty ? "none" : known.sorted().joined(separator: ", ")
    return "the setting \(Quoted.text(unknown)) is unknown; known are \(names)."
  }
}
