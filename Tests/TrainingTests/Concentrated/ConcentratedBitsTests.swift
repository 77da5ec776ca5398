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
      0x3f80_2e1a_ff20_4c1f, 0x3fba_8ae6_dff7_c32b, 0x3f80_5ffa_ae4a_cc7c, 0x3f77_3afc_6f8c_5a5b,
      0x3fbc_1023_cb8f_01ce, 0x3f81_30b6_1fd3_e451,
    ],
    [
      0x3e83_c8e5_0295_1d4f, 0x3f95_5940_dd6f_717e, 0x3fbb_a076_dab8_6337, 0x3e88_954d_77b7_42f6,
      0x3f95_5942_761d_4c27, 0x3fbb_a076_e34f_df05,
    ],
    [
      0x3ff5_59e9_745c_5a4f, 0x0, 0x0, 0x3ff6_144e_ddd2_1dd1,
      0x0, 0x0,
    ],
    [
      0x3f71_1724_7ede_99f2, 0x3fbd_5c98_7624_a2b3, 0x3f80_18e9_384b_de3c, 0x3f67_73bf_ec5c_38b1,
      0x3fbf_010b_80c0_4aa8, 0x3f80_fa72_a6b1_fbf3,
    ],
    [
      0x3fb6_d088_25a8_4e71, 0x3fad_a8ab_f28a_1090, 0x3fa5_7f6f_aec2_e13c, 0x3fad_fd57_0e7b_0fab,
      0x3fac_f46e_1a76_22bc, 0x3fa9_b9ec_258c_4de0,
    ],
    [
      0x3f45_13c1_0541_6c95, 0x3f9f_7f61_3288_f010, 0x3fc3_3d49_10bd_e941,
    ],
    [
      0x3f72_7daf_943c_e07a, 0x3fbf_f9f1_6429_1c67, 0x3f75_5319_775f_cf6f, 0x3f69_af9f_5f30_a5c1,
      0x3fc0_e01c_d3d5_8797, 0x3f76_7edd_35d4_00bc,
    ],
    [
      0x3f92_399a_9487_6fe5, 0x3fb7_3eb3_caaf_697b, 0x3f7d_35c2_d3fb_4466, 0x3f87_2e0b_ba41_15ad,
      0x3fb8_ee7f_83ee_94d4, 0x3f7e_fb0b_ce9f_6a51,
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
