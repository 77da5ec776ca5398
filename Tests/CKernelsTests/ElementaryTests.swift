import CKernels
import Foundation
import Testing

/// The elementary functions compared with the C library, with the identities they satisfy, and with recorded bits.
@Suite struct ElementaryTests {
  typealias Function = (Double) -> Double

  /// Numbers uniform on [0, 1), the same on every run.
  static func uniforms(_ count: Int, salt: UInt64) -> [Double] {
    var state = salt
    return (0..<count).map { _ in
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
    }
  }

  /// A grid over a range and as many random points of it.
  static func points(_ range: ClosedRange<Double>, _ count: Int = 20_000) -> [Double] {
    let width = range.upperBound - range.lowerBound
    let grid = (0...count).map { range.lowerBound + width * (Double($0) / Double(count)) }
    return grid + uniforms(count, salt: UInt64(count)).map { range.lowerBound + width * $0 }
  }

  /// Numbers of both signs whose sizes are spread over all magnitudes from 2^low to 2^high.
  static func magnitudes(_ low: Double, _ high: Double) -> [Double] {
    points(low...high, 5000).flatMap { [Foundation.exp2($0), -Foundation.exp2($0)] }
  }

  /// The largest distance between two functions in units in the last place of the second.
  static func distance(_ one: Function, _ other: Function, at arguments: [Double]) -> Double {
    arguments.reduce(0) { worst, x in
      let (a, b) = (one(x), other(x))
      return a == b || (a.isNaN && b.isNaN) ? worst : max(worst, abs(a - b) / b.ulp)
    }
  }

  static let edges: [Double] = [
    0, -0.0, 1, -1, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude,
    .leastNormalMagnitude.nextDown, 0x1p-54, 0x1p-53, .greatestFiniteMagnitude,
    -.greatestFiniteMagnitude, .infinity, -.infinity, .nan, 709.782712893384, 709.7827128933841, -708.4, -745.1,
    -745.13, -745.14, -746, 1000, -1000, -37, -38, 37, 38, 0.5.squareRoot(), 2.0.squareRoot(),
  ]

  @Test func exponentialAgreesWithTheCLibrary() {
    for arguments in [Self.points(-746...710), Self.points(-1.5...1.5), Self.magnitudes(-1074, 9), Self.edges] {
      #expect(Self.distance(littleo_exp, Foundation.exp, at: arguments) <= 1)
    }
  }

  @Test func logarithmAgreesWithTheCLibrary() {
    for arguments in [Self.points(0...4), Self.points(0.99...1.01), Self.magnitudes(-1074, 1023.9), Self.edges] {
      #expect(Self.distance(littleo_log, Foundation.log, at: arguments) <= 1)
    }
  }

  @Test func smallArgumentsKeepTheirDigits() {
    for arguments in [Self.points(-1...3), Self.magnitudes(-1074, 900), Self.edges] {
      #expect(Self.distance(littleo_log1p, Foundation.log1p, at: arguments) <= 2)
    }
    for arguments in [Self.points(-45...709), Self.points(-2...2), Self.magnitudes(-1074, 9), Self.edges] {
      #expect(Self.distance(littleo_expm1, Foundation.expm1, at: arguments) <= 2)
    }
    for function in [littleo_log1p, littleo_expm1] as [Function] {
      #expect(function(-0.0).sign == .minus && function(.leastNonzeroMagnitude) == .leastNonzeroMagnitude)
    }
  }

