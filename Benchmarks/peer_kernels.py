"""The frameworks' own dense product and normal generator on one core, beside which LittleO's are measured."""

import argparse
import json
import os
import time

import workload as w

SAMPLES = 1 << 18  # normals per call: a buffer that stays in cache


def rates(call, amount, seconds):
    """Median and best amount per second, in units of 10^9, over repeated calls."""
    for _ in range(3):
        call()
    times, end = [], time.perf_counter() + seconds
    while len(times) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return amount / w.median(times) / 1e9, amount / min(times) / 1e9


def product(framework, patches, neurons, d):
    """A call that multiplies patches by neurons, both stored row by row, into a buffer."""
    if framework == "numpy":
        import numpy as np

        random = np.random.Generator(np.random.SFC64(1))
        x = random.standard_normal((patches, d), dtype=np.float32)
        weights = random.standard_normal((neurons, d), dtype=np.float32)
        out = np.empty((patches, neurons), np.float32)
        return lambda: np.matmul(x, weights.T, out=out)
    import torch

    torch.set_num_threads(1)
    x, weights, out = torch.randn(patches, d), torch.randn(neurons, d), torch.empty(patches, neurons)
    return lambda: torch.mm(x, weights.t(), out=out)


def normals(framework):
    """A call that draws `SAMPLES` single-precision normals."""
    if framework == "numpy":
        import numpy as np

        random, out = np.random.Generator(np.random.SFC64(1)), np.empty(SAMPLES, np.float32)
        return lambda: random.standard_normal(out=out, dtype=np.float32)
    if framework == "torch":
        import torch

        torch.set_num_threads(1)
        out = torch.empty(SAMPLES)
        return lambda: out.normal_()
    import jax

    @jax.jit
    def draw(key):
        key, here = jax.random.split(key)
        return key, jax.random.normal(here, (SAMPLES,), jax.numpy.float32)

    state = [jax.random.key(1)]

    def call():
        state[0], values = draw(state[0])
        values.block_until_ready()

    return call


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--framework", choices=["numpy", "torch", "jax"], required=True)
    parser.add_argument("--kernel", choices=["product", "normals"], required=True)
    parser.add_argument("--shape", type=int, nargs=3, action="append", default=[], metavar=("PATCHES", "NEURONS", "D"))
    parser.add_argument("--seconds", type=float, default=1)
    arguments = parser.parse_args()
    w.clean(os.environ)
    os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1", JAX_PLATFORMS="cpu")
    result = {"framework": arguments.framework, "threads": 1}
    if arguments.kernel == "normals":
        median, best = rates(normals(arguments.framework), SAMPLES, arguments.seconds)
        result.update(gigasamplesPerSecond=median, best=best)
    else:
        result["shapes"] = []
        for patches, neurons, d in arguments.shape:
            call = product(arguments.framework, patches, neurons, d)
            median, best = rates(call, 2 * patches * neurons * d, arguments.seconds / len(arguments.shape))
            result["shapes"].append({"patches": patches, "neurons": neurons, "d": d, "gflops": median, "best": best})
    print(json.dumps(result))


if __name__ == "__main__":
    main()
