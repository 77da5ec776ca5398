import Testing

@testable import littleo

/// Any table of runs given to `littleo decide` is either refused by a message, or has a page in all four forms.
@Suite struct HostileMeasurementTests {
  @Test func aTableIsRefusedInASentenceOrHasAPage() {
    var judged = 0
    Subject.measurements.feed { dice in
      let (csv, layout) = Self.table(&dice)
      let words = Self.options(&dice)
      do {
        let grammar = Arguments.Grammar(
          command: "decide",
          options: Dictionary(uniqueKeysWithValues: (DecideOptions.names + TableOptions.names).map { ($0, false) }),
          switches: Set(TableOptions.switches))
        let options = try DecideOptions(Arguments(words + layout, grammar))
        let page = try DecideCommand.page(of: csv, named: "table", options)
        judged += 1
        // The user names the image, so its name may hold the words that the law on numbers forbids.
        let markdown = page.markdown()
        if dice.oneIn(4), let fault = PageLaws.markdown(page.markdown(image: dice.pick(Mutator.tokens))) {
          return fault
        }
        // The page quotes impossible values as the file spells them.
        return PageLaws.numbers(Self.withoutQuotes(page.text)) ?? PageLaws.numbers(Self.withoutQuotes(markdown))
          ?? PageLaws.markdown(markdown)
          ?? PageLaws.json(page.json) ?? PageLaws.svg(page.svg) ?? PageLaws.numbers(page.svg)
      } catch let error as UsageError {
        return Sentence.fault(error.description)
      }
    }
    // About one table in ten can be judged. If hardly any could, the test would show nothing.
    #expect(judged >= Subject.measurements.count / 20)
  }

  // MARK: Tables

  private static func withoutQuotes(_ text: String) -> String { text.replacing(/“[^”]*”/, with: "") }

  /// A table and the options that name its columns, if they have other names than the usual ones.
  private static func table(_ dice: inout Dice) -> (csv: [UInt8], layout: [String]) {
    let columns = dice.pick([
      "scale,run,value", "scale,run,value", "scale,run,value,trials", "run,scale,a,b", "scale,run,T,value",
      "scale,run,value,k", "k, T ,b,a,run,scale",
    ])
    let names = columns.filter { $0 != " " }.split(separator: ",").map(String.init)
    // Most tables are too small to be judged, which takes little time.
    let (scales, runs) =
      dice.oneIn(12) ? (5 + dice.below(2), 20 + dice.below(3)) : (1 + dice.below(5), 1 + dice.below(3))
    let decay = dice.pick([-2.0, -0.5, 0, 0, 0.5, 2])
    let (isHostile, unit) = (dice.oneIn(3), dice.pick([1.0, 1, 1, 100, 1e-9, 1e300, 1e-305]))
    let isBit = dice.oneIn(4)
    let trials = dice.pick([1, 500, 1000])
    let isForeign = dice.oneIn(4)
    let value = dice.pick(["val/loss", "<b>zq</b>|x", "a_b*", "[zq](y)"])
    let rename = isForeign ? ["scale": "width", "run": "seed", "value": value, "trials": "n", "T": "step"] : [:]
    let delimiter = dice.pick([",", ",", ",", ";", "\t"])
    let isJSON = dice.oneIn(8)
    var lines = isJSON ? [] : [names.map { rename[$0] ?? $0 }.joined(separator: delimiter)]
    for scale in 0..<scales {
      for run in 0..<runs {
        let d = 16 << scale
        var value = unit * power(Double(d), decay) * (0.5 + dice.uniform())
        if isBit { value = Double(dice.below(2)) }
        if names.contains("trials") { value = (min(1, value) * Double(trials)).rounded() }
        if isHostile && dice.oneIn(8) { value = dice.number() }
        let fields = names.map { name in
          switch name {
          case "scale": isHostile && dice.oneIn(60) ? "\(dice.number())" : "\(d)"
          case "run": "\(run + 1)"
          case "trials": "\(trials)"
          case "T": "\(1 << dice.below(3))"
          case "k": "\(scale + 2)"
          case "value": dice.oneIn(40) ? "NA" : "\(value)"
          default: "\(dice.oneIn(9) ? dice.number() : value * dice.uniform())"
          }
        }
        lines.append(
          isJSON
            ? "{\(zip(names, fields).map { "\"\(rename[$0] ?? $0)\": \($1 == "NA" ? "null" : $1)" }.joined(separator: ", "))}"
            : fields.joined(separator: delimiter))
      }
    }
    let bytes = Array(lines.joined(separator: dice.pick(["\n", "\n", "\r\n", "\r"])).utf8)
    var layout: [String] = []
    for name in names {
      if let new = rename[name], name != "T" || dice.oneIn(2) { layout += ["--\(name == "T" ? "time" : name)", new] }
    }
    if isForeign, dice.oneIn(3) || layout.contains("--time") {
      layout += ["--at", dice.pick(["last", "largest", "smallest"])]
    }
    if isForeign, !dice.oneIn(3) { layout += ["--kind", dice.pick(["share", "positive"])] }
    if dice.oneIn(20) { layout += dice.pick([["--rows-are-runs"], ["--delimiter", ";"], ["--run", "NaN"]]) }
    return (dice.oneIn(3) ? bytes : Mutator.damaged(bytes, &dice), layout)
  }

  private static func power(_ base: Double, _ exponent: Double) -> Double {
    exponent == -0.5
      ? 1 / base.squareRoot()
      : exponent == 0.5
        ? base.squareRoot()
        : exponent < 0
          ? 1 / (base * base)
          : exponent > 0 ? base * base : 1
  }

  // MARK: Options

  private static func options(_ dice: inout Dice) -> [String] {
    let question = dice.pick([
      "o(1)", "o(1)", "Omega(1)", "O(1)", "O(d)", "Theta(1/d)", "Θ(sqrt(d))", "o(1/ln(d)^2)", "poly(d)", "whp", "a<=b",
      "o(k^2/d)", "Ω(d^100)", "o(d^-100)", "<=o(1)", "exponent=0±0.5", "exponent=-100+-100", "curve=1±0.5",
      "curve=1/d±50%",
      "curve=1e-300*d^100±99%", "curve=0±1e300",
    ])
    let isHostile = dice.oneIn(8)
    var words = [
      "--is", isHostile ? String(decoding: Mutator.damaged(Array(question.utf8), &dice), as: UTF8.self) : question,
    ]
    for _ in 0..<dice.below(3) {
      let name = dice.pick(DecideOptions.names.filter { $0 != "is" })
      let value =
        switch name {
        case "kind": dice.pick(["count", "share", "positive", "signed", "boolean"])
        case "pair": dice.pick(["difference", "ratio"])
        case "regressor": dice.pick(["d", "f"])
        case "k": "2,3,4,5,6"
        case "alpha": "0.05"
        case "materiality": dice.pick(["0.05", "50%", "1e-6", "0.999", "1e300%"])
        case "minimum-scales", "minimum-runs", "look": "\(dice.pick([2, 4, 5, 1000]))"
        case "minimum-span": "\(dice.pick([1.5, 2, 16, 1e300]))"
        default: "\(dice.pick([0.25, 1, 2, 1e-12, 1e12]))"
        }
      words += ["--\(name)", dice.oneIn(6) ? dice.pick(Mutator.tokens) : value]
    }
    return words
  }
}
