#!/usr/bin/env python3
"""The coarse network of the claims on images, in PyTorch: a check that LittleO's is no straw man.

Two layers, ReLU, patches of 7x7 pixels with a position code, shared weights, a frozen Gaussian second layer on the sums
over patches, softmax, SGD with batches of 32 and a step size that falls to 0 in a straight line. It is trained on N
training images with the coarse labels "warm" and "light", and read on the first 1,000 test images, as in the claims.

usage: python3 Benchmarks/images_torch.py [--images N] [--seeds K] [--passes P] [--adam]
With --adam it is trained by Adam in place of SGD, for P passes: what the network can reach.
"""
import argparse, gzip, pathlib, statistics
import numpy as np
import torch

parser = argparse.ArgumentParser()
parser.add_argument("--images", type=int, default=50_000)
parser.add_argument("--seeds", type=int, default=5)
parser.add_argument("--passes", type=float, default=0.0, help="passes over the images; 0 for those of the claims")
parser.add_argument("--width", type=int, default=64)
parser.add_argument("--adam", action="store_true")
parser.add_argument("--folder", default="/usr/share/datasets/fashion-mnist")
options = parser.parse_args()
torch.set_num_threads(2)

SIDE, ACROSS, BATCH, RATE, INITIAL = 7, 4, 32, 8.0, 0.8
COARSE = torch.tensor([0, 1, 1, 0, 1, 0, 0, 1, 0, 1])  # light and warm, by class


def read(name, header):
    with gzip.open(pathlib.Path(options.folder) / name) as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)


def rows(pixels, mean, deviation):
    """The patches of images with their position code: (images, 16, 57)."""
    x = torch.tensor(pixels.reshape(-1, 28, 28).copy(), dtype=torch.float32)
    x = (x - mean) / deviation / SIDE
    x = x.reshape(-1, ACROSS, SIDE, ACROSS, SIDE).permute(0, 1, 3, 2, 4).reshape(-1, ACROSS * ACROSS, SIDE * SIDE)
    code = torch.zeros(ACROSS * ACROSS, 2 * ACROSS)
    for patch in range(ACROSS * ACROSS):
        code[patch, patch // ACROSS] = code[patch, ACROSS + patch % ACROSS] = 0.5
    return torch.cat([x, code.expand(len(x), -1, -1)], 2)


train = read("train-images-idx3-ubyte.gz", 16)
mean, deviation = float(train.mean()), float(train.std())
train = train.reshape(60_000, 784)
test = rows(read("t10k-images-idx3-ubyte.gz", 16)[: 1000 * 784], mean, deviation)
train_labels = COARSE[torch.tensor(read("train-labels-idx1-ubyte.gz", 8).astype(np.int64))]
test_labels = COARSE[torch.tensor(read("t10k-labels-idx1-ubyte.gz", 8)[:1000].astype(np.int64))]

errors = []
for seed in range(options.seeds):
    torch.manual_seed(seed)
    chosen = torch.randperm(60_000)[: options.images]
    x, y = rows(train[chosen.numpy()], mean, deviation), train_labels[chosen]
    weights = (INITIAL * torch.randn(x.shape[2], options.width)).requires_grad_()
    head = torch.randn(options.width, 2) / options.width**0.5
    visits = options.passes * options.images if options.passes else 6000 + options.images
    steps = round(visits / BATCH)
    optimizer = torch.optim.Adam([weights], lr=3e-3) if options.adam else torch.optim.SGD([weights], lr=RATE)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 - step / steps)
    order, place = torch.randperm(options.images), 0
    for _ in range(steps):
        if place + BATCH > options.images:
            order, place = torch.randperm(options.images), 0
        batch = order[place : place + BATCH]
        place += BATCH
        outputs = torch.relu(x[batch] @ weights).sum(1) @ head
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(outputs, y[batch]).backward()
        optimizer.step()
        schedule.step()
    with torch.no_grad():
        wrong = (torch.relu(test @ weights).sum(1) @ head).argmax(1) != test_labels
    errors.append(wrong.float().mean().item())
    print(f"seed {seed}: test error {errors[-1]:.4f}", flush=True)
spread = statistics.stdev(errors) / len(errors) ** 0.5 if len(errors) > 1 else 0.0
print(f"N = {options.images}: mean test error {statistics.mean(errors):.4f}, standard error {spread:.4f}")
