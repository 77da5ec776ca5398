#!/usr/bin/env python3
"""Writes verdicts.json: cases of the corrected procedure with outcomes that do not come from the code under test.

Run by hand, in this folder, with NumPy and SciPy: python3 verdicts.py
The data come from fixed seeds. The rules are in limit_rules.py and verdict_rules.py, written from
Documentation/decision.md.
"""

import json

import numpy as np

import limit_rules
import verdict_rules as rules

D5, D6 = [32, 64, 128, 256, 512], [64, 128, 256, 512, 1024, 2048]
cases, families, outcomes = [], [], {}


# Data: a law of x = d/d1, and a seed


def counts(seed, d, law, n, R):
    random, x = np.random.default_rng(seed), np.array(d) / d[0]
    return [[int(k) for k in random.binomial(n, p, R)] for p in law(x)]


def positive(seed, d, law, spread, R):
    random, x = np.random.default_rng(seed), np.array(d) / d[0]
    return [[float(m * np.exp(spread * z - spread**2 / 2)) for z in random.standard_normal(R)] for m in law(x)]


def signed(seed, d, law, noise, R):
    random, x = np.random.default_rng(seed), np.array(d) / d[0]
    return [[float(v) for v in np.clip(random.normal(m, noise, R), -1, 1)] for m in law(x)]


def missing(runs, scale, count):
    """The last runs of one scale are missing."""
    return [r[:-count] + [None] * count if k == scale % len(runs) else r for k, r in enumerate(runs)]


# Cases


def add(name, note, wanted, outcome, d, runs, kind, predicate, n=1, tolerance=1e-5, **more):
    """Adds a case; `wanted` is what the case is there to show, and the rules must say the same."""
    word, reason = rules.verdict(outcome)
    said = f"{word}({reason})" if reason else word
    assert said == wanted, f"{name}: {said}, but {wanted} was wanted: {outcome}"
    expect = {"verdict": word, "reason": reason, "pS": outcome["pS"], "pR": outcome["pR"], "tol_ln_p": tolerance}
    if outcome["observed"] is not None:
        expect["observed"] = outcome["observed"]
    for gate in ("gateS", "gateR", "stop"):
        if outcome[gate]:
            expect[gate] = outcome[gate]
    case = {"id": name, "note": note, "procedure": "corrected", "d": d, "kind": kind, "data": runs,
            "predicate": predicate, **more}
    if kind == "count":
        case["n"] = n
    cases.append({**case, "expect": expect})
    outcomes[name] = outcome


def limit(name, note, wanted, d, runs, kind, n=1, ask="o1", searched=True, **parameters):
    """A case of o(1) or Omega(1); p-values that rest on a search agree to 2 %."""
    outcome = limit_rules.limit(d, runs, kind, n, ask=ask, **parameters)
    add(name, note, wanted, outcome, d, runs, kind, {"type": ask, **parameters}, n, 0.02 if searched else 1e-5)


def growth(name, note, wanted, d, runs, law, upper):
    add(name, note, wanted, rules.growth(d, runs, law, upper), d, runs, "positive",
        {"type": "big_o" if upper else "theta", "ref": law})


def bets():
    limit("free-bet", "one run in the last place loses: only the wealth after all runs counts", "not contradicted",
          D5, [[0] * 40] * 4 + [[0] * 39 + [3]], "count", 10, searched=False)
    limit("free-bet-not", "as many losing runs in the first scale, then no further run", "inconclusive(power)",
          D5, [[3] * 9 + [0] * 11] + [[0] * 20] * 4, "count", 10, searched=False)
    limit("free-refuted", "bets against every decay to 0.05", "refuted",
          D6, [[9] * 58 + [8] * 2] + [[9] * 60] * 4 + [[9] * 59 + [10]], "count", 10, searched=False)
    limit("free-refuted-not", "the same numbers with a third of the runs", "inconclusive(power)",
          D5, [[5] * 20] * 4 + [[5] * 19 + [6]], "count", 10, searched=False)
    # The bet takes 0.03 of the level beside the direct test.
    D8 = [16 * 2**k for k in range(8)]
    runs = [[12] * 10 + [0] * 10] + [[0] * 20] * 7
    limit("share-of-bet", "the direct test is not significant, the bet over all scales is", "supported",
          D8, runs, "count", 20, eps=0.1)
    limit("share-of-bet-not", "one scale less", "inconclusive(power)", D8[:7], runs[:7], "count", 20, eps=0.1)


