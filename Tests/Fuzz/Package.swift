// swift-tools-version: 6.2
import PackageDescription

// The fuzzer, a package of its own, because it compiles the modules behind the doors with the coverage of libFuzzer.
// `Sources` and `Doors` are links into the package above, which knows nothing of this one. Run it with Tests/fuzz.sh.

/// Optimised, because speed finds faults, and a debug build, because the doors reach internal declarations.
let instrumented: [SwiftSetting] = [.unsafeFlags(["-O", "-sanitize=fuzzer"])]
let instrumentedC: [CSetting] = [.unsafeFlags(["-O2", "-fsanitize=fuzzer-no-link"])]

/// A module of the package above; every one may use `Files`, which imports nothing.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: dependencies + ["Files"], path: "Sources/\(name)", swiftSettings: instrumented)
}

let package = Package(
  name: "Fuzz",
  dependencies: [],
  targets: [
    .target(name: "CKernels", path: "Sources/CKernels", cSettings: instrumentedC),
    module("Randomness", ["CKernels"]),
    .target(name: "Files", path: "Sources/Files", swiftSettings: instrumented),
    module("Statistics"),
    module("Decision", ["Randomness", "Statistics"]),
    module("Measurements", ["Decision"]),
    module("Calibration", ["Decision", "Randomness", "Statistics"]),
    module("Experiments", ["Randomness"]),
    module("MultiView", ["Experiments", "Randomness"]),
    module("Training", ["CKernels", "Experiments", "MultiView", "Randomness"]),
    module("Trials", ["Experiments"]),
    .target(
      name: "Doors",
      dependencies: [
        "Calibration", "Decision", "Experiments", "Files", "Measurements", "MultiView", "Statistics", "Training",
        "Trials",
      ], path: "Doors", swiftSettings: instrumented),
    .target(name: "Driver", path: "Driver"),
    .executableTarget(
      name: "Fuzz", dependencies: ["Doors", "Driver"], path: "Fuzz", swiftSettings: instrumented,
      // The usual linker of this toolchain, gold, fails on these objects with an internal error.
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]),
  ]
)
