"""The rules for o(1) and Omega(1) of Documentation/decision.md §3, for verdicts.py; fits come from decay_fits.py."""

import numpy as np
from scipy import special, stats

from decay_fits import Fit, RatioTest, grid_class, shape
from verdict_rules import ALPHA, final_bet, jonckheere_rise, result, welch


class Limit:
    """The evidence about a limit, for the claim o(1): below, above, observed and the gates."""

    def __init__(self, d, runs, kind, n=1, eps=0.05, relative=False):
        self.d, self.kind, self.n, self.relative = np.array(d, float), kind, n, relative
        self.runs = [np.array(r, float) / n for r in runs]
        self.R = np.array([len(r) for r in self.runs], float)
        self.mean = np.array([r.mean() for r in self.runs])
        self.var = np.array([r.var(ddof=1) for r in self.runs])
        self.eps, self.threshold = eps, eps * (self.mean[0] if relative else 1)
        self.range = {"count": (0, 1), "signed": (-1, 1), "positive": None}[kind]
        deviating = sum(len(r) - np.unique(r, return_counts=True)[1].max() for r in self.runs)
        self.strength, self.fallback, self.gate_below, self.gate_above = "observed", "power", None, None
        if self.range and deviating < 10:
            self.by_bets()
        else:
            self.by_curves()

    def rises(self):
        return jonckheere_rise(self.runs[-3:]) < 0.01

    def bet_below(self):
        rounds = [(v, self.threshold) for r in self.runs for v in r]
        return final_bet(rounds, *self.range, "mean at least") if self.range else 1.0

    def by_bets(self):
        """§3.1: final wealth only."""
        (low, high), eps = self.range, self.eps
        self.below = self.observed = self.bet_below()
        # The highest mean that a decay to eps allows: the slowest shape of each family bounds it.
        x = self.d[-1] / self.d[0]
        slowest = np.max([shape(self.d, *s) for s in [("power", 0.25), ("log", 1), ("exp", np.log(x) / (x - 1))]], 0)
        bound = eps + (high - eps) * slowest
        self.above = max(
            final_bet([(v, b) for r, b in zip(self.runs, bound) for v in r], low, high, "mean at most"),
            final_bet([(v, eps) for v in self.runs[-1]], low, high, "mean at most"))
        if self.mean.max() <= eps:
            self.strength = "unseen"
        elif self.mean[-1] > self.mean[0] / 2:
            self.gate_below = "slow-decay"
        if not self.gate_below and self.rises() and self.mean[-1] > eps / 10:
            self.gate_below = "pre-asymptotic"

    # Dispersion (§3.2)

    def disperse(self):
        unit = {"count": self.mean * (1 - self.mean) / self.n, "positive": self.mean**2,
                "signed": np.ones_like(self.mean)}[self.kind]
        known = unit > 0
        phi = np.where(known, self.var / np.where(known, unit, 1), np.nan)
        # A first scale with a dispersion far above all others is kept apart and enters with twice that dispersion.
        others = phi[1:][known[1:]]
        self.apart = len(others) > 0 and phi[0] > 3 * max(others.max(), 1 if self.kind == "count" else 0)
        first = phi[0]
        if self.apart:
            known[0] = False
        self.freedom = np.sum(self.R[known] - 1)
        pooled = np.sum((self.R[known] - 1) * phi[known]) / self.freedom
        trend = np.nan
        if self.kind == "count":
            pooled = max(1.0, pooled)
            if known.sum() >= 3:
                x, z = np.log(self.d[known]), np.log(phi[known])
                slope, intercept = np.polyfit(x, z, 1)
                trend = min(np.exp(intercept + slope * np.log(self.d[-1])), 4 * phi[known].max())
        cap = self.n if self.kind == "count" else np.inf
        before = np.concatenate([[np.nan], phi[:-1]])
        if self.apart:
            before[1] = np.nan
        self.phi_at = np.fmin(np.fmax(np.fmax(phi, before), pooled), cap)
        self.phi_at[-1] = min(np.fmax(self.phi_at[-1], trend), cap)
        self.phi = np.full(len(phi), np.nanmax([pooled, trend, *phi[-2:]]))
        self.caution = np.ones(len(phi))
        if self.apart:
            self.phi[0], self.caution[0] = min(2 * first, cap), 2
        # Item 4: a dispersion that grows towards the last scale is known from the last scales alone.
        seen = phi[~np.isnan(phi)]
        self.grows = self.sparse = self.jumps = False
        if not np.isnan(phi[-1]) and len(seen) > 2:
            self.grows = trend > 1.5 * pooled or max(seen[-2:]) > 2 * np.mean(seen[:-2])
            self.jumps = phi[-1] > 3 * max(seen[:-1])
            self.sparse = self.kind == "count" and self.grows and self.effective() * self.threshold < 20

    def effective(self):
        """The effective number of trials at the last scale."""
        return self.n * self.R[-1] / self.phi_at[-1]

    def limits(self, k):
        """The 95 % limits of the mean at scale k."""
        R, mean, phi = self.R[k], self.mean[k], self.phi_at[k]
        if self.kind == "count":
            N = self.n * R / phi
            errors = mean * N
            return (stats.beta.ppf(0.05, errors, N - errors + 1) if errors > 0 else 0.0,
                    stats.beta.ppf(0.95, errors + 1, N - errors) if errors < N else 1.0)
        width = stats.t.isf(0.05, R - 1) * np.sqrt(phi / R)
        if self.kind == "positive":
            return mean * np.exp(-width), mean * np.exp(width)
        return max(-1, mean - width), min(1, mean + width)

    def direct(self, factor=1.0):
        """The mean at the last scale against the threshold: p below, p above."""
        R, phi, y = self.R[-1], self.phi_at[-1] * factor, self.mean[-1]
        if self.kind == "count":
            N = self.n * R / min(phi, self.n)
            low = special.betainc(N - y * N, y * N + 1, 1 - self.threshold)
            high = special.betainc(y * N, N - y * N + 1, self.threshold) if y > 0 else 1.0
            return stats.t.sf(stats.norm.isf(low), R - 1), stats.t.sf(stats.norm.isf(high), R - 1)
        if self.kind == "positive":
            error = np.sqrt(phi / R + (self.phi_at[0] / self.R[0] if self.relative else 0))
            t = np.log(self.threshold / y) / error
        else:
            t = (self.threshold - y) / np.sqrt(phi / R)
        return stats.t.sf(t, R - 1), stats.t.sf(-t, R - 1)

    # Curves (§3.3, §3.4)

    def fit(self, eps, first=0, relative=None):
        w = self.n * self.R / self.phi
        relative = self.relative if relative is None else relative
        return Fit(self.kind, self.d[first:], self.mean[first:], w[first:], eps, relative)

    def line(self, eps):
        """The intercept of the line in the slowest decay that bounds the class: contrast and shape."""
        fraction = eps if self.relative else 0.0
        for family, exponent in (("power", 0.25), ("log", 1.0)):
            s = shape(self.d, family, exponent)
            S = np.sum(self.R * s) / self.R.sum()
            slope = self.R * (s - S) / np.sum(self.R * (s - S) ** 2)
            intercept = self.R / self.R.sum() - S * slope
            h = intercept - fraction * (intercept + slope)  # minus the fraction of the line's first value
            if all(h @ shape(self.d, f, e) <= 1e-9 - fraction for f, e in self.shapes):
                return h, s
        return None, None

    def p_line(self, eps):
        h, _ = self.line(eps)
        if h is None:
            return 1.0
        unit = {"count": self.mean * (1 - self.mean) / self.n, "positive": self.mean**2, "signed": 1}[self.kind]
        # A low mean must not come with a low variance where it raises the limit.
        variance = self.caution * np.where(h < 0, np.maximum(self.var, self.phi_at * unit), self.var)
        error, freedom = welch(h, variance, self.R)
        return stats.t.sf((h @ self.mean - (0 if self.relative else eps)) / error, freedom)

    def p_floor_above(self, eps):
        """The limit is at most eps: the line takes 0.7 of the level, the ratio against two phases 0.3."""
        fit = self.fit(eps)
        inside = max(fit.two_phases(), fit.maximum(fit.at_most)[0])
        free = max(self.wide["free"], self.grid["up"], inside)
        self.p_ratio, self.line_p = self.test(free, inside), self.p_line(eps)
        return min(self.line_p / 0.7, self.p_ratio / 0.3)

    def by_curves(self):
        self.disperse()
        self.shapes = grid_class(self.d)
        fit = self.fit(self.eps)
        self.grid, self.wide = fit.grid(), fit.wide()
        self.test = test = RatioTest(fit, max(self.wide["free"], self.grid["up"]), self.freedom)
        p_direct, p_low = self.direct()
        share, bet = (0.4, np.inf) if self.kind == "positive" else (0.37, self.bet_below() / 0.03)
        if self.range and (self.sparse or self.jumps):
            p_direct = max(p_direct, self.bet_below())
        elif self.grows:  # the upper 90 % limit of the dispersion
            p_direct = max(p_direct, self.direct((self.R[-1] - 1) / stats.chi2.ppf(0.1, self.R[-1] - 1))[0])
        self.p_direct, self.p_bet = p_direct, bet
        self.observed = min(1.0, p_direct / share, bet)
        self.below = self.observed
        # The extrapolation: the grid and the wider class, and the same side without the first scale.
        p = 1.0
        if self.grid["inside"] and self.wide["inside"]:
            p = max(test(self.grid["free"], self.grid["at_least"]), test(self.wide["free"], self.wide["at_least"]))
        if self.kind == "count" and (self.effective() * self.threshold < 5 or self.sparse):
            p = 1.0
        self.p_wide = p
        self.fallback = "pre-asymptotic" if test.is_found else "power"
        if p / 0.6 < self.observed:
            if p / 0.6 > 0.05:
                self.below = p / 0.6
            else:
                rest = self.fit(self.threshold, first=1, relative=False).wide()
                if rest["inside"] and test(rest["free"], rest["at_least"]) <= 0.4:
                    self.below = p / 0.6
                else:
                    self.fallback = "pre-asymptotic"
        # A limit above the threshold. The yardstick must be known to a tenth.
        rough = self.relative and np.sqrt(self.var[0] / self.R[0]) > 0.1 * self.mean[0]
        self.above = 1.0
        if not self.grid["inside"] and not rough:
            self.above = min(1.0, max(p_low, self.p_floor_above(self.eps)))
        fast = 1.0 if self.grid["inside"] else max(p_low, test(self.grid["up"], self.grid["fast"]))
        if fast <= ALPHA:
            self.fallback = "slow-decay"
        self.gates()

    def gates(self):
        (low1, _), (_, highK) = self.limits(0), self.limits(-1)
        shrunk = highK <= low1 / 2
        nothing = not shrunk and highK <= self.threshold and self.mean.max() <= self.threshold
        if nothing:
            self.strength = "unseen"
        self.p_zero = self.p_floor_above(0.0) if self.below <= 0.05 else None
        if self.p_zero is not None and self.kind == "signed" and self.mean[0] < 0:
            # Means that start below 0 do not decay to a floor above 0: the last mean itself has to show it.
            self.p_zero = max(self.p_zero, stats.t.sf(self.mean[-1] / np.sqrt(self.phi_at[-1] / self.R[-1]),
                                                      self.R[-1] - 1))
        if self.p_zero is not None and self.p_zero <= 0.025:
            self.gate_below = "floor"
        elif not shrunk and not nothing:
            self.gate_below = "slow-decay"
        elif highK > self.threshold / 10 and self.rises():
            self.gate_below = "pre-asymptotic"
        if self.above <= 0.05 and (self.still_falling() or self.falls_ever_faster()
                                   or self.rises() and any(self.limits(k)[0] <= self.threshold for k in (-3, -2, -1))):
            self.gate_above = "pre-asymptotic"

    def still_falling(self):
        """The last step surely falls faster than the slowest power."""
        a, b = self.mean[-2:]
        if not (b > 0 and a > b):
            return False
        unit = {"count": (1 - self.mean) / (self.n * self.mean), "positive": np.ones_like(self.mean),
                "signed": self.mean**-2.0}[self.kind]
        q = (self.phi_at * unit / self.R)[-2:].sum()
        step = np.log(self.d[-1] / self.d[-2])
        return (np.log(a / b) - stats.t.isf(0.05, self.R[-1] - 1) * np.sqrt(q)) / step > 0.25

    def falls_ever_faster(self):
        """The means fall, also at the end, and are surely concave in the slowest shape."""
        h, s = self.line(self.eps)
        if h is None or not (self.mean[-1] < self.mean[-2] and self.mean[-1] < self.mean[0]):
            return False
        basis = np.column_stack([np.ones_like(s), s])
        bend = s**2 - basis @ np.linalg.lstsq(basis, s**2, rcond=None)[0]
        error, freedom = welch(bend, self.var, self.R)
        return stats.t.sf(-(bend @ self.mean) / error, freedom) < 0.01


