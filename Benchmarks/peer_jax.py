"""The network in JAX on the CPU: one compiled step that draws its own data, every weight updated in a donated buffer."""

import json
import os

import workload as w

# whole: one product over all neurons. heads: a buffer and a product of its own for each head, so that they run side by side
# and no update is ever concatenated. loop: one piece of a head after the other inside the program, so that what is between
# the products stays in cache. grad: as whole, differentiated by JAX itself.
VARIANTS = ["loop", "whole", "heads", "grad"]


def choose(workload):
    """The fastest variant."""
    return "loop"


def memory(workload, variant):
    """Bytes that training takes, generously."""
    if variant == "loop":
        return 3 * workload.weight_bytes + workload.response_count + (1 << 29)
    return 3 * workload.weight_bytes + 12 * workload.response_count + (1 << 29)


class Trainer:
    """Weights, a random key and the compiled step."""

    def __init__(self, workload, threads=2, seed=1, chunk=512, variant="loop"):
        import jax
        import jax.numpy as jnp

        self.jax, self.jnp = jax, jnp
        self.workload = workload
        self.variant = variant
        heads, m, d = workload.heads, workload.width, workload.d
        self.key, first = jax.random.split(jax.random.key(seed))
        f32 = jnp.float32
        if variant == "heads":
            draw = jax.jit(lambda key: workload.init_scale * jax.random.normal(key, (m, d), f32))
            self.weights = tuple(draw(key) for key in jax.random.split(first, heads))
            self.biases = tuple(jnp.full((m,), workload.first_bias, f32) for _ in range(heads))
        else:
            # Pieces of one length each; the few neurons that fill up the last of a head have no weights and never fire.
            self.pieces = -(-m // chunk) if variant == "loop" else 1
            length = -(-m // self.pieces)
            real = (jnp.arange(self.pieces * length) < m).reshape(1, self.pieces, length)
            shape = (heads * self.pieces, length)

            def draw(key):
                normals = workload.init_scale * jax.random.normal(key, (*shape, d), f32)
                return normals * jnp.tile(real, (heads, 1, 1)).reshape(*shape, 1)

            self.weights = jax.jit(draw)(first)
            self.biases = jnp.tile(jnp.where(real, workload.first_bias, -1), (heads, 1, 1)).reshape(shape).astype(f32)
        update = {"whole": self._whole, "heads": self._heads, "loop": self._loop, "grad": self._grad}[variant]
        self._learn = jax.jit(update, donate_argnums=(0, 1))

        def step(weights, biases, key):
            key, batch = jax.random.split(key)
            return (*update(weights, biases, *self.batch(batch)), key)

        self._step = jax.jit(step, donate_argnums=(0, 1))

    def batch(self, key):
        """Patches and labels of a batch of easy samples."""
        jax, jnp, workload = self.jax, self.jnp, self.workload
        noise, first, second, third = jax.random.split(key, 4)
        x = workload.noise * jax.random.normal(noise, (w.BATCH, w.PATCHES, workload.d), jnp.float32)
        y = jax.random.randint(first, (w.BATCH,), 0, 2)
        c = jax.random.randint(second, (w.BATCH,), 0, workload.k)
        rare = 2 + y * workload.k + c
        shown = jnp.stack([rare] * w.SHOWN + [y] * w.SHOWN, 1)
        strength = jax.random.uniform(third, (w.BATCH, 2 * w.SHOWN), jnp.float32, *w.STRENGTHS)
        x = x.at[jnp.arange(w.BATCH)[:, None], jnp.arange(2 * w.SHOWN)[None], shown].add(strength)
        return x.reshape(w.ROWS, workload.d), y * workload.k + c if workload.labels == "fine" else y

    def _loss(self, F, labels):
        logs = self.jax.nn.log_softmax(F)
        return -self.jnp.mean(self.jnp.take_along_axis(logs, labels[:, None], 1))

    def _slope(self, F, labels):
        """The loss and what each head's response is moved by on each patch: -step size times the loss's derivative."""
        loss, gradient = self.jax.value_and_grad(self._loss)(F, labels)
        return loss, self.jnp.repeat(-w.STEP_SIZE * gradient, w.PATCHES, 0)

    def _lower(self, biases, update):
        return biases - self.workload.bias_decay * self.jnp.sqrt(self.jnp.sum(update * update, -1))

    def _pool(self, z):
        """Responses per sample out of those of patches by neurons; a product with ones is the quickest row sum."""
        jnp = self.jnp
        positive = self.jax.nn.relu(z)
        return jnp.dot(positive, jnp.ones((z.shape[-1],), z.dtype)).reshape(w.BATCH, w.PATCHES, *z.shape[1:-1]).sum(1)

    def _whole(self, weights, biases, x, labels):
        jnp, (heads, m, d) = self.jnp, weights.shape
        z = (jnp.dot(x, weights.reshape(-1, d).T) + biases.reshape(-1)).reshape(w.ROWS, heads, m)
        loss, slope = self._slope(self._pool(z), labels)
        pull = jnp.where(z > 0, slope[:, :, None], 0)
        update = jnp.dot(pull.reshape(w.ROWS, -1).T, x).reshape(heads, m, d)
        return weights + update, self._lower(biases, update), loss

    def _grad(self, weights, biases, x, labels):
        jnp, (heads, m, d) = self.jnp, weights.shape

        def loss_of(weights):
            z = jnp.dot(x, weights.reshape(-1, d).T) + biases.reshape(-1)
            return self._loss(self._pool(z.reshape(w.ROWS, heads, m)), labels)

        loss, gradient = self.jax.value_and_grad(loss_of)(weights)
        update = -w.STEP_SIZE * gradient
        return weights + update, self._lower(biases, update), loss

    def _heads(self, weights, biases, x, labels):
        jnp = self.jnp
        responses = [jnp.dot(x, v.T) + b for v, b in zip(weights, biases)]
        loss, slope = self._slope(jnp.stack([self._pool(z) for z in responses], 1), labels)
        updates = [
            jnp.dot((z > 0).astype(z.dtype).T, x * slope[:, h : h + 1]) for h, z in enumerate(responses)
        ]
        return (
            tuple(v + u for v, u in zip(weights, updates)),
            tuple(self._lower(b, u) for b, u in zip(biases, updates)),
            loss,
        )

    def _loop(self, weights, biases, x, labels):
        jnp, lax = self.jnp, self.jax.lax

        def forward(_, piece):
            z = jnp.dot(x, piece[0].T) + piece[1]
            return None, (self._pool(z), z > 0)

        _, (F, fired) = lax.scan(forward, None, (weights, biases))
        F = F.reshape(-1, self.pieces, w.BATCH).sum(1)
        loss, slope = self._slope(F.T, labels)

        def backward(i, state):
            weights, biases = state
            update = jnp.dot(fired[i].astype(x.dtype).T, x * slope[:, i // self.pieces][:, None])
            return weights.at[i].add(update), biases.at[i].set(self._lower(biases[i], update))

        return (*lax.fori_loop(0, weights.shape[0], backward, (weights, biases)), loss)

    def learn(self, x, labels):
        """One step of SGD on a given batch; returns its loss before the step."""
        self.weights, self.biases, loss = self._learn(self.weights, self.biases, x, labels)
        return float(loss)

    def step(self):
        self.weights, self.biases, loss, self.key = self._step(self.weights, self.biases, self.key)
        self.jax.block_until_ready((self.weights, self.biases, loss))
        return float(loss)


def main():
    arguments = w.parser("JAX", VARIANTS, 512, choose).parse_args()
    w.clean(os.environ)
    os.environ["JAX_PLATFORMS"] = "cpu"
    # XLA starts as many threads as the process has cores.
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: arguments.threads])
    import jax

    trainer = Trainer(
        arguments.workload, arguments.threads, arguments.seed, arguments.chunk, arguments.variant
    )
    print(json.dumps(w.measure("jax", jax.__version__, trainer, arguments)))


if __name__ == "__main__":
    main()
