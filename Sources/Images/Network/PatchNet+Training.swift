import CKernels
import Randomness

/// How a network is trained.
package struct TrainingPlan: Hashable, Sendable {
  /// The images of a batch.
  var batch = 32
  /// The steps.
  var steps: Int
  /// The step size of the first layer at the first step; it falls to 0 in a straight line.
  var rate: Double
  /// The step size of the second layer; 0 leaves it frozen.
  var headRate = 0.0
}

extension PatchNet {
  private typealias Lanes = SIMD16<Float>

  /// Computes ReLU outputs, standardised features and outputs of the images whose rows stand in a workspace.
  func forward(_ work: borrowing Workspace, count: Int) {
    let (dimension, lanes, patches) = (shape.dimension, Self.lanes, shape.patches)
    let total = count * patches
    let zeros = [Float](repeating: 0, count: width)
    var rows = Int32(total)
    panels.withUnsafeBufferPointer { panels in
      zeros.withUnsafeBufferPointer { biases in
        guard let panels = panels.baseAddress, let biases = biases.baseAddress else { return }
        for block in 0..<width / lanes {
          let output = work.responses + block * work.capacity * patches * lanes
          output.update(repeating: 0, count: total * lanes)
          var panel: UnsafePointer<Float>? = panels + block * dimension * lanes
          var first: Int32 = 0
          littleo_respond(
            instructions.path, work.rows, shape.stride, dimension, &panel, biases, &first, &rows, 1, output, nil, 0)
          let vectors = UnsafeRawPointer(output)
          for image in 0..<count {
            var sum = Lanes.zero
            for patch in 0..<patches {
              sum += vectors.loadUnaligned(fromByteOffset: (image * patches + patch) * 64, as: Lanes.self)
            }
            let centre = vector(centre, block), scale = vector(scale, block)
            UnsafeMutableRawPointer(work.features + image * width + block * lanes)
              .storeBytes(of: (sum - centre) * scale, as: Lanes.self)
          }
        }
      }
    }
    head.withUnsafeBytes { head in
      for image in 0..<count {
        let features = UnsafeRawPointer(work.features + image * width)
        for label in 0..<labels {
          var sum = Lanes.zero
          for block in 0..<width / lanes {
            sum +=
              features.loadUnaligned(fromByteOffset: block * 64, as: Lanes.self)
              * head.loadUnaligned(fromByteOffset: (label * width + block * lanes) * 4, as: Lanes.self)
          }
          work.outputs[image * labels + label] = offsets[label] + Self.folded(sum)
        }
      }
    }
  }

