import CKernels
import Foundation
import Testing

/// Rows and panels of normals: the same bits on every path, each lane a function of its own counter.
@Suite struct NormalsTests {
  static let key: [UInt32] = [11, 7]

  static func row(_ path: Int32, count: Int, counter: [UInt32] = [0, 5, 6, 7]) -> [Float] {
    var row = Array(repeating: Float(-99), count: count + 1)
    littleo_fill_normals(path, &row, count, 0.5, counter, key)
    return row
  }

  @Test(arguments: Loops.paths, [1, 63, 64, 65, 1000])
  func rowsHaveTheSameBitsOnEveryPath(path: Int32, count: Int) {
    let row = Self.row(path, count: count)
    #expect(row == Self.row(Loops.portable, count: count))
    #expect(row[count] == -99, "nothing is written after the row")
    #expect(
      Array(row.prefix(count)) == Array(Self.row(path, count: 2000).prefix(count)), "a longer row begins with the row")
  }

  @Test(arguments: Loops.paths)
  func panelLanesDependOnTheirOwnCounter(path: Int32) {
    let scales = (0..<16).map { Float($0) * 0.25 }
    let second = (0..<16).map { UInt32($0 % 3) << 16 }
    let third = (0..<16).map { UInt32($0 * 5) }
    func panel(_ path: Int32, _ count: Int, _ third: [UInt32]) -> [Float] {
      var panel = Array(repeating: Float(0), count: count * 16)
      littleo_fill_panel(path, &panel, count, scales, second, third, 3, Self.key)
      return panel
    }
    let whole = panel(path, 37, third)
    #expect(whole == panel(Loops.portable, 37, third))
    #expect(Array(whole.prefix(21 * 16)) == panel(path, 21, third))
    var other = third
    other[6] = 1000
    let changed = panel(path, 37, other)
    for c in 0..<37 {
      for lane in 0..<16 {
        #expect((changed[c * 16 + lane] == whole[c * 16 + lane]) == (lane != 6 || scales[lane] == 0))
        // The same Box–Muller map in double precision.
        var block: [UInt32] = [0, 0, 0, 0]
        littleo_philox([UInt32(c / 4), second[lane], third[lane], 3], Self.key, &block)
        let (u, v) = c % 4 < 2 ? (block[0], block[1]) : (block[2], block[3])
        let radius = (-2 * log((Double(u) + 0.5) * 0x1p-32)).squareRoot() * Double(scales[lane])
        let angle = 2 * Double.pi * Double(v) * 0x1p-32
        #expect(abs(Double(whole[c * 16 + lane]) - radius * (c % 2 == 0 ? cos(angle) : sin(angle))) < 1e-5)
      }
    }
  }
}
