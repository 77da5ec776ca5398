import CKernels
import Foundation

/// The instructions that the hot loops run on; every choice computes the same bits, at a different speed.
package enum InstructionSet: String, Sendable, CaseIterable {
  /// The baseline of the architecture; on x86-64 each fused multiply–add is a call, so this one is slow there.
  case portable
  /// AVX2 and FMA (x86-64-v3).
  case avx2
  /// AVX-512 (x86-64-v4).
  case avx512

  /// The environment variable that forces a choice.
  static let variable = "LITTLEO_CPU"

  /// The number that selects this choice in the C loops.
  package var path: Int32 {
    switch self {
    case .portable: Int32(LITTLEO_PORTABLE.rawValue)
    case .avx2: Int32(LITTLEO_AVX2.rawValue)
    case .avx512: Int32(LITTLEO_AVX512.rawValue)
    }
  }

  /// Whether this processor has the instructions.
  package var isSupported: Bool { littleo_supports(path) != 0 }

  /// The fastest choice that this processor has.
  package static var fastest: InstructionSet { allCases.last { $0.isSupported } ?? .portable }

  /// The choice that `LITTLEO_CPU` forces; the fastest one if the variable is unset or ``forced(by:)`` rejects it.
  ///
  /// The command line stops with an error if the variable is rejected.
  package static let current = (try? forced(by: ProcessInfo.processInfo.environment)) ?? fastest

  /// Returns the choice that an environment forces, nil if it forces none.
  ///
  /// - Throws: ``UnknownInstructionSet`` if the variable names no choice, or one that this processor does not have.
  package static func forced(by environment: [String: String]) throws(UnknownInstructionSet) -> InstructionSet? {
    guard let name = environment[variable], !name.isEmpty else { return nil }
    guard let choice = InstructionSet(rawValue: name), choice.isSupported else {
      throw UnknownInstructionSet(name: name)
    }
    return choice
  }
}

/// A forced instruction set that does not exist or that this processor does not have.
package struct UnknownInstructionSet: Error, Equatable, CustomStringConvertible {
  /// The value of the variable.
  let name: String

  /// One sentence that names the input and the valid range.
  package var description: String {
    let choices = InstructionSet.allCases.filter(\.isSupported).map(\.rawValue).joined(separator: ", ")
    let shown = name.unicodeScalars.count > 40 ? String(name.unicodeScalars.prefix(40)) + "…" : name
    return "\(InstructionSet.variable) = \(shown) is out of range: this processor has \(choices)."
  }
}
