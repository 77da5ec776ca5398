import Testing

@testable import Statistics

/// The median of finite values lies between them.
@Suite struct MedianTests {
  @Test func theMiddleTwoOfAnEvenNumberAreAveraged() {
    #expect(Median.of([3, 1, 2]) == 2)
    #expect(Median.of([4, 1, 3, 2]) == 2.5)
    #expect(Median.of([nil, .nan, .infinity, 7]) == 7)
    #expect(Median.of([nil, .nan]) == nil)
  }

  /// The sum of two huge values is infinite, their mean is not.
  @Test func theMedianOfHugeValuesIsFinite() {
    let huge = Double.greatestFiniteMagnitude
    #expect(Median.of([huge, huge]) == huge)
    #expect(Median.of([-huge, -huge, -huge, 0]) == -huge)
    #expect(Median.of([-huge, huge]) == 0)
  }
}
