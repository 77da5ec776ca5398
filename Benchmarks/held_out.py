#!/usr/bin/env python3
"""Held-out comparison of a Swift program with an independent simulator of the same model.

The simulator was written from the written specification of the model only (Documentation/model.md), without
reading the program's source. It needs NumPy and nothing else.

    held_out.py simulate CELL [--seed S]                 one run of the simulator; prints its readings
    held_out.py compare PROGRAM [--cells A,B] [...]      simulator against program; prints tables
    held_out.py list                                     the parameter sets ("cells")

The comparison runs simulator and program with the same parameters on unrelated seeds and compares means. Exit status: 0 if all
|z| <= 3.5, 1 if any |z| of the main readings is larger, 2 if a run failed or the program reports other parameters than the
simulator used.

What is simulated
-----------------
The exact network: every neuron that is held is a full vector of length d, every patch that is evaluated has all its d noise
coordinates, and an inner product is an inner product. There are only two shortcuts, both from section 5 of model.md, both with
a cut of Z = 7 standard deviations (chance 1.3e-12 a decision), which makes the result exact for every statistical purpose:

1. A neuron none of whose feature coordinates exceeds tau*sigma0 at the start, tau = (c_b sqrt(L) - Z sigma_zeta rho)/sqrt(1+iota)
   with rho = sqrt(d)+5 >= |w|/sigma0, never fires on a feature patch, is never updated, and is left out. The others are drawn
   from their exact law: feature by feature, Binomial(neurons left, Q(tau)) neurons have their first coordinate above tau there;
   that coordinate is a normal above tau, earlier ones are normals below tau, all others are free normals.
2. A neuron r is evaluated on a patch of feature j and strength alpha only if alpha w_rj + b_r + Z sigma_zeta |w_r| > 0.
   On pure noise, only neurons with b_r + Z sigma_zeta |w_r| > 0 are evaluated (usually none).

On dominant noise (a hard test sample only) all neurons that were ever updated are evaluated. The others, about m a head, are
i.i.d. N(b, sigma0^2 |zeta*|^2) given zeta*; their sum is drawn as a normal with that mean and variance. It is of order 1e-3 and
nearly the same for all heads.

Readings of the specification that this script had to choose
-------------------------------------------------------------
- m is lambda/Q(c_b sqrt(L)) rounded to the nearest whole number.
- The superclass, the subclass, the hard flag (probability hardShare) and the label of split maps are independent uniform draws
  of every sample; so "balanced in expectation".
- merged:g groups subclasses c = 0..g-1, g..2g-1, ...; misaligned:g puts the c-th group of both superclasses on one label.
- Training hard samples are the same as test hard samples.
- The probe (misaligned only): ridge-penalised logistic regression, Newton's method; outputs centred by column, divided by the
  root mean square of all centred entries; intercept unpenalised. Fitted on max(500, 128 k) fresh easy samples.
"""
import argparse
import json
import math
import os
import subprocess
import sys
import time

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
import numpy as np  # noqa: E402  (the thread counts must be set first)

Z = 7.0


def upper_tail(x):
    """Q(x), the chance that a standard normal exceeds x."""
    return 0.5 * math.erfc(x / math.sqrt(2))


class Parameters:
    """The parameters of one trial: the defaults of model.md section 3 as functions of d, then the overrides."""

    def __init__(self, labels, regime, d, overrides):
        L = math.log(d)
        self.labels, self.regime, self.d, self.L = labels, regime, d, L
        self.k = max(2, round(L * L / 2))
        self.s = 2
        self.iota = 0.05
        self.noiseNorm = 0.25 / L ** 2
        self.distractors = None
        self.distractorStrength = 1 / L
        self.dominantNoise = 0.0
        self.biasFactor = 1.5
        self.lucky = 16
        self.initExponent = 1.5
        self.stepSize = 0.1
        self.batch = 64
        self.biasDecay = L ** -3
        self.testSamples = 500
        self.hardShare = 0.0
        self.P = None
        if regime == "constantK":
            self.k = 2
        elif regime == "smallInit":
            self.initExponent = 3
        elif regime == "dominantNoise":
            self.initExponent, self.dominantNoise, self.distractors = 3, 0.3, 0
        elif regime != "standard":
            raise ValueError("unknown regime " + regime)
        for name, value in overrides.items():
            if not hasattr(self, name):
                raise ValueError("unknown parameter " + name)
            setattr(self, name, value)
        if self.P is None:
            self.P = 2 * self.s + 4
        if self.distractors is None:
            self.distractors = self.s
        self.sigma0 = d ** -float(self.initExponent)
        self.sigma = self.noiseNorm / math.sqrt(d)
        self.width = round(self.lucky / upper_tail(self.biasFactor * math.sqrt(L)))


