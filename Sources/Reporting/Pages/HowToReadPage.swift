import Decision
import Verification

/// The page that explains a report to a reader who knows nothing else about the project.
struct HowToReadPage {
  private let findings: [Finding]
  private var levels: ErrorLevels { findings.first?.levels ?? ErrorLevels() }
  /// The error rate that this look spends on each side, as text in percent.
  private var spent: String { NumberText.percent(levels.spentOnSupport) }

  init(_ findings: [Finding]) { self.findings = findings }

  /// The page in Markdown.
  var markdown: String {
    [
      ReportText.marker, "# How to read this report", opening, "## Where a statement comes from", provenance,
      "## Verdicts", verdicts, reasons, "## Numbers", numbers, "## Hypotheses", hypotheses, "## Controls", controls,
      "## Charts", charts,
      "## What is promised", verdictSection, "## Files beside each page", files, "[Back to the table](README.md)",
    ].joined(separator: "\n\n") + "\n"
  }

  private var opening: String {
    """
    A theory paper says how a quantity behaves as the dimension d grows. An error that is *o(1)* tends to 0; an error \
    that is *Ω(1)* stays above some constant. A computer sees only finitely many d. Each claim therefore has a finite \
    *stand-in*, which was registered before its data were seen. The stand-in fixes which networks are trained, or \
    which other experiment is run, at which d, how often, and which size of an error counts. A verdict is about the stand-in, with stated error rates. \
    It is never about the limit itself.
    """
  }

  private var provenance: String {
    """
    - **[P]** from the paper's summary: the summary states every conclusion of the claim. We had only this summary, and \
    not the paper. The remark on the page says what is ours.
    - **[R]** reconstructed: the summary names the object or breaks off. A conclusion, its order, its constants or its \
    wording are ours.
    - **[C]** chosen: our choice, because the argument needs it or because a reader would ask for it. A fact from \
    another source is also marked [C], and its page names the source.
    - **[K]** known: a textbook theorem. It tests the checker and says nothing about the paper. Its false forms are \
    statements that are known to be false, and none of them may be supported.

    No statement in this report is a quotation from the paper.
    """
  }

  // MARK: Verdicts

  private var verdicts: String {
    """
    | verdict | meaning |
    | --- | --- |
    | **supported** | every conclusion of the claim is significant at \(spent), adjusted for the other claims, and no \
    gate withholds the verdict |
    | **supported by extrapolation** | the same, but some conclusion is significant only with a fitted curve that is \
    continued beyond the last scale; without the smallest scale, the curve points the same way |
    | **not contradicted** | the same, but for some conclusion nothing was seen that could speak against it: no \
    failure, or no mean above the materiality, at any scale; the page gives the largest mean or failure rate that the \
    last scale alone allows |
    | **refuted** | one conclusion of the claim is significant in the other direction, adjusted in the same way, and \
    no gate withholds the verdict; if a single run shows the failure, the page shows the smallest such run |
    | **inconclusive** | neither of these; the reason stands in brackets, and the page says what would settle it |
    | **undiscriminating** | a control was not refuted: the checker did not reject the claim in a world in which it \
    must fail, so the claim's own verdict means nothing |

    A claim is as strong as its weakest conclusion. The first three words are words of support: all three count where \
    a claim rests on another, where a planted defect must be noticed, and in exit codes, also with `--strict`. They are \
    counted apart. Each sentence names the number that is excluded, such as “a limit above 0.05”. A support of o(1) \
    excludes no more than that, and the data do not surely point to a positive limit below it.

    A supported claim may *rest on a step that is not supported*. Its own numbers then agree with the claim, but the \
    argument that explains them has a gap. [The graph](graph.md) shows where.
    """
  }

  private var reasons: String {
    let rows = Reason.allCases.map { ["inconclusive(\($0.rawValue))", Self.meaning(of: $0)] }
    return Markup.table(["reason", "meaning"], rows)
  }

  private static func meaning(of reason: Reason) -> String {
    switch reason {
    case .design: "there are too few scales, too few runs, or the scales span too narrow a range"
    case .health:
      "at some scale more than 10 % of the runs are missing or fewer than two are present (a failed run is "
        + "missing); or a run is missing where the limit of a quantity without an upper end, such as a loss, is asked "
        + "for; or a value is impossible, or has no logarithm where one is needed; or all runs are identical"
    case .power: "neither side is significant; more runs may decide"
    case .floor: "a limit above the materiality ε is excluded, but the data point to a positive limit and not to 0"
    case .slowGrowth:
      "the ratio to the claimed law surely grows (for Θ: changes), but not surely by more than the tolerance"
    case .slowDecay:
      "no mean fell to half; or the data fit a decay that is too slow to be distinguished from a floor on these scales"
    case .lookBudget: "one side is significant, but not at the error rate that this look at growing data may spend"
    case .preAsymptotic:
      "the scales do not yet show the limiting behaviour, or no curve fits, or the two sides contradict each other"
    }
  }

