import Randomness

@testable import Images

/// Images whose class is a bright square at a place of its own.
enum PlantedImages {
  static func table(count: Int, classes: Int, seed: UInt64) -> ImageTable {
    var draws = Draws(seed: seed, stream: .images, step: 900)
    var pixels: [UInt8] = []
    let numbers = (0..<count).map { $0 % classes }
    for number in numbers {
      var image = (0..<64).map { _ in UInt8(draws.index(below: 60)) }
      for place in 0..<4 { image[(number * 5 + place) % 64] = UInt8(200 + draws.index(below: 50)) }
      for place in 0..<2 { image[(number * 5 + 32 + place) % 64] = UInt8(150 + draws.index(below: 50)) }
      pixels += image
    }
    return ImageTable(rows: 8, columns: 8, pixels: pixels, classes: numbers)
  }
}
