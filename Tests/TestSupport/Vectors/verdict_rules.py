"""The rules of Documentation/decision.md with the corrections of §3.6, for verdicts.py; limits are in limit_rules.py.

Written from the document and not from the Swift code; tails come from scipy.stats. Missing runs are None.
Every rule returns p-values, gates and what a support rests on.
"""

import numpy as np
from scipy import optimize, special, stats

ALPHA = 0.025
SHARE = 0.45  # of Welch's degrees of freedom


def result(pS, pR, gateS=None, gateR=None, observed=None, strength="observed", fallback="power", stop=None):
    return dict(pS=pS, pR=pR, gateS=gateS, gateR=gateR, observed=observed, strength=strength, fallback=fallback,
                stop=stop)


def verdict(r, factorS=1.0, factorR=1.0, level=ALPHA):
    """The word and the reason; the factors are those of Holm's adjustment."""
    if r["stop"]:
        return "inconclusive", r["stop"]
    pS, pR = min(1, r["pS"] * factorS), min(1, r["pR"] * factorR)
    if pS <= level and pR <= level:
        return "inconclusive", "pre-asymptotic"
    if pS <= level:
        if r["gateS"]:
            return "inconclusive", r["gateS"]
        if r["strength"] == "unseen":
            return "not contradicted", ""
        alone = r["pS"] if r["observed"] is None else r["observed"]
        return ("supported" if alone * factorS <= level else "supported by extrapolation"), ""
    if pR <= level:
        return ("inconclusive", r["gateR"]) if r["gateR"] else ("refuted", "")
    return "inconclusive", r["fallback"]


# Tests that several rules use


def jonckheere_rise(groups):
    """P of a rise from group to group, normal approximation with the correction for ties."""
    J = sum(np.sum(a[:, None] < b) + 0.5 * np.sum(a[:, None] == b)
            for i, a in enumerate(groups) for b in groups[i + 1:])
    n = np.array([len(g) for g in groups], float)
    t = np.unique(np.concatenate(groups), return_counts=True)[1].astype(float)
    N = n.sum()

    def cubic(m):
        return m * (m - 1) * (2 * m + 5)

    def triples(m):
        return m * (m - 1) * (m - 2)

    def pairs(m):
        return m * (m - 1)

    variance = (cubic(N) - cubic(n).sum() - cubic(t).sum()) / 72
    variance += triples(n).sum() * triples(t).sum() / (36 * triples(N))
    variance += pairs(n).sum() * pairs(t).sum() / (8 * pairs(N))
    return stats.norm.sf((J - (N**2 - (n**2).sum()) / 4) / np.sqrt(variance)) if variance > 0 else 1.0


def final_bet(rounds, low, high, against):
    """1/W with W = 0.9 prod(1+e) + 0.1 prod(1+e/2) after all rounds (value, bound), whatever their order."""
    full = half = 0.0
    for value, m in rounds:
        if low < m < high:
            e = (m - value) / (high - m) if against == "mean at least" else (value - m) / (m - low)
            full += np.log1p(e) if e > -1 else -np.inf
            half += np.log1p(e / 2)
    return min(1.0, 1 / (0.9 * np.exp(full) + 0.1 * np.exp(half)))


def welch(h, variances, counts, share=SHARE):
    """The standard error and the trusted degrees of freedom of the contrast sum h·mean."""
    parts = h**2 * variances / counts
    return np.sqrt(parts.sum()), max(1.0, share * parts.sum() ** 2 / np.sum(parts**2 / (counts - 1)))


# Growth: O, Theta, poly, exponent (§4, §5, §6a)


class Logs:
    """ln y at each scale: mean of logarithms of positive runs; jackknifed logarithm of the mean of bounded ones."""

    def __init__(self, d, runs, kind, n=1):
        self.d, self.u = np.array(d, float), np.log(d)
        self.R = np.array([len(r) for r in runs], float)
        if kind == "positive":
            logs = [np.log(r) for r in runs]
            self.z = np.array([z.mean() for z in logs])
            self.var = np.array([z.var(ddof=1) for z in logs])
            return
        self.z, self.var = np.empty(len(runs)), np.empty(len(runs))
        for k, r in enumerate(runs):
            y, R = np.array(r) / n, len(r)
            without = np.log((y.sum() - y) / (R - 1))
            self.z[k] = R * np.log(y.mean()) - (R - 1) * without.mean()
            self.var[k] = (R - 1) * np.sum((without - without.mean()) ** 2)

    def tail(self, h, distance, first=0, share=SHARE):
        error, freedom = welch(h, self.var[first:], self.R[first:], share)
        return stats.t.sf(distance / error, freedom)

    def slope(self, u, z, first=0):
        c = u[first:] - u[first:].mean()
        h = c / (c @ c)
        return h, h @ z[first:]

    def misfit(self, u, z):
        """Lack of fit of the line: p, and its residuals."""
        h, slope = self.slope(u, z)
        rest = z - z.mean() - slope * (u - u.mean())
        pooled = np.sum((self.R - 1) * self.var) / np.sum(self.R - 1)
        K = len(z)
        return stats.f.sf(np.sum(self.R * rest**2) / (K - 2) / pooled, K - 2, np.sum(self.R - 1)), rest