  // MARK: Numbers

  private var numbers: String {
    """
    - **A run** is one network trained from one seed, or one run of another experiment. It is the unit of every \
    statistic: test samples are never pooled over runs.
    - **Value** is the mean over runs at one scale. Each run contributes the worst value in its window of times: the \
    largest for o(1) and O, the smallest for Ω(1). "For every T" is thus evaluated inside each run. For O, Θ, \
    exponents and poly(d) of a quantity that can be any positive number, the mean is the geometric mean.
    - **[a, b]** holds a 95 % confidence limit on each side for the mean of the runs at that scale. The dispersion is \
    at least the one pooled over scales. Where runs hardly differ, the limits assume only the range of the values. If \
    all of 32 runs are 0, the mean may still be as large as 0.09; if all of 20 are, 0.14. A share that is not counted \
    out of test samples is judged as a number in [−1, 1], like a difference; its interval is shown within [0, 1].
    - **W.h.p.** (with high probability): each run is compared with a tolerance, and the decision uses the share of \
    runs that violate it. Support excludes a share above 10 % at the largest scale, provided that the share does not \
    rise with the scale. It is withheld where failures begin at the largest scale, or where runs approach their \
    tolerance. If the tolerance is constant in d, the test is about that constant and not about o(1).
    - **p support** is small if data like these are unlikely under a false claim. **p refute** is small if they are \
    unlikely under a true one. The verdict uses all scales together, not only the value in the table. Below 10⁻⁹ only \
    “< 10⁻⁹” is printed, because no approximation used here can vouch for smaller tails.
    - **Several conclusions**: a claim is true if all its conclusions are. Its p support is the largest of theirs, \
    which needs no correction. Its p refute is m times the smallest of theirs, where m is the number of conclusions, \
    because any of the m could be the smallest by chance. A conclusion whose refutation a gate withholds is left out \
    of the minimum but still counts in m.
    - **A gate** withholds a verdict that is significant but not justified by the scales, for example when a decay has \
    only begun.
    - **Materiality** is the size that matters. Support of Ω(1) excludes a limit below it. Support of o(1) excludes a \
    limit above it, and needs that the data do not surely point to a positive limit below it.
    - **The declared class of decays** is the set of decays that count as o(1), the same in every claim: powers of the \
    scale d down to d^(−1/4), powers of ln d down to 1/ln d, and exponentials. Verdicts also take into account what \
    lies between these families (shifted powers and stretched exponentials) and sums of two decays. Support of Ω(1) \
    excludes such decays to a limit below the materiality. It does not exclude a slower one: a decay like \
    (ln d)^(−1/2), 1/ln ln d or 1/ln(16·d) may be mistaken for a floor, and o(1) then be falsely refuted.
    - **Means are assumed not to rise with d**, for o(1) and Ω(1). A rise at the largest scales withholds support of \
    o(1). It also withholds support of Ω(1), unless each of these scales is surely above the materiality.
    - **A missing run** of a quantity with a range counts as the worst value that it could have had, for limits, \
    curves and shares of violating runs.
    - **Forecasts**: on each page, the smaller scales of a conclusion forecast its largest one, which the forecast has \
    not seen. Nineteen in twenty should hold. After a miss, the curve bends beyond the smaller scales. No verdict \
    rests on a forecast.
    - **Laws tried**: for O, Θ and poly(d), the page lists exact laws that the runs do not exclude. The list shows how \
    precisely the runs identify a law.
    """
  }

  private var hypotheses: String {
    """
    A hypothesis that is a bound is checked in the parameters of the claim's trials, at every registered scale. No \
    verdict depends on it, but a violated hypothesis stands beside the verdict.

    - **Holds** or **violated**: both sides of the bound are numbers at every scale. A violated one names the scales.
    - **Constant unknown**: the bound is an order such as polylog(d), whose constants the statement leaves open. The \
    page shows the value, and the value divided by ln d and by ln² d. If the value does not grow at all, the hypothesis \
    is violated. If it grows, no finite set of scales decides it.
    - **Not checked**: the hypothesis is in words.
    """
  }

  private var controls: String {
    """
    A control changes the world in which the networks are trained, and nothing else. The same checker with the same \
    thresholds must refute the claim there. Each page names the conclusion that must fail, the reason, and the \
    outcome. Some controls are defects planted on purpose.

    A conclusion is **discriminated** if at least one control that is aimed at it was decided and refuted it. Only then \
    is its test known to be able to fail. A conclusion without such a control says so beside its verdict. The front page \
    counts conclusions, and lists those that are *not contradicted*.
    """
  }

