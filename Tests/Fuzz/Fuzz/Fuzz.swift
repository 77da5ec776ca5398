import Driver
import Foundation

@testable import Doors

/// libFuzzer at one door, which the variable `LITTLEO_FUZZ` names; the arguments are those of libFuzzer.
@main enum Fuzz {
  /// The door; processes that libFuzzer starts inherit the variable.
  static let door: Door = {
    let name = ProcessInfo.processInfo.environment["LITTLEO_FUZZ"] ?? ""
    guard let door = Door(rawValue: name) else {
      let doors = Door.allCases.map(\.rawValue).joined(separator: ", ")
      FileHandle.standardError.write(Data("LITTLEO_FUZZ must be one of \(doors), not “\(name)”.\n".utf8))
      exit(2)
    }
    return door
  }()

  static func main() {
    _ = door
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    exit(LLVMFuzzerRunDriver(&count, &arguments) { tryInput($0, $1) })
  }
}

/// Tries one input, under the name that the runtime of libFuzzer asks for; any fault ends the process.
@c(LLVMFuzzerTestOneInput) func tryInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  if let fault = Fuzz.door.fault(bytes) { fatalError(fault) }
  return 0
}
