"""What the benchmark trains: the network's constants as functions of d and of the labels (Documentation/model.md, 1 to 3).

Everything that two competitors have to agree on stands here, once: sizes, scales, step size, how a measurement is taken and
how its result is printed. The regime is LittleO's `standard`.
"""

import argparse
import math
import os
import time
from dataclasses import dataclass
from typing import Optional

BATCH = 64
SHOWN = 2  # s: patches per shown feature
PATCHES = 2 * SHOWN + 4  # P
ROWS = BATCH * PATCHES  # patches of one step
STEP_SIZE = 0.1
BIAS_FACTOR = 1.5
LUCKY = 16.0  # expected lucky neurons per head and feature in a wide network
STRENGTHS = (math.sqrt(0.95), math.sqrt(1.05))  # jitter of a signal patch


@dataclass(frozen=True)
class Workload:
    """One network and the data it is trained on."""

    labels: str
    d: int
    narrow: Optional[int] = None  # neurons per head; without it, as many as the regime says

    def __post_init__(self):
        if self.labels not in ("coarse", "fine"):
            raise ValueError(f"labels are coarse or fine, not {self.labels!r}")
        if self.d < 2 + 2 * self.k:
            raise ValueError(f"d = {self.d} is too small for {2 + 2 * self.k} features")
        if self.narrow is not None and self.narrow < 1:
            raise ValueError("a head has at least one neuron")

    @property
    def L(self) -> float:
        return math.log(self.d)

    @property
    def k(self) -> int:
        """Subclasses per superclass."""
        return max(2, round(self.L**2 / 2))

    @property
    def heads(self) -> int:
        return 2 * self.k if self.labels == "fine" else 2

    @property
    def width(self) -> int:
        """Neurons per head, m."""
        if self.narrow is not None:
            return self.narrow
        tail = 0.5 * math.erfc(BIAS_FACTOR * math.sqrt(self.L / 2))
        return round(LUCKY / tail)

    @property
    def neurons(self) -> int:
        return self.heads * self.width

    @property
    def noise(self) -> float:
        """Deviation of the noise per coordinate; its norm is 0.25 / L^2."""
        return 0.25 / (self.L**2 * math.sqrt(self.d))

    @property
    def init_scale(self) -> float:
        return self.d**-1.5

    @property
    def first_bias(self) -> float:
        return -BIAS_FACTOR * self.init_scale * math.sqrt(self.L)

    @property
    def bias_decay(self) -> float:
        return self.L**-3

    @property
    def weight_bytes(self) -> int:
        return 4 * self.neurons * (self.d + 16)

    @property
    def response_count(self) -> int:
        """Pairs of a patch and a neuron: the activations of one step."""
        return ROWS * self.neurons

    @property
    def flops(self) -> float:
        """Floating-point operations of the two dense products of a step."""
        return 4.0 * ROWS * self.neurons * self.d

    @property
    def name(self) -> str:
        return f"{'wide' if self.narrow is None else 'narrow'}-{self.labels}-{self.d}"


def pieces(workload: Workload, most: int):
    """Cuts the neurons into pieces of one head each, at most `most` long and nearly equal: (head, first, last + 1)."""
    m = workload.width
    count = -(-m // most)
    cuts = [m * i // count for i in range(count + 1)]
    return [
        (head, head * m + cuts[i], head * m + cuts[i + 1])
        for head in range(workload.heads)
        for i in range(count)
    ]


# Left over in an environment, any of these would make a framework take slower kernels or another number of threads.
MEDDLING = ("OPENBLAS_", "GOTO_", "NVPL_", "OMP_", "MKL_", "KMP_", "ATEN_", "DNNL_", "ONEDNN_", "XLA_", "JAX_", "TORCH")


def clean(environment):
    """Removes what meddles with the frameworks from an environment, in place; call it before they are imported."""
    for name in [name for name in environment if name.startswith(MEDDLING)]:
        del environment[name]
    return environment


class _Parser(argparse.ArgumentParser):
    """Fills in the variant that is the fastest for the network asked for."""

    choose = None

    def parse_args(self, *arguments):
        result = super().parse_args(*arguments)
        try:
            result.workload = Workload(result.labels, result.d, result.width)
        except ValueError as error:
            self.error(str(error))
        result.variant = result.variant or self.choose(result.workload)
        return result


def parser(framework: str, variants, chunk: int, choose) -> argparse.ArgumentParser:
    """The arguments that the three trainers have in common."""
    result = _Parser(
        description=f"Trains LittleO's network densely with {framework} and prints the time of a step as one JSON line."
    )
    result.add_argument("--labels", choices=["coarse", "fine"], default="fine")
    result.add_argument("--d", type=int, default=256)
    result.add_argument("--width", type=int, default=None, help="neurons per head (default: as the regime says)")
    result.add_argument("--threads", type=int, default=2)
    result.add_argument("--steps", type=int, default=100000, help="stop after so many steps")
    result.add_argument("--seconds", type=float, default=0, help="stop once so much time has passed (0: never)")
    result.add_argument("--seed", type=int, default=1)
    result.add_argument("--chunk", type=int, default=chunk, help="most neurons per piece")
    result.add_argument("--variant", choices=variants, help="default: the fastest")
    result.choose = choose
    return result


def measure(framework: str, version: str, trainer, arguments) -> dict:
    """Runs a trainer step by step and describes what its steps took.

    A step is timed until its results are there. The first two warm up (buffers, threads, compilation) and do not count;
    of a run that is too long for that, only the first does not. At least three steps are taken.
    """
    workload = trainer.workload
    times, losses = [], []
    begin = None
    while len(times) < max(1, arguments.steps):
        start = time.perf_counter()
        losses.append(float(trainer.step()))
        times.append(time.perf_counter() - start)
        if begin is None:
            begin = time.perf_counter()
        if arguments.seconds and len(times) >= 3 and time.perf_counter() - begin > arguments.seconds:
            break
    counted = times[2:] if len(times) >= 5 else times[1:] or times
    return {
        "framework": framework,
        "version": version,
        "variant": arguments.variant,
        "labels": workload.labels,
        "d": workload.d,
        "k": workload.k,
        "heads": workload.heads,
        "widthPerHead": workload.width,
        "threads": arguments.threads,
        "chunk": arguments.chunk,
        "steps": len(times),
        "medianStepSeconds": median(counted),
        "minimumStepSeconds": min(counted),
        "firstStepSeconds": times[0],
        "finalLoss": losses[-1],
        "losses": losses,
    }


def median(values) -> float:
    """The median of a list that is not empty."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
