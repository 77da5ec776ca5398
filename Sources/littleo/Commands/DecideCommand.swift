import Calibration
import Decision
import Files
import Foundation
import Measurements
import Reporting

/// `littleo decide`: decides a claim about the user's own numbers, or checks the engine on a file of cases.
struct DecideCommand {
  private enum Task {
    /// Decide on the numbers of a file.
    case measurements(path: String, DecideOptions)
    /// Check the cases of a file.
    case cases(path: String)
  }

  private enum Form { case text, markdown, json }

  private let task: Task
  private let form: Form
  private let chart: String?
  private let html: Place?
  private let isStrict: Bool

  init(_ line: [String]) throws(UsageError) {
    var options = ["chart": false, "html": false, "cases": false]
    let names = DecideOptions.names + TableOptions.names
    for name in names { options[name] = false }
    let arguments = try Arguments(
      line,
      Arguments.Grammar(
        command: "decide", options: options, switches: Set(["json", "markdown", "strict"] + TableOptions.switches),
        maximalWords: 1))
    if arguments.has("json"), arguments.has("markdown") {
      throw UsageError("--json and --markdown are two forms of the same page; give one of them.")
    }
    form = arguments.has("json") ? .json : arguments.has("markdown") ? .markdown : .text
    self.chart = arguments.value("chart")
    self.html = arguments.place("html")
    isStrict = arguments.has("strict")
    if let path = arguments.value("cases") {
      let others = (names + ["chart", "html"]).filter { arguments.value($0) != nil }.map { "--" + $0 }
      let switches = (["markdown", "strict"] + TableOptions.switches).filter { arguments.has($0) }.map { "--" + $0 }
      if let other = (arguments.words + others + switches).first {
        throw UsageError("--cases takes a file and nothing else, but is given “\(Quoted.text(other))” as well.")
      }
      task = .cases(path: path)
      return
    }
    guard let path = arguments.words.first else {
      throw UsageError("decide needs a CSV file or - for standard input, as in “littleo decide FILE.csv --is 'o(1)'”.")
    }
    task = .measurements(path: path, try DecideOptions(arguments))
  }

  func run(on desk: Desk) throws -> ExitStatus {
    switch task {
    case .cases(let path): try check(path, on: desk)
    case .measurements(let path, let options): try decide(path, options, on: desk)
    }
  }

  /// Returns the page with the decision on a table of runs.
  ///
  /// - Parameter name: The name of the table in messages.
  /// - Throws: ``UsageError`` also where a materiality is missing.
  static func page(of csv: [UInt8], named name: String, _ options: DecideOptions) throws(UsageError) -> DecisionPage {
    let (posed, rules) = try self.posed(csv, named: name, options)
    if try preview(of: posed, rules, options) != nil { throw lackOfMateriality(posed, named: name) }
    return try page(of: posed, rules, options)
  }

  private static func page(
    of posed: PosedQuestion, _ rules: DecisionRules, _ options: DecideOptions
  ) throws(UsageError) -> DecisionPage {
    do {
      return DecisionPage(
        posed,
        try DecisionReview(of: posed.evidence, that: posed.predicate, rules: rules, levels: options.levels))
    } catch {
      throw options.usage(error)
    }
  }

  /// Returns the means and the fit where a materiality is missing; nil if none is, or if nothing can be judged anyway.
  private static func preview(
    of posed: PosedQuestion, _ rules: DecisionRules, _ options: DecideOptions
  ) throws(UsageError) -> DecisionPreview? {
    guard options.lacksMateriality(for: posed) else { return nil }
    do {
      let decision = try DecisionEngine.decide(posed.evidence, that: posed.predicate, rules: rules)
      guard decision.stop == nil else { return nil }
      return DecisionPreview(
        DecisionPage(
          question: posed.question.text, metric: posed.metric, kindReason: posed.kindReason, remarks: posed.remarks,
          evidence: posed.evidence, predicate: posed.predicate, rules: rules, levels: options.levels,
          decision: decision))
    } catch {
      throw options.usage(error)
    }
  }

