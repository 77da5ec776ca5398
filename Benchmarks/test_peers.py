"""Checks that what is benchmarked is the network: each trainer's step against a slow double-precision definition.

Run with `python -m unittest discover Benchmarks`; frameworks that are not installed are skipped.
"""

import importlib.util
import json
import os
import stat
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import peers
import workload as w

TINY = w.Workload("fine", 32, 7)
HAVE = {name: importlib.util.find_spec(name) is not None for name in ("numpy", "jax", "torch")}


def definition(weights, biases, x, labels, workload):
    """One step as Documentation/model.md, section 2, states it, in double precision: new weights, new biases, loss."""
    import numpy as np

    heads, m, d = workload.heads, workload.width, workload.d
    new_weights, new_biases = weights.astype(float), biases.astype(float)
    samples = x.astype(float).reshape(w.BATCH, w.PATCHES, d)
    W, b = new_weights.copy(), new_biases.copy()
    loss, gradient = 0.0, np.zeros_like(W)
    for sample, label in zip(samples, labels):
        z = np.einsum("hrd,pd->hrp", W, sample) + b[:, :, None]
        F = np.maximum(z, 0).sum((1, 2))
        p = np.exp(F - F.max())
        p /= p.sum()
        loss -= np.log(p[label]) / w.BATCH
        p[label] -= 1
        gradient += np.einsum("h,hrp,pd->hrd", p / w.BATCH, (z > 0).astype(float), sample)
    update = -w.STEP_SIZE * gradient
    new_weights += update
    new_biases -= workload.bias_decay * np.sqrt((update**2).sum(-1))
    return new_weights, new_biases, loss


def given(workload):
    """Weights, biases and a batch in which about half of the neurons fire and responses are of the order of 1."""
    import numpy as np

    random = np.random.default_rng(7)
    shape = (workload.heads, workload.width)
    return (
        random.normal(0, 0.05, (*shape, workload.d)).astype(np.float32),
        random.normal(0, 0.05, shape).astype(np.float32),
        random.normal(0, 0.5, (w.ROWS, workload.d)).astype(np.float32),
        random.integers(0, workload.heads, w.BATCH),
    )


class StepTests(unittest.TestCase):
    """One step on given weights and a given batch."""

    def check(self, step):
        import numpy as np

        for workload in (TINY, w.Workload("coarse", 32, 7)):
            weights, biases, x, labels = given(workload)
            expected = definition(weights, biases, x, labels, workload)
            actual = step(workload, weights, biases, x, labels)
            self.assertGreater(np.abs(expected[0] - weights).max(), 1e-3)
            np.testing.assert_allclose(actual[0] - weights, expected[0] - weights, atol=2e-7, rtol=2e-4)
            np.testing.assert_allclose(actual[1] - biases, expected[1] - biases, atol=2e-8, rtol=2e-4)
            self.assertAlmostEqual(actual[2], expected[2], places=5)

    @unittest.skipUnless(HAVE["numpy"], "NumPy is not installed")
    def test_numpy(self):
        import peer_numpy

        for variant in peer_numpy.VARIANTS:
            def step(workload, weights, biases, x, labels):
                trainer = peer_numpy.Trainer(workload, 2, 1, 3, variant)
                d = workload.d
                trainer.rows[:, :d], trainer.rows[:, d] = weights.reshape(-1, d), biases.reshape(-1)
                trainer.x[:, :d] = x
                loss = trainer.learn(labels)
                return trainer.rows[:, :d].reshape(weights.shape), trainer.rows[:, d].reshape(biases.shape), loss

            with self.subTest(variant):
                self.check(step)

    @unittest.skipUnless(HAVE["numpy"] and HAVE["torch"], "PyTorch is not installed")
    def test_torch(self):
        import peer_torch
        import torch

        # Compiling needs a C++ compiler, so the compiled variant is left to those who run it.
        for variant in ("pool", "whole"):
            def step(workload, weights, biases, x, labels):
                trainer = peer_torch.Trainer(workload, 2, 1, 3, variant)
                trainer.weights.copy_(torch.from_numpy(weights).flatten(0, 1))
                trainer.biases.copy_(torch.from_numpy(biases).flatten())
                trainer.x.copy_(torch.from_numpy(x))
                loss = trainer.learn(torch.from_numpy(labels))
                return trainer.weights.numpy().reshape(weights.shape), trainer.biases.numpy().reshape(biases.shape), loss

            with self.subTest(variant):
                self.check(step)

    @unittest.skipUnless(HAVE["numpy"] and HAVE["jax"], "JAX is not installed")
    def test_jax(self):
        import jax.numpy as jnp
        import numpy as np
        import peer_jax

        for variant in peer_jax.VARIANTS:
            def step(workload, weights, biases, x, labels):
                heads, m, d = weights.shape
                trainer = peer_jax.Trainer(workload, 2, 1, 3, variant)
                if variant == "heads":
                    trainer.weights = tuple(jnp.asarray(v) for v in weights)
                    trainer.biases = tuple(jnp.asarray(v) for v in biases)
                else:
                    fill = trainer.weights.size // (heads * d) - m
                    trainer.weights = jnp.asarray(
                        np.pad(weights, ((0, 0), (0, fill), (0, 0))).reshape(trainer.weights.shape)
                    )
                    trainer.biases = jnp.asarray(
                        np.pad(biases, ((0, 0), (0, fill)), constant_values=-1).reshape(trainer.biases.shape)
                    )
                loss = trainer.learn(jnp.asarray(x), jnp.asarray(labels))
                new = np.stack([np.asarray(v) for v in trainer.weights]).reshape(heads, -1, d)[:, :m]
                return new, np.stack([np.asarray(v) for v in trainer.biases]).reshape(heads, -1)[:, :m], loss

            with self.subTest(variant):
                self.check(step)