class LabelMap:
    """Maps (y, c) to a head. Superclasses are numbered 0 (+1) and 1 (-1); subclasses from 0."""

    def __init__(self, labels, k):
        kind, _, number = labels.partition(":")
        g = int(number) if number else 1
        self.kind, self.k, self.q = kind, k, 1
        y, c = np.meshgrid(np.arange(2), np.arange(k), indexing="ij")
        if kind == "coarse":
            self.base, self.heads = y, 2
        elif kind == "merged":
            self.base, self.heads = y * (k // g) + c // g, 2 * k // g
        elif kind == "fine":
            self.base, self.heads = y * k + c, 2 * k
        elif kind == "split":
            self.base, self.heads, self.q = (y * k + c) * g, 2 * k * g, g
        elif kind == "misaligned":
            self.base, self.heads = c // g, k // g
        else:
            raise ValueError("unknown labels " + labels)
        self.aligned = kind != "misaligned"
        if self.aligned:
            self.superclass = np.repeat([0, 1], self.heads // 2)  # of each head

    def draw(self, rng, y, c):
        """The labels of samples."""
        head = self.base[y, c]
        return head + rng.integers(self.q, size=len(y)) if self.q > 1 else head

    def own_pairs(self):
        """All (head, feature) pairs of a head and a feature of its own: first the common ones, then the rare ones."""
        common = [(h, self.superclass[h]) for h in range(self.heads)]
        rare = [(self.base[y, c] + j, 2 + y * self.k + c) for y in range(2) for c in range(self.k) for j in range(self.q)]
        return common, rare


def normals_above(rng, cut, n):
    """n standard normals conditioned to exceed cut > 0, by rejection from an exponential."""
    out = np.empty(0)
    rate = (cut + math.sqrt(cut * cut + 4)) / 2
    while len(out) < n:
        x = cut + rng.exponential(1 / rate, size=2 * (n - len(out)) + 16)
        out = np.concatenate([out, x[rng.random(len(x)) < np.exp(-0.5 * (x - rate) ** 2)]])
    return out[:n]


def normals_below(rng, cut, shape):
    """Standard normals conditioned to stay below cut, by rejection."""
    x = rng.standard_normal(shape)
    while True:
        bad = x > cut
        n = int(bad.sum())
        if n == 0:
            return x
        x[bad] = rng.standard_normal(n)


class Samples:
    """A set of samples as a list of their signal patches, sorted by feature, then by sample."""

    def __init__(self, rng, p, map_, n, hard_chance):
        self.n = n
        self.y = rng.integers(2, size=n)
        self.c = rng.integers(p.k, size=n)
        self.hard = rng.random(n) < hard_chance
        self.label = map_.draw(rng, self.y, self.c)
        low, high = math.sqrt(1 - p.iota), math.sqrt(1 + p.iota)
        index = np.arange(n)
        easy = index[~self.hard]
        hard = index[self.hard]
        sample = [np.repeat(easy, p.s), np.repeat(index, p.s), np.repeat(hard, p.distractors)]
        feature = [np.repeat(self.y[easy], p.s), np.repeat(2 + self.y * p.k + self.c, p.s), np.repeat(1 - self.y[hard], p.distractors)]
        factor = [np.ones(len(sample[0])), np.ones(len(sample[1])), np.full(len(sample[2]), p.distractorStrength)]
        self.sample, self.feature = np.concatenate(sample), np.concatenate(feature)
        self.alpha = np.concatenate(factor) * rng.uniform(low, high, size=len(self.sample))
        order = np.lexsort((self.sample, self.feature))
        self.sample, self.feature, self.alpha = self.sample[order], self.feature[order], self.alpha[order]
        self.bounds = np.searchsorted(self.feature, np.arange(2 + 2 * p.k + 1))
        noise = np.where(self.hard, p.P - p.s - p.distractors - (1 if p.dominantNoise > 0 else 0), p.P - 2 * p.s)
        self.noise_sample = np.repeat(index, noise)  # the samples of the pure noise patches


class Network:
    """The neurons that can fire, sorted by head, as full vectors."""

    def __init__(self, rng, p):
        self.p, self.rng, self.map = p, rng, LabelMap(p.labels, p.k)
        self.U = U = 2 + 2 * p.k
        H, d = self.map.heads, p.d
        threshold = p.biasFactor * math.sqrt(p.L)
        tau = (threshold - Z * p.sigma * (math.sqrt(d) + 5)) / math.sqrt(1 + p.iota)
        assert tau > 1 and U < d
        heads, blocks = [], []
        for h in range(H):
            left = p.width
            for j in range(U):
                n = int(rng.binomial(left, upper_tail(tau)))
                left -= n
                block = np.empty((n, d))
                block[:, :j] = normals_below(rng, tau, (n, j))
                block[:, j] = normals_above(rng, tau, n)
                block[:, j + 1:] = rng.standard_normal((n, d - j - 1))
                blocks.append(block)
                heads.append(np.full(n, h))
        self.W = np.concatenate(blocks) * p.sigma0
        self.head = np.concatenate(heads)
        self.b = np.full(len(self.W), -threshold * p.sigma0)
        self.lucky = self.W[:, :U] + self.b[:, None] > 0  # at initialisation
        self.updated = np.zeros(len(self.W), bool)
        self.reach = np.empty(len(self.W))  # Z sigma |w| + b
        self.candidate = np.zeros((U, len(self.W)), bool)
        self.refresh(slice(None))
        if self.map.aligned:
            common, rare = self.map.own_pairs()
            self.pairs = [self.pick(common), self.pick(rare)]
        self.noise_firings = 0

    def pick(self, pairs):
        """(neuron, feature) arrays of the neurons of a head that are lucky for a feature, for a list of such pairs."""
        wanted = np.zeros((self.map.heads, self.U), bool)
        for h, j in pairs:
            wanted[h, j] = True
        return np.nonzero(self.lucky & wanted[self.head])

    def refresh(self, rows):
        """Recomputes what the screen needs for neurons that moved."""
        p = self.p
        W = self.W[rows]
        self.reach[rows] = Z * p.sigma * np.sqrt(np.einsum("ij,ij->i", W, W)) + self.b[rows]
        top = W[:, :self.U] * math.sqrt(1 + p.iota)
        self.candidate[:, rows] = (np.maximum(top, 0) + self.reach[rows][:, None] > 0).T

    def respond(self, rows, X):
        """Pre-activations of neurons on patches."""
        return self.W[rows] @ X.T + self.b[rows][:, None]

    def forward(self, samples, trace=None):
        """Head outputs (samples x heads). With a list as trace, appends (rows, patches, samples, fired) for the update."""
        p, rng = self.p, self.rng
        F = np.zeros((self.map.heads, samples.n))

        def add(rows, X, sample):
            a = self.respond(rows, X)
            fired = a > 0
            if not fired.any():
                return 0
            if trace is not None:
                trace.append((rows, X, sample, fired))
            a *= fired
            first = np.flatnonzero(np.r_[True, np.diff(self.head[rows]) > 0])
            by_head = np.add.reduceat(a, first, axis=0)
            begin = np.flatnonzero(np.r_[True, np.diff(sample) > 0])
            total = np.add.reduceat(by_head, begin, axis=1)
            F[np.ix_(self.head[rows[first]], sample[begin])] += total
            return int(fired.sum())

        for j in range(self.U):
            lo, hi = samples.bounds[j], samples.bounds[j + 1]
            if lo == hi:
                continue
            alpha = samples.alpha[lo:hi]
            rows = np.flatnonzero(self.candidate[j])
            w = self.W[rows, j]
            rows = rows[np.maximum(w * alpha.max(), w * alpha.min()) + self.reach[rows] > 0]
            if len(rows) == 0:
                continue
            X = rng.standard_normal((hi - lo, p.d)) * p.sigma
            X[:, j] += alpha
            add(rows, X, samples.sample[lo:hi])
        rows = np.flatnonzero(self.reach > 0)
        if len(rows):
            X = rng.standard_normal((len(samples.noise_sample), p.d)) * p.sigma
            fired = add(rows, X, samples.noise_sample)
            if trace is not None:
                self.noise_firings += fired
        if p.dominantNoise > 0 and samples.hard.any() and trace is None:
            self.dominant(samples, F)
        return F.T

    def dominant(self, samples, F):
        """Adds the responses to one patch of dominant noise for each hard sample."""
        p, rng = self.p, self.rng
        rows = np.flatnonzero(self.updated)
        count = np.bincount(self.head[rows], minlength=self.map.heads)
        hard = np.flatnonzero(samples.hard)
        first = np.flatnonzero(np.r_[True, np.diff(self.head[rows]) > 0])
        for part in np.array_split(hard, max(1, len(hard) // 100)):
            X = rng.standard_normal((len(part), p.d)) * p.dominantNoise
            a = np.maximum(self.respond(rows, X), 0)
            F[np.ix_(self.head[rows[first]], part)] += np.add.reduceat(a, first, axis=0)
            sd = p.sigma0 * np.sqrt((X * X).sum(1))
            t = p.biasFactor * math.sqrt(p.L) * p.sigma0 / sd
            pdf = np.exp(-t * t / 2) / math.sqrt(2 * math.pi)
            tail = np.array([upper_tail(x) for x in t])
            mean = sd * (pdf - t * tail)
            var = sd ** 2 * ((1 + t * t) * tail - t * pdf) - mean ** 2
            n = (p.width - count)[:, None]
            F[:, part] += n * mean + np.sqrt(n * var) * rng.standard_normal((self.map.heads, len(part)))

    def step(self):
        """One step of SGD on a fresh batch."""
        p = self.p
        samples = Samples(self.rng, p, self.map, p.batch, p.hardShare)
        trace = []
        F = self.forward(samples, trace)
        g = softmax(F)
        g[np.arange(p.batch), samples.label] -= 1
        g *= -p.stepSize / p.batch
        parts = []
        for rows, X, sample, fired in trace:
            any_ = fired.any(axis=1)
            rows, fired = rows[any_], fired[any_]
            coefficient = g.T[self.head[rows][:, None], sample[None, :]] * fired
            parts.append((rows, coefficient @ X))
        if not parts:
            return
        moved, inverse = np.unique(np.concatenate([r for r, _ in parts]), return_inverse=True)
        delta = np.zeros((len(moved), p.d))
        at = 0
        for rows, change in parts:  # the rows of one part differ from each other
            delta[inverse[at:at + len(rows)]] += change
            at += len(rows)
        self.W[moved] += delta
        self.b[moved] -= p.biasDecay * np.sqrt(np.einsum("ij,ij->i", delta, delta))
        self.updated[moved] = True
        self.refresh(moved)

    def margins(self, F, y):
        """Largest head of the own superclass minus largest head of the other."""
        sup = self.map.superclass
        best = np.stack([F[:, sup == 0].max(1), F[:, sup == 1].max(1)], 1)
        i = np.arange(len(y))
        return best[i, y] - best[i, 1 - y]

    def probe(self):
        """A logistic regression of the superclass on head outputs; returns a function from outputs to scores for class 0."""
        p = self.p
        samples = Samples(self.rng, p, self.map, max(p.testSamples, 128 * p.k), 0)
        F = self.forward(samples)
        centre = F.mean(0)
        scale = math.sqrt(((F - centre) ** 2).mean())
        A = np.c_[(F - centre) / scale, np.ones(len(F))]
        target = (samples.y == 0).astype(float)
        prior = np.r_[np.ones(F.shape[1]), 0.0]
        w = np.zeros(A.shape[1])
        for _ in range(50):
            q = 1 / (1 + np.exp(-A @ w))
            change = np.linalg.solve((A * (q * (1 - q))[:, None]).T @ A + np.diag(prior) + 1e-9 * np.eye(len(w)), A.T @ (target - q) - prior * w)
            w += change
            if np.abs(change).max() < 1e-8:
                break
        return lambda G: np.c_[(G - centre) / scale, np.ones(len(G))] @ w

    def observe(self):
        """The readings of section 6 that the comparison uses."""
        p, m = self.p, self.map
        out = {}
        easy = Samples(self.rng, p, m, p.testSamples, 0)
        hard = Samples(self.rng, p, m, p.testSamples, 1.1)
        Fe, Fh = self.forward(easy), self.forward(hard)
        loss = cross_entropy(Fe, easy.label).mean()
        if p.hardShare > 0:
            loss = (1 - p.hardShare) * loss + p.hardShare * cross_entropy(Fh, hard.label).mean()
        out["loss"] = loss
        if m.aligned:
            me, mh = self.margins(Fe, easy.y), self.margins(Fh, hard.y)
            out["median easy margin"], out["median hard margin"] = np.median(me), np.median(mh)
            (rc, jc), (rr, jr) = self.pairs
            out["common weight"] = self.W[rc, jc].mean() if len(rc) else float("nan")
            out["rare weight"] = self.W[rr, jr].mean() if len(rr) else float("nan")
            out["lucky common"], out["lucky rare"] = len(rc), len(rr)
            for name, pairs in zip(("common response", "rare response"), m.own_pairs()):
                out[name] = np.mean([np.maximum(self.W[self.head == h, j] + self.b[self.head == h], 0).sum() for h, j in pairs])
        else:
            score = self.probe()
            sign = lambda s: np.where(s.y == 0, 1, -1)
            me, mh = score(Fe) * sign(easy), score(Fh) * sign(hard)
        out["easy error"] = ((me < 0) + 0.5 * (me == 0)).mean()
        out["hard error"] = ((mh < 0) + 0.5 * (mh == 0)).mean()
        return {name: float(value) for name, value in out.items()}


def softmax(F):
    E = np.exp(F - F.max(1, keepdims=True))
    return E / E.sum(1, keepdims=True)


def cross_entropy(F, label):
    """log(sum exp F) - F[label], from the other heads' excess, so that small losses keep their digits."""
    own = F[np.arange(len(F)), label]
    D = F - own[:, None]
    top = np.maximum(D.max(1), 0)
    D[np.arange(len(F)), label] = -np.inf
    rest = np.exp(D - top[:, None]).sum(1)
    return np.where(top == 0, np.log1p(rest), top + np.log(np.exp(-top) + rest))


def simulate(p, times, seed):
    """One run. Returns {T: readings}."""
    net = Network(np.random.default_rng([seed, 271828]), p)
    out = {}
    for T in range(1, max(times) + 1):
        net.step()
        if T in times:
            out[T] = net.observe()
    return out


# The parameter sets: (name, labels, regime, d, overrides, times). Every one differs from the program's defaults in several values.
CELLS = [
    ("std-coarse", "coarse", "standard", 256, dict(k=11, s=3, stepSize=0.07, noiseNorm=0.011, lucky=12, distractorStrength=0.23), (4, 32, 128)),
    ("std-fine", "fine", "standard", 256, dict(k=7, stepSize=0.16, biasDecay=0.012, iota=0.09, lucky=11, batch=48), (4, 32, 128)),
    ("std-coarse-1024", "coarse", "standard", 1024, dict(k=18, stepSize=0.14, iota=0.08, biasDecay=0.006, batch=40), (4, 64)),
    ("std-fine-1024", "fine", "standard", 1024, dict(k=5, s=3, noiseNorm=0.008, lucky=13, distractorStrength=0.2), (8, 64)),
    ("small-fine", "fine", "smallInit", 256, dict(k=8, s=3, stepSize=0.05, noiseNorm=0.006, lucky=10, iota=0.03), (4, 32, 128)),
    ("small-fine-1024", "fine", "smallInit", 1024, dict(k=4, stepSize=0.2, biasDecay=0.005, lucky=20, batch=24), (4, 32)),
    ("constk-coarse", "coarse", "constantK", 256, dict(s=1, stepSize=0.2, distractorStrength=0.6, lucky=9, biasDecay=0.01), (4, 32, 128)),
    ("constk-fine", "fine", "constantK", 256, dict(k=3, iota=0.12, batch=20, stepSize=0.13, biasFactor=1.4), (4, 32, 128)),
    ("dominant-coarse", "coarse", "dominantNoise", 256, dict(k=9, dominantNoise=0.22, lucky=12, stepSize=0.12, s=3), (8, 64)),
    ("hardshare-coarse", "coarse", "standard", 256, dict(hardShare=0.3, k=6, lucky=12, distractorStrength=0.3, stepSize=0.08), (4, 32, 128)),
    ("hardshare-fine", "fine", "standard", 256, dict(hardShare=0.3, k=5, s=3, batch=80, iota=0.02), (4, 32, 128)),
    ("merged3", "merged:3", "standard", 256, dict(k=9, stepSize=0.13, lucky=12, noiseNorm=0.012, distractorStrength=0.35), (4, 32, 128)),
    ("split2", "split:2", "standard", 256, dict(k=4, s=3, stepSize=0.06, lucky=14, biasDecay=0.009), (4, 32, 128)),
    ("misaligned", "misaligned", "standard", 256, dict(k=5, stepSize=0.13, lucky=12, batch=48), (4, 32, 128)),
    ("loudish-fine", "fine", "standard", 256, dict(k=5, noiseNorm=0.03, lucky=8, stepSize=0.08, biasFactor=1.6), (4, 32, 128)),
]

MAIN = ["loss", "hard error", "median hard margin", "common weight", "rare weight"]
EXTRA = ["easy error", "median easy margin", "common response", "rare response"]
KEYS = {"loss": "trainingLoss", "easy error": "easyError", "hard error": "hardError", "median hard margin": "medianHardMargin",
        "median easy margin": "medianEasyMargin", "common weight": "commonWeight", "rare weight": "rareWeight",
        "common response": "commonResponse", "rare response": "rareResponse", "lucky common": "luckyCommon", "lucky rare": "luckyRare"}


def run_program(path, cell, seed, mode, control=()):
    """One run of the program. Returns {T: readings} and its own list of parameters. control: settings for the program alone."""
    name, labels, regime, d, overrides, times = cell
    command = [path, "trial", "--labels", labels, "--regime", regime, "--d", str(d), "--steps", str(max(times)), "--seed", str(seed),
               "--threads", "1", "--json", "--set", "mode=" + mode]
    settings = {**{key: str(value) for key, value in overrides.items()}, **dict(item.split("=", 1) for item in control)}
    for key, value in settings.items():
        command += ["--set", f"{key}={value}"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
    record = json.loads(done.stdout)
    out = {}
    for point in record["checkpoints"]:
        if point["T"] in times:
            out[point["T"]] = {key: point[field] for key, field in KEYS.items() if point.get(field) is not None}
            out[point["T"]]["undecided"] = point.get("undecided") or 0
    return out, record["regime"]


def same_parameters(p, theirs):
    """A list of the parameters in which simulator and program differ."""
    names = ["P", "batch", "biasDecay", "biasFactor", "distractorStrength", "distractors", "dominantNoise", "hardShare", "initExponent",
             "iota", "k", "lucky", "noiseNorm", "s", "stepSize", "testSamples", "width"]
    return [f"{n}: {getattr(p, n)} here, {theirs[n]} in the program" for n in names
            if n in theirs and abs(getattr(p, n) - theirs[n]) > 1e-9 * max(1, abs(theirs[n]))]


def mean_se(x):
    x = np.asarray(x, float)
    return x.mean(), (x.std(ddof=1) / math.sqrt(len(x)) if len(x) > 1 else float("nan"))


def adjusted(values, counts, expected):
    """Mean and s.e. after a linear regression on lucky counts, whose expectations are known: removes most of the luck."""
    x = np.asarray(values, float)
    C = np.asarray(counts, float) - np.asarray(expected)
    C = C[:, C.std(0) > 0]
    if len(x) < 20 or x.std() == 0:
        return mean_se(x)
    A = np.c_[np.ones(len(x)), C]
    beta, *_ = np.linalg.lstsq(A, x, rcond=None)
    rest = x - A @ beta
    cov = np.linalg.inv(A.T @ A) * (rest @ rest) / (len(x) - A.shape[1])
    return beta[0], math.sqrt(cov[0, 0])


def z_score(a, b):
    """(program - simulator) in standard errors."""
    se = math.hypot(a[1], b[1])
    if se == 0:
        return 0.0 if a[0] == b[0] else math.inf
    return (b[0] - a[0]) / se


def compare_cell(cell, ours, theirs, readings):
    """Rows of the table for one cell."""
    name, labels, regime, d, overrides, times = cell
    p = Parameters(labels, regime, d, overrides)
    rows = []
    for T in times:
        for key in readings:
            if key not in ours[0][T]:
                continue
            a = [run[T][key] for run in ours]
            b = [run[T].get(key, float("nan")) for run in theirs]
            A, B = mean_se(a), mean_se(b)
            row = dict(cell=name, labels=labels, T=T, reading=key, n=(len(a), len(b)), ours=A, theirs=B, z=z_score(A, B))
            if "lucky common" in ours[0][T]:
                common, rare = LabelMap(labels, p.k).own_pairs()
                expect = [len(x) * p.width * upper_tail(p.biasFactor * math.sqrt(p.L)) for x in (common, rare)]
                count = lambda runs: [[r[T]["lucky common"], r[T]["lucky rare"]] for r in runs]
                row["z_adjusted"] = z_score(adjusted(a, count(ours), expect), adjusted(b, count(theirs), expect))
            rows.append(row)
    return rows


def number(x):
    return "0" if x == 0 else f"{x:.4g}"


def table(rows):
    """A Markdown table."""
    out = ["| cell | labels | T | reading | simulator | program | difference % [90 % interval] | z | z, luck removed |",
           "|---|---|---|---|---|---|---|---|---|"]
    for r in rows:
        (a, sa), (b, sb) = r["ours"], r["theirs"]
        if a != 0:
            half = 1.645 * math.hypot(sa, sb) / abs(a) * 100
            rel = (b - a) / abs(a) * 100
            difference = f"{rel:+.2f} [{rel - half:+.2f}, {rel + half:+.2f}]"
        else:
            difference = "–" if b == 0 else "(simulator 0)"
        flag = lambda z: "–" if z is None else (f"**{z:+.2f}**" if abs(z) > 3 else f"{z:+.2f}")
        out.append(f"| {r['cell']} | {r['labels']} | {r['T']} | {r['reading']} | {number(a)} ± {number(sa)} | {number(b)} ± {number(sb)} "
                   f"| {difference} | {flag(r['z'])} | {flag(r.get('z_adjusted'))} |")
    return "\n".join(out)


def chosen(names):
    if not names:
        return CELLS
    wanted = names.split(",")
    unknown = [n for n in wanted if n not in [c[0] for c in CELLS]]
    if unknown:
        sys.exit("unknown cells: " + ", ".join(unknown))
    return [c for c in CELLS if c[0] in wanted]


def cached_run(cell, seed, cache):
    """A simulator run, from a cache of JSON lines if it is there. The key holds all parameters."""
    key = json.dumps([cell[1], cell[2], cell[3], sorted(cell[4].items()), cell[5], seed])
    if key not in cache["runs"]:
        p = Parameters(*cell[1:5])
        cache["runs"][key] = {str(T): v for T, v in simulate(p, cell[5], seed).items()}
        if cache["path"]:
            with open(cache["path"], "a") as f:
                f.write(json.dumps([key, cache["runs"][key]]) + "\n")
    return {int(T): v for T, v in cache["runs"][key].items()}


def main():
    parser = argparse.ArgumentParser(description="Independent simulator, and comparison with a program.")
    sub = parser.add_subparsers(dest="command", required=True)
    one = sub.add_parser("simulate", help="one run of the simulator")
    one.add_argument("cell")
    one.add_argument("--seed", type=int, default=2000000)
    cmp_ = sub.add_parser("compare", help="simulator against program")
    cmp_.add_argument("program")
    cmp_.add_argument("--cells", default="")
    cmp_.add_argument("--seeds", type=int, default=40, help="runs of the simulator per cell")
    cmp_.add_argument("--program-seeds", type=int, default=0, help="runs of the program per cell (default: three times as many)")
    cmp_.add_argument("--first-seed", type=int, default=2000000)
    cmp_.add_argument("--mode", default="concentrated", help="mode of the program: concentrated or pruned")
    cmp_.add_argument("--extra", action="store_true", help="also easy error, easy margin and responses (not part of the exit status)")
    cmp_.add_argument("--control", action="append", default=[], metavar="NAME=VALUE",
                      help="a setting for the program alone: a difference that the comparison should notice")
    cmp_.add_argument("--cache", default="", help="a file that keeps the simulator's runs")
    cmp_.add_argument("--save", default="", help="write the rows as JSON")
    sub.add_parser("list", help="the parameter sets")
    a = parser.parse_args()

    if a.command == "list":
        for c in CELLS:
            print(f"{c[0]}: labels {c[1]}, regime {c[2]}, d = {c[3]}, T = {', '.join(map(str, c[5]))}; "
                  + ", ".join(f"{k} = {v}" for k, v in c[4].items()))
        return 0
    if a.command == "simulate":
        cell = chosen(a.cell)[0]
        start = time.time()
        for T, readings in simulate(Parameters(*cell[1:5]), cell[5], a.seed).items():
            print(T, json.dumps({k: float(f"{v:.5g}") for k, v in readings.items()}))
        print(f"{time.time() - start:.1f} s")
        return 0

    cache = {"path": a.cache, "runs": {}}
    if a.cache and os.path.exists(a.cache):
        with open(a.cache) as f:
            cache["runs"] = dict(json.loads(line) for line in f)
    everything, failed = [], False
    for cell in chosen(a.cells):
        start = time.time()
        theirs = []
        for i in range(a.program_seeds or 3 * a.seeds):
            try:
                run, regime = run_program(a.program, cell, a.first_seed + i, a.mode, a.control)
            except RuntimeError as error:
                print(error)
                failed = True
                break
            theirs.append(run)
        if not theirs:
            continue
        for line in same_parameters(Parameters(*cell[1:5]), regime):
            print(f"{cell[0]}: parameters differ: {line}")
            failed = failed or not a.control
        middle = time.time()
        ours = [cached_run(cell, a.first_seed + i, cache) for i in range(a.seeds)]
        rows = compare_cell(cell, ours, theirs, MAIN + (EXTRA if a.extra else []))
        everything += rows
        undecided = np.mean([run[T]["undecided"] for run in theirs for T in cell[5]])
        print(f"\n{cell[0]}: {len(ours)} runs of the simulator ({(time.time() - middle) / len(ours):.2f} s each), "
              f"{len(theirs)} of the program, mode {a.mode} ({(middle - start) / len(theirs):.2f} s each)"
              + (f"; {undecided:.1f} undecided of 500" if undecided else ""))
        print(table(rows), flush=True)
        if a.save:
            with open(a.save, "w") as f:
                json.dump(everything, f)
    zs = [r["z"] for r in everything if r["reading"] in MAIN]
    worst = max((abs(z) for z in zs), default=0)
    print(f"\n{len(zs)} comparisons of main readings; largest |z| = {worst:.2f}; {sum(abs(z) > 2 for z in zs)} with |z| > 2, "
          f"{sum(abs(z) > 3 for z in zs)} with |z| > 3")
    if failed:
        return 2
    return 1 if worst > 3.5 else 0


if __name__ == "__main__":
    sys.exit(main())
