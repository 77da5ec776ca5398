import CKernels
import Testing

/// The products against double precision, and their independence of how the work is cut.
@Suite struct ProductTests {
  static func numbers(_ count: Int, salt: UInt32) -> [Float] {
    (0..<count).map { index in
      let bits = (UInt32(truncatingIfNeeded: index) &+ salt) &* 2_654_435_761
      return Float(bits >> 8) * 0x1p-24 - 0.5
    }
  }

  func dots(_ patches: [Float], _ weights: [Float], neurons: [Int32], audible: [Int32], stride: Int) -> [Float] {
    let rows = patches.count / stride
    return [Float](unsafeUninitializedCapacity: rows * neurons.count) { buffer, count in
      buffer.initialize(repeating: -1)
      littleo_dots(buffer.baseAddress, patches, rows, weights, neurons, audible, neurons.count, stride)
      count = rows * neurons.count
    }
  }

  @Test(arguments: [16, 48, 256, 1024], [1, 2, 7, 33, 70])
  func dotsAgreeWithDoublePrecision(stride: Int, rows: Int) {
    let patches = Self.numbers(rows * stride, salt: 1)
    let weights = Self.numbers(9 * stride, salt: 77)
    for neurons in [[Int32(4)], [0, 8], [1, 3, 5, 7, 8]] {
      let all = Array(repeating: Int32(rows), count: neurons.count)
      let products = dots(patches, weights, neurons: neurons, audible: all, stride: stride)
      for p in 0..<rows {
        for (i, neuron) in neurons.enumerated() {
          var exact = 0.0
          for c in 0..<stride { exact += Double(patches[p * stride + c]) * Double(weights[Int(neuron) * stride + c]) }
          #expect(abs(Double(products[p * neurons.count + i]) - exact) < 1e-6 * Double(stride))
        }
      }
    }
  }

  /// A pair's product is the same bits alone and in company, and for any number of audible patches.
  @Test func dotsDoNotDependOnTheirCompany() {
    let stride = 64
    let rows = 67
    let patches = Self.numbers(rows * stride, salt: 5)
    let weights = Self.numbers(6 * stride, salt: 9)
    let neurons: [Int32] = [0, 1, 2, 3, 5]
    let audible: [Int32] = [67, 0, 33, 1, 50]
    let together = dots(patches, weights, neurons: neurons, audible: audible, stride: stride)
    for (i, neuron) in neurons.enumerated() {
      for p in 0..<Int(audible[i]) {
        let row = Array(patches[(p * stride)..<((p + 1) * stride)])
        let alone = dots(row, weights, neurons: [neuron], audible: [1], stride: stride)
        #expect(together[p * neurons.count + i] == alone[0])
      }
    }
  }

  @Test(arguments: [16, 80, 1024], [0, 1, 40])
  func updateAgreesWithDoublePrecision(stride: Int, count: Int) {
    let patches = Self.numbers(40 * stride, salt: 3)
    var weight = Self.numbers(stride, salt: 21)
    let before = weight
    let rows = (0..<count).map { Int32(($0 * 7) % 40) }
    let coefficients = Self.numbers(count, salt: 8)
    var norms: [Float] = [0, 0]
    littleo_update(&weight, patches, rows, coefficients, count, stride, &norms)
    var moved = 0.0
    var total = 0.0
    for c in 0..<stride {
      var change = 0.0
      for n in 0..<count { change += Double(coefficients[n]) * Double(patches[Int(rows[n]) * stride + c]) }
      #expect(abs(Double(weight[c]) - Double(before[c]) - change) < 1e-5)
      moved += change * change
      total += Double(weight[c]) * Double(weight[c])
    }
    #expect(abs(Double(norms[0]) - moved) < 1e-4 * (1 + moved))
    #expect(abs(Double(norms[1]) - total) < 1e-4 * (1 + total))
    #expect(abs(Double(littleo_squared_norm(weight, stride)) - total) < 1e-4 * (1 + total))
  }
}
