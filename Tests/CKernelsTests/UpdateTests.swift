import CKernels
import Testing

/// The update and the reach, by which the screen works, against double precision and against the portable path.
@Suite struct UpdateTests {
  struct Moved: Equatable {
    var panel: [Float]
    var moved = Array(repeating: Float(0), count: 16)
    var total = Array(repeating: Float(0), count: 16)
  }

  static func update(_ path: Int32, dimension: Int, count: Int) -> (
    before: [Float], patches: [Float], rows: [Int32], coefficients: [Float], after: Moved
  ) {
    let stride = dimension + 5
    let patches = Loops.numbers(40 * stride, salt: 3)
    let before = Loops.numbers(dimension * 16, salt: 21)
    let rows = (0..<count).map { Int32(($0 * 7) % 40) }
    // Neurons that did not fire on a patch have the coefficient zero.
    let coefficients = Loops.numbers(count * 16, salt: 8).enumerated().map { $0 % 3 == 0 ? 0 : $1 }
    var after = Moved(panel: before)
    littleo_update(
      path, &after.panel, dimension, patches, stride, rows, coefficients, count, &after.moved, &after.total)
    return (before, patches, rows, coefficients, after)
  }

  @Test(arguments: Loops.paths, [1, 7, 16, 83, 256])
  func updateAgreesWithDoublePrecision(path: Int32, dimension: Int) {
    for count in [0, 1, 40, 64, 77] {
      let (before, patches, rows, coefficients, after) = Self.update(path, dimension: dimension, count: count)
      for lane in 0..<16 {
        var moved = 0.0
        var total = 0.0
        for c in 0..<dimension {
          var change = 0.0
          for n in 0..<count {
            change += Double(coefficients[n * 16 + lane]) * Double(patches[Int(rows[n]) * (dimension + 5) + c])
          }
          let weight = Double(before[c * 16 + lane]) + change
          #expect(abs(Double(after.panel[c * 16 + lane]) - weight) < 1e-5)
          moved += change * change
          total += weight * weight
        }
        #expect(abs(Double(after.moved[lane]) - moved) < 1e-4 * (1 + moved))
        #expect(abs(Double(after.total[lane]) - total) < 1e-4 * (1 + total))
      }
      #expect(after == Self.update(Loops.portable, dimension: dimension, count: count).after)
      var norms = Array(repeating: Float(0), count: 16)
      littleo_panel_norms(path, after.panel, dimension, &norms)
      #expect(norms == after.total)
    }
  }

  /// A neuron that fired has the slope of its row as coefficient, another one has 0.
  @Test(arguments: Loops.paths, [0, 1, 70])
  func slopesAreSpreadOverTheLanesThatFired(path: Int32, count: Int) {
    let slopes = Loops.numbers(max(1, count), salt: 5)
    let masks = (0..<max(1, count)).map { UInt16(truncatingIfNeeded: $0 &* 0x9E37 &+ 0x8001) }
    var coefficients = Array(repeating: Float(-1), count: 16 * count + 1)
    littleo_spread(path, slopes, masks, count, &coefficients)
    for place in 0..<(16 * count) {
      let fires = masks[place / 16] >> UInt16(place % 16) & 1 == 1
      #expect(coefficients[place] == (fires ? slopes[place / 16] : 0))
    }
    #expect(coefficients.last == -1)
  }

  /// A lane that did not fire keeps its bits.
  @Test(arguments: Loops.paths)
  func silentLanesStay(path: Int32) {
    let (before, _, _, _, after) = Self.update(path, dimension: 33, count: 1)
    for c in 0..<33 { #expect(after.panel[c * 16] == before[c * 16] && after.panel[c * 16 + 1] != before[c * 16 + 1]) }
    #expect(after.moved[0] == 0)
  }

  @Test(arguments: Loops.paths)
  func reachIsTheLeastStrengthThatFires(path: Int32) {
    let features = 21
    let panel = Loops.numbers(features * 16, salt: 2)
    for loudest in [-0.3, -0.6, -.infinity] as [Float] {
      var floors = Array(repeating: Float(-2), count: 16)
      floors[4] = loudest
      var reach = Array(repeating: Float(0), count: features + 1)
      littleo_reach(path, panel, features, floors, 1.02, &reach)
      for j in 0..<features {
        let w = panel[j * 16 + 4]
        let fires = 1.02 * w + loudest > 0
        #expect(reach[j] == (fires ? (loudest * -0.9999) / w : .infinity))
      }
      #expect(reach[features] == .infinity)
      floors[9] = 1e-9
      littleo_reach(path, panel, features, floors, 1.02, &reach)
      #expect(reach.allSatisfy { $0 == -.infinity })
    }
  }

  @Test(arguments: Loops.paths, [1, 16, 100])
  func squaredNormAgrees(path: Int32, count: Int) {
    let row = Loops.numbers(count, salt: 4)
    let exact = row.reduce(0) { $0 + Double($1) * Double($1) }
    let norm = littleo_squared_norm(path, row, count)
    #expect(abs(Double(norm) - exact) < 1e-5 * (1 + exact))
    #expect(norm == littleo_squared_norm(Loops.portable, row, count))
  }
}
