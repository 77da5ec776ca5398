import Randomness

/// What random numbers of a run on images are for; different purposes never share a number.
enum ImagePurpose: Int {
  /// Which training images are held out to look for hard ones; the seed is 0 for every run.
  case holdOut = 1
  /// Which images are learned from, and in which order they stand.
  case subset
  /// The first weights of the network.
  case weights
  /// The frozen second layer.
  case secondLayer
  /// The order of the images in a pass of pretraining.
  case order
  /// The order of the images in a pass of fine-tuning.
  case tuningOrder
  /// Labels that are dealt at random, and the first centres of k-means.
  case labels
  /// How pixels are moved.
  case pixels
}

extension Draws {
  /// A sequence of a run on images.
  init(seed: UInt64, _ purpose: ImagePurpose, part: Int = 0) {
    self.init(seed: seed, stream: .images, step: purpose.rawValue, sample: part)
  }

  /// Returns the numbers from 0 up to and without `count` in random order.
  mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) { order.swapAt(last, index(below: last + 1)) }
    return order
  }
}