  private var charts: String {
    """
    - **Dots** are runs. The **band** reaches from the 10 % to the 90 % quantile of the runs. The **line** is the \
    mean; in learning curves, and where single runs are judged, it is the median. **Bars** are 95 % limits of the \
    mean.
    - Series are shifted a little sideways, so that equal values stay visible.
    - **Blue** is fine labels, **vermilion** coarse labels, **grey and dashed** a control, in every chart. The title \
    says what was seen. Pointing at a mark shows its value. The grey dotted line is the materiality \
    or tolerance.
    - The **thin curve** is the best fit of the declared class. For O(h) and Θ(h) it is the law h, scaled to the means.
    - **Thin dotted** curves are the best fits of the other families of decay. Where these fits agree, the runs do not \
    determine the shape of the decay. No verdict rests on that shape.
    - Some claims run two kinds of trials (Documentation/concentrated.md). **Filled** marks are exact trials, **hollow** \
    marks concentrated ones. Where both ran, both are drawn; the verdict uses the exact ones there.
    - **Learning curves** show the runs of the largest scale during training.
    - Each series has its own marker, and colours differ in lightness as well as in hue. Charts follow the reader's \
    light or dark mode.
    """
  }

  // MARK: Promises

  private var verdictSection: String {
    let families = FamilyText(findings)
    let form =
      families.isSingle
      ? "The \(families.claims) claims verified here form two Holm families, one for support and one for refutation, each"
      : "The claims form families: the known theorems [K], and otherwise the claims about one experiment. Each family is "
        + "corrected on its own (Holm), for support and for refutation: "
        + "\(Markup.prose(families.claimsByFamily)). Each family is judged"
    let ofClaims =
      families.isCorrected
      ? """
      \(form) at \(spent). If the assumptions of the decision procedure hold, the probability that *any* claim of a \
      family is falsely called supported is at most \(spent). The same holds for refuted. Claims that were not verified here are not \
      part of the correction.
      """
      : """
      Each claim is decided on its own. If the assumptions of the decision procedure hold, the probability that a \
      given claim is falsely called supported is at most \(spent). The same holds for refuted. There is no correction \
      for other claims.
      """
    let ofControls =
      families.hasControlFamilies
      ? families.isSingle
        ? "The \(families.controls) controls form a Holm family of their own at \(spent)."
        : "The controls form Holm families of their own at \(spent): \(Markup.prose(families.controlsByFamily))."
      : "Each control is decided on its own at \(spent)."
    return """
      \(ofClaims) \(ofControls) Every verdict is about the declared finite stand-in, never about the limit itself: no \
      finite computation excludes a law that changes beyond the largest d. `littleo calibrate` measures how often \
      verdicts are wrong on simulated data whose truth is known.\(looks)
      """
  }

  /// The paragraph on the error rates of several looks at growing data; empty without looks.
  private var looks: String {
    guard let look = levels.look else { return "" }
    let before =
      switch look {
      case 1: "It is the first look."
      case 2: "Look 1 must have been declared in the same way before it."
      default: "Looks 1 to \(look - 1) must have been declared in the same way before it."
      }
    return """
      \n\nThis is look \(look) at growing data. The j-th look spends \(NumberText.percent(levels.support))/(j(j+1)) on \
      each side, and this look spends \(spent). All looks together therefore spend at most \
      \(NumberText.percent(levels.support)), whatever the reason to stop. \(before)
      """
  }

  private var files: String {
    """
    - `points.csv`: the value of every run at every scale, for the claim and its controls. `littleo decide` applies \
    the same decision procedure to a table of your own.
    - `learning.csv`, `labels.csv`, `diagram.csv`: the numbers behind the learning curves, the errors against the \
    number of labels, and the heat maps, on pages that have them.
    - `*.svg`: the charts. In `matrix.svg` a square is a claim, a conclusion or a control, lettered S supported, E \
    supported by extrapolation, N not contradicted, R refuted, I inconclusive, U undiscriminating; ✓ is a control that \
    was refuted, as it must be, ! one that was not.
    - [report.html](report.html): the whole report in one file, to sort, filter and print without a network.
    - [environment.json](environment.json): profile, scales, seeds, trainer, and each claim's registration and verdict.

    Every byte of the report follows from the commit, the command on its pages, and the kind of machine, whose \
    architecture environment.json names. The report contains no dates and no timings. Pages that other commands write \
    beside it, such as the timings of `littleo bench`, are not part of it.
    """
  }
}