class BatchTests(unittest.TestCase):
    """What a batch holds: features where they belong, noise of the right size everywhere else."""

    def check(self, workload, x, labels):
        import numpy as np

        x = np.asarray(x, float).reshape(w.BATCH, w.PATCHES, workload.d)
        noise = []
        for sample, label in zip(x, labels):
            y = int(label) // workload.k
            for patch, coordinate in zip(sample, [2 + int(label)] * 2 + [y] * 2 + [None] * 4):
                rest = patch.copy()
                if coordinate is not None:
                    self.assertTrue(0.9 < patch[coordinate] < 1.1, patch[coordinate])
                    rest = np.delete(rest, coordinate)
                noise.append(rest)
        noise = np.concatenate(noise)
        self.assertAlmostEqual(noise.std() / workload.noise, 1, delta=0.03)
        self.assertAlmostEqual(noise.mean() / workload.noise, 0, delta=0.03)

    @unittest.skipUnless(HAVE["numpy"], "NumPy is not installed")
    def test_numpy(self):
        import peer_numpy

        trainer = peer_numpy.Trainer(TINY)
        for _ in range(2):
            labels = trainer.sample()
            self.check(TINY, trainer.x[:, : TINY.d], labels)

    @unittest.skipUnless(HAVE["numpy"] and HAVE["torch"], "PyTorch is not installed")
    def test_torch(self):
        import peer_torch

        trainer = peer_torch.Trainer(TINY)
        for _ in range(2):
            labels = trainer.sample()
            self.check(TINY, trainer.x.numpy(), labels.numpy())

    @unittest.skipUnless(HAVE["numpy"] and HAVE["jax"], "JAX is not installed")
    def test_jax(self):
        import jax
        import peer_jax

        self.check(TINY, *peer_jax.Trainer(TINY).batch(jax.random.key(3)))


