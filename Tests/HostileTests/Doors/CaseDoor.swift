import Foundation

@testable import Calibration

/// A file of cases is refused in one line, or each of its results is one line.
enum CaseDoor {
  static func outcome(_ bytes: [UInt8]) -> Door.Outcome {
    do throws(CaseFileError) {
      for result in try CaseFile(Data(bytes)).results() {
        if let fault = Message.fault(result.line) { return .broken(fault) }
      }
      return .used
    } catch {
      return .refused(error.description)
    }
  }
}
