import TestSupport
import Testing

@testable import Decision

/// What a support rests on chooses its word, and the weakest conclusion chooses that of the claim.
@Suite struct StrengthTests {
  @Test func aPlantedVerdictIsReached() {
    for verdict in everyVerdict { #expect(Decision.planted(verdict).verdict() == verdict) }
  }

  @Test func everyVerdictHasAWordOfItsOwn() {
    #expect(Set(everyVerdict.map(\.description)).count == everyVerdict.count)
    #expect(everyVerdict.filter(\.isSupport) == Strength.allCases.map(\.verdict))
  }

  /// A claim is as strong as its weakest conclusion, in any order and number.
  @Test func aClaimIsAsStrongAsItsWeakestConclusion() throws {
    for first in Strength.allCases {
      for second in Strength.allCases {
        for third in Strength.allCases {
          let all = [first, second, third]
          let claim = try Conjunction(all.map { .planted($0.verdict) })
          #expect(claim.verdict() == all.max()?.verdict, "\(all)")
        }
      }
    }
  }

  /// A conclusion that is not supported keeps its claim from every word of support, however weak.
  @Test func aConclusionWithoutSupportLeavesNoWordOfSupport() throws {
    for verdict in everyVerdict where !verdict.isSupport {
      for strength in Strength.allCases {
        let claim = try Conjunction([.planted(strength.verdict), .planted(verdict)])
        #expect(!claim.verdict().isSupport)
        #expect((claim.verdict() == .refuted) == (verdict == .refuted))
      }
    }
  }
}
