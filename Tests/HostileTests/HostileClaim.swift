import ClaimKit
import MultiView
import Statistics
import Training

/// A claim of which every part can be anything that compiles.
struct HostileClaim: Claim {
  var source = Source("A toy", .chosen)
  var title = "A toy"
  var says = "A toy."
  var caveat = ""
  var statement: [Clause] = []
  var instance = Instance(regime: .standard, window: .standard, materialities: [])
  var companions: [Arm] = []
  var diagram: PhaseDiagram?
  var controls: [Control] = []

  init() {}

  /// A claim thrown with dice.
  init(_ dice: inout Dice) {
    var maker = HostileClaimMaker(dice: dice)
    maker.fill(&self)
    dice = maker.dice
  }
}

/// Throws the parts of a claim: mostly sane numbers, so that many claims can be planned, and texts that mean harm.
private struct HostileClaimMaker {
  var dice: Dice
  private let _rarity: Int

  init(dice: Dice) {
    self.dice = dice
    // Some claims are wild in most of their numbers, most in one or none.
    _rarity = self.dice.pick([3, 30, 100])
  }

  mutating func fill(_ claim: inout HostileClaim) {
    claim.source = Source(_text(), dice.pick([.stated, .reconstructed, .chosen]), remark: _text())
    (claim.title, claim.says, claim.caveat) = (_text(), _text(), _text())
    let count = 1 + dice.below(3)
    var materialities: [Materiality] = []
    claim.statement = [.given(.labels(.coarse)), .given(.condition(_text()))]
    for _ in 0..<(dice.oneIn(50) ? 0 : count) {
      let quantity = _quantity()
      let (conclusion, materiality) = _conclusion(of: quantity)
      if !dice.oneIn(60) { materialities.append(materiality) }
      claim.statement.append(
        conclusion.isUsual
          ? .usually(from: .tStar, to: .poly(.d), [conclusion])
          : .forEvery(from: .tStar, to: .poly(.d), [conclusion]))
      // A control that names what is concluded.
      claim.controls.append(_control(refuting: conclusion.quantity))
    }
    claim.instance = Instance(regime: _regime(), axis: _axis(), window: _window(), materialities: materialities)
    if dice.oneIn(6) { claim.companions = [.fine, Arm(.merged(into: _count(2))), Arm(.random)] }
    if dice.oneIn(6) { claim.diagram = _diagram() }
  }

  // MARK: Texts and numbers

  private static let _texts = [
    "<script>zq()</script>", "![zq](javascript:zq)", "[zq](javascript:zq)", "|zq|zq|", "</svg><svg onload=\"zq()\">",
    "`zq`", "\n# zq", "\n\n```zq\n", "\r\n\r\n~~~zq", "~~~", "```", "\u{0600}<script>zq()</script>",
    "\u{0600}[zq\u{0600}](javascript:zq)", "<\u{0301}b>", "|\u{0301}zq", "\u{0600}|zq", "<img src=x onerror=zq()>",
    "\"><script>zq", "]]><!-- zq", "--><script>zq", "&lt;zq&gt;", "a zq\\", "\\|zq", "\\<script>zq", "\u{0}zq",
    "\u{1B}zq", "\u{FFFF}zq",
    "\u{202E}zq", "🇩🇪|zq", "<\u{FE0F}script>zq", "\u{2028}# zq", "\nrm -rf zq\n", "$zq$", "<!-- zq", "*zq*", "_zq_",
    "##zq",
    "\u{110BD}<svg/onload=zq>", "a,\u{0600}\"zq", "https://example.org/zq",
  ]

  private mutating func _text() -> String {
    dice.oneIn(3) ? "plain words" : (0...dice.below(2)).map { _ in dice.pick(Self._texts) }.joined(separator: " ")
  }

  private mutating func _number(_ usual: Double) -> Double { dice.oneIn(_rarity) ? dice.number() : usual }

  private mutating func _count(_ usual: Int) -> Int { dice.oneIn(_rarity) ? dice.integer() : usual }

  private mutating func _rule(_ usual: Double) -> Rule {
    let value = _number(usual)
    return dice.oneIn(3) ? .constant(value, because: _text()) : Rule(_text(), because: _text()) { _ in value }
  }

  // MARK: Statement

  private mutating func _quantity() -> Quantity {
    let arm = dice.oneIn(8) ? Arm(.merged(into: _count(2))) : Arm.coarse
    return dice.pick([
      .trainingLoss, .error(on: .hard), .error(on: .hard), .accuracy(on: .easy), .timeToFit, .observed(.commonWeight),
      .observed(.otherClassShare), .ratio(.commonWeight, to: .rareWeight), .error(on: .easy, by: .probe),
      .difference(of: .error(on: .hard), under: arm, minus: .fine), .observed(.luckyDeviation), .sourceLoss,
      .departure(of: .trainingLoss, between: arm, and: .fine), .under(arm, .trainingLoss), .observed(.biasRatio),
      .conformance(.coherence),
      .difference(of: .difference(of: .timeToFit, under: arm, minus: .fine), under: arm, minus: .fine),
    ])
  }

