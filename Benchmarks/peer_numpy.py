"""The network in NumPy: dense, in pieces that stay in cache, a pool of threads with one BLAS thread each."""

import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor

import workload as w

# How a step remembers who fired between its two halves: as the numbers that the second product wants, or in a quarter of
# the memory as bytes that are widened again.
VARIANTS = ["float", "byte"]
PAD = 16  # columns beside the d of a row: the bias lives in the first, and rows do not alias in the cache


def choose(workload):
    """The fastest variant: bytes once the numbers would be far beyond any cache."""
    return "float" if workload.response_count < 1 << 25 else "byte"


def memory(workload, variant):
    """Bytes that training takes, generously."""
    return workload.weight_bytes + workload.response_count * (4 if variant == "float" else 1) + (1 << 28)


class Trainer:
    """Weights, buffers and the two halves of a step: `sample` and `learn`."""

    def __init__(self, workload, threads=2, seed=1, chunk=512, variant="float"):
        import numpy as np

        self.np = np
        self.workload = workload
        self.variant = variant
        f32 = np.float32
        d, heads = workload.d, workload.heads
        self.pool = ThreadPoolExecutor(threads)
        self.share = -(-w.BATCH // threads)
        self.random = [np.random.Generator(np.random.SFC64(s)) for s in np.random.SeedSequence(seed).spawn(threads)]
        self.pieces = w.pieces(workload, chunk)
        self.longest = max(last - first for _, first, last in self.pieces)
        # Row r holds w_r, b_r and padding; a patch holds x, 1 and padding: the forward product adds the bias by itself.
        self.rows = np.zeros((workload.neurons, d + PAD), f32)
        self.x = np.zeros((w.ROWS, d + PAD), f32)
        self.x[:, d] = 1
        list(self.pool.map(self._initialise, range(threads)))
        kind = f32 if variant == "float" else bool
        self.fired = [np.empty((w.ROWS, last - first), kind) for _, first, last in self.pieces]
        self.sums = np.empty((len(self.pieces), w.ROWS), f32)
        self.own = threading.local()
        self.steps = 0

    def _initialise(self, t):
        np, d = self.np, self.workload.d
        n, threads = len(self.rows), len(self.random)
        scale = np.float32(self.workload.init_scale)
        for first in range(n * t // threads, n * (t + 1) // threads, 4096):
            last = min(first + 4096, n * (t + 1) // threads)
            block = self.random[t].standard_normal((last - first, d), dtype=np.float32)
            np.multiply(block, scale, out=self.rows[first:last, :d])
        self.rows[n * t // threads : n * (t + 1) // threads, d] = self.workload.first_bias

    def _noise(self, t):
        """Fills the patches of one thread's share of the batch with noise."""
        np, d = self.np, self.workload.d
        first, last = t * self.share, min((t + 1) * self.share, w.BATCH)
        if first >= last:
            return
        part = self.x[first * w.PATCHES : last * w.PATCHES, :d]
        draws = self.random[t].standard_normal(part.shape, dtype=np.float32)
        np.multiply(draws, np.float32(self.workload.noise), out=part)

    def sample(self):
        """Draws a batch of easy samples into the buffer and returns the labels."""
        np, workload, random = self.np, self.workload, self.random[0]
        list(self.pool.map(self._noise, range(len(self.random))))
        y = random.integers(0, 2, w.BATCH)
        c = random.integers(0, workload.k, w.BATCH)
        low, high = w.STRENGTHS
        strength = (low + (high - low) * random.random((w.BATCH, 2 * w.SHOWN))).astype(np.float32)
        rare = 2 + y * workload.k + c
        shown = np.stack([rare] * w.SHOWN + [y] * w.SHOWN, 1)
        place = self.x.reshape(w.BATCH, w.PATCHES, -1)
        place[np.arange(w.BATCH)[:, None], np.arange(2 * w.SHOWN)[None], shown] += strength
        return y * workload.k + c if workload.labels == "fine" else y

    def _buffers(self):
        own, np = self.own, self.np
        if not hasattr(own, "update"):
            own.update = np.empty((self.longest, self.workload.d), np.float32)
            own.weighed = np.empty((w.ROWS, self.workload.d), np.float32)
            own.z = np.empty((w.ROWS, self.longest), np.float32)
            own.mask = np.empty((w.ROWS, self.longest), np.float32)
            own.bits = np.empty((w.ROWS, self.longest), bool)
            own.head = None
        return own

    def _cut(self, buffer, i):
        """The beginning of a thread's buffer as a contiguous block of the shape of piece i."""
        _, first, last = self.pieces[i]
        return buffer.reshape(-1)[: w.ROWS * (last - first)].reshape(w.ROWS, -1)

    def _forward(self, i):
        np, d = self.np, self.workload.d
        _, first, last = self.pieces[i]
        own = self._buffers()
        z = self._cut(own.z, i)
        np.matmul(self.x[:, : d + 1], self.rows[first:last, : d + 1].T, out=z)
        if self.variant == "float":
            bits, mask = self._cut(own.bits, i), self.fired[i]
        else:
            bits, mask = self.fired[i], self._cut(own.mask, i)
        # Comparing, widening and a row-wise dot product are three quick passes; a maximum with zero is slower than all.
        np.greater(z, 0, out=bits)
        np.copyto(mask, bits)
        np.vecdot(z, mask, out=self.sums[i])

    def _backward(self, i):
        np, d = self.np, self.workload.d
        head, first, last = self.pieces[i]
        own = self._buffers()
        if own.head != (self.steps, head):
            own.head = (self.steps, head)
            np.multiply(self.x[:, :d], self.slope[:, head : head + 1], out=own.weighed)
        mask = self.fired[i]
        if self.variant == "byte":
            mask = self._cut(own.mask, i)
            np.copyto(mask, self.fired[i])
        update = own.update[: last - first]
        np.matmul(mask.T, own.weighed, out=update)
        self.rows[first:last, :d] += update
        length = np.sqrt(np.vecdot(update, update))
        self.rows[first:last, d] -= np.float32(self.workload.bias_decay) * length

    def learn(self, labels):
        """One step of SGD on the batch in the buffer; returns its loss before the step."""
        np, workload = self.np, self.workload
        self.steps += 1
        list(self.pool.map(self._forward, range(len(self.pieces))))
        F = self.sums.reshape(workload.heads, -1, w.BATCH, w.PATCHES).sum((1, 3), dtype=np.float64).T
        F = F - F.max(1, keepdims=True)
        p = np.exp(F)
        total = p.sum(1, keepdims=True)
        own = (np.arange(w.BATCH), labels)
        loss = float(np.mean(np.log(total[:, 0]) - F[own]))
        p /= total
        p[own] -= 1
        p *= -w.STEP_SIZE / w.BATCH
        self.slope = np.repeat(p, w.PATCHES, 0).astype(np.float32)
        list(self.pool.map(self._backward, range(len(self.pieces))))
        return loss

    def step(self):
        return self.learn(self.sample())


def main():
    arguments = w.parser("NumPy", VARIANTS, 512, choose).parse_args()
    w.clean(os.environ)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    import numpy

    trainer = Trainer(
        arguments.workload, arguments.threads, arguments.seed, arguments.chunk, arguments.variant
    )
    print(json.dumps(w.measure("numpy", numpy.__version__, trainer, arguments)))


if __name__ == "__main__":
    main()
