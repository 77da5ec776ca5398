/// Reads a program's answer to `describe`.
enum ProgramDescription {
  /// The members of reading lines, which no quantity can be named after.
  private static let reserved: Set<String> = ["trial", "time", "done", "work"]

  /// Returns what a program says about itself.
  ///
  /// - Parameters:
  ///   - answer: The line that answered.
  ///   - name: The name that the program must repeat.
  /// - Throws: A clause without a full stop on the first member that is wrong.
  static func read(_ answer: JSONValue, named name: String) throws(ExperimentError) -> ExperimentDescription {
    var members = try JSONMembers(answer, of: "the description")
    guard let repeated = try members.text("experiment") else {
      throw ExperimentError("the description has no “experiment”")
    }
    guard repeated == name else {
      throw ExperimentError("the program calls itself “\(repeated.quotable)”, but the claim calls it “\(name)”")
    }
    var settings: [SettingDeclaration] = []
    for (name, value) in try members.named("settings") { settings.append(try setting(name, value)) }
    var quantities: [Observable] = []
    for (name, value) in try members.named("quantities") { quantities.append(try quantity(name, value)) }
    guard !quantities.isEmpty else { throw ExperimentError("the description has no “quantities”") }
    var defects: [PlantedDefect] = []
    for (name, value) in try members.named("faults") { defects.append(try defect(name, value, settings)) }
    try members.finish()
    return ExperimentDescription(settings: settings, observables: quantities, defects: defects)
  }

  private static func setting(_ name: String, _ value: JSONValue) throws(ExperimentError) -> SettingDeclaration {
    var members = try JSONMembers(value, of: "the setting “\(name)”")
    let standard = try Self.value(members.take("default"), of: "the default of the setting “\(name)”")
    let least = try members.number("min")
    let most = try members.number("max")
    let words = try Self.words(members.take("words"), of: name)
    let meaning = try members.text("meaning") ?? ""
    try members.finish()
    var range: ClosedRange<Double>?
    if least != nil || most != nil {
      let (least, most) = (least ?? -.infinity, most ?? .infinity)
      guard least <= most else { throw ExperimentError("the setting “\(name)” has a min above its max") }
      range = least...most
    }
    switch standard {
    case .number:
      guard words.isEmpty else { throw ExperimentError("the setting “\(name)” is a number, but it lists words") }
    case .word:
      guard range == nil else { throw ExperimentError("the setting “\(name)” is a word, but it has a min or max") }
    }
    let setting = SettingDeclaration(name, standard: standard, range: range, words: words, meaning: meaning)
    if let defect = setting.defect(of: standard) { throw ExperimentError("the default \(defect)") }
    return setting
  }

  private static func quantity(_ name: String, _ value: JSONValue) throws(ExperimentError) -> Observable {
    guard !reserved.contains(name) else {
      throw ExperimentError("a quantity cannot be named “\(name)”, because reading lines use this name")
    }
    var members = try JSONMembers(value, of: "the quantity “\(name)”")
    let kinds = Observable.Kind.allCases.map(\.rawValue).joined(separator: ", ")
    guard let kind = try members.text("kind").flatMap(Observable.Kind.init(rawValue:)) else {
      throw ExperimentError("the quantity “\(name)” must have a “kind”: one of \(kinds)")
    }
    let words = try members.text("words")
    let per = try members.text("per") ?? "time"
    guard per == "time" || per == "run" else {
      throw ExperimentError("“per” of the quantity “\(name)” must be time or run")
    }
    try members.finish()
    return Observable(name, words ?? name, kind, isOfRun: per == "run")
  }

  private static func defect(
    _ name: String, _ value: JSONValue, _ declared: [SettingDeclaration]
  ) throws(ExperimentError) -> PlantedDefect {
    let place = "the fault “\(name)”"
    var members = try JSONMembers(value, of: place)
    let words = try members.text("words") ?? name
    var settings: [String: Setting] = [:]
    for (setting, value) in try members.named("settings") {
      guard let declaration = declared.first(where: { $0.name == setting }) else {
        throw ExperimentError("\(place) sets “\(setting)”, which is not declared")
      }
      let value = try Self.value(value, of: "the setting “\(setting)” of \(place)")
      if let defect = declaration.defect(of: value) { throw ExperimentError("in \(place), \(defect)") }
      settings[setting] = value
    }
    guard !settings.isEmpty else { throw ExperimentError("\(place) has no “settings”") }
    try members.finish()
    return PlantedDefect(name, words: words, settings: settings)
  }

  private static func value(_ value: JSONValue?, of place: String) throws(ExperimentError) -> Setting {
    switch value {
    case .number(let number)?: return .number(number)
    case .text(let word)? where isWord(word) && !JSONValue.isNotFinite(word): return .word(word)
    case let other: throw ExperimentError("\(place) is \(other?.words ?? "missing"), but it must be a number or a word")
    }
  }

  private static func words(_ value: JSONValue?, of name: String) throws(ExperimentError) -> [String] {
    guard let value else { return [] }
    guard case .list(let list) = value, !list.isEmpty else {
      throw ExperimentError("“words” of the setting “\(name)” must be a list of words")
    }
    var words: [String] = []
    for value in list {
      guard case .text(let word) = value, isWord(word) else {
        throw ExperimentError("“words” of the setting “\(name)” holds \(value.words), but it must be a list of words")
      }
      words.append(word)
    }
    return words
  }

  private static func isWord(_ word: String) -> Bool { !word.isEmpty && word.quotable == word }
}
