import Decision
import Verification

/// The page that explains a report to somebody who has read nothing else.
struct HowToReadPage {
  private let findings: [Finding]
  private var levels: ErrorLevels { findings.first?.levels ?? ErrorLevels() }
  /// What this look spends on each side.
  private var spent: String { NumberText.percent(levels.spentOnSupport) }

  init(_ findings: [Finding]) { self.findings = findings }

  /// The page in Markdown.
  var markdown: String {
    [
      ReportText.marker, "# How to read this report", opening, "## Where a statement comes from", provenance,
      "## Verdicts", verdicts, reasons, "## Numbers", numbers, "## Controls", controls, "## Charts", charts,
      "## What is promised", promise, "## What is beside each page", files, "[Back to the table](README.md)",
    ].joined(separator: "\n\n") + "\n"
  }

  private var opening: String {
    """
    A theory paper says how something behaves as the dimension d grows: an error is o(1), which means that it tends to 0, or \
    Ω(1), which means that it stays above some constant. A computer sees finitely many d. Each claim therefore has a finite \
    *stand-in*, registered before its data were seen: which networks are trained at which d, how often, and which size of an \
    error counts. What is decided is the stand-in, with stated error rates, and never the limit itself.
    """
  }

  private var provenance: String {
    """
    - **[P]** stated: the summary of the paper that was at hand states it.
    - **[R]** reconstructed: the summary names the object, and the constants or the wording are ours.
    - **[C]** chosen: our choice, because the argument needs it or a reader would ask; or a fact from elsewhere, and then the page \
    says whose it is.

    No statement here is a quotation of the paper.
    """
  }

  // MARK: Verdicts

  private var verdicts: String {
    """
    | verdict | meaning |
    | --- | --- |
    | **supported** | every conclusion of the claim is significant at \(spent), adjusted for the other claims, and passed every gate |
    | **refuted** | one of its conclusions is significant in the other direction, adjusted likewise, and passed every gate; where a \
    single run shows it, the page has the smallest one |
    | **inconclusive** | neither; the reason is given in brackets, and the page says what it would take to settle it |
    | **undiscriminating** | a control was not refuted: the checker calls the claim the same in a world in which it must fail, so \
    that its own verdict means nothing |

    A supported claim may *rest on a step that is not supported*: then its own numbers are as they should be, and the argument \
    that explains them has a gap. [The graph](graph.md) shows where.
    """
  }

  private var reasons: String {
    let rows = Reason.allCases.map { ["inconclusive(\($0.rawValue))", Self.meaning(of: $0)] }
    return Markup.table(["reason", "meaning"], rows)
  }

  private static func meaning(of reason: Reason) -> String {
    switch reason {
    case .design: "too few scales, too narrow a span or too few runs were asked for"
    case .health: "runs are missing or failed, or a value is impossible"
    case .power: "neither side is significant; more runs would decide"
    case .slowDecay: "what is seen fits a decay too slow to be told from a floor on these scales"
    case .lookBudget: "significant, but not at what this look at growing data may spend"
    case .preAsymptotic: "the scales do not yet show the limiting behaviour, or the two sides contradict each other"
    }
  }

  // MARK: Numbers

  private var numbers: String {
    """
    - **A run** is one network trained from one seed, and the unit of every statistic; test samples are never pooled over runs.
    - **Value**: the mean over runs, at one scale, of the worst value in each run's window of times: the largest for o(1) and O, \
    the smallest for Ω(1), so that "for every T" is read inside the run. For O, Θ and poly(d) it is the geometric mean.
    - **[a, b]** is a 95 % confidence limit on each side: of the mean of the runs at that scale, with a dispersion pooled over \
    scales, or, where runs hardly differ, with no assumption but the range. Thirty-two runs that are all 0 still allow a mean of \
    up to 0.09, twenty of up to 0.14. A share that is not counted out of test samples is read as a number in [−1, 1], as \
    differences are: what its limits say below 0 is nothing.
    - **W.h.p.**: single runs are held to a tolerance, and the number is the share of runs that violate it. Support means that a \
    share above 10 % at the largest scale is excluded if that share does not rise with the scale. A tolerance may be constant \
    in d; then what is tested is that constant, and not o(1).
    - **p support** is how easily data like these arise if the claim is false, **p refute** if it is true; small is strong. \
    The verdict uses all scales together, not only the value in the table. A claim is true if all of its conclusions are: its p \
    of support is the largest of theirs, which needs no correction; its p of refutation is m times the smallest among the m \
    conclusions whose refutation is not withheld by a gate, because any of the m could have been the smallest by chance.
    - **A gate** withholds a verdict that is significant but that the scales do not carry, such as a decay that has only begun.
    - **Materiality** is the size that counts: a limit below it is read as 0, one above it as bounded away from 0.
    - **The declared class of decays** is what can count as o(1), in every claim: powers of the scale d down to d^(−1/4), \
    powers of ln d down to 1/ln d, and exponentials. Support of Ω(1) excludes a fall like one of these to a limit below the \
    materiality, and no slower fall: what decays like (ln d)^(−1/2) or 1/ln ln d may be taken for a floor. For o(1) and Ω(1) \
    alike means are assumed not to rise with d; a rise that shows at the largest scales withholds support of o(1).
    """
  }

