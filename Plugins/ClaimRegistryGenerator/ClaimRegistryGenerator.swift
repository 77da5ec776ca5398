import Foundation

/// Writes the registry of claims, or one named test per claim, from the paths of the claim files.
///
/// A claim file declares one type of the file's name: `Claims/Theorems/Theorem5_1.swift` declares `Theorem5_1`. For any
/// other file, the generated source does not compile.
@main
enum ClaimRegistryGenerator {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let form = arguments.first, let output = arguments.dropFirst().first else {
      FileHandle.standardError.write(Data("usage: ClaimRegistryGenerator registry|tests OUTPUT FILE…\n".utf8))
      exit(2)
    }
    let files = arguments.dropFirst(2).map { URL(filePath: $0) }
    let claims = files.map { file in
      (name: file.deletingPathExtension().lastPathComponent, folder: file.deletingLastPathComponent().lastPathComponent)
    }
    let source = form == "registry" ? registry(of: claims) : tests(of: claims)
    try Data(source.utf8).write(to: URL(filePath: output))
  }

  static func registry(of claims: [(name: String, folder: String)]) -> String {
    """
    import ClaimKit

    /// Every claim under `Claims/`, in order of folder and file name; generated from the files themselves.
    public enum AllClaims {
      /// The claims with the folder each stands in.
      public static let registered: [(folder: String, claim: any Claim)] = [
    \(claims.map { "    (\"\($0.folder)\", \($0.name)())," }.joined(separator: "\n"))
      ]
    }

    """
  }

  static func tests(of claims: [(name: String, folder: String)]) -> String {
    """
    import Claims
    import Testing

    /// One test per file under `Claims/`; generated from the files themselves.
    @Suite(.serialized) struct ClaimTests {
    \(claims.map { claim in
        "  @Test(.runnable(Claims.\(claim.name)())) func \(claim.name)() async throws "
          + "{ try await check(Claims.\(claim.name)()) }"
      }.joined(separator: "\n"))
    }

    """
  }
}
