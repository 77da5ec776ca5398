import ClaimKit

/// A claim with the folder it stands in.
public struct ClaimEntry: Sendable {
  /// The folder under `Claims/`.
  public let folder: String
  /// The claim.
  public let claim: any Claim

  /// A claim in a folder.
  public init(folder: String, claim: any Claim) {
    self.folder = folder
    self.claim = claim
  }
}
