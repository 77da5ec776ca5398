// swift-tools-version: 6.2
import PackageDescription

// Debug builds (`swift test`) train real networks, so the numeric targets are optimised there too.
// Release builds use no unsafe flag at all.
let numericSwift: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]
let numericC: [CSetting] = [.unsafeFlags(["-O3"], .when(configuration: .debug))]

// Every module with all that its files import, from the ground up. Documentation/architecture.md says what lives where,
// and ImportTests holds the imports to the arrows allowed there.
let package = Package(
  name: "LittleO",
  products: [
    .executable(name: "littleo", targets: ["littleo"])
  ],
  dependencies: [],
  targets: [
    .target(name: "CKernels", cSettings: numericC),
    .target(name: "Randomness", dependencies: ["CKernels"], swiftSettings: numericSwift),
    .target(name: "Files", swiftSettings: numericSwift),

    // The statistics, which know no trainer.
    .target(name: "Statistics", swiftSettings: numericSwift),
    .target(name: "Decision", dependencies: ["Randomness", "Statistics"], swiftSettings: numericSwift),
    .target(name: "Measurements", dependencies: ["Decision", "Files"], swiftSettings: numericSwift),
    .target(
      name: "Calibration", dependencies: ["Decision", "Files", "Randomness", "Statistics"], swiftSettings: numericSwift),

    // What can be measured.
    .target(name: "Experiments", dependencies: ["Files", "Randomness"], swiftSettings: numericSwift),

    // The paper's model.
    .target(name: "MultiView", dependencies: ["Experiments", "Randomness"], swiftSettings: numericSwift),
    .target(
      name: "Training", dependencies: ["CKernels", "Experiments", "Files", "MultiView", "Randomness"],
      swiftSettings: numericSwift),

    // The harness.
    .target(name: "ClaimKit", dependencies: ["Experiments", "Statistics"]),
    .target(name: "Trials", dependencies: ["Experiments", "Files"], swiftSettings: numericSwift),
    .target(
      name: "Planning", dependencies: ["ClaimKit", "Decision", "Experiments", "Trials"],
      swiftSettings: numericSwift),
    .target(
      name: "Verification",
      dependencies: ["ClaimKit", "Decision", "Experiments", "Files", "Planning", "Statistics", "Trials"],
      swiftSettings: numericSwift),
    .target(
      name: "Reporting",
      dependencies: ["Calibration", "ClaimKit", "Decision", "Experiments", "Files", "Planning", "Verification"],
      swiftSettings: numericSwift),
    .target(
      name: "Benchmarking",
      dependencies: ["CKernels", "Experiments", "MultiView", "Randomness", "Reporting", "Training", "Trials"],
      swiftSettings: numericSwift),
    .target(
      name: "MultiViewClaims", dependencies: ["ClaimKit", "Experiments", "MultiView", "Randomness", "Statistics"]),
    // The model of the second paper, an experiment.
    .target(name: "PatchAugmentation", dependencies: ["Experiments"], swiftSettings: numericSwift),
    .target(name: "PatchClaims", dependencies: ["ClaimKit", "Experiments", "PatchAugmentation"]),
    // Networks on real images, an experiment.
    .target(
      name: "Images", dependencies: ["CKernels", "Experiments", "Files", "Randomness"], swiftSettings: numericSwift),
    .target(name: "ImageClaims", dependencies: ["ClaimKit", "Experiments", "Images"]),
    // Some claims bring an experiment of their own, which debug builds run as well.
    .target(
      name: "Claims", dependencies: ["ClaimKit", "ImageClaims", "MultiViewClaims", "PatchClaims"], path: "Claims",
      swiftSettings: numericSwift, plugins: ["ClaimRegistry"]),
    .executableTarget(
      name: "littleo",
      dependencies: [
        "Benchmarking", "Calibration", "Claims", "ClaimKit", "Decision", "Experiments", "Files", "ImageClaims",
        "Images", "Measurements", "MultiView", "MultiViewClaims", "Planning", "Randomness", "Reporting", "Training",
        "Trials", "Verification",
      ]),

    .executableTarget(name: "ClaimRegistryGenerator", path: "Plugins/ClaimRegistryGenerator"),
    .plugin(name: "ClaimRegistry", capability: .buildTool(), dependencies: ["ClaimRegistryGenerator"]),

    // What several test targets share.
    .target(
      name: "TestSupport",
      dependencies: [
        "Calibration", "ClaimKit", "Claims", "Decision", "Experiments", "Files", "MultiView", "MultiViewClaims",
        "Planning", "Randomness", "Statistics", "Training", "Trials", "Verification",
      ],
      path: "Tests/TestSupport", exclude: ["Vectors"], swiftSettings: numericSwift),

    .testTarget(name: "HouseTests"),
    .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"]),
    .testTarget(name: "CKernelsTests", dependencies: ["CKernels"], swiftSettings: numericSwift),
    .testTarget(name: "RandomnessTests", dependencies: ["CKernels", "Randomness"], swiftSettings: numericSwift),
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics", "TestSupport"]),
    .testTarget(
      name: "DecisionTests", dependencies: ["Calibration", "Decision", "Randomness", "Statistics", "TestSupport"]),
    .testTarget(
      name: "MeasurementsTests", dependencies: ["Calibration", "Decision", "Measurements", "Statistics", "TestSupport"]),
    .testTarget(
      name: "CalibrationTests", dependencies: ["Calibration", "Decision", "Randomness", "Statistics", "TestSupport"]),
    .testTarget(name: "ExperimentsTests", dependencies: ["Experiments"]),
    .testTarget(name: "MultiViewTests", dependencies: ["MultiView", "Randomness"]),
    .testTarget(
      name: "TrainingTests", dependencies: ["Experiments", "MultiView", "Randomness", "TestSupport", "Training"],
      swiftSettings: numericSwift),
    .testTarget(
      name: "PatchAugmentationTests", dependencies: ["Experiments", "PatchAugmentation"], swiftSettings: numericSwift),
    .testTarget(
      name: "ImagesTests", dependencies: ["Experiments", "Files", "Images", "Randomness"], swiftSettings: numericSwift),
    .testTarget(
      name: "TrialsTests",
      dependencies: [
        "Experiments", "Files", "MultiView", "MultiViewClaims", "Planning", "TestSupport", "Training", "Trials",
        "Verification",
      ], resources: [.copy("Records")]),
    .testTarget(
      name: "PlanningTests",
      dependencies: [
        "ClaimKit", "Claims", "Decision", "Experiments", "MultiView", "MultiViewClaims", "Planning", "Randomness",
        "TestSupport", "Training", "Trials", "Verification",
      ]),
    .testTarget(
      name: "VerificationTests",
      dependencies: [
        "Calibration", "ClaimKit", "Claims", "Decision", "Experiments", "MultiView", "MultiViewClaims", "Planning",
        "Reporting", "TestSupport", "Training", "Trials", "Verification",
      ]),
    .testTarget(
      name: "ReportingTests",
      dependencies: [
        "Calibration", "ClaimKit", "Claims", "Decision", "Experiments", "Files", "MultiView", "MultiViewClaims",
        "Planning",
        "Reporting", "TestSupport", "Training", "Trials", "Verification",
      ]),
    .testTarget(
      name: "BenchmarkingTests",
      dependencies: [
        "Benchmarking", "ClaimKit", "Experiments", "MultiView", "MultiViewClaims", "Planning", "Randomness",
        "TestSupport", "Training", "Trials",
      ]),
    .testTarget(
      name: "ClaimTests",
      dependencies: [
        "Calibration", "ClaimKit", "Claims", "Experiments", "Planning", "TestSupport", "Training", "Trials",
        "Verification",
      ], plugins: ["ClaimRegistry"]),
    .testTarget(
      name: "littleoTests",
      dependencies: [
        "ClaimKit", "Claims", "Decision", "Experiments", "Files", "MultiView", "MultiViewClaims", "Planning",
        "Reporting", "TestSupport", "Training", "Trials", "Verification", "littleo",
      ]),
    .testTarget(
      name: "HostileTests",
      dependencies: [
        "Calibration", "ClaimKit", "Claims", "Decision", "Experiments", "Files", "Measurements", "MultiView",
        "MultiViewClaims", "Planning", "Reporting", "Statistics", "TestSupport", "Training", "Trials", "Verification",
        "littleo",
      ], exclude: ["Corpus"]),
  ]
)
