"""Fits of decaying curves for verdicts.py: quasi-likelihood, continuous exponents, generic optimisers.

A curve is offset + a sum of columns with weights of at least 0. For a fixed shape the best weights come from
reweighted least squares (scipy.optimize.nnls). Exponents are searched on a grid and then by scipy.optimize.
"""

import numpy as np
from scipy import optimize, stats


def log_likelihood(kind, y, w, mu):
    """The quasi-log-likelihood of means y with weights w: binomial, gamma or normal."""
    if kind == "signed":
        return -0.5 * np.sum(w * (y - mu) ** 2)
    mu = np.maximum(mu, 1e-12)
    if kind == "positive":
        return np.sum(w * (-y / mu - np.log(mu)))
    mu = np.minimum(mu, 1 - 1e-12)
    return np.sum(w * (y * np.log(mu) + (1 - y) * np.log1p(-mu)))


def best_weights(kind, y, w, offset, columns):
    """The largest likelihood of offset + columns·theta with theta >= 0, and theta."""
    matrix = np.column_stack(columns)
    best, theta, mu = -np.inf, None, np.clip(y, 1e-3 * y.max(), None) if kind != "signed" else y
    for _ in range(60):
        variance = {"signed": np.ones_like(y), "positive": mu**2, "count": mu * (1 - mu)}[kind]
        root = np.sqrt(w / np.maximum(variance, 1e-12))
        new, _ = optimize.nnls(matrix * root[:, None], (y - offset) * root)
        for _ in range(20):  # halve the step until the likelihood rises
            value = log_likelihood(kind, y, w, offset + matrix @ new)
            if theta is None or value >= best:
                break
            new = (new + theta) / 2
        gain = value - best
        if value > best:
            best, theta = value, new
        mu = np.clip(offset + matrix @ theta, 1e-12, 1 - 1e-12 if kind == "count" else None)
        if gain < 1e-11:
            break
    return best, theta


def shape(d, family, exponent, parameter=0.0):
    """A decay that is 1 at the first scale."""
    x = d / d[0]
    if family == "power":
        return x**-exponent
    if family == "log":
        return (np.log(d) / np.log(d[0])) ** -exponent
    if family == "exp":
        return np.exp(-exponent * (x - 1))
    if family == "shifted power":
        return ((x + parameter) / (1 + parameter)) ** -exponent
    return np.exp(-exponent * (x**parameter - 1))


def wide_class(d):
    """(family, parameter, least and largest exponent) of the wider class of §3.3."""
    x = d[-1] / d[0]
    result = [("power", 0, 0.25, 6), ("log", 0, 1, 8), ("exp", 0, np.log(x) / (x - 1), 3)]
    result += [("shifted power", s, 0.25, 6 * (1 + s / 4)) for s in (0.25, 0.5, 1, 2, 4, 8)]
    # A stretched exponential falls over the grid at least as far as the slowest power.
    return result + [
        ("stretched exp", a, min(6, 0.25 * np.log(x) / (x**a - 1)), 8) for a in (0.3, 0.4, 0.5, 0.7)
    ]


def grid_class(d):
    """The 49 shapes of the specification: 25 powers, 13 powers of ln d, 11 exponentials."""
    counts = {"power": 25, "log": 13, "exp": 11}
    return [
        (family, exponent)
        for family, _, low, high in wide_class(d)[:3]
        for exponent in np.geomspace(low, high, counts[family])
    ]


