import MultiView
import Randomness
import Testing

@testable import Training

/// A concentrated trace does not depend on how it is computed, and changes only with its law's tag.
@Suite struct ConcentratedBitsTests {
  /// What trials of the concentrated law can be.
  static let trials: [@Sendable () throws -> NetworkTrial] = [
    { try ConcentratedWorld.trial(.coarse, d: 256, [.testSamples: 50], seed: 7, .steps(32)) },
    { try ConcentratedWorld.trial(.fine, d: 256, [.testSamples: 50], seed: 7, .steps(32), finetuning: 8) },
    { try ConcentratedWorld.trial(.random(4), d: 64, [.testSamples: 20], seed: 7, .steps(16), readout: .probe) },
    {
      try ConcentratedWorld.trial(
        .coarse, d: 256, [.testSamples: 30], seed: 7, .steps(64), regime: .dominantNoise)
    },
    {
      try ConcentratedWorld.trial(.coarse, d: 256, [.testSamples: 30, .hardShare: 0.3], seed: 7, .steps(64))
    },
    {
      try ConcentratedWorld.trial(
        .fine, d: 1_000_000, [.testSamples: 30, .macro: 0.05, .k: 9], seed: 7, .finish(steps: 2000))
    },
    { try ConcentratedWorld.trial(.coarse, d: 1024, [.testSamples: 30], seed: 7, .steps(64), regime: .smallInit) },
    {
      try ConcentratedWorld.trial(
        .coarse, d: 256, [.testSamples: 30], seed: 7, .steps(16), fault: .neuronsCorrelated(0.5))
    },
  ]

  @Test(arguments: 0..<trials.count) func threadsAndInstructionsChangeNothing(number: Int) throws {
    let trial = try Self.trials[number]()
    let expected = try Trainer.train(trial, on: Execution(threads: 1, instructions: .portable))
    for execution in SameBitsTests.executions {
      #expect(try Trainer.train(trial, on: execution) == expected, "\(execution)")
    }
  }

  /// The bits of loss, common weight and rare weight at the last two checkpoints.
  static let recorded: [[UInt64]] = [
    [
      0x3f80_43a3_29d5_6818, 0x3fba_90bc_315e_3d51, 0x3f80_6212_57a5_9440, 0x3f77_4f87_059b_9b52,
      0x3fbc_1821_7f12_956a, 0x3f81_33c9_4459_78ac,
    ],
    [
      0x3e84_5623_5473_6700, 0x3f95_31c4_b5c0_e8bb, 0x3fbb_81df_53d2_9dbb, 0x3e89_3fb5_a068_541d,
      0x3f95_31c6_5808_a9f8, 0x3fbb_81df_5ca8_f2ec,
    ],
    [
      0x3ff5_5abb_9cca_6f7a, 0x0, 0x0, 0x3ff6_08fc_1a29_52d2,
      0x0, 0x0,
    ],
    [
      0x3f71_1733_7de4_dd85, 0x3fbd_5ce4_35c3_345a, 0x3f80_1a45_30c0_e203, 0x3f67_5787_6576_a736,
      0x3fbf_0095_9cad_3ca8, 0x3f80_fb79_3251_2f2e,
    ],
    [
      0x3fb6_8cba_b657_7fce, 0x3fad_44fb_d261_dfae, 0x3fa5_7ba1_6c2c_16a8, 0x3fad_d591_9af9_8534,
      0x3fac_6b94_7dc0_c769, 0x3fa9_b19c_95d5_46dd,
    ],
    [
      0x3f45_239a_008f_a524, 0x3f9f_89c1_062d_4af4, 0x3fc3_3646_0e21_bfd9,
    ],
    [
      0x3f72_6164_2d2c_f2c4, 0x3fbf_d981_f9fc_9529, 0x3f75_3dec_d782_724e, 0x3f69_9336_ca33_e989,
      0x3fc0_ce6e_f7ba_1559, 0x3f76_67da_a3ad_cd15,
    ],
    [
      0x3f92_1e70_db82_d0aa, 0x3fb7_3625_fbe7_9684, 0x3f7d_2d9d_f08c_4b2f, 0x3f86_f052_c6ef_474d,
      0x3fb8_e0f0_8288_4902, 0x3f7e_ee41_804e_3f33,
    ],
  ]

  @Test(arguments: 0..<trials.count) func trajectoriesBelongToTheTag(number: Int) throws {
    #expect(NetworkTrial.currentLaw == "1")
    let trace = try Trainer.train(try Self.trials[number]())
    let last = (trace.finetuning ?? trace.checkpoints).suffix(2)
    let bits = last.flatMap {
      [$0.trainingLoss.bitPattern, ($0.commonWeight ?? 0).bitPattern, ($0.rareWeight ?? 0).bitPattern]
    }
    let text = bits.map { "0x" + String($0, radix: 16) }.joined(separator: ", ")
    #expect(
      number < Self.recorded.count && bits == Self.recorded[number],
      """
      after an intended change of the concentrated law, raise NetworkTrial.currentLaw and record trial \(number): \(text)
      """)
  }

  /// A defect of the concentrated law that does something changes the trace.
  @Test(arguments: [Fault.decisionNoiseOff, .noiseNormScaled(4), .neuronsCorrelated(1), .secondEarsDropped])
  func defectsOfTheLawShow(fault: Fault) throws {
    let trial = try ConcentratedWorld.trial(.fine, d: 64, [.testSamples: 20], seed: 3, .steps(16))
    let sound = try Trainer.train(trial)
    #expect(try Trainer.train(trial.with(fault)).checkpoints != sound.checkpoints)
    #expect(try Trainer.train(trial.with(.neuronsCorrelated(0))).checkpoints == sound.checkpoints)
  }
}
