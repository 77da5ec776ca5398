import Testing

@testable import Statistics

/// Limits of a difference of means, against SciPy 1.17 (`ttest_ind(equal_var=False).confidence_interval(0.90)`).
@Suite struct MeanDifferenceTests {
  @Test func limitsAreThoseOfWelch() throws {
    let first = try #require(MeanDifference(of: [1, 2, 3], minus: [2, 4, 6], tail: 0.05))
    #expect(first.mean == -2)
    #expect(abs(first.lower + 5.0631119350028815) < 1e-9 && abs(first.upper - 1.0631119350028797) < 1e-9)
    let second = try #require(MeanDifference(of: [0.1, 0.4, 0.35, 0.8], minus: [0.2, 0.2], tail: 0.05))
    #expect(abs(second.lower + 0.12845016901863787) < 1e-9 && abs(second.upper - 0.5534501690186376) < 1e-9)
  }

  @Test func exchangingTheSamplesChangesTheSign() throws {
    let (left, right) = ([0.3, 0.1, 0.7], [0.2, 0.9, 0.4, 0.4])
    let forth = try #require(MeanDifference(of: left, minus: right, tail: 0.05))
    let back = try #require(MeanDifference(of: right, minus: left, tail: 0.05))
    #expect(forth.mean == -back.mean && abs(forth.lower + back.upper) < 1e-12)
  }

  /// Squares of variances would underflow here.
  @Test func smallValuesHaveLimits() throws {
    let scaled = try #require(
      MeanDifference(of: [1e-100, 2e-100, 3e-100], minus: [2e-100, 4e-100, 6e-100], tail: 0.05))
    #expect(abs(scaled.lower * 1e100 + 5.0631119350028815) < 1e-9)
  }

  @Test func equalValuesHaveNoSpread() throws {
    let same = try #require(MeanDifference(of: [1, 1], minus: [0.5, 0.5], tail: 0.05))
    #expect(same.lower == 0.5 && same.upper == 0.5)
  }

  @Test(arguments: [[], [1], [1, .nan], [1, .infinity]]) func samplesWithoutAVarianceAreRefused(values: [Double]) {
    #expect(MeanDifference(of: values, minus: [1, 2], tail: 0.05) == nil)
    #expect(MeanDifference(of: [1, 2], minus: values, tail: 0.05) == nil)
  }
}