def limits():
    # The direct test takes 0.37 of the level for bounded metrics and 0.40 for positive ones.
    fall, slow = (lambda x: 0.66 / x), (lambda x: 1.05 * x**-0.25)
    limit("direct-bounded", "p of the direct test is just below 0.37 of the level", "supported",
          D5, counts(6, D5, fall, 200, 20), "count", 200)
    limit("direct-bounded-not", "it lies between 0.37 and 0.5 of the level, and a curve carries the support",
          "supported by extrapolation", D5, counts(24, D5, fall, 200, 20), "count", 200)
    limit("direct-positive", "p of the direct test is just below 0.40 of the level", "supported",
          D6, positive(120, D6, slow, 0.25, 20), "positive", eps=0.5, relative=True)
    limit("direct-positive-not", "it lies between 0.40 and 0.5 of the level", "inconclusive(power)",
          D6, positive(28, D6, slow, 0.25, 20), "positive", eps=0.5, relative=True)
    # The extrapolation over the wider class takes 0.60.
    limit("extrapolated", "the last mean is above 0.05", "supported by extrapolation",
          D6, counts(1, D6, lambda x: 0.8 * x**-0.75, 1000, 20), "count", 1000)
    limit("extrapolated-positive", "p of the extrapolation is just below 0.60 of the level",
          "supported by extrapolation", D6, positive(55, D6, slow, 0.25, 20), "positive", eps=0.5, relative=True)
    limit("extrapolated-not-shifted", "a shifted power to 0.06, which the 49 shapes alone would put below 0.05",
          "inconclusive(power)", D6, counts(6, D6, lambda x: 0.06 + 1 / (x + 1), 500, 20), "count", 500)
    limit("extrapolated-not-stretched", "a stretched exponential to 0.05, which the 49 shapes alone would put below",
          "inconclusive(power)", D6, positive(1, D6, lambda x: 0.05 + 0.6 * np.exp(-2 * (x**0.4 - 1)), 0.1, 20),
          "positive", eps=0.05)
    # A floor below the threshold that is surely above 0.
    limit("floor", "0.03 + 0.4 e^-(x-1), by the ratio against two phases", "inconclusive(floor)",
          D6, counts(2, D6, lambda x: 0.03 + 0.4 * np.exp(-(x - 1)), 1000, 30), "count", 1000)
    limit("floor-by-line", "a constant 0.035, by the line in the slowest decay", "inconclusive(floor)",
          D6, counts(1, D6, lambda x: 0.035 + 0 * x, 400, 20), "count", 400)
    limit("floor-not", "a decay from below the threshold to 0", "supported",
          D6, counts(1, D6, lambda x: 0.03 / x, 400, 20), "count", 400)
    # A limit above the threshold: the line takes 0.7 of the level, the ratio against two phases 0.3.
    flat = lambda x: 0.08 + 0 * x
    limit("line", "p of the line is just below 0.7 of the level", "refuted",
          D6, counts(5, D6, flat, 100, 20), "count", 100)
    limit("line-not", "it lies between 0.7 of the level and all of it", "inconclusive(slow-decay)",
          D6, counts(1, D6, flat, 100, 20), "count", 100)
    limit("line-omega", "the line of a positive metric supports Omega(1)", "supported",
          D6, positive(1, D6, lambda x: 1 + 0 * x, 0.3, 20), "positive", ask="omega1", eps=0.5, relative=True)
    limit("two-phases", "a floor of 0.15 behind an exponential, which no sum of two decays to 0.05 explains", "refuted",
          D6, counts(4, D6, lambda x: 0.15 + 0.3 * np.exp(-(x - 1)), 200, 60), "count", 200)
    limit("two-phases-not", "1/ln d and an exponential: one decay to 0.05 is excluded, two are not",
          "inconclusive(slow-decay)",
          D6, counts(1, D6, lambda x: 0.5 / (1 + np.log(x) / np.log(64)) + 0.3 * np.exp(-(x - 1)), 200, 60),
          "count", 200)
    # The yardstick of a relative threshold is known to 10 % or better, or nothing is refuted.
    limit("yardstick", "a standard error of 7 % of the first mean", "refuted",
          D6, positive(1, D6, lambda x: 1 + 0 * x, 0.3, 20), "positive", eps=0.5, relative=True)
    limit("yardstick-not", "a standard error of more than 10 % of the first mean", "inconclusive(slow-decay)",
          D6, positive(40, D6, lambda x: 1 + 0 * x, 0.75, 40), "positive", eps=0.5, relative=True)
    # A first scale with a dispersion far above all others is kept apart.
    coins = [[int(k) for k in np.random.default_rng(1).binomial(1, 0.5, 20) * 40]]
    limit("first-scale-apart", "runs of all or nothing at the first scale only", "supported",
          D6, coins + counts(1, D6, lambda x: 0.3 / x, 40, 20)[1:], "count", 40)


