"""Least squares through every sample: the risk of the solution of least norm, and its distance from the formula.

The rows of X are n standard normal vectors with p = gamma*n entries; y = X beta + noise, |beta| = signal. Given X, the
risk |betahat - beta|^2 is averaged exactly over the noise. Rotating the rows does not change their law, so beta points
along the first axis. Run by `littleo`, which writes JSON lines to this program's input and reads its answers.
"""
import json, math, operator, random, sys

DESCRIPTION = {
    "experiment": "ridgeless",
    "settings": {
        "gamma": {"default": 2, "min": 1.1, "max": 10, "meaning": "p/n, features per sample"},
        "signal": {"default": 1, "min": 0, "max": 100, "meaning": "norm of beta"},
        "noise": {"default": 1, "min": 0, "max": 100, "meaning": "standard deviation of the noise"},
        "ridge": {"default": 0, "min": 0, "max": 100, "meaning": "ridge penalty per sample; 0 for least norm"},
        "narrow": {"default": 0, "min": 0, "max": 10, "meaning": "p/n of a second model, above 1; 0 for the same model"},
    },
    "quantities": {
        "risk": {"kind": "positive", "per": "run", "words": "risk"},
        "gap": {"kind": "positive", "per": "run", "words": "gap between risk and formula"},
        "fall": {"kind": "signed", "per": "run", "words": "fall of the risk from the second model, divided by the sum of both risks"},
    },
    "faults": {"ridge": {"words": "a ridge penalty of 0.1 per sample", "settings": {"ridge": 0.1}}},
}


def dot(a, b):
    return math.fsum(map(operator.mul, a, b))  # fsum rounds once, so that no bit depends on the order of the sum


def inverse(K):
    """The inverse of a positive definite matrix, given by its lower half: K = L L', M = 1/L, 1/K = M' M."""
    n = len(K)
    L, columns = [], []
    for i in range(n):
        row = []
        for j in range(i):
            row.append((K[i][j] - dot(row, L[j][:j])) / L[j][j])
        L.append(row + [math.sqrt(K[i][i] - dot(row, row))])
    for j in range(n):  # column j of M, from row j on
        column = [1 / L[j][j]]
        for i in range(j + 1, n):
            column.append(-dot(L[i][j:i], column) / L[i][i])
        columns.append(column)
    return [[dot(columns[i][max(0, j - i):], columns[j][max(0, i - j):]) for j in range(n)] for i in range(n)]


def risk(n, seed, gamma, signal, noise, ridge):
    draw = random.Random(seed).gauss
    X = [[draw(0, 1) for _ in range(round(gamma * n))] for _ in range(n)]
    G = inverse([[dot(X[i], X[j]) + (n * ridge if i == j else 0) for j in range(i + 1)] for i in range(n)])
    first = [row[0] for row in X]
    a = [dot(row, first) for row in G]
    bias = signal**2 * (1 - dot(first, a) - n * ridge * dot(a, a))
    variance = noise**2 * math.fsum(G[i][i] - n * ridge * dot(G[i], G[i]) for i in range(n))
    return bias + variance


for line in sys.stdin:
    request = json.loads(line)
    if "describe" in request:
        answers = [DESCRIPTION]
    else:
        s = request["settings"]
        narrow = s.pop("narrow")
        value = risk(request["scale"], request["seed"], **s)
        formula = s["signal"] ** 2 * (1 - 1 / s["gamma"]) + s["noise"] ** 2 / (s["gamma"] - 1)
        second = risk(request["scale"], request["seed"], **{**s, "gamma": narrow}) if narrow > 0 else value
        fall = (second - value) / (second + value)
        answers = [{"risk": value, "gap": abs(value / formula - 1), "fall": fall}, {"done": True}]
        answers = [{"trial": request["trial"], **answer} for answer in answers]
    for answer in answers:
        print(json.dumps(answer), flush=True)
