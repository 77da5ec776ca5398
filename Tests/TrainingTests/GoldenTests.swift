import Foundation
import MultiView
import Testing

@testable import Training

/// Fixed trajectories, to the last bit: they change exactly when ``Trainer/version`` does.
///
/// If one of these fails after an intended change of the arithmetic, raise the version, so that no stored trial of the
/// old arithmetic is taken for one of the new, and write the new numbers here.
@Suite struct GoldenTests {
  /// Mean weight on the own rare feature and median hard margin after 11, 16, 23 and 32 steps.
  @Test(
    arguments: [
      (
        LabelMap.coarse,
        [
          0x3f9f_c607_96c2_654e, 0x3fc4_b31c_a000_0000, 0x3fa0_6087_5e5f_d431, 0x3fbd_12a4_8000_0000,
          0x3fa0_dc72_a0db_0995, 0xbf73_da48_0000_0000, 0x3fa1_511f_2405_79d7, 0xbf6e_c360_0000_0000,
        ]
      ),
      (
        .fine,
        [
          0x3fba_f30c_907c_1f08, 0x400b_d7e5_0400_0000, 0x3fbe_0a5e_ba2e_8ba3, 0x400f_bb9c_8e00_0000,
          0x3fc0_5ad8_e0a5_7eb5, 0x4011_d34e_5980_0000, 0x3fc1_81a2_9052_bf5b, 0x4013_351e_c880_0000,
        ]
      ),
    ] as [(LabelMap, [UInt64])])
  func trajectoriesBelongToTheVersion(labels: LabelMap, bits: [UInt64]) throws {
    let parameters = try Regime.standard.parameters(at: 32, overrides: [.testSamples: 100])
    let trace = try Trainer.train(Trial(parameters: parameters, labels: labels, seed: 1, extent: .steps(32)))
    let seen = trace.checkpoints.suffix(4).flatMap {
      [($0.rareWeight ?? .nan).bitPattern, ($0.medianHardMargin ?? .nan).bitPattern]
    }
    #expect(Trainer.version == "1")
    #expect(seen == bits, "\(seen.map { "0x" + String($0, radix: 16) }.joined(separator: ", "))")
  }
}
