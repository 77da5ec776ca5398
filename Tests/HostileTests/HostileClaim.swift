import ClaimKit
import Experiments
import MultiView
import MultiViewClaims
import Statistics
import Training

/// A claim whose parts can take any value that compiles.
struct HostileClaim: Claim {
  var source = Source("A toy", .chosen)
  var title = "A toy"
  var says = "A toy."
  var caveat = ""
  var statement: [Clause] = []
  var standIn = StandIn(regime: .standard, window: .standard, materialities: [])
  var companions: [Arm] = []
  var diagram: PhaseDiagram?
  var controls: [Control] = []

  init() {}

  /// Creates a random claim.
  init(_ dice: inout Dice) {
    var maker = HostileClaimMaker(dice: dice)
    maker.fill(&self)
    dice = maker.dice
  }
}

/// Draws the parts of a claim: mostly ordinary numbers, so that many claims can be planned, and malicious texts.
private struct HostileClaimMaker {
  var dice: Dice
  private let rarity: Int

  init(dice: Dice) {
    self.dice = dice
    // Each number is extreme with probability 1/rarity: in some claims many are, in most claims one or none.
    rarity = self.dice.pick([3, 30, 100])
  }

  mutating func fill(_ claim: inout HostileClaim) {
    claim.source = Source(text(), dice.pick([.stated, .reconstructed, .chosen]), remark: text())
    (claim.title, claim.says, claim.caveat) = (text(), text(), text())
    let count = 1 + dice.below(3)
    var materialities: [Materiality] = []
    claim.statement = [.given(.arm(.coarse, words: text())), .given(.condition(text()))]
    for _ in 0..<(dice.oneIn(50) ? 0 : count) {
      let quantity = self.quantity()
      let (conclusion, materiality) = self.conclusion(of: quantity)
      if !dice.oneIn(60) { materialities.append(materiality) }
      claim.statement.append(
        conclusion.isWithHighProbability
          ? .withHighProbability(from: .tStar, to: .poly(.d), [conclusion])
          : .forEvery(from: .tStar, to: .poly(.d), [conclusion]))
      // A control that refutes this conclusion's quantity.
      claim.controls.append(control(refuting: conclusion.quantity))
    }
    claim.standIn = StandIn(regime: regime(), axis: axis(), window: window(), materialities: materialities)
    if dice.oneIn(6) { claim.companions = [.fine, Arm(.merged(into: self.count(2))), Arm(.random)] }
    if dice.oneIn(6) { claim.diagram = diagram() }
  }

  // MARK: Texts and numbers

  private static let texts = [
    "<script>zq()</script>", "![zq](javascript:zq)", "[zq](javascript:zq)", "|zq|zq|", "</svg><svg onload=\"zq()\">",
    "`zq`", "\n# zq", "\n\n```zq\n", "\r\n\r\n~~~zq", "~~~", "```", "\u{0600}<script>zq()</script>",
    "\u{0600}[zq\u{0600}](javascript:zq)", "<\u{0301}b>", "|\u{0301}zq", "\u{0600}|zq", "<img src=x onerror=zq()>",
    "\"><script>zq", "]]><!-- zq", "--><script>zq", "&lt;zq&gt;", "a zq\\", "\\|zq", "\\<script>zq", "\u{0}zq",
    "\u{1B}zq", "\u{FFFF}zq",
    "\u{202E}zq", "🇩🇪|zq", "<\u{FE0F}script>zq", "\u{2028}# zq", "\nrm -rf zq\n", "$zq$", "<!-- zq", "*zq*", "_zq_",
    "##zq",
    "\u{110BD}<svg/onload=zq>", "a,\u{0600}\"zq", "https://example.org/zq",
  ]

  private mutating func text() -> String {
    dice.oneIn(3) ? "plain words" : (0...dice.below(2)).map { _ in dice.pick(Self.texts) }.joined(separator: " ")
  }

  private mutating func number(_ usual: Double) -> Double { dice.oneIn(rarity) ? dice.number() : usual }

  private mutating func count(_ usual: Int) -> Int { dice.oneIn(rarity) ? dice.integer() : usual }

  private mutating func rule(_ usual: Double) -> Rule {
    let value = number(usual)
    return dice.oneIn(3) ? .constant(value, because: text()) : Rule(text(), because: text()) { _ in value }
  }

  // MARK: Statement

  private mutating func quantity() -> Quantity {
    let arm = dice.oneIn(8) ? Arm(.merged(into: count(2))) : Arm.coarse
    return dice.pick([
      .trainingLoss, .error(on: .hard), .error(on: .hard), .accuracy(on: .easy), .timeToFit, .observed(.commonWeight),
      .observed(.otherClassShare), .ratio(.commonWeight, to: .rareWeight), .error(on: .easy, by: .probe),
      .difference(of: .error(on: .hard), under: arm, minus: .fine), .observed(.luckyDeviation), .sourceLoss,
      .distance(of: .trainingLoss, between: arm, and: .fine), .under(arm, .trainingLoss), .observed(.biasRatio),
      .conformance(.coherence),
      .difference(of: .difference(of: .timeToFit, under: arm, minus: .fine), under: arm, minus: .fine),
    ])
  }