  private var controls: String {
    """
    A control changes the world and nothing else: the same checker with the same thresholds must refute the claim there. Each \
    page names the conclusion that has to fail, why, and what became of it. Defects planted on purpose are controls too.
    """
  }

  private var charts: String {
    """
    - **Dots** are runs, the **band** holds 10 to 90 % of them, the **line** is the mean (the median in learning curves and where \
    single runs are judged), **bars** are its 95 % limits. Series stand a little apart so that equal ones can be seen.
    - **Solid** lines are the claim's own runs, **dashed** ones its controls. The grey dotted line is the materiality or tolerance.
    - The **thin curve** is the fit that the decision uses; **thin dotted** curves are the best fits of the other families of \
    decay. Where they agree, the shape of the decay is not known, and no verdict rests on it.
    - **Learning curves** follow the runs of the largest scale while they train.
    - Colours differ in lightness as well as in hue, and each series has a marker of its own; charts follow the reader's dark mode.
    """
  }

  // MARK: Promises

  private var promise: String {
    let claims = findings.first?.familySize ?? 0
    let controls = findings.first?.controlFamilySize ?? 0
    let ofClaims =
      claims > 1
      ? """
      The \(claims) claims verified here form two Holm families, one for support and one for refutation, each at \(spent): if \
      the assumptions of the decision procedure hold, the probability that *any* of them is falsely called supported is at \
      most \(spent), and likewise for refuted. Claims that were not verified here are not corrected for.
      """
      : """
      Each claim is decided on its own: if the assumptions of the decision procedure hold, the probability that a given \
      claim is falsely called supported is at most \(spent), and likewise for refuted. Nothing is corrected for other claims.
      """
    let ofControls =
      controls > 1
      ? "The \(controls) controls form a Holm family of their own at \(spent)."
      : "Each control is decided on its own at \(spent)."
    return """
      \(ofClaims) \(ofControls) Every verdict is about the declared finite stand-in, never about the limit itself: no \
      finite computation excludes a law that changes beyond the largest d. How often verdicts err on planted truths is \
      measured by `littleo calibrate`.\(looks)
      """
  }

  /// What the levels promise over looks at growing data; nothing without looks.
  private var looks: String {
    guard let look = levels.look else { return "" }
    let before =
      switch look {
      case 1: "It is the first."
      case 2: "Look 1 must have been declared in the same way before it."
      default: "Looks 1 to \(look - 1) must have been declared in the same way before it."
      }
    return """
      \n\nThis is look \(look) at growing data. The j-th look spends \(NumberText.percent(levels.support))/(j(j+1)) on \
      each side, this one \(spent), so that all looks together stay within \(NumberText.percent(levels.support)) whatever \
      makes one stop. \(before)
      """
  }

  private var files: String {
    """
    - `points.csv`: the value of every run at every scale, of the claim and of its controls. `littleo decide` decides a table of \
    your own by the same engine.
    - `learning.csv`, `labels.csv`, `diagram.csv`: the numbers behind learning curves, behind errors against the number of labels \
    and behind heat maps, where a page has them.
    - `*.svg`: the charts.
    - [environment.json](environment.json): profile, scales, seeds, trainer, and each claim's registration and verdict.

    Every byte of the report is a function of the commit, of the command on its pages and of the kind of machine, whose \
    architecture environment.json names: there are no dates and no timings in it. Pages that other commands write beside \
    it, as `littleo bench` does with its timings, are no part of it.
    """
  }
}