  private func vector(_ values: [Float], _ block: Int) -> Lanes {
    values.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: block * 64, as: Lanes.self) }
  }

  /// The sum of all lanes in one fixed order: lane i with lane i + 8, then 4, 2, 1.
  static func folded(_ v: SIMD16<Float>) -> Float {
    let eight = v.lowHalf + v.highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two[0] + two[1]
  }

  /// Replaces the outputs in a workspace by the derivative of the mean loss, and returns the loss summed over images.
  private func softmax(_ work: borrowing Workspace, _ targets: [Int]) -> Double {
    var loss = 0.0
    let share = 1 / Double(targets.count)
    for (image, target) in targets.enumerated() {
      let outputs = work.outputs + image * labels
      var largest = outputs[0]
      for label in 1..<labels { largest = max(largest, outputs[label]) }
      loss -= Double(outputs[target] - largest)
      var total = 0.0
      for label in 0..<labels {
        let weight = Elementary.exp(Double(outputs[label] - largest))
        total += weight
        outputs[label] = Float(weight)
      }
      loss += Elementary.log(total)
      for label in 0..<labels {
        let probability = Double(outputs[label]) / total
        outputs[label] = Float(share * (label == target ? probability - 1 : probability))
      }
    }
    return loss
  }

  /// Takes one step of gradient descent on the images whose rows stand in a workspace, and returns their mean loss.
  ///
  /// - Parameters:
  ///   - work: The rows.
  ///   - targets: The label of every image.
  ///   - rate: The step size of the first layer.
  ///   - headRate: The step size of the second layer; 0 leaves it frozen.
  mutating func step(_ work: borrowing Workspace, _ targets: [Int], rate: Float, headRate: Float) -> Double {
    let (dimension, lanes, patches, count) = (shape.dimension, Self.lanes, shape.patches, targets.count)
    forward(work, count: count)
    let loss = softmax(work, targets)
    head.withUnsafeBytes { head in
      for image in 0..<count {
        for block in 0..<width / lanes {
          var pull = Lanes.zero
          for label in 0..<labels {
            let weight = Lanes(repeating: work.outputs[image * labels + label])
            pull += weight * head.loadUnaligned(fromByteOffset: (label * width + block * lanes) * 4, as: Lanes.self)
          }
          UnsafeMutableRawPointer(work.pulls + image * width + block * lanes)
            .storeBytes(of: pull * vector(scale, block), as: Lanes.self)
        }
      }
    }
    if headRate > 0 { stepHead(work, count: count, rate: headRate) }
    let factor = Lanes(repeating: -rate)
    panels.withUnsafeMutableBufferPointer { panels in
      guard let panels = panels.baseAddress else { return }
      for block in 0..<width / lanes {
        let responses = UnsafeRawPointer(work.responses + block * work.capacity * patches * lanes)
        for image in 0..<count {
          let pull =
            UnsafeRawPointer(work.pulls + image * width + block * lanes).loadUnaligned(as: Lanes.self) * factor
          for patch in image * patches..<(image + 1) * patches {
            let response = responses.loadUnaligned(fromByteOffset: patch * 64, as: Lanes.self)
            UnsafeMutableRawPointer(work.coefficients + patch * lanes)
              .storeBytes(of: Lanes.zero.replacing(with: pull, where: response .> Lanes.zero), as: Lanes.self)
          }
        }
        var (moved, total) = (Lanes.zero, Lanes.zero)
        withUnsafeMutableBytes(of: &moved) { moved in
          withUnsafeMutableBytes(of: &total) { total in
            littleo_update(
              instructions.path, panels + block * dimension * lanes, dimension, work.rows, shape.stride, work.order,
              work.coefficients, count * patches, moved.assumingMemoryBound(to: Float.self).baseAddress,
              total.assumingMemoryBound(to: Float.self).baseAddress)
          }
        }
      }
    }
    return loss / Double(count)
  }

  private mutating func stepHead(_ work: borrowing Workspace, count: Int, rate: Float) {
    for label in 0..<labels {
      for image in 0..<count {
        let weight = -rate * work.outputs[image * labels + label]
        offsets[label] += weight
        for neuron in 0..<width { head[label * width + neuron] += weight * work.features[image * width + neuron] }
      }
    }
  }

  /// Trains on images in passes, each in a random order.
  ///
  /// - Parameters:
  ///   - images: The images.
  ///   - targets: The label of every image, below the number of labels.
  ///   - table: What each value of a pixel becomes.
  ///   - plan: Batch, steps and step sizes.
  ///   - seed: The seed of the orders.
  ///   - purpose: What the orders are for.
  /// - Returns: The mean loss over the last steps, at most 50 of them.
  @discardableResult
  mutating func train(
    on images: ImageTable, _ targets: [Int], _ table: [Float], _ plan: TrainingPlan, seed: UInt64,
    _ purpose: ImagePurpose
  ) -> Double {
    let work = Workspace(self, capacity: plan.batch)
    var (order, place, pass) = ([Int](), 0, 0)
    var losses: [Double] = []
    for step in 0..<plan.steps {
      var numbers: [Int] = []
      while numbers.count < min(plan.batch, images.count) {
        if place == order.count {
          var draws = Draws(seed: seed, purpose, part: pass)
          order = draws.permutation(of: images.count)
          (place, pass) = (0, pass + 1)
        }
        numbers.append(order[place])
        place += 1
      }
      write(images, numbers[...], table, to: work)
      let falling = 1 - Double(step) / Double(plan.steps)
      losses.append(
        self.step(
          work, numbers.map { targets[$0] }, rate: Float(plan.rate * falling), headRate: Float(plan.headRate * falling))
      )
    }
    let last = losses.suffix(50)
    return last.reduce(0, +) / Double(max(1, last.count))
  }

  private func write(_ images: ImageTable, _ numbers: ArraySlice<Int>, _ table: [Float], to work: borrowing Workspace) {
    images.pixels.withUnsafeBufferPointer { pixels in
      for (place, number) in numbers.enumerated() {
        shape.write(
          UnsafeBufferPointer(rebasing: pixels[number * images.size..<(number + 1) * images.size]), table,
          to: work.rows + place * shape.patches * shape.stride)
      }
    }
  }

  /// Returns the standardised features and the outputs of all images, image by image.
  package func evaluate(_ images: ImageTable, _ table: [Float]) -> (features: [Float], outputs: [Float]) {
    let work = Workspace(self, capacity: 64)
    var features: [Float] = []
    var outputs: [Float] = []
    features.reserveCapacity(images.count * width)
    outputs.reserveCapacity(images.count * labels)
    for start in stride(from: 0, to: images.count, by: 64) {
      let numbers = Array(start..<min(start + 64, images.count))
      write(images, numbers[...], table, to: work)
      forward(work, count: numbers.count)
      features += UnsafeBufferPointer(start: work.features, count: numbers.count * width)
      outputs += UnsafeBufferPointer(start: work.outputs, count: numbers.count * labels)
    }
    return (features, outputs)
  }

  /// Returns the features of all images before they are standardised, image by image.
  func rawFeatures(of images: ImageTable, _ table: [Float]) -> [Float] {
    var net = self
    net.centre = net.centre.map { _ in 0 }
    net.scale = net.scale.map { _ in 1 }
    return net.evaluate(images, table).features
  }
}
