import Foundation
import MultiView
import Testing

@testable import Training

/// Fixed trajectories, to the last bit: they change exactly when ``Trainer/version`` does.
///
/// If one of these fails after an intended change of the arithmetic, raise the version, so that no stored trial of the
/// old arithmetic is taken for one of the new, and write the new numbers here. If one fails without such a change, this
/// machine computes other bits than the one that wrote them, which is a defect.
@Suite struct GoldenTests {
  /// A trial and the bits of its mean weight on the own rare feature and its median hard margin at its last checkpoints.
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
        0x3f84_7de4_87a7_7be6, 0x3fa0_6f7e_4ace_fa8e, 0x3f66_6db0_0000_0000, 0x3f7c_23e7_ecd7_4729,
        0x3fa0_ee4b_69b3_bea3, 0xbfa6_98be_0000_0000, 0x3f74_31a9_e1b6_3f9a, 0x3fa1_603a_e2fa_8d9e,
        0xbfb2_16ed_8000_0000,
      ]),
    Trajectory(
      regime: .standard, labels: .fine, d: 32,
      bits: [
        0x3fc1_f145_4dce_6509, 0x3fbf_8f75_5b0c_30c3, 0x400d_652d_b680_0000, 0x3fb5_e073_1556_e48f,
        0x3fc1_4cee_a73c_f3cf, 0x4010_6d00_f380_0000, 0x3fb0_209e_7c11_d6c1, 0x3fc2_9973_68db_6db7,
        0x4011_ce52_c880_0000,
      ]),
    Trajectory(
      regime: .standard, labels: .random(3), d: 32,
      bits: [0x3ff1_9739_7ebd_e45a, 0x0, 0x0, 0x3ff1_aa80_217b_9c5f, 0x0, 0x0, 0x3ff1_bd7a_97a0_57df, 0x0, 0x0]),
    Trajectory(
      regime: .dominantNoise, labels: .coarse, d: 64,
      bits: [
        0x3f87_2036_cb95_0d66, 0x3f85_9555_fcdb_2c04, 0x3fda_c920_a800_0000, 0x3f7f_48ba_dc38_a6ae,
        0x3f87_0dfb_bf36_cb01, 0x3fdd_19fd_f000_0000, 0x3f76_d768_4eb2_8500, 0x3f88_65a4_ddfa_9c4b,
        0x3fd5_e280_c000_0000,
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
    #expect(Trainer.version == "2")
    let trajectory = Self.trajectories[index]
    let parameters = try trajectory.regime.parameters(at: trajectory.d, overrides: [.testSamples: 100])
    let trial = Trial(parameters: parameters, labels: trajectory.labels, seed: 1, extent: .steps(32))
    let trace = try Trainer.train(trial, on: .everyCore)
    let seen = trace.checkpoints.suffix(3).flatMap {
      [$0.trainingLoss.bitPattern, ($0.rareWeight ?? 0).bitPattern, ($0.medianHardMargin ?? 0).bitPattern]
    }
    let text = seen.map { "0x" + String($0, radix: 16) }.joined(separator: ", ")
    #expect(seen == trajectory.bits, "\(text)")
  }
}