  private static func lackOfMateriality(_ posed: PosedQuestion, named name: String) -> UsageError {
    UsageError(
      "\(Quoted.path(name)): \(posed.question.text) of positive numbers needs the largest limit that counts as 0; add --materiality, "
        + "as in --materiality 0.05, or --materiality 50% for a share of the mean at the smallest scale.")
  }

  private static func posed(
    _ csv: [UInt8], named name: String, _ options: DecideOptions
  ) throws(UsageError) -> (PosedQuestion, DecisionRules) {
    let measurements: Measurements
    var posed: PosedQuestion
    do {
      measurements = try Measurements(csv: csv, layout: options.layout)
      posed = try options.inquiry.posed(to: measurements)
    } catch {
      throw UsageError("\(Quoted.path(name)): \(error).")
    }
    let rules = try options.rules(for: posed)
    let shortages = posed.shortages(under: rules)
    posed = posed.remarking(shortages)
    // Where nothing can be judged anyway, the kind does not matter yet.
    if shortages.isEmpty, !posed.hasImpossibleValue, let open = options.inquiry.openKind(of: measurements) {
      throw UsageError("\(Quoted.path(name)): \(open).")
    }
    return (posed, rules)
  }

  private func decide(_ path: String, _ options: DecideOptions, on desk: Desk) throws -> ExitStatus {
    let name = path == "-" ? "standard input" : path
    let (posed, rules) = try Self.posed(InputFile.bytes(path, on: desk.disk), named: name, options)
    if let preview = try Self.preview(of: posed, rules, options) {
      switch form {
      case .text: try desk.console.print(preview.text(width: TerminalWidth.standardOutput))
      case .markdown: try desk.console.print(preview.markdown)
      case .json: try desk.console.print(preview.json)
      }
      throw Self.lackOfMateriality(posed, named: name)
    }
    let page = try Self.page(of: posed, rules, options)
    if let chart {
      do {
        try GeneratedPage(Place(argument: chart), as: .chart, called: "--chart", on: desk.disk).write(page.svg)
      } catch { throw UsageError(error.description) }
    }
    if let html {
      do { try GeneratedPage(html, called: "--html", on: desk.disk).write(HTMLReport(of: page).html) } catch {
        throw UsageError(error.description)
      }
    }
    switch form {
    case .text:
      try desk.console.print(page.text(width: TerminalWidth.standardOutput))
      if let chart { try desk.console.print("\nThe chart is in \(Quoted.path(chart)).") }
      if let html { try desk.console.print("The decision as one HTML file is \(Quoted.path(html.path)).") }
    case .markdown: try desk.console.print(page.markdown(image: self.chart))
    case .json: try desk.console.print(page.json)
    }
    return ExitStatus(of: page.verdict, isStrict: isStrict)
  }

  private func check(_ path: String, on desk: Desk) throws -> ExitStatus {
    let bytes = try InputFile.bytes(path, on: desk.disk)
    let file: CaseFile
    do { file = try CaseFile(Data(bytes)) } catch {
      throw UsageError("\(path == "-" ? "standard input" : Quoted.path(path)): \(error).")
    }
    let results = file.results()
    guard !results.isEmpty else {
      throw UsageError(
        "\(path == "-" ? "standard input" : Quoted.path(path)): there is nothing in it to check; it needs at least one case."
      )
    }
    let passed = results.count { $0.isPassed }
    if case .json = form {
      let value = JSONValue.object([
        "passed": .integer(passed), "failed": .integer(results.count - passed),
        "results": .array(
          results.map {
            .object([
              "id": .string($0.id), "note": .string($0.note), "isPassed": .bool($0.isPassed),
              "faults": .array($0.faults.map { .string($0) }), "remarks": .array($0.remarks.map { .string($0) }),
            ])
          }),
      ])
      try desk.console.print(value.document)
      return passed == results.count ? .passed : .refuted
    }
    try desk.console.print(
      (results.map(\.line) + ["\(passed) passed, \(results.count - passed) failed"]).joined(separator: "\n"))
    return passed == results.count ? .passed : .refuted
  }
}