def growth(d, runs, law, upper, kappa=0.15, band=2.0):
    """O(h), where upper, or Theta(h)."""
    s = Logs(d, runs, "positive")
    law = np.array(law, float)
    z, constant = s.z - np.log(law), np.all(law == law[0])
    u = s.u if constant else np.log(law)
    h, slope = s.slope(u, z)
    size = slope if upper else abs(slope)
    error, _ = welch(h, s.var, s.R)
    pS = s.tail(h, kappa - size)
    if not upper and kappa > 2 * error:  # P(|slope| < |estimate|) at a true slope of kappa
        pS -= s.tail(h, kappa + size)
    K = len(z)
    for i in range(K):
        for j in range(i + 1, K):
            step = z[j] - z[i]
            e, freedom = welch(np.array([-1.0, 1.0]), s.var[[i, j]], s.R[[i, j]])
            pS = max(pS, stats.t.sf((np.log(band) - (step if upper else abs(step))) / e, freedom))

    def refute(first=0, share=SHARE):
        h, b = s.slope(u, z, first)
        b = b if upper else abs(b)
        if b <= kappa:
            return 1.0
        return s.tail(h, b - kappa, first, share) + (0 if upper else s.tail(h, b + kappa, first, share))

    # Slow growth: the slope is surely not 0, or the runs exclude h and fit h·ln d (for Theta also h/ln d).
    rise = s.tail(h, slope)
    p_growth = rise if upper else min(1, 2 * min(rise, s.tail(h, -slope)))

    def excludes(shift):
        y = z - shift
        pooled = np.sum((s.R - 1) * s.var) / np.sum(s.R - 1)
        f = np.sum(s.R * (y - np.average(y, weights=s.R)) ** 2) / (K - 1) / pooled
        return stats.f.sf(f, K - 1, np.sum(s.R - 1)) < 0.05

    rivals = [np.log(s.u)] if upper else [np.log(s.u), -np.log(s.u)]
    grows = p_growth <= 0.025 or excludes(0 * z) and (slope > 0 or not upper) and not all(map(excludes, rivals))
    p_bend, rest = s.misfit(u, z)
    bent = p_bend < 0.01 and np.max(np.abs(rest)) > np.log(1.1) and not (upper and rest[-1] <= 0)
    dropped = s.slope(u, z, 1)[1]
    unstable = bent or (dropped if upper else abs(dropped)) > kappa or refute(K - 3, 1) <= 0.05
    lost = any(refute(k, 1) > 0.1 or (s.slope(u, z, k)[1] > 0) != (slope > 0) for k in ([1, 2] if K >= 6 else [1]))
    open_reason = "slow-growth" if grows else "pre-asymptotic"
    return result(pS, refute(), "slow-growth" if grows else "pre-asymptotic" if unstable else None,
                  open_reason if lost else None, fallback="slow-growth" if grows else "power")


def poly(d, runs, bend_tolerance=0.5, largest=6.0):
    s = Logs(d, runs, "positive")

    def quadratic(first=0):
        """The contrasts of the bend and of the exponent at the last scale."""
        u = s.u[first:] - s.u[first:].mean()
        inverse = np.linalg.pinv(np.column_stack([np.ones_like(u), u, u**2]))
        return inverse[2], inverse[1] + 2 * u[-1] * inverse[2]

    bend_h, top_h = quadratic()
    bend, top = bend_h @ s.z, top_h @ s.z
    pS = max(s.tail(bend_h, bend_tolerance - bend), s.tail(top_h, largest - top))
    pR = s.tail(bend_h, bend - bend_tolerance) if bend > bend_tolerance else 1.0
    w = s.R / s.var

    def chi2(law):  # a line in some function of d
        basis = np.column_stack([np.ones_like(law), law]) * np.sqrt(w)[:, None]
        return np.linalg.lstsq(basis, s.z * np.sqrt(w), rcond=None)[1][0]

    best = min(chi2(s.d), chi2(np.sqrt(s.d)), chi2(s.u**2))
    # The rival with an overhead: ln y = A + ln(c + x^b), c >= 0, b <= 6; its best fit from several starts.
    x = s.d / s.d[0]

    def overhead(t):
        law = np.logaddexp(t[1], np.clip(t[0], 1e-3, largest) * np.log(x))
        rest = s.z - law
        return np.sum(w * (rest - np.average(rest, weights=w)) ** 2)

    rival = min(optimize.minimize(overhead, (b, c), method="Nelder-Mead", options={"maxiter": 2000}).fun
                for b in (0.5, 2, 4, 6) for c in (-5, 0, 3, 8))
    gated = (chi2(s.u) - best <= 10 or bend > bend_tolerance and rival - best <= 10
             or quadratic(1)[0] @ s.z[1:] <= bend_tolerance)
    return result(pS, pR, gateR="pre-asymptotic" if gated else None)


