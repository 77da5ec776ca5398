"""The network in PyTorch on the CPU: dense, without autograd, every buffer allocated once."""

import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor

import workload as w

# pool: a thread per core, each with one thread of its own inside PyTorch, on pieces that stay in cache.
# whole: one product over all neurons, threads inside PyTorch. compiled: the whole step through torch.compile.
VARIANTS = ["pool", "whole", "compiled"]
TINY = 2.0**-100


def choose(workload):
    """The fastest variant."""
    return "pool"


def memory(workload, variant):
    """Bytes that training takes, generously."""
    if variant == "pool":
        each = 1 if compact(workload) else 4
        return workload.weight_bytes + workload.response_count * each + (1 << 29)
    return 2 * workload.weight_bytes + 8 * workload.response_count + (1 << 29)


def compact(workload):
    """Whether who fired is remembered in bytes: slower, but a quarter of a very large memory."""
    return workload.response_count >= 1 << 31


class Trainer:
    """Weights, buffers and the two halves of a step: `sample` and `learn`."""

    def __init__(self, workload, threads=2, seed=1, chunk=512, variant="pool"):
        import torch

        self.torch = torch
        self.workload = workload
        self.variant = variant
        d = workload.d
        torch.manual_seed(seed)
        torch.set_num_threads(1 if variant == "pool" else threads)
        self.weights = torch.empty(workload.neurons, d)
        for block in self.weights.split(1 << 16):
            block.normal_(0, workload.init_scale)
        self.biases = torch.full((workload.neurons,), workload.first_bias)
        self.x = torch.empty(w.ROWS, d)
        self.samples, self.shown = torch.arange(w.BATCH), torch.arange(2 * w.SHOWN)
        if variant == "pool":
            self.pool = ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,))
            self.pieces = w.pieces(workload, chunk)
            self.longest = max(last - first for _, first, last in self.pieces)
            self.compact = compact(workload)
            kind = torch.bool if self.compact else torch.float32
            self.fired = [torch.empty(w.ROWS, last - first, dtype=kind) for _, first, last in self.pieces]
            self.sums = torch.empty(len(self.pieces), w.ROWS)
            self.ones = torch.ones(self.longest)
            self.own = threading.local()
            self.steps = 0
        elif variant == "whole":
            self.z = torch.empty(w.ROWS, workload.neurons)
            self.update = torch.empty(workload.neurons, d)
        else:
            self.compiled = torch.compile(self._whole_step, dynamic=False)

    def sample(self):
        """Draws a batch of easy samples into the buffer and returns the labels."""
        torch, workload = self.torch, self.workload
        self.x.normal_(0, workload.noise)
        y = torch.randint(2, (w.BATCH,))
        c = torch.randint(workload.k, (w.BATCH,))
        rare = 2 + y * workload.k + c
        shown = torch.stack([rare] * w.SHOWN + [y] * w.SHOWN, 1)
        strength = torch.empty(w.BATCH, 2 * w.SHOWN).uniform_(*w.STRENGTHS)
        self.x.view(w.BATCH, w.PATCHES, -1)[self.samples[:, None], self.shown[None], shown] += strength
        return y * workload.k + c if workload.labels == "fine" else y

    def _slope(self, F, labels):
        """The loss of a batch and what each head's response is moved by: -step size times the loss's derivative."""
        torch = self.torch
        logs = torch.log_softmax(F, 1)
        loss = -logs[self.samples, labels].mean()
        p = logs.exp_()
        p[self.samples, labels] -= 1
        return loss, p.mul_(-w.STEP_SIZE / w.BATCH)

    def _buffers(self):
        own, torch, d = self.own, self.torch, self.workload.d
        if not hasattr(own, "z"):
            own.z = torch.empty(w.ROWS * self.longest)
            own.update = torch.empty(self.longest, d)
            own.weighed = torch.empty(w.ROWS, d)
            own.head = None
        return own

    def _cut(self, own, i):
        """The beginning of a thread's buffer as a contiguous block of the shape of piece i."""
        _, first, last = self.pieces[i]
        return own.z[: w.ROWS * (last - first)].view(w.ROWS, last - first)

    def _forward(self, i):
        torch = self.torch
        _, first, last = self.pieces[i]
        with torch.inference_mode():
            z = self._cut(self._buffers(), i) if self.compact else self.fired[i]
            torch.addmm(self.biases[first:last], self.x, self.weights[first:last].t(), out=z)
            z.relu_()
            torch.mv(z, self.ones[: last - first], out=self.sums[i])
            if self.compact:
                torch.gt(z, 0, out=self.fired[i])
            else:
                # What fired becomes 2^-100, one pass in place; the gradient is multiplied by 2^100 instead.
                z.clamp_max_(TINY)

    def _backward(self, i):
        torch = self.torch
        head, first, last = self.pieces[i]
        with torch.inference_mode():
            own = self._buffers()
            if own.head != (self.steps, head):
                own.head = (self.steps, head)
                torch.mul(self.x, self.slope[:, head : head + 1], out=own.weighed)
            mask = self.fired[i]
            if self.compact:
                mask = self._cut(own, i).copy_(mask)
            update = own.update[: last - first]
            torch.mm(mask.t(), own.weighed, out=update)
            self.weights[first:last] += update
            length = torch.linalg.vector_norm(update, dim=1)
            self.biases[first:last].sub_(length, alpha=self.workload.bias_decay)

    def _pooled_step(self, labels):
        self.steps += 1
        list(self.pool.map(self._forward, range(len(self.pieces))))
        F = self.sums.view(self.workload.heads, -1, w.BATCH, w.PATCHES).sum((1, 3)).t()
        loss, slope = self._slope(F, labels)
        if not self.compact:
            slope.mul_(1 / TINY)
        self.slope = slope.repeat_interleave(w.PATCHES, 0)
        list(self.pool.map(self._backward, range(len(self.pieces))))
        return loss

    def _whole_step(self, labels):
        torch, workload = self.torch, self.workload
        heads, m = workload.heads, workload.width
        eager = self.variant == "whole"
        product = (self.biases, self.x, self.weights.t())
        z = torch.addmm(*product, out=self.z) if eager else torch.addmm(*product)
        z = z.relu_() if eager else z.relu()
        F = z.view(w.BATCH, w.PATCHES, heads, m).sum((1, 3))
        loss, slope = self._slope(F, labels)
        slope = slope[:, None, :, None].expand(w.BATCH, w.PATCHES, heads, m)
        blocks = z.view(w.BATCH, w.PATCHES, heads, m)
        if eager:
            torch.ops.aten.threshold_backward.grad_input(slope, blocks, 0.0, grad_input=blocks)
            update = torch.mm(z.t(), self.x, out=self.update)
        else:
            update = torch.mm(torch.where(blocks > 0, slope, 0.0).view(w.ROWS, -1).t(), self.x)
        self.weights += update
        self.biases -= torch.linalg.vector_norm(update, dim=1) * workload.bias_decay
        return loss

    def learn(self, labels):
        """One step of SGD on the batch in the buffer; returns its loss before the step."""
        with self.torch.no_grad():
            if self.variant == "pool":
                return float(self._pooled_step(labels))
            return float(self._whole_step(labels) if self.variant == "whole" else self.compiled(labels))

    def step(self):
        return self.learn(self.sample())


def main():
    arguments = w.parser("PyTorch", VARIANTS, 512, choose).parse_args()
    w.clean(os.environ)
    if arguments.variant == "pool":
        os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"
    import torch

    trainer = Trainer(
        arguments.workload, arguments.threads, arguments.seed, arguments.chunk, arguments.variant
    )
    print(json.dumps(w.measure("torch", torch.__version__, trainer, arguments)))


if __name__ == "__main__":
    main()