  private mutating func conclusion(of quantity: Quantity) -> (Conclusion, Materiality) {
    let form = dice.pick([
      Law.Form.growth(.one, of: "d"), .growth(.k, of: text()),
      .growth(Growth(scaleExponent: number(-1)), of: dice.oneIn(9) ? text() : "d"),
      .setting(dice.pick(RegimeParameter.allCases).rawValue, symbol: text(), exponent: number(1)), .oneOverPolylog,
    ])
    let law = Law(form)
    switch dice.below(8) {
    case 0, 1:
      return (
        Conclusion(quantity: quantity, order: .littleO), Materiality(of: quantity, number(0.05), because: text())
      )
    case 2, 3:
      return (
        Conclusion(quantity: quantity, order: .bigOmega),
        dice.oneIn(2)
          ? Materiality(of: quantity, number(0.05), because: text())
          : Materiality(of: quantity, shareOfFirst: number(0.5), because: text())
      )
    case 4:
      return (
        Conclusion(quantity: quantity, order: .poly),
        Materiality(of: quantity, bend: number(0.5), degree: number(6), spacing: number(2), because: text())
      )
    case 5, 6:
      let h: Rule? = form == .oneOverPolylog || dice.oneIn(30) ? rule(0.1) : nil
      return (
        Conclusion(quantity: quantity, order: dice.oneIn(2) ? .bigO(law) : .bigTheta(law)),
        Materiality(of: quantity, slope: number(0.15), band: number(2), law: h, because: text())
      )
    default:
      let order = dice.pick([Order.littleO, .bigOmega, .negligible])
      return (
        Conclusion(quantity: quantity, order: order, isWithHighProbability: true),
        dice.oneIn(2)
          ? Materiality(of: quantity, tolerance: rule(0.1))
          : Materiality(of: quantity, tolerance: number(0.1), because: text())
      )
    }
  }

  // MARK: Stand-in

  private mutating func regime() -> Regime {
    let base = dice.pick([Regime.standard, .standard, .loud, .constantK, .scarce])
    guard dice.oneIn(2) else { return base }
    let value = number(dice.oneIn(2) ? 0.1 : 2)
    let rule = Rule(text(), because: text()) { _ in value }
    let changes = [dice.oneIn(2) ? .stepSize : dice.pick(RegimeParameter.allCases): rule]
    return base.varied(as: text(), text(), changes)
  }

  private mutating func axis() -> ClaimKit.Axis {
    let scales =
      dice.oneIn(rarity)
      ? dice.pick([
        [], [64], [256, 128, 64, 32, 16], [64, 64, 64, 64, 64], [-16, 32, 64, 128, 256], [0, 16, 32, 64, 128],
        [16, 32, 64, 128, .max], [.min, 1, 2, 3, 4], [1, 2, 4, 8, 16], (16..<40).map { $0 },
      ]) : [16, 32, 64, 128, 256]
    let kind = dice.pick([
      ClaimKit.Axis.Kind.scale, .scale, .scale, .time(at: count(64)), .arms(at: count(48)),
      .setting(
        dice.pick(RegimeParameter.allCases).rawValue, Rule(text(), because: text()) { 1 / $0.d }, at: count(256)),
    ])
    return dice.oneIn(3)
      ? .dimension
      : ClaimKit.Axis(
        dice.oneIn(3) ? text() : "d", base: dice.oneIn(3) ? text() : "d", what: text(), kind, scales: [.quick: scales],
        because: text())
  }

  private mutating func window() -> Window {
    let schedule = dice.pick([
      Window.Length.fit(
        lossBound: dice.oneIn(2) ? Window.standardBound : rule(0.1), factor: count(4), stepLimit: count(4096)),
      .fit(lossBound: Window.standardBound, factor: 4, stepLimit: 64), .steps(count(64)), .scaledSteps,
      .inspection(samples: count(400)), .audit(steps: count(16)), dice.oneIn(20) ? .once : .steps(count(64)),
    ])
    return Window(
      schedule, then: dice.oneIn(5) ? Window.Continuation(steps: count(8), words: text()) : nil,
      readFrom: dice.pick([.timeToFit, .firstStep, .end]),
      because: text(), limitBecause: text())
  }

  private mutating func control(refuting quantity: Quantity) -> Control {
    let (steps, offset, samples) = (count(64), count(500), number(4))
    let kind = dice.below(8)
    let regime = self.regime()
    return Control(
      text(), refutes: dice.oneIn(40) ? .accuracy(on: .hard) : quantity, because: text(),
      changing: dice.oneIn(6) ? .coarse : nil
    ) { world in
      switch kind {
      case 0: world.labels = .fine
      case 1: world.labels = .randomized(into: steps)
      case 2: world.stepLimit = steps
      case 3: world.seedOffset = offset
      case 4: world.fault = .noiseScaled(samples)
      case 5: world.regime = regime
      case 6: world.samplesPerSubclass = Growth(scaleExponent: samples)
      default: world.labels = .split(into: steps)
      }
    }
  }

  private mutating func diagram() -> PhaseDiagram {
    PhaseDiagram(
      of: dice.pick([.error(on: .hard), .trainingLoss, .accuracy(on: .easy)]), under: .coarse,
      over: dice.pick([.k, .k, .batch, .width]), at: dice.oneIn(rarity) ? [dice.integer(), 2, -1, 2] : [2, 3, 4],
      runs: count(2), boundary: rule(4), because: text())
  }
}
