import CKernels
@testable import Randomness
import Testing

/// Every Swift function calls its own kernel; the kernels are tested in CKernelsTests.
@Suite struct ElementaryFaceTests {
  @Test(arguments: [0.1, 0.37, 0.5, 0.93])
  func namesStandForTheirKernels(x: Double) {
    #expect(Elementary.exp(x) == littleo_exp(x))
    #expect(Elementary.log(x) == littleo_log(x))
    #expect(Elementary.log1p(x) == littleo_log1p(x))
    #expect(Elementary.expm1(x) == littleo_expm1(x))
    #expect(Elementary.pow(x, 3.5) == littleo_pow(x, 3.5))
    #expect(Elementary.cosine(turns: x) == littleo_cos_turns(x))
  }
}
