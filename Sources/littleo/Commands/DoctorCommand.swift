import Experiments
import Foundation
import MultiView
import Randomness
import Reporting
import Training

/// `littleo doctor`: describes this machine, its store and its report, and checks that training gives the same bits.
///
/// The bits are compared between all instruction sets, and between one thread and several.
struct DoctorCommand {
  private let store: URL
  private let standing: CommittedVerdicts
  private let isJSON: Bool

  init(_ line: [String]) throws(UsageError) {
    let arguments = try Arguments(
      line, Arguments.Grammar(command: "doctor", options: ["store": false, "reports": false], switches: ["json"]))
    self.store = URL(filePath: arguments.value("store") ?? ".littleo/store")
    standing = CommittedVerdicts(folder: arguments.value("reports"))
    isJSON = arguments.has("json")
  }

  func run() throws -> ExitStatus {
    standing.warn()
    let paths = try Self.selfTest()
    let isSound = paths.allSatisfy(\.isSame)
    let records = Self.files(in: self.store, ending: ".json")
    let quarantined = Self.files(in: self.store.appending(path: "quarantine"), ending: ".json")
    let current = Catalogue.entries.count { if case .current = standing.of($0) { true } else { false } }
    if isJSON {
      let value = JSONValue.object([
        "version": .string(LittleO.version), "trainerVersion": .string(Trainer.version),
        "instructions": .string(InstructionSet.current.rawValue),
        "selfTest": .array(
          paths.map { .object(["path": .string($0.name), "isSame": .bool($0.isSame)]) }),
        "processors": .integer(ProcessInfo.processInfo.activeProcessorCount), "memory": .number(MachineMemory.limit),
        "store": .string(self.store.relativePath), "records": .integer(records), "quarantined": .integer(quarantined),
        "claims": .integer(Catalogue.entries.count), "currentVerdicts": .integer(current),
      ])
      print(value.document)
    } else {
      print(
        """
        littleo \(LittleO.version), trainer \(Trainer.version), \(Catalogue.entries.count) claims
        processors  \(ProcessInfo.processInfo.activeProcessorCount)
        memory      \(TerminalNumber.bytes(MachineMemory.limit))
        loops       \(InstructionSet.current.rawValue); this processor has \
        \(InstructionSet.allCases.filter(\.isSupported).map(\.rawValue).joined(separator: ", "))
        store       \(self.store.relativePath): \(records) trials\(quarantined == 0 ? "" : ", \(quarantined) in quarantine")
        report      \(current) of \(Catalogue.entries.count) claims have a current verdict. \(standing.origin)
        self-test   \(paths.map { "\($0.name): \($0.isSame ? "same bits" : "DIFFERENT BITS")" }.joined(separator: ", "))
        """)
    }
    return isSound ? .passed : .error
  }

  /// Trains two small networks, under fine and under coarse labels, in every way, and compares the traces.
  ///
  /// The ways are each instruction set on one thread, and the chosen one on several.
  private static func selfTest() throws -> [(name: String, isSame: Bool)] {
    let parameters = try Regime.standard.parameters(at: 64)
    let trials = [LabelMap.fine, .coarse].map {
      NetworkTrial(parameters: parameters, labels: $0, seed: 1, schedule: .steps(16))
    }
    let expected = try trials.map { try Trainer.train($0, on: Execution(threads: 1, instructions: .current)) }
    let cores = Execution.everyCore
    let executions = Execution.available + [Execution(threads: max(2, cores.threads), instructions: .current)]
    return try executions.map { execution in
      let traces = try trials.map { try Trainer.train($0, on: execution) }
      let threads = execution.threads == 1 ? "" : " on \(execution.threads) threads"
      return (execution.instructions.rawValue + threads, traces == expected)
    }
  }

  private static func files(in folder: URL, ending: String) -> Int {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (names ?? []).count { $0.hasSuffix(ending) }
  }
}
