// swift-tools-version: 6.2
import PackageDescription

// Debug builds (`swift test`) train real networks, so the numeric targets are optimised there too.
// Release builds use no unsafe flag at all.
let numericSwift: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]
let numericC: [CSetting] = [.unsafeFlags(["-O3"], .when(configuration: .debug))]

let package = Package(
  name: "LittleO",
  products: [
    .executable(name: "littleo", targets: ["littleo"])
  ],
  dependencies: [],
  targets: [
    .target(name: "CKernels", cSettings: numericC),
    .target(name: "Randomness", dependencies: ["CKernels"], swiftSettings: numericSwift),
    .target(name: "Statistics", swiftSettings: numericSwift),
    .target(name: "MultiView", dependencies: ["Randomness"], swiftSettings: numericSwift),
    .target(name: "Training", dependencies: ["MultiView", "CKernels"], swiftSettings: numericSwift),
    .target(name: "ClaimKit", dependencies: ["MultiView"]),
    .target(
      name: "Checking", dependencies: ["ClaimKit", "Randomness", "Training", "Statistics"], swiftSettings: numericSwift),
    .target(name: "Reporting", dependencies: ["Checking"]),
    .target(
      name: "Benchmarking", dependencies: ["CKernels", "Randomness", "Training", "Reporting"],
      swiftSettings: numericSwift),
    .target(name: "Claims", dependencies: ["ClaimKit"], path: "Claims", plugins: ["ClaimRegistry"]),
    .executableTarget(
      name: "littleo",
      dependencies: ["Benchmarking", "Claims", "ClaimKit", "Checking", "MultiView", "Reporting", "Training"]),

    .executableTarget(name: "ClaimRegistryGenerator", path: "Plugins/ClaimRegistryGenerator"),
    .plugin(name: "ClaimRegistry", capability: .buildTool(), dependencies: ["ClaimRegistryGenerator"]),

    .testTarget(name: "CKernelsTests", dependencies: ["CKernels"], swiftSettings: numericSwift),
    .testTarget(name: "RandomnessTests", dependencies: ["Randomness"], swiftSettings: numericSwift),
    .testTarget(name: "MultiViewTests", dependencies: ["MultiView"]),
    .testTarget(name: "TrainingTests", dependencies: ["Training"], swiftSettings: numericSwift),
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics"]),
    .testTarget(
      name: "CheckingTests", dependencies: ["Checking", "Claims", "Randomness", "Statistics"],
      resources: [.copy("Records"), .copy("Vectors")]),
    .testTarget(name: "ClaimTests", dependencies: ["Checking", "Claims"], plugins: ["ClaimRegistry"]),
    .testTarget(
      name: "littleoTests", dependencies: ["littleo", "Checking", "ClaimKit", "Claims", "MultiView", "Training"]),
    .testTarget(name: "BenchmarkingTests", dependencies: ["Benchmarking", "MultiView", "Training"]),
    .testTarget(name: "ReportingTests", dependencies: ["Reporting", "Claims"]),
    .testTarget(
      name: "HostileTests",
      dependencies: ["littleo", "Checking", "ClaimKit", "Claims", "MultiView", "Reporting", "Training"]),
  ]
)
