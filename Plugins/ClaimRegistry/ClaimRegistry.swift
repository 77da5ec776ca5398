import Foundation
import PackagePlugin

/// Finds the claim files and runs `ClaimRegistryGenerator` on their paths.
///
/// In the `Claims` target, the plugin generates `AllClaims`; in any other target, one named test per claim.
@main
struct ClaimRegistry: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    let folder = context.package.directoryURL.appending(path: "Claims")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?
      .compactMap { $0 as? URL }
      .filter { $0.pathExtension == "swift" }
      .sorted { $0.path < $1.path }
    let form = target.name == "Claims" ? "registry" : "tests"
    let output = context.pluginWorkDirectoryURL.appending(
      path: form == "registry" ? "AllClaims.swift" : "ClaimTests.swift")
    return [
      .buildCommand(
        displayName: "Registering \(files?.count ?? 0) claims (\(form))",
        executable: try context.tool(named: "ClaimRegistryGenerator").url,
        arguments: [form, output.path] + (files ?? []).map(\.path),
        inputFiles: files ?? [],
        outputFiles: [output])
    ]
  }
}