class WorkloadTests(unittest.TestCase):
    """The constants, against those of the standard regime."""

    def test_sizes(self):
        wide = w.Workload("fine", 256)
        self.assertEqual((wide.k, wide.heads), (15, 30))
        self.assertAlmostEqual(wide.width / 7.77e4, 1, delta=0.01)
        self.assertEqual((w.Workload("fine", 1024).k, w.Workload("coarse", 64).heads), (24, 2))
        self.assertAlmostEqual(w.Workload("coarse", 64).width / 1.44e4, 1, delta=0.01)

    def test_pieces_cover_every_neuron_once(self):
        pieces = w.pieces(w.Workload("fine", 32, 1000), 300)
        self.assertEqual([first for _, first, _ in pieces[1:]], [last for _, _, last in pieces[:-1]])
        self.assertEqual((pieces[0][1], pieces[-1][2]), (0, w.Workload("fine", 32, 1000).neurons))
        self.assertTrue(all(last - first <= 300 and head == first // 1000 for head, first, last in pieces))

    def test_names(self):
        self.assertEqual(peers.parse_workload("wide-coarse-256").name, "wide-coarse-256")
        with self.assertRaises(peers.argparse.ArgumentTypeError):
            peers.parse_workload("fine-256")


STANDIN = """#!{python}
import json, sys
words = sys.argv[1:]
if words[:2] == ["bench", "steps"]:
    steps = int(words[words.index("--steps") + 1])
    print(json.dumps({{"steps": steps, "medianStepSeconds": 0.001, "finalLoss": 2.5}}))
elif words[:2] == ["bench", "product"]:
    print(json.dumps({{"shapes": [{{"patches": 64, "neurons": 64, "d": 32, "gflops": 50.0, "best": 60.0}}]}}))
else:
    print(json.dumps({{"gigasamplesPerSecond": 0.5}}))
"""


class DriverTests(unittest.TestCase):
    """The driver with a stand-in for LittleO, and without any."""

    def run_driver(self, *arguments):
        driver = os.path.join(os.path.dirname(os.path.abspath(__file__)), "peers.py")
        done = subprocess.run([sys.executable, driver, *arguments], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    @unittest.skipUnless(HAVE["numpy"], "NumPy is not installed")
    def test_all_kinds_of_workload(self):
        with tempfile.TemporaryDirectory() as folder:
            standin, report = os.path.join(folder, "littleo"), os.path.join(folder, "report.json")
            with open(standin, "w") as file:
                file.write(STANDIN.format(python=sys.executable))
            os.chmod(standin, stat.S_IRWXU)
            self.run_driver(
                "--littleo", standin, "--rounds", "1", "--seconds", "0.05", "--json", report,
                "--workload", "narrow-coarse-16", "--workload", "product", "--workload", "normals",
            )
            with open(report) as file:
                workloads = json.load(file)["workloads"]
        training = workloads["narrow-coarse-16"]
        self.assertEqual(len(training["bestPeerRatios"]), 1)
        self.assertEqual(training["losses"]["values"]["littleo"], 2.5)
        first = training["rounds"][0]
        best = min(first[name]["medianStepSeconds"] for name in first if name != "littleo")
        self.assertAlmostEqual(training["bestPeerRatios"][0], best / 0.001)
        self.assertIsNotNone(workloads["product"]["shapes"][0]["bestPeerRatio"])
        self.assertIsNotNone(workloads["normals"]["bestPeerRatio"])

    def test_without_littleo(self):
        text = self.run_driver(
            "--littleo", "./nowhere/littleo", "--rounds", "1", "--seconds", "0.05", "--workload", "narrow-coarse-16"
        )
        self.assertRegex(text, "littleo +skipped: cannot be started")

    def test_ratios(self):
        rounds = [{"numpy": 4.0, "torch": 3.0, "littleo": 1.0}, {"numpy": 4.0, "torch": 5.0, "littleo": 2.0}]
        summary = peers.summarise(rounds, lambda value: value, min)
        self.assertEqual(summary["bestPeerRatios"], [3.0, 2.0])
        self.assertEqual((summary["bestPeerRatio"], summary["ratios"]["torch"]), (2.5, 2.75))
        self.assertEqual(peers.summarise(rounds, lambda value: value, max)["bestPeerRatios"], [0.25, 0.4])


if __name__ == "__main__":
    unittest.main()
