@testable import MultiView
import Randomness
import Testing

@Suite struct PermutationTests {
  func permutation(_ count: Int, _ key: Int) -> Permutation {
    Permutation(of: count, drawnFrom: Draws(seed: 5, stream: .epochOrder, step: key))
  }

  @Test(arguments: [1, 2, 3, 5, 7, 16, 63, 64, 65, 1000, 4096, 10007])
  func everyElementStandsOnce(count: Int) {
    for key in 0..<5 {
      let order = permutation(count, key)
      #expect((0..<count).map { order[$0] }.sorted() == Array(0..<count))
    }
  }

  /// Over keys, every element is equally likely at every place, and so is every difference of the first two elements.
  @Test(arguments: [3, 8, 24])
  func placesAreUniform(count: Int) {
    let keys = 6000
    var seen = Array(repeating: Array(repeating: 0.0, count: count), count: count)
    var differences = Array(repeating: 0.0, count: count)
    for key in 0..<keys {
      let order = permutation(count, key)
      for place in 0..<count { seen[place][order[place]] += 1 }
      differences[(order[1] - order[0] + count) % count] += 1
    }
    let expected = Double(keys) / Double(count)
    let freedom = Double((count - 1) * (count - 1))
    let squares = seen.joined().reduce(0.0) { $0 + ($1 - expected) * ($1 - expected) / expected }
    // (count − 1)² degrees of freedom: the counts of a place, or of an element, add up to the number of keys.
    #expect(squares < freedom + 6 * (2 * freedom).squareRoot())
    #expect(differences[0] == 0)
    let gap = Double(keys) / Double(count - 1)
    let gaps = differences.dropFirst().reduce(0.0) { $0 + ($1 - gap) * ($1 - gap) / gap }
    #expect(gaps < Double(count) + 6 * (2 * Double(count)).squareRoot())
  }

  /// The largest set costs no more than a small one, and its elements are spread evenly.
  @Test func theLargestSetTakesNoMemory() {
    let count = 1 << 31
    let order = permutation(count, 1)
    let elements = (0..<2000).map { order[$0] }
    #expect(Set(elements).count == 2000)
    #expect(elements.allSatisfy { (0..<count).contains($0) })
    let mean = elements.reduce(0.0) { $0 + Double($1) } / 2000 / Double(count)
    #expect(abs(mean - 0.5) < 6 * (1.0 / 12 / 2000).squareRoot())
  }
}
