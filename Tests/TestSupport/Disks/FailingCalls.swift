import Files
import Foundation
import Synchronization

/// System calls that pass on to others, except that chosen ones fail.
package final class FailingCalls: PassingCalls {
  /// Which calls fail.
  package enum Plan: Sendable {
    /// None; the calls are counted.
    case none
    /// One call, by its number from 1, with an error number.
    case one(Int, code: Int32)
    /// That call and every later one, as after a kill.
    case from(Int, code: Int32)
  }

  package let base: any SystemCalls
  private let plan: Plan
  private let made = Mutex<(count: Int, failed: String?)>((0, nil))

  /// Calls that pass on to `base`.
  package init(_ base: any SystemCalls, failing plan: Plan = .none) {
    self.base = base
    self.plan = plan
  }

  /// The number of calls made.
  package var count: Int { made.withLock { $0.count } }
  /// The first call that failed, such as `rename`.
  package var failed: String? { made.withLock { $0.failed } }

  package func pass(_ call: String) throws(CallFailure) {
    let code: Int32? = made.withLock { made in
      made.count += 1
      let code: Int32? =
        switch plan {
        case .none: nil
        case .one(let number, let code): made.count == number ? code : nil
        case .from(let number, let code): made.count >= number ? code : nil
        }
      if code != nil, made.failed == nil { made.failed = call }
      return code
    }
    if let code { throw CallFailure(code) }
  }
}
