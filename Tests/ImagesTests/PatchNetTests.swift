import Randomness
import Testing

@testable import Images

@Suite struct PatchNetTests {
  private let images = PlantedImages.table(count: 60, classes: 3, seed: 1)
  private let shape = PatchShape(rows: 8, columns: 8, side: 4)

  private func network(labels: Int = 3, initial: Double = 0.8) -> PatchNet {
    PatchNet(shape, width: 32, labels: labels, initial: initial, seed: 7)
  }

  private func loss(_ net: PatchNet, _ images: ImageTable, _ targets: [Int]) -> Double {
    let outputs = net.evaluate(images, shape.table(of: images)).outputs
    return targets.enumerated().reduce(0) { sum, pair in
      let row = (0..<net.labels).map { Double(outputs[pair.offset * net.labels + $0]) }
      return sum + Elementary.log(row.reduce(0) { $0 + Elementary.exp($1) }) - row[pair.element]
    } / Double(targets.count)
  }

  /// One step of size η moves a weight by −η times the derivative of the mean loss.
  @Test(arguments: [3, 50, 200, 300]) func stepsFollowTheGradient(place: Int) {
    let small = images.selecting(Array(0..<8))
    let before = network()
    var after = before
    let rate = 1e-2
    after.train(
      on: small, small.classes, shape.table(of: small), TrainingPlan(batch: 8, steps: 1, rate: rate), seed: 1, .order)
    let step: Float = 1e-2
    var (up, down) = (before, before)
    up.panels[place] += step
    down.panels[place] -= step
    let slope =
      (loss(up, small, small.classes) - loss(down, small, small.classes))
      / Double(up.panels[place] - down.panels[place])
    let moved = Double(after.panels[place] - before.panels[place]) / -rate
    #expect(abs(moved - slope) <= 2e-3 + 0.05 * abs(slope), "\(moved) \(slope)")
  }

  /// The second layer and the offsets follow their gradient too, once they are not frozen.
  @Test func theNewHeadFollowsTheGradient() {
    let small = images.selecting(Array(0..<8))
    let table = shape.table(of: small)
    var before = network()
    before.replaceHead(labels: 3, standardising: before.rawFeatures(of: small, table))
    for index in before.head.indices { before.head[index] = Float(index % 7) * 0.01 }
    var after = before
    after.train(
      on: small, small.classes, table, TrainingPlan(batch: 8, steps: 1, rate: 0, headRate: 1e-2), seed: 1, .order)
    for place in [0, 40, 95] {
      var (up, down) = (before, before)
      up.head[place] += 1e-2
      down.head[place] -= 1e-2
      let slope = (loss(up, small, small.classes) - loss(down, small, small.classes)) / 2e-2
      #expect(abs(Double(after.head[place] - before.head[place]) / -1e-2 - slope) < 2e-3)
    }
    #expect(after.panels == before.panels)
  }

  /// Training gives the same bits on every instruction set of this machine.
  @Test func everyInstructionSetComputesTheSameBits() {
    let nets = InstructionSet.allCases.filter(\.isSupported).map { instructions in
      var net = network()
      net.instructions = instructions
      net.train(
        on: images, images.classes, shape.table(of: images), TrainingPlan(steps: 20, rate: 4), seed: 1, .order)
      return net.panels.map(\.bitPattern) + net.evaluate(images, shape.table(of: images)).outputs.map(\.bitPattern)
    }
    #expect(nets.allSatisfy { $0 == nets[0] })
  }

  /// A network learns planted classes, and a new head on its features learns them from few images.
  @Test func plantedClassesAreLearned() {
    let table = shape.table(of: images)
    var net = network()
    let loss = net.train(
      on: images, images.classes, table, TrainingPlan(steps: 300, rate: 4), seed: 1, .order)
    #expect(loss < 0.05)
    let few = images.selecting(Array(0..<30))
    net.replaceHead(labels: 3, standardising: net.rawFeatures(of: few, table))
    NewHead.fit(&net, features: net.evaluate(few, table).features, targets: few.classes)
    let fresh = PlantedImages.table(count: 90, classes: 3, seed: 2)
    let outputs = net.evaluate(fresh, table).outputs
    let right = fresh.classes.enumerated().count { image, target in
      (0..<3).allSatisfy { outputs[3 * image + $0] <= outputs[3 * image + target] }
    }
    #expect(right >= 88)
  }

  /// Ridge regression leaves a gradient of 0.
  @Test func theNewHeadMinimisesItsLoss() {
    let table = shape.table(of: images)
    var net = network(labels: 2)
    net.replaceHead(labels: 2, standardising: net.rawFeatures(of: images, table))
    let features = net.evaluate(images, table).features
    let targets = images.classes.map { $0 == 0 ? 0 : 1 }
    NewHead.fit(&net, features: features, targets: targets)
    for neuron in [0, 9, 31] {
      var gradient = NewHead.penalty * Double(images.count) * Double(net.head[neuron])
      for (image, target) in targets.enumerated() {
        let output = (0..<32).reduce(Double(net.offsets[0])) {
          $0 + Double(net.head[$1]) * Double(features[image * 32 + $1])
        }
        gradient += (output - (target == 0 ? 1 : -1)) * Double(features[image * 32 + neuron])
      }
      #expect(abs(gradient) < 1e-3)
    }
  }

  /// Rows hold the patches in order, empty pixels beyond the edge, and the position code.
  @Test func rowsHoldPatchesAndTheirPlaces() {
    let table = ImageTable(rows: 3, columns: 2, pixels: [1, 2, 3, 4, 5, 6], classes: [0])
    let shape = PatchShape(rows: 3, columns: 2, side: 2)
    #expect(shape.patches == 2 && shape.dimension == 4 + 2 + 1)
    var rows = [Float](repeating: -1, count: 2 * shape.stride)
    table.pixels.withUnsafeBufferPointer { pixels in
      rows.withUnsafeMutableBufferPointer {
        guard let base = $0.baseAddress else { return }
        shape.write(pixels, (0..<256).map(Float.init), to: base)
      }
    }
    #expect(Array(rows[0..<7]) == [1, 2, 3, 4, 0.5, 0, 0.5])
    #expect(Array(rows[shape.stride..<shape.stride + 7]) == [5, 6, 0, 0, 0, 0.5, 0.5])
  }
}