def incomplete():
    zeros = [[0] * 20] * 5
    limit("missing", "a missing run counts as all errors", "inconclusive(power)",
          D5, missing(zeros, -1, 1), "count", 100, searched=False)
    limit("missing-not", "it does not matter beside 300 runs without any error", "not contradicted",
          D5, missing([[0] * 60] * 5, -1, 1), "count", 100, searched=False)
    halves = [[50] * 19 + [51]] * 5
    limit("missing-refuted-not", "for a refutation a missing run counts as no error", "inconclusive(power)",
          D5, missing(halves, -1, 1), "count", 100, searched=False)
    fall = counts(1, D5, lambda x: 0.6 / x, 200, 20)
    limit("complete", "the same data as the next case, complete", "supported", D5, fall, "count", 200)
    limit("missing-by-curves", "two missing runs of the last scale", "inconclusive(power)",
          D5, missing(fall, -1, 2), "count", 200)
    loss = positive(1, D6, lambda x: 1 / x, 0.3, 20)
    limit("complete-positive", "the same data as the next case, complete", "supported",
          D6, loss, "positive", eps=0.5, relative=True)
    limit("missing-positive", "the worst value of a missing loss is unbounded", "inconclusive(health)",
          D6, missing(loss, 0, 1), "positive", eps=0.5, relative=True)


def both_sides():
    limit("signed", "a gap that falls to 0 from above", "supported",
          D6, signed(1, D6, lambda x: 0.6 / x, 0.05, 20), "signed")
    limit("signed-from-below", "a gap that rises to 0 from below", "supported",
          D6, signed(2, D6, lambda x: -0.6 / x, 0.05, 20), "signed")
    limit("signed-crossing", "a gap that rises from below to 0.03, past 0", "inconclusive(floor)",
          D6, signed(4, D6, lambda x: 0.03 - 0.6 * np.exp(-(x - 1)), 0.01, 20), "signed")
    above, below = (signed(3, D6, lambda x: sign * 0.5 + 0 * x, 0.05, 20) for sign in (1, -1))
    limit("signed-above", "0.5 at every scale: twice the p-value of one side", "refuted", D6, above, "signed")
    limit("signed-below", "-0.5 at every scale is not o(1)", "refuted", D6, below, "signed")
    limit("at-most-above", "0.5 at every scale", "refuted", D6, above, "signed", ask="at_most_o1")
    limit("at-most-below", "-0.5 at every scale is at most o(1)", "supported",
          D6, below, "signed", ask="at_most_o1")
    limit("omega-below", "-0.5 at every scale is not above 0.05", "refuted", D6, below, "signed", ask="omega1")