def limit(d, runs, kind, n=1, eps=0.05, relative=False, ask="o1"):
    """o1, at_most_o1 or omega1; o1 of signed numbers judges both sides."""
    missing = any(v is None for r in runs for v in r)
    if missing and kind == "positive":
        return result(1, 1, stop="health")
    high, low = (n, 0) if kind == "count" else (1, -1)

    def side(sign):
        def filled(end):
            return [[end if v is None else sign * v for v in r] for r in runs]
        evidence = Limit(d, filled(high), kind, n, eps, relative)
        other = Limit(d, filled(low), kind, n, eps, relative) if missing else evidence
        return evidence, other

    up, above = side(1)
    if ask == "omega1":
        return result(above.above, up.below, above.gate_above, up.gate_below, fallback=up.fallback)
    upper = result(up.below, above.above, up.gate_below, above.gate_above, up.observed, up.strength, up.fallback)
    if kind != "signed" or ask == "at_most_o1":
        return upper
    down, _ = side(-1)

    def gate(e):  # a side that rises from below 0 towards 0 decays
        returns = e.gate_below == "pre-asymptotic" and e.mean[-3] < 0 and abs(e.mean[-1]) < abs(e.mean[-3])
        return None if returns else e.gate_below

    seen = [e.strength for e in (up, down) if e.strength != "unseen"]
    return result(max(up.below, down.below), min(1, 2 * min(up.above, down.above)), gate(up) or gate(down),
                  up.gate_above if up.above <= down.above else down.gate_above, max(up.observed, down.observed),
                  seen[0] if seen else "unseen", (up if up.mean[-1] >= 0 else down).fallback)
