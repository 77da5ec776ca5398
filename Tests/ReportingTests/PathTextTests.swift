import Testing

@testable import Reporting

/// A path that is written shorter has to go through the same points.
@Suite("paths of a drawing") struct PathTextTests {
  @Test("a line passes through its points to a tenth") func line() {
    #expect(PathText.line([(x: 10, y: 20.04), (x: 12.5, y: 19.96), (x: 12.5, y: 0.3)]) == "M10 20l2.5 0 0-19.7")
    #expect(PathText.line([(x: 1, y: 2)]) == "M1 2")
    #expect(PathText.line([]) == "")
  }

  @Test("rounding does not add up along a line") func drift() {
    let points = (0...1_000).map { (x: Double($0) * 0.34, y: 100 - Double($0) * 0.07) }
    let ends = Self.places(of: PathText.line(points))
    #expect(ends.count == points.count)
    for (end, point) in zip(ends, points) {
      #expect(abs(end.x - point.x) < 0.0501 && abs(end.y - point.y) < 0.0501)
    }
  }

  @Test("dots keep their column and their height; equal ones are drawn once") func dots() {
    let text = PathText.dots([(x: 30.5, y: 7), (x: 10, y: 50), (x: 10, y: 49.8), (x: 10, y: 12)])
    #expect(text == "M10 12h0m0 38h0M30.5 7h0")
    #expect(PathText.dots([]) == "")
  }

  @Test("what is no number or beyond any drawing does not trap") func extremes() {
    #expect(PathText.line([(x: .nan, y: .infinity), (x: -.infinity, y: 0)]).hasPrefix("M0 1000000000l"))
  }

  /// Reads back what `line` wrote: absolute first, then relative pairs.
  private static func places(of path: String) -> [(x: Double, y: Double)] {
    var numbers: [Double] = []
    var digits = ""
    func flush() {
      if let number = Double(digits) { numbers.append(number) }
      digits = ""
    }
    for letter in path {
      if letter == "-" || letter == " " || letter == "M" || letter == "l" { flush() }
      if letter.isNumber || letter == "." || letter == "-" { digits.append(letter) }
    }
    flush()
    var place = (x: 0.0, y: 0.0)
    return stride(from: 0, to: numbers.count - 1, by: 2).map { index in
      place = (place.x + numbers[index], place.y + numbers[index + 1])
      return place
    }
  }
}
