import Experiments
import Files

/// How classes form groups and a coarse task.
package struct Hierarchy: Hashable, Sendable {
  /// The group of every class, from 0 on.
  package let groups: [Int]
  /// The coarse label of every class, from 0 on.
  package let coarse: [Int]
  /// The names of the coarse labels.
  package let names: [String]

  /// The number of groups.
  package var groupCount: Int { (groups.max() ?? 0) + 1 }
  /// The number of coarse labels.
  package var coarseCount: Int { names.count }

  /// A hierarchy from its parts.
  ///
  /// - Parameters:
  ///   - groups: The group of every class.
  ///   - coarse: The coarse label of every class.
  ///   - names: The names of the coarse labels.
  package init(groups: [Int], coarse: [Int], names: [String]) {
    self.groups = groups
    self.coarse = coarse
    self.names = names
  }

  /// The six groups of Fashion-MNIST: tops, bottoms, dresses, outers, shoes, accessories.
  private static let fashionGroups = [0, 1, 0, 2, 3, 4, 0, 4, 5, 4]

  /// Fashion-MNIST: clothes against goods (shoes and bags); every group lies within one of them.
  package static let clothes = Hierarchy(
    groups: fashionGroups, coarse: [0, 0, 0, 0, 0, 1, 0, 1, 1, 1], names: ["clothes", "goods"])

  /// Fashion-MNIST: what is worn in warm weather against what keeps warm; tops and shoes stand on both sides.
  ///
  /// T-shirt, dress, sandal, shirt and bag against trouser, pullover, coat, sneaker and ankle boot.
  package static let warm = Hierarchy(
    groups: fashionGroups, coarse: [0, 1, 1, 0, 1, 0, 0, 1, 0, 1], names: ["light", "warm"])

  /// The hierarchy of a data set without one: the lower half of the labels against the upper half.
  package static func halves(of labels: [Int]) -> Hierarchy {
    let half = (labels.count + 1) / 2
    let coarse = labels.indices.map { $0 < half ? 0 : 1 }
    return Hierarchy(groups: Array(labels.indices), coarse: coarse, names: ["lower labels", "upper labels"])
  }

  /// Reads a hierarchy from a file of two columns: the label of a class and the name of its coarse label.
  ///
  /// Columns are separated by spaces, tabs or one comma. Empty lines and lines that begin with # are left out. Every
  /// class is its own group.
  ///
  /// - Parameters:
  ///   - text: The text of the file.
  ///   - labels: The labels of the classes.
  ///   - name: The name of the file, for messages.
  /// - Throws: ``ImageError`` naming the line and what is valid.
  package init(parsing text: String, labels: [Int], name: String) throws(ImageError) {
    var coarseName: [Int: String] = [:]
    var lines = 0
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      lines += 1
      let columns = line.split { $0 == "," || $0 == "\t" || $0 == " " }.map(String.init)
      guard let first = columns.first, !first.hasPrefix("#") else { continue }
      let place = "line \(lines) of \(name)"
      guard columns.count == 2 else {
        throw ImageError("\(place) has \(columns.count) columns; it must have a label and the name of its group.")
      }
      guard let label = Int(first), labels.contains(label) else {
        throw ImageError("\(place) names the label “\(Quoted.text(first))”, which no training image has.")
      }
      guard coarseName.updateValue(columns[1], forKey: label) == nil else {
        throw ImageError("\(place) names the label \(label) again; every label must stand once.")
      }
    }
    if let missing = labels.first(where: { coarseName[$0] == nil }) {
      throw ImageError("\(name) does not name the label \(missing); it must name all \(labels.count) labels.")
    }
    var names: [String] = []
    var coarse: [Int] = []
    for label in labels {
      let own = coarseName[label] ?? ""
      if !names.contains(own) { names.append(own) }
      coarse.append(names.firstIndex(of: own) ?? 0)
    }
    guard names.count >= 2 else {
      throw ImageError("\(name) puts every label into the group “\(Quoted.text(names[0]))”; there must be two or more.")
    }
    self.init(groups: Array(labels.indices), coarse: coarse, names: names)
  }
}
