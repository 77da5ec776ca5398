@testable import MultiView
import Testing

/// The label maps of Definition 4.3.
@Suite struct LabelMapTests {
  static let maps: [LabelMap] = [
    .coarse, .merged(1), .merged(2), .merged(6), .fine, .mixed, .split(2), .split(5), .misaligned(1), .misaligned(3),
    .random(2),
    .random(32), .instance,
  ]

  func source(k: Int = 6, size: Int = 90, batch: Int = 40) throws -> SampleSource {
    let values: [RegimeParameter: Double] = [.k: Double(k), .sourceSize: Double(size), .batch: Double(batch)]
    return SampleSource(parameters: try Regime.standard.parameters(at: 32, overrides: values), seed: 11)
  }

  /// Labels of the first steps of training, with the subclass of each sample.
  func labels(_ map: LabelMap, _ source: SampleSource, steps: Int) -> [(subclass: Subclass, label: Int)] {
    var batch = Batch()
    return (0..<steps).flatMap { step in
      batch.fill(0..<source.parameters.batch, at: .training(step: step), from: source)
      return Array(zip(batch.subclasses, source.labels(of: batch, under: map))).map { (subclass: $0, label: $1) }
    }
  }

  @Test func namesAreReadBack() {
    for map in Self.maps { #expect(LabelMap(name: map.name) == map) }
    for name in [
      "", "Coarse", "random", "random:1", "random:x", "fine ", "merged", "merged:0", "merged:-1", "split:0", "split:",
      "misaligned:0", "instance:3", "random:2:3",
    ] {
      #expect(LabelMap(name: name) == nil, "\(name)")
    }
  }

  /// Labels fill 0 ..< H, and none lies outside.
  @Test(arguments: maps)
  func everyHeadOccursAsALabel(map: LabelMap) throws {
    let source = try source()
    #expect(map.defect(in: source.parameters) == nil)
    let heads = map.heads(subclasses: 6, sourceSize: 90)
    let seen = Set(labels(map, source, steps: 60).map(\.label))
    #expect(seen.allSatisfy { (0..<heads).contains($0) })
    #expect(seen.count == heads || map == .random(32) || map == .split(5))
  }

  /// The meaning of a label agrees with the samples that carry it.
  @Test(arguments: maps)
  func meaningsAreTrue(map: LabelMap) throws {
    let source = try source()
    let meanings = source.meanings(of: map)
    #expect(meanings.count == map.heads(subclasses: 6, sourceSize: 90))
    #expect(meanings.allSatisfy { ($0 != nil) == map.knowsSuperclasses })
    for (subclass, label) in labels(map, source, steps: 12) {
      guard let meaning = meanings[label] else { continue }
      #expect(meaning.superclass == subclass.superclass)
      #expect(meaning.numbers.contains(subclass.number))
    }
  }

  /// Each map is a function of the next finer one; for instance, `merged:1` is `fine` and `merged:k` is `coarse`.
  @Test func mapsRefineEachOther() throws {
    let source = try source()
    func all(_ map: LabelMap) -> [Int] { labels(map, source, steps: 6).map(\.label) }
    #expect(all(.merged(6)) == all(.coarse))
    #expect(all(.merged(1)) == all(.fine))
    #expect(all(.split(5)).map { $0 / 5 } == all(.fine))
    #expect(all(.split(1)) == all(.fine))
    #expect(all(.fine).map { $0 / 2 } == all(.merged(2)))
    #expect(all(.merged(2)).map { $0 / 3 } == all(.coarse))
    #expect(all(.misaligned(1)).map { $0 / 3 } == all(.misaligned(3)))
    for (fine, mixed) in zip(all(.fine), all(.mixed)) { #expect(mixed == min(fine, 6)) }
    for (subclass, label) in labels(.misaligned(1), source, steps: 3) { #expect(label == subclass.number) }
  }

  /// In a finite set a sample keeps its label from epoch to epoch, even a label that is drawn at random.
  ///
  /// Instance labels number the samples.
  @Test(arguments: [LabelMap.split(5), .random(32), .instance])
  func aSampleKeepsItsLabel(map: LabelMap) throws {
    let source = try source(size: 80)
    let numbers = labels(.instance, source, steps: 6).map(\.label)
    #expect(numbers[..<80].sorted() == Array(0..<80))
    var first: [Int: Int] = [:]
    for (number, seen) in zip(numbers, labels(map, source, steps: 6)) {
      #expect(first[number, default: seen.label] == seen.label)
      first[number] = seen.label
      #expect(seen.label == source.label(of: seen.subclass, index: number, at: .source, under: map))
      #expect(source.sample(number, at: .source).subclass == seen.subclass)
    }
  }

  /// The parts of split subclasses are equally frequent.
  @Test func splitsAreEven() throws {
    let source = try source(size: 0, batch: 64)
    var counts = Array(repeating: 0, count: 4)
    for (_, label) in labels(.split(4), source, steps: 200) { counts[label % 4] += 1 }
    let expected = 200.0 * 64 / 4
    for count in counts { #expect(abs(Double(count) - expected) < 5 * expected.squareRoot()) }
  }

  /// Every map that a model cannot use is refused with its own sentence.
  @Test func contradictionsAreNamed() throws {
    let finite = try source().parameters
    let fresh = try source(size: 0).parameters
    let cases: [(LabelMap, ModelParameters, String)] = [
      (.merged(4), finite, "4 does not divide k = 6"), (.merged(7), finite, "7 does not divide k = 6"),
      (.merged(0), finite, "0 does not divide"), (.split(0), finite, "at least one label"),
      (.misaligned(5), fresh, "5 does not divide k = 6"),
      (.instance, fresh, "needs a training set"), (.split(8), finite, "96 labels are more than the N = 90"),
      (.random(91), finite, "91 labels are more than the N = 90"), (.misaligned(6), fresh, "at least two labels"),
      (.split(.max), fresh, "at most 1048576 labels"), (.random(1 << 30), fresh, "at most 1048576 labels"),
    ]
    for (map, parameters, words) in cases {
      #expect(map.defect(in: parameters)?.contains(words) == true, "\(map.name): \(map.defect(in: parameters) ?? "")")
    }
    #expect(LabelMap.random(91).defect(in: fresh) == nil)
  }
}
