import Checking
import ClaimKit
import Foundation
import Reporting
import Training

/// What a committed report says of the claims as they are registered now.
struct Standing {
  private let _folder: String
  private let _report: CommittedReport?
  private let _notice: String?

  /// Reads the report in a folder, `Reports` if none is given; a missing or damaged one verifies nothing.
  init(folder: String?) {
    let folder = folder ?? "Reports"
    _folder = folder
    switch CommittedReport.read(from: URL(filePath: folder)) {
    case .found(let report): (_report, _notice) = (report, nil)
    case .missing: (_report, _notice) = (nil, nil)
    case .damaged(let notice): (_report, _notice) = (nil, notice)
    }
  }

  /// Names a damaged report on standard error.
  func warn() {
    if let _notice { FileHandle.standardError.write(Data("littleo: \(_notice)\n".utf8)) }
  }

  /// Where verdicts come from, in a sentence.
  var origin: String {
    guard let _report else { return "No report is in \(_folder)." }
    return "Verdicts are those of \(_folder), profile \(_report.profile.rawValue)."
  }

  /// Returns the standing of a claim, at one profile only if one is given.
  ///
  /// - Parameter outlined: The claim planned at a design, which is used where the report has the same; another is made otherwise.
  func of(
    _ entry: ClaimEntry, at profile: Profile? = nil, outlined: PlanOutline? = nil
  ) -> CommittedReport.Standing {
    guard let _report, profile == nil || profile == _report.profile else { return .notVerified }
    // A claim that this machine cannot plan has no registration to compare with.
    let isSame = outlined?.design == _report.design
    let outline = isSame ? outlined : try? PlanOutline([entry], design: _report.design)
    let digest = outline?.claims.first.map { Registration(of: $0, levels: ErrorLevels(look: _report.look)).digest }
    return _report.standing(of: entry.claim.name, digest: digest, trainerVersion: Trainer.version)
  }
}