  private mutating func _conclusion(of quantity: Quantity) -> (Conclusion, Materiality) {
    let form = dice.pick([
      Law.Form.growth(.one), .growth(.k), .growth(Growth(scaleExponent: _number(-1))), .scale(exponent: _number(-1)),
      .parameter(dice.pick(RegimeParameter.allCases), exponent: _number(1)), .open,
    ])
    let law = Law(_text(), form)
    switch dice.below(8) {
    case 0, 1:
      return (
        Conclusion(quantity: quantity, order: .vanishing), Materiality(of: quantity, _number(0.05), because: _text())
      )
    case 2, 3:
      return (
        Conclusion(quantity: quantity, order: .boundedBelow),
        dice.oneIn(2)
          ? Materiality(of: quantity, _number(0.05), because: _text())
          : Materiality(of: quantity, shareOfFirst: _number(0.5), because: _text())
      )
    case 4:
      return (
        Conclusion(quantity: quantity, order: .polynomial),
        Materiality(of: quantity, bend: _number(0.5), degree: _number(6), spacing: _number(2), because: _text())
      )
    case 5, 6:
      let h: Rule? = form == .open || dice.oneIn(30) ? _rule(0.1) : nil
      return (
        Conclusion(quantity: quantity, order: dice.oneIn(2) ? .bounded(law) : .proportional(law)),
        Materiality(of: quantity, slope: _number(0.15), band: _number(2), law: h, because: _text())
      )
    default:
      let order = dice.pick([Order.vanishing, .boundedBelow, .negligible])
      return (
        Conclusion(quantity: quantity, order: order, isUsual: true),
        dice.oneIn(2)
          ? Materiality(of: quantity, tolerance: _rule(0.1))
          : Materiality(of: quantity, tolerance: _number(0.1), because: _text())
      )
    }
  }

  // MARK: Stand-in

  private mutating func _regime() -> Regime {
    let base = dice.pick([Regime.standard, .standard, .loud, .constantK, .scarce])
    guard dice.oneIn(2) else { return base }
    let value = _number(dice.oneIn(2) ? 0.1 : 2)
    let rule = Rule(_text(), because: _text()) { _ in value }
    let changes = [dice.oneIn(2) ? .stepSize : dice.pick(RegimeParameter.allCases): rule]
    return base.varied(as: _text(), _text(), changes)
  }

  private mutating func _axis() -> ClaimKit.Axis {
    let scales =
      dice.oneIn(_rarity)
      ? dice.pick([
        [], [64], [256, 128, 64, 32, 16], [64, 64, 64, 64, 64], [-16, 32, 64, 128, 256], [0, 16, 32, 64, 128],
        [16, 32, 64, 128, .max], [.min, 1, 2, 3, 4], [1, 2, 4, 8, 16], (16..<40).map { $0 },
      ]) : [16, 32, 64, 128, 256]
    let kind = dice.pick([
      ClaimKit.Axis.Kind.dimension, .dimension, .dimension, .time(dimension: _count(64)),
      .labels(dimension: _count(48)),
      .parameter(
        dice.pick(RegimeParameter.allCases), Rule(_text(), because: _text()) { 1 / $0.d }, dimension: _count(256)),
    ])
    return dice.oneIn(3) ? .dimension : ClaimKit.Axis(_text(), kind, scales: [.quick: scales], because: _text())
  }

  private mutating func _window() -> Window {
    let extent = dice.pick([
      Window.Extent.fit(
        lossBound: dice.oneIn(2) ? Window.standardBound : _rule(0.1), factor: _count(4), stepLimit: _count(4096)),
      .fit(lossBound: Window.standardBound, factor: 4, stepLimit: 64), .steps(_count(64)), .scaledSteps,
      .inspection(samples: _count(400)), .audit(steps: _count(16)),
    ])
    return Window(
      extent, thenFinetuning: dice.oneIn(5) ? _count(8) : 0, readFrom: dice.pick([.timeToFit, .firstStep, .end]),
      because: _text(), limitBecause: _text())
  }

  private mutating func _control(refuting quantity: Quantity) -> Control {
    let (steps, offset, samples) = (_count(64), _count(500), _number(4))
    let kind = dice.below(8)
    let regime = _regime()
    return Control(
      _text(), refutes: dice.oneIn(40) ? .accuracy(on: .hard) : quantity, because: _text(),
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

  private mutating func _diagram() -> PhaseDiagram {
    PhaseDiagram(
      of: dice.pick([.error(on: .hard), .trainingLoss, .accuracy(on: .easy)]), under: .coarse,
      over: dice.pick([.k, .k, .batch, .width]), at: dice.oneIn(_rarity) ? [dice.integer(), 2, -1, 2] : [2, 3, 4],
      runs: _count(2), boundary: _rule(4), because: _text())
  }
}