def growing():
    one, root = [1.0] * 6, [float(v) for v in np.sqrt(D6)]
    noisy = lambda seed, law, spread=0.1, R=20: positive(seed, D6, law, spread, R)
    harmonic = noisy(1, lambda x: 2 + 0.38 * np.log(x))
    growth("slow-growth", "2 + 0.38 ln x is not O(1)", "inconclusive(slow-growth)", D6, harmonic, one, True)
    growth("slow-growth-theta", "nor Theta(1)", "inconclusive(slow-growth)", D6, harmonic, one, False)
    growth("slow-fall-theta", "a slow fall is not Theta(1)", "inconclusive(slow-growth)",
           D6, noisy(2, lambda x: x**-0.05), one, False)
    growth("slow-fall", "but it is O(1)", "supported", D6, noisy(2, lambda x: x**-0.05), one, True)
    growth("constant", "a constant is O(1)", "supported", D6, noisy(3, lambda x: 3 + 0 * x), one, True)
    growth("constant-theta", "and Theta(1)", "supported", D6, noisy(3, lambda x: 3 + 0 * x), one, False)
    growth("root", "the square root is Theta(sqrt d)", "supported", D6, noisy(4, lambda x: x**0.5, 0.2), root, False)
    growth("growth-refuted", "d^0.9 is not O(sqrt d)", "refuted", D6, noisy(5, lambda x: x**0.9, 0.2), root, True)

    def polynomial(name, note, wanted, runs):
        add(name, note, wanted, rules.poly(D6, runs), D6, runs, "positive", {"type": "poly"})

    polynomial("poly", "x^2", "supported", noisy(6, lambda x: x**2))
    polynomial("poly-refuted", "e^(0.3 x)", "refuted", noisy(7, lambda x: np.exp(0.3 * x)))
    polynomial("poly-overhead", "1 + 0.01 x^4, a power with an overhead", "inconclusive(pre-asymptotic)",
               noisy(8, lambda x: 1 + 0.01 * x**4))

    def power(name, note, wanted, claimed, tolerance, runs, kind="positive", n=1):
        add(name, note, wanted, rules.exponent(D6, runs, kind, claimed, tolerance, n), D6, runs, kind,
            {"type": "exponent", "exponent": claimed, "tolerance": tolerance}, n)

    cubed = noisy(9, lambda x: x**1.5, 0.3)
    power("exponent", "x^1.5 has exponent 1.5 +- 0.2", "supported", 1.5, 0.2, cubed)
    power("exponent-refuted", "and not 1 +- 0.2", "refuted", 1.0, 0.2, cubed)
    power("exponent-open", "1.35 +- 0.15 is too close to tell", "inconclusive(power)", 1.35, 0.15, cubed)
    power("exponent-bent", "x + 0.02 x^2 has no exponent on these scales", "inconclusive(pre-asymptotic)",
          1.2, 0.2, noisy(10, lambda x: x + 0.02 * x**2, 0.1))
    rates = counts(11, D6, lambda x: 0.8 / x, 200, 20)
    power("exponent-bounded", "rates as 1/x: the jackknife of the logarithm of the mean", "supported",
          -1.0, 0.2, rates, "count", 200)
    power("exponent-bounded-refuted", "and not -0.5 +- 0.2", "refuted", -0.5, 0.2, rates, "count", 200)


def curves():
    def curve(name, note, wanted, d, runs, kind, predicted, tolerance, share=False, n=1):
        add(name, note, wanted, rules.curve(d, runs, kind, predicted, tolerance, share, n), d, runs, kind,
            {"type": "curve", "ref": [float(f) for f in predicted], "tolerance": tolerance, "share": share}, n)

    x = np.array(D6) / D6[0]
    runs = positive(1, D6, lambda x: 2 / x, 0.1, 20)
    curve("curve", "2/x within 10 %, by t tests", "supported", D6, runs, "positive", 2 / x, 0.1, True)
    curve("curve-refuted", "not 2.4/x within 10 %", "refuted", D6, runs, "positive", 2.4 / x, 0.1, True)
    curve("curve-open", "2.1/x within 6 % is too close to tell", "inconclusive(power)",
          D6, runs, "positive", 2.1 / x, 0.06, True)
    skewed = positive(2, D6, lambda x: 2 / x, 0.6, 40)
    curve("curve-skewed", "skewed runs: Hall's transformation", "inconclusive(power)",
          D6, skewed, "positive", 2 / x, 0.3, True)
    gap = signed(3, D6, lambda x: 0.3 / x, 0.05, 20)
    curve("curve-signed", "0.3/x within 0.05", "supported", D6, gap, "signed", 0.3 / x, 0.05)
    coins = counts(4, D5, lambda x: 0.5 + 0 * x, 1, 60)
    curve("curve-boolean", "exact binomial tails", "supported", D5, coins, "boolean", [0.5] * 5, 0.28)
    curve("curve-boolean-refuted", "0.2 within 0.1", "refuted", D5, coins, "boolean", [0.2] * 5, 0.1)
    rare = [[0] * 57 + [10] * 3] + [[0] * 60] * 4
    curve("curve-bounded", "few deviating runs: Hoeffding's bound", "supported",
          D5, rare, "count", [0.02] * 5, 0.1, n=50)
    curve("curve-bounded-refuted", "0.3 within 0.1", "refuted", D5, rare, "count", [0.3] * 5, 0.1, n=50)