class Fit:
    """The likelihoods of all curves of a class under the hypotheses about their floor."""

    def __init__(self, kind, d, y, w, eps, relative=False):
        self.kind, self.d, self.y, self.w, self.eps, self.relative = kind, d, y, w, eps, relative
        self.ones = np.ones_like(y)
        self.saturated = log_likelihood(kind, y, w, y)
        # The lowest floor that a curve may have, and the constant part of a curve that tends to the threshold.
        self.lowest = -1.0 if kind == "signed" else 0.0
        self.offset = 0.0 if relative else eps

    def raised(self, g):
        """g, or for a relative threshold the curve that tends to the fraction eps of its first value."""
        return self.eps + (1 - self.eps) * g if self.relative else g

    def free(self, g):
        value, theta = best_weights(self.kind, self.y, self.w, self.lowest, [self.ones, g])
        floor, amplitude = self.lowest + theta[0], theta[1]
        inside = floor < (self.eps * (floor + amplitude) if self.relative else self.eps)
        return value, inside, floor, amplitude

    def at_least(self, g):
        """A floor of at least the threshold."""
        return best_weights(self.kind, self.y, self.w, self.offset, [self.ones, self.raised(g)])[0]

    def at_most(self, g):
        """A floor of at most the threshold."""
        value, inside, _, _ = self.free(g)
        return value if inside else best_weights(self.kind, self.y, self.w, self.offset, [self.raised(g)])[0]

    def sum_of_two(self, s, g):
        """A sum of two decays to the threshold."""
        return best_weights(self.kind, self.y, self.w, self.offset, [self.raised(s), self.raised(g)])[0]

    def grid(self):
        """The maxima over the 49 shapes: free, inside, at_least, at_most, fast (at most, fast decays), up."""
        shapes = [(f, e, shape(self.d, f, e)) for f, e in grid_class(self.d)]
        value, inside, floor, amplitude = max((self.free(g) for _, _, g in shapes), key=lambda fit: fit[0])
        up = value
        if amplitude <= 1e-9 and not inside:  # a flat best curve: rising ones are fitted as well
            up = max([value] + [best_weights(self.kind, self.y, self.w, self.lowest, [self.ones, 1 - g])[0]
                                for _, _, g in shapes])
        return {
            "free": value, "inside": inside, "up": up,
            "at_least": max(self.at_least(g) for _, _, g in shapes),
            "at_most": max(self.at_most(g) for _, _, g in shapes),
            "fast": max(self.at_most(g) for f, e, g in shapes if f == "exp" or f == "power" and e >= 1),
        }

    def maximum(self, value):
        """The maximum of value(g) over the wider class, with the shape."""
        best = (-np.inf, None)
        for family, parameter, low, high in wide_class(self.d):
            nodes = np.linspace(np.log(low), np.log(high), 25)

            def loss(t):
                return -value(shape(self.d, family, np.exp(t), parameter))

            losses = [loss(t) for t in nodes]
            k = int(np.argmin(losses))
            found = optimize.minimize_scalar(
                loss, bounds=(nodes[max(0, k - 1)], nodes[min(24, k + 1)]), method="bounded",
                options={"xatol": 1e-7})
            t = found.x if found.fun < losses[k] else nodes[k]
            best = max(best, (-min(found.fun, losses[k]), (family, np.exp(t), parameter)), key=lambda b: b[0])
        return best

    def wide(self):
        """The maxima over the wider class with continuous exponents: free, inside, at_least, at_most."""
        value, where = self.maximum(lambda g: self.free(g)[0])
        return {
            "free": value, "inside": self.free(shape(self.d, *where))[1],
            "at_least": self.maximum(self.at_least)[0], "at_most": self.maximum(self.at_most)[0],
        }

    def two_phases(self):
        """The best sum of a slow decay (a power up to 1/d, a power of ln d up to the fourth) and any shape."""
        best = -np.inf
        for slow, least in (("power", 0.25), ("log", 1.0)):
            for family, parameter, low, high in wide_class(self.d):

                def loss(t):
                    a = np.clip(np.exp(t[0]), least, 4 * least)
                    b = np.clip(np.exp(t[1]), low, high)
                    return -self.sum_of_two(shape(self.d, slow, a), shape(self.d, family, b, parameter))

                nodes = [(a, b) for a in np.linspace(np.log(least), np.log(4 * least), 4)
                         for b in np.linspace(np.log(low), np.log(high), 10)]
                losses = [loss(t) for t in nodes]
                start = nodes[int(np.argmin(losses))]
                best = max(best, -min(losses))
                if -min(losses) > best - 50:
                    found = optimize.minimize(loss, start, method="Nelder-Mead",
                                              options={"xatol": 1e-5, "fatol": 1e-8, "maxiter": 400})
                    best = max(best, -found.fun)
        return best


class RatioTest:
    """Likelihood ratios in the t approximation, widened where no curve fits (§3.4)."""

    def __init__(self, fit, best, freedom):
        parameters = len(fit.d) - 3
        f = max(0.0, 2 * (fit.saturated - best) / parameters)
        self.p = stats.f.sf(f, parameters, freedom)
        self.is_found = self.p < 0.01
        self.scale = max(1.0, f) if self.is_found else 1.0
        self.freedom = parameters if self.is_found else freedom

    def __call__(self, larger, smaller):
        return min(1.0, 2 * stats.t.sf(np.sqrt(max(0.0, 2 * (larger - smaller) / self.scale)), self.freedom))
