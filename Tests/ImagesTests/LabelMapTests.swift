import Testing

@testable import Images

@Suite struct LabelMapTests {
  /// Images of 8×8 pixels, class by class in turn, each class with a brightness of its own.
  private let images = PlantedImages.table(count: 400, classes: 10, seed: 1)

  private func labels(_ map: LabelMap, parts: Int = 1, seed: UInt64 = 3) -> [Int] {
    map.labels(of: images, .warm, parts: parts, seed: seed)
  }

  @Test(arguments: LabelMap.allCases) func labelsAreBelowTheirNumber(map: LabelMap) {
    for parts in [1, 4] {
      let labels = labels(map, parts: parts)
      let count = map.count(.warm, parts: parts, images: images.count)
      #expect(labels.count == images.count)
      #expect(labels.allSatisfy { (0..<count).contains($0) })
      #expect(labels == self.labels(map, parts: parts))
    }
  }

  /// Parts, splits and dealt labels each lie within one class, or within one coarse label.
  @Test func finerLabelsAreAligned() {
    for map in [LabelMap.parts, .splits] {
      let labels = labels(map, parts: 4)
      #expect(images.classes.indices.allSatisfy { labels[$0] / 4 == images.classes[$0] })
      #expect(Set(labels).count == 40)
    }
    let dealt = labels(.dealt)
    #expect(images.classes.indices.allSatisfy { dealt[$0] / 5 == Hierarchy.warm.coarse[images.classes[$0]] })
    #expect(Set(dealt).count == 10)
  }

  /// A shuffled hierarchy is a function of the class, with as many classes on each side as before.
  @Test func shuffledLabelsBelongToClasses() {
    for seed in 1...20 as ClosedRange<UInt64> {
      let labels = labels(.shuffled, seed: seed)
      let sides = (0..<10).map { number in
        Set(labels.indices.filter { images.classes[$0] == number }.map { labels[$0] })
      }
      #expect(sides.allSatisfy { $0.count == 1 })
      #expect(sides.count { $0 == [0] } == 5)
    }
  }

  /// Two classes whose pictures differ are found by k-means without their labels.
  @Test func kMeansFindsPlantedClasses() {
    let images = PlantedImages.table(count: 200, classes: 2, seed: 4)
    let hierarchy = Hierarchy(groups: [0, 1], coarse: [0, 1], names: ["a", "b"])
    let labels = LabelMap.clusters.labels(of: images, hierarchy, parts: 1, seed: 5)
    #expect(Set(zip(labels, images.classes).map { [$0, $1] }).count == 2)
  }

  @Test func theBuiltInTasksAreHalvesAndGroups() {
    #expect(Hierarchy.clothes.groupCount == 6)
    #expect(Hierarchy.warm.coarse.count { $0 == 0 } == 5)
    // Each group lies within clothes or within goods.
    #expect(Set(zip(Hierarchy.clothes.groups, Hierarchy.clothes.coarse).map { [$0, $1] }).count == 6)
  }
}

@Suite struct HierarchyTests {
  private func message(_ text: String) -> String {
    do { _ = try Hierarchy(parsing: text, labels: [3, 4, 9], name: "f") } catch { return error.description }
    return ""
  }

  @Test func twoColumnsAreRead() throws {
    let hierarchy = try Hierarchy(parsing: "# digits\n3 odd\n4\teven\n\n9,odd\n", labels: [3, 4, 9], name: "f")
    #expect(hierarchy.coarse == [0, 1, 0] && hierarchy.names == ["odd", "even"])
  }

  @Test func wrongLinesAreNamed() {
    #expect(message("3 odd\n4\n9 odd").contains("line 2 of f has 1 columns"))
    #expect(message("3 odd\n5 odd").contains("line 2 of f names the label “5”"))
    #expect(message("3 odd\n3 even").contains("names the label 3 again"))
    #expect(message("3 odd\n4 even").contains("does not name the label 9"))
    #expect(message("3 odd\n4 odd\n9 odd").contains("puts every label into the group “odd”"))
    #expect(message("").contains("does not name the label 3"))
  }
}
