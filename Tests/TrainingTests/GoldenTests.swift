import Foundation
import MultiView
import Testing

@testable import Training

/// Recorded trajectories, compared bit for bit: they change exactly when ``Trainer/version`` does.
///
/// If a test fails after an intended change of the arithmetic, raise the version and write the new numbers here. The
/// new version keeps stored trials of the old arithmetic from being used as results of the new one. If a test fails
/// without such a change, this machine computes other bits than the one that recorded them, which is a defect.
@Suite struct GoldenTests {
  /// A trial and its recorded bits at the last three checkpoints.
  ///
  /// Each checkpoint gives three numbers: loss, mean weight on the own rare feature, and median hard margin.
  struct Trajectory: Sendable {
    let regime: Regime
    let labels: LabelMap
    let d: Int
    let bits: [UInt64]
  }

  static let trajectories = [
    Trajectory(
      regime: .standard, labels: .coarse, d: 32,
      bits: [
        0x3f90_08b8_a74a_5b45, 0x3fa2_538e_bc7c_4cf3, 0x3fb5_3c3e_0000_0000, 0x3f86_9795_8186_bb71,
        0x3fa3_1489_2fd0_a5bc, 0x3fb0_f9a1_0000_0000, 0x3f7f_7b9f_32b1_ae33, 0x3fa3_c66c_bf5a_4412,
        0x3fac_0b41_0000_0000,
      ]),
    Trajectory(
      regime: .standard, labels: .fine, d: 32,
      bits: [
        0x3fbf_8abc_506a_8278, 0x3fbd_9cc3_f195_8b68, 0x4010_188c_e6a0_0000, 0x3fb2_b973_b5e7_2c06,
        0x3fc0_1d14_d562_d9fb, 0x4012_0ec1_3fc0_0000, 0x3faa_c4eb_4014_7ccc, 0x3fc1_3dcc_6cc0_a238,
        0x4013_3ffa_cec0_0000,
      ]),
    Trajectory(
      regime: .standard, labels: .random(3), d: 32,
      bits: [0x3ff1_9209_6caa_0c22, 0x0, 0x0, 0x3ff1_b0bb_ecfb_d7d2, 0x0, 0x0, 0x3ff1_ccda_8287_46ae, 0x0, 0x0]),
    Trajectory(
      regime: .dominantNoise, labels: .coarse, d: 64,
      bits: [
        0x3f8c_bcd6_18cc_5a52, 0x3f88_6cac_8148_e03c, 0x3fda_b5f2_8000_0000, 0x3f82_cff4_28ae_79e6,
        0x3f8a_2e43_0059_b185, 0x3fe2_bb95_e800_0000, 0x3f7b_804e_73a2_3cd7, 0x3f8b_c7f7_a095_7d32,
        0x3fda_1ced_9000_0000,
      ]),
    Trajectory(
      regime: .loud, labels: .fine, d: 16,
      bits: [
        0x4005_607e_becb_8ddc, 0x3fb5_ca8a_01c7_1c72, 0x3fe1_c367_0000_0000, 0x4007_f172_38f9_974e,
        0x3fb5_03cf_10e3_8e39, 0x3fe2_7b1c_8000_0000, 0x3ffd_1f9c_d2a6_bd92, 0x3fb7_980d_7000_0000,
        0x3fe1_2fea_0000_0000,
      ]),
  ]

  @Test(arguments: 0..<trajectories.count)
  func trajectoriesBelongToTheVersion(index: Int) throws {
    #expect(Trainer.version == "5")
    let trajectory = Self.trajectories[index]
    let parameters = try trajectory.regime.parameters(at: trajectory.d, overrides: [.testSamples: 100])
    let trial = NetworkTrial(parameters: parameters, labels: trajectory.labels, seed: 1, schedule: .steps(32))
    let trace = try Trainer.train(trial, on: .everyCore)
    let seen = trace.checkpoints.suffix(3).flatMap {
      [$0.trainingLoss.bitPattern, ($0.rareWeight ?? 0).bitPattern, ($0.hardMargin?.median ?? 0).bitPattern]
    }
    let text = seen.map { "0x" + String($0, radix: 16) }.joined(separator: ", ")
    #expect(seen == trajectory.bits, "\(text)")
  }
}