  @Test func powersAgreeWithTheCLibrary() {
    for exponent in [-16, -3.7, -1.5, -0.25, 0, 0.1, 0.5, 1, 2, 3, 16] {
      for arguments in [
        Self.points(0...2, 2000), Self.points(4...1e6, 2000), Self.magnitudes(-60, 60).filter { $0 > 0 },
      ] {
        #expect(
          Self.distance({ littleo_pow($0, exponent) }, { Foundation.pow($0, exponent) }, at: arguments)
            <= (abs(exponent) > 4 ? 2 : 1),
          "\(exponent)")
      }
    }
    for base in [0, 0.5, 1, 2, .infinity] {
      for exponent in [0, 1, -1, 1e300, -1e300, Double.leastNonzeroMagnitude, .infinity, -.infinity] {
        #expect(littleo_pow(base, exponent) == Foundation.pow(base, exponent), "\(base), \(exponent)")
      }
    }
    #expect(littleo_pow(-2, 2).isNaN && littleo_pow(.nan, 1).isNaN && littleo_pow(2, .nan).isNaN)
  }

  /// A power that a double can represent is computed exactly.
  @Test func exactPowersAreExact() {
    for d in [4.0, 64, 1024, 65536] {
      #expect(littleo_pow(d, 0.5) == d.squareRoot())
      #expect(littleo_pow(d, -1.5) == 1 / (d * d.squareRoot()))
    }
    var power = 1.0
    for exponent in 0...22 {
      #expect(littleo_pow(10, Double(exponent)) == power)
      power *= 10
    }
  }

  /// The C library gets a rounded angle, so the tolerance is 2⁻⁵² instead of 2⁻⁵³.
  @Test func cosineAgreesWithTheCLibrary() {
    for u in Self.points(0...1) + Self.magnitudes(-1074, -0.01).filter({ $0 > 0 }) {
      let t = u - (4 * u).rounded() / 4
      let angle = 2 * Double.pi * t
      let expected = [Foundation.cos(angle), -Foundation.sin(angle), -Foundation.cos(angle), Foundation.sin(angle)]
      #expect(abs(littleo_cos_turns(u) - expected[Int((4 * u).rounded()) % 4]) <= 0x1p-52)
    }
  }

  @Test func cosineIsSymmetric() {
    for u in Self.uniforms(20_000, salt: 3) {
      #expect(littleo_cos_turns(1 - u) == littleo_cos_turns(u))
      if u <= 0.5 { #expect(littleo_cos_turns(u + 0.5) == -littleo_cos_turns(u) || u + 0.5 - 0.5 != u) }
      #expect(abs(littleo_cos_turns(u)) <= 1)
    }
    #expect([0, 0.25, 0.5, 0.75, 1].map(littleo_cos_turns) == [1, 0, -1, 0, 1])
    #expect([-0.1, 1.1, .infinity, .nan].allSatisfy { littleo_cos_turns($0).isNaN })
  }

  @Test func inversesUndoEachOther() {
    for x in Self.magnitudes(-1000, 1000) where x > 0 {
      let logarithm = littleo_log(x)
      #expect(abs(littleo_exp(logarithm) / x - 1) <= (abs(logarithm) + 2) * 0x1p-53)
    }
    for x in Self.magnitudes(-1000, 5) where x > -20 {
      #expect(abs(littleo_log1p(littleo_expm1(x)) / x - 1) <= 0x1p-51 * max(1, littleo_exp(-x)))
    }
  }

  /// The grids are coarser than the errors; some cross the point where one formula hands over to the next.
  @Test func monotonicFunctionsAreMonotonic() {
    func rises(_ function: Function, _ range: ClosedRange<Double>) -> Bool {
      let values = (0...50_000).map {
        function(range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / 50_000)
      }
      return zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
    }
    #expect(rises(littleo_exp, -708...709) && rises(littleo_exp, 0.3465...0.3466) && rises(littleo_exp, -1e-6...1e-6))
    #expect(rises(littleo_log, 1e-9...3) && rises(littleo_log, 0.7071...0.70711) && rises(littleo_log, 1...1e18))
    #expect(rises(littleo_log1p, -0.99999...3) && rises(littleo_log1p, -1e-9...1e-9))
    #expect(rises(littleo_expm1, -30...700) && rises(littleo_expm1, -1e-9...1e-9) && rises(littleo_expm1, -0.35...0.35))
    #expect(rises({ -littleo_normal_tail($0) }, -7...38) && rises({ -littleo_normal_tail($0) }, 1.999...2.001))
    #expect(rises({ -littleo_cos_turns($0) }, 0...0.5) && rises(littleo_cos_turns, 0.5...1))
  }

  /// Recorded bits: a machine, compiler or C library that gives other bits would give other trials.
  @Test func bitsAreTheSameOnEveryMachine() {
    let golden: [(name: String, function: Function, values: [(Double, UInt64)])] = [
      (
        "exp", littleo_exp,
        [
          (1.0, 0x4005_bf0a_8b14_5769), (-0.3, 0x3fe7_b4c8_69c3_7c05), (0.34657, 0x3ff6_a099_138a_089d),
          (-17.25, 0x3e61_4f49_dbc5_078c), (700.1, 0x7f10_5861_4179_b2a5), (-709.0538109639097, 0x0008_4a8c_f0f8_f0ce),
          (-744.9, 0x0000_0000_0000_0001),
        ]
      ),
      (
        "log", littleo_log,
        [
          (2.0, 0x3fe6_2e42_fefa_39ef), (3.0, 0x3ff1_93ea_7aad_030b), (0.7058, 0xbfd6_4c91_8667_0448),
          (1.4101, 0x3fd5_fe89_2119_fe74), (1e-09, 0xc034_b927_f32b_ffb8), (1024.0, 0x401b_b9d3_beb8_c86b),
          (Double.leastNonzeroMagnitude, 0xc087_4385_446d_71c3),
        ]
      ),
      (
        "log1p", littleo_log1p,
        [
          (1e-09, 0x3e11_2e0b_e801_f1d9), (-1e-09, 0xbe11_2e0b_e84b_bb51), (-0.2976, 0xbfd6_9baf_44ec_b9b9),
          (0.5, 0x3fd9_f323_ecbf_984c), (-0.9999, 0xc022_6bb1_bbb5_5554), (1.8e-16, 0x3ca9_f0d3_ef0f_af28),
          (10000000000.0, 0x4037_069e_2aa3_184e),
        ]
      ),
      (
        "expm1", littleo_expm1,
        [
          (1e-09, 0x3e11_2e0b_e84b_bb51), (-1e-09, 0xbe11_2e0b_e801_f1d9), (0.2, 0x3fcc_56ec_f2c5_6468),
          (-0.4, 0xbfd5_1979_f31b_1e25), (1.5, 0x400b_da7f_cc9f_8a83), (-20.0, 0xbfef_ffff_fee4_b79b),
          (50.0, 0x4471_9103_e408_0b45),
        ]
      ),
      (
        "pow(·, −1.5)", { littleo_pow($0, -1.5) },
        [
          (3.0, 0x3fc8_a234_5cc0_4426), (64.0, 0x3f60_0000_0000_0000), (100.0, 0x3f50_624d_d2f1_a9fc),
          (1000.0, 0x3f00_9456_549b_e1bd), (0.01, 0x408f_4000_0000_0000), (1000000.0, 0x3e11_2e0b_e826_d695),
          (16777216.0, 0x3db0_0000_0000_0000),
        ]
      ),
      (
        "cos_turns", littleo_cos_turns,
        [
          (0.1, 0x3fe9_e377_9b97_f4a8), (0.2, 0x3fd3_c6ef_372f_e94e), (0.3, 0xbfd3_c6ef_372f_e94e),
          (0.45, 0xbfee_6f0e_1344_5500), (0.6, 0xbfe9_e377_9b97_f4a8), (0.85, 0x3fe2_cf23_0475_5a5d),
          (1e-09, 0x3ff0_0000_0000_0000),
        ]
      ),
      (
        "normal_tail", littleo_normal_tail,
        [
          (-1.5, 0x3fed_dcb7_24ed_3703), (0.3, 0x3fd8_7423_a677_e90e), (1.96, 0x3f99_990c_5885_9300),
          (2.0, 0x3f97_4bcf_82c9_d860), (3.8, 0x3f12_f731_ee2b_89ea), (8.0, 0x3cc6_69d2_c90d_55cf),
          (37.0, 0x01ce_accc_6bfe_b0ad),
        ]
      ),
    ]
    for (name, function, values) in golden {
      for (x, bits) in values {
        #expect(function(x).bitPattern == bits, "\(name)(\(x)) = 0x\(String(function(x).bitPattern, radix: 16))")
      }
    }
  }

  /// A hash over 20,000 arguments shows a difference that a handful of arguments would miss.
  @Test func bitsOfManyArgumentsAreTheSameOnEveryMachine() {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for u in Self.uniforms(20_000, salt: 7) {
      let wide = 1400 * (u - 0.5)
      for value in [
        littleo_exp(wide), littleo_log(u), littleo_log1p(-u), littleo_expm1(wide / 10), littleo_pow(1 + 1e6 * u, -1.5),
        littleo_cos_turns(u), littleo_normal_tail(wide / 20),
      ] {
        hash = (hash ^ value.bitPattern) &* 0x0100_0000_01b3
      }
    }
    #expect(hash == 0x5472_884b_4193_8c56, "0x\(String(hash, radix: 16))")
  }
}