def probability():
    def whp(name, note, wanted, d, runs, margins=None):
        more = {"margins": margins} if margins else {}
        add(name, note, wanted, rules.high_probability(d, runs, margins), d, runs, "boolean", {"type": "whp"}, **more)

    def failing(*failures, R=20):
        return [[1] * k + [0] * (R - k) for k in failures]

    whp("whp-unseen", "no failure at all", "not contradicted", D5, failing(0, 0, 0, 0, 0))
    whp("whp", "a failure of 100, not at the last scale", "supported", D5, failing(0, 1, 0, 0, 0))
    whp("whp-begins", "the only failures are at the last scale (Fisher)", "inconclusive(pre-asymptotic)",
        D5, failing(0, 0, 0, 0, 1))
    whp("whp-begins-not", "one failure at the last scale and two below", "supported", D5, failing(1, 1, 0, 0, 1, R=32))
    whp("whp-refuted", "eight of twenty at the last scale", "refuted", D5, failing(6, 8, 7, 8, 8))
    whp("whp-missing", "a missing run counts as a failure", "inconclusive(pre-asymptotic)",
        D5, missing(failing(0, 0, 0, 0, 0), -1, 1))
    distances = lambda medians: [[float(m + 0.05 * z) for z in np.random.default_rng(9).standard_normal(20)]
                                 for m in medians]
    whp("whp-approach", "distances fall from 1 to 0.3: Jonckheere over the top three scales",
        "inconclusive(pre-asymptotic)", D5, failing(0, 0, 0, 0, 0), distances([1, 0.9, 0.7, 0.5, 0.3]))
    whp("whp-approach-half", "distances fall, but the last one is more than half of the first", "not contradicted",
        D5, failing(0, 0, 0, 0, 0), distances([1, 0.9, 0.8, 0.7, 0.6]))
    whp("whp-approach-not", "distances are small at the end, but do not fall there", "not contradicted",
        D5, failing(0, 0, 0, 0, 0), distances([1, 0.5, 0.3, 0.3, 0.3]))


def family(*names):
    """Holm's adjustment on both sides; what a support rests on is judged at the adjusted level, too."""
    def holm(side):
        p = np.array([outcomes[name][side] for name in names])
        order, adjusted, running = np.argsort(p, kind="stable"), np.empty(len(p)), 0.0
        for rank, k in enumerate(order):
            running = max(running, min(1.0, (len(p) - rank) * p[k]))
            adjusted[k] = running
        return p, adjusted

    (pS, aS), (pR, aR) = holm("pS"), holm("pR")
    words = []
    for k, name in enumerate(names):
        word, reason = rules.verdict(outcomes[name], aS[k] / pS[k], aR[k] / pR[k])
        words.append(f"{word}({reason})" if reason else word)
    families.append({"cases": list(names), "adjusted_pS": list(aS), "adjusted_pR": list(aR), "verdicts": words,
                     "tol_ln_p": 0.02})
    return words


def write():
    number = lambda v: float(f"{v:.12g}") if isinstance(v, float) else v
    note = {
        "procedure": "corrected: pS and pR are the p-values that decide; observed is the part of pS without a curve",
        "source": "computed by verdicts.py beside this file with NumPy and SciPy, not by the code under test",
        "tolerance": "ln p agrees to tol_ln_p: 1e-5 where p is exact, 0.02 where it rests on a search over curves. "
        "There a difference of log-likelihoods below 1e-3 changes p by less. Verdict and reason always agree.",
        "left_out": "gates and notes that are left out are not compared",
    }
    for case in cases:
        case["expect"] = {key: number(value) for key, value in case["expect"].items()}
    with open("verdicts.json", "w") as file:
        lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
        file.write(f'{{"format":{json.dumps(note)},\n"cases":[\n{lines}],\n"families":{json.dumps(families)}}}\n')


if __name__ == "__main__":
    for part in (bets, limits, incomplete, both_sides, growing, curves, probability):
        part()
    # The support of the first case is carried by the direct test alone, but not at a third of the level.
    words = family("direct-bounded", "whp", "two-phases")
    assert words == ["supported by extrapolation", "supported", "refuted"], words
    # A refutation that is significant alone is not significant beside another claim.
    words = family("line", "constant")
    assert words == ["inconclusive(slow-decay)", "supported"], words
    write()