def exponent(d, runs, kind, claimed, tolerance, n=1):
    s = Logs(d, runs, kind, n)
    K = len(s.z)
    h, slope = s.slope(s.u, s.z)
    offset = slope - claimed
    pS = max(s.tail(h, tolerance - offset), s.tail(h, tolerance + offset))

    def refute(first=0, share=SHARE):
        h, b = s.slope(s.u, s.z, first)
        far = abs(b - claimed)
        return s.tail(h, far - tolerance, first, share) + s.tail(h, far + tolerance, first, share) \
            if far > tolerance else 1.0

    p_bend, rest = s.misfit(s.u, s.z)
    bent = p_bend < 0.01 and np.max(np.abs(rest)) > np.log(1.1)
    elsewhere = any(refute(k, 1) <= 0.05 for k in (1, K - 3))
    lost = any(refute(k, 1) > 0.1 or (s.slope(s.u, s.z, k)[1] > claimed) != (slope > claimed)
               for k in ([1, 2] if K >= 6 else [1]))
    return result(pS, refute(), "pre-asymptotic" if bent or elsewhere else None, "pre-asymptotic" if lost else None)


# A predicted curve (§6b) and high probability (§6)


def curve(d, runs, kind, predicted, tolerance, share=False, n=1):
    """Support needs every scale inside; one scale that is surely outside refutes."""

    def tails(r, bound):
        """P against "mean at most bound" and "mean at least bound" at one scale."""
        y, R = np.array(r, float) / n, len(r)
        mean = y.mean()
        if kind == "boolean":
            k = int(y.sum())
            return (stats.binom.sf(k - 1, R, bound) if 0 < bound < 1 else float(bound >= 1),
                    stats.binom.cdf(k, R, bound) if 0 < bound < 1 else float(bound <= 0))
        if kind != "positive" and R - np.unique(y, return_counts=True)[1].max() < 10:
            low, high = (0, 1) if kind == "count" else (-1, 1)
            a, m = (mean - low) / (high - low), (bound - low) / (high - low)
            p = np.exp(-R * (special.rel_entr(a, m) + special.rel_entr(1 - a, 1 - m)))
            return (p, 1.0) if mean > bound else (1.0, p)
        variance = max(y.var(ddof=1), bound * (1 - bound) / n if kind == "count" else 0)
        # The unbiased third moment, and Hall's transformation.
        third = stats.skew(y) * y.std() ** 3 * R**2 / ((R - 1) * (R - 2))
        g = third / variance**1.5 / np.sqrt(R)
        t = (mean - bound) / np.sqrt(variance / R)
        hall = t + g * (t**2 / 3 + 1 / 6) + g**2 * t**3 / 27
        freedom = max(1, SHARE * (R - 1))
        return stats.t.sf(min(t, hall), freedom), stats.t.sf(min(-t, -hall), freedom)

    pS, outside = 0.0, 1.0
    for r, f in zip(runs, predicted):
        margin = tolerance * f if share else tolerance
        (above_high, below_high), (above_low, below_low) = tails(r, f + margin), tails(r, f - margin)
        pS = max(pS, below_high, above_low)
        over = np.mean(r) / n >= f
        outside = min(outside, above_high + above_low if over else below_low + below_high)
    return result(pS, min(1, len(runs) * outside))


def high_probability(d, runs, margins=None, rate=0.1):
    """Runs are 1 where they violate the property; a missing one counts as the worst for the side tested."""
    R = np.array([len(r) for r in runs])
    seen = np.array([sum(v or 0 for v in r) for r in runs])
    worst = seen + [sum(v is None for v in r) for r in runs]
    top = (len(d) + 1) // 2
    pS = min(1, 2 * min(stats.binom.cdf(worst.sum(), R.sum(), rate),
                        stats.binom.cdf(worst[-top:].sum(), R[-top:].sum(), rate)))
    pR = stats.binom.sf(seen[-1] - 1, R[-1], rate)

    def trend(k, t):  # Cochran-Armitage
        p, t = k.sum() / R.sum(), np.array(t)
        spread = p * (1 - p) * np.sum(R * (t - np.average(t, weights=R)) ** 2)
        return stats.norm.sf(np.sum(t * (k - R * p)) / np.sqrt(spread)) if spread > 0 else 1.0

    begins = stats.hypergeom.sf(worst[-1] - 1, R.sum(), worst.sum(), R[-1]) <= 0.25
    shrinks = False
    if margins:
        m = [np.array([v for v in r if v is not None]) for r in margins]
        shrinks = jonckheere_rise([-g for g in m[-3:]]) < 0.01 and np.median(m[-1]) <= np.median(m[0]) / 2
    gated = trend(worst, np.log(d)) < 0.05 or begins or shrinks
    return result(pS, pR, "pre-asymptotic" if gated else None,
                  "pre-asymptotic" if trend(seen, -np.log(d)) < 0.05 else None,
                  strength="observed" if seen.any() else "unseen")
