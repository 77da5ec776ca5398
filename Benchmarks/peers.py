#!/usr/bin/env python3
"""Times LittleO's training step beside dense NumPy, JAX and PyTorch trainers of the same network.

Competitors take turns, round after round, so that a machine that slows down slows all of them; what is compared is the ratio
within a round, and what is reported is the median of these ratios. See Benchmarks/README.md.
"""

import argparse
import datetime
import json
import os
import platform
import re
import subprocess
import sys

import peer_jax
import peer_numpy
import peer_torch
import workload as w

HERE = os.path.dirname(os.path.abspath(__file__))
PEERS = {"numpy": peer_numpy, "jax": peer_jax, "torch": peer_torch}
NARROW = 512  # neurons per head of a narrow network
SEED = 1_000_001
LEAST_STEPS = 20  # of LittleO in a measurement, where a slow peer takes fewer
DEFAULT = [
    "narrow-fine-256", "narrow-fine-512", "narrow-fine-1024", "wide-fine-64", "wide-fine-128", "wide-fine-256",
    "wide-coarse-256", "wide-coarse-512", "product", "normals",
]
SHAPES = [(512, 512, d) for d in (256, 512, 1024)]  # where LittleO does not say which
EPILOG = """
workloads:
  narrow-LABELS-D   512 neurons per head; LittleO's dense mode
  wide-LABELS-D     the standard regime's width; LittleO's pruned mode, the others dense
  product           the dense forward product on one core
  normals           the generator of normals on one core
  LABELS is coarse or fine.

examples:
  python Benchmarks/peers.py
  python Benchmarks/peers.py --workload narrow-fine-256 --workload product --rounds 7
  python Benchmarks/peers.py --littleo .build/release/littleo --json peers.json
"""


class Absent(Exception):
    """A competitor that cannot take part, and why."""


def parse_workload(name):
    """The network a name stands for; None for the two workloads that are not networks."""
    if name in ("product", "normals"):
        return None
    match = re.fullmatch(r"(narrow|wide)-(coarse|fine)-(\d+)", name)
    if not match:
        raise argparse.ArgumentTypeError(f"{name!r} is no workload, see --help")
    try:
        return w.Workload(match[2], int(match[3]), NARROW if match[1] == "narrow" else None)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error))


def workload_name(name):
    parse_workload(name)
    return name


def parse_arguments(arguments=None):
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--workload", action="append", type=workload_name, help="repeatable (default: all listed sizes)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2, help="of one measurement of one competitor (default 2)")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--littleo", default=".build/release/littleo", help="the program (default .build/release/littleo)")
    parser.add_argument("--json", metavar="FILE", help="write every measurement")
    result = parser.parse_args(arguments)
    result.workload = result.workload or DEFAULT
    if result.rounds < 1 or result.threads < 1:
        parser.error("at least one round and one thread")
    return result


def run(command, pin=None, timeout=1800):
    """Runs a competitor and returns the JSON object of its last line.

    Raises Absent with the reason if it fails: one competitor that is missing does not end the others' comparison.
    """
    def prepare():
        os.sched_setaffinity(0, {pin})

    try:
        done = subprocess.run(
            command, env=w.clean(dict(os.environ)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            timeout=timeout, preexec_fn=prepare if pin is not None else None,
        )
    except OSError as error:
        raise Absent(f"cannot be started: {error.strerror}")
    except subprocess.TimeoutExpired:
        raise Absent(f"took more than {timeout} s")
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise Absent(lines[-1])
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise Absent("printed no JSON")


def first_core():
    """The core for what is measured on one core; None where the system cannot pin."""
    return min(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None


def available_memory():
    """Bytes that a program can have now, infinite where the system does not say."""
    try:
        with open("/proc/meminfo") as lines:
            fields = dict(line.split(":", 1) for line in lines)
        return int(fields["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError):
        return float("inf")


def versions():
    """The version of each framework that can be imported, else None."""
    found = {}
    for framework in PEERS:
        code = f"import json, {framework}; print(json.dumps({framework}.__version__))"
        try:
            found[framework] = run([sys.executable, "-c", code], timeout=120)
        except Absent:
            found[framework] = None
    return found


def machine():
    """What the figures were measured on."""
    model = platform.processor()
    try:
        with open("/proc/cpuinfo") as lines:
            model = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return {"processor": model, "cores": os.cpu_count(), "system": platform.system(), "python": platform.python_version()}


def peer_command(framework, network, arguments):
    command = [
        sys.executable, os.path.join(HERE, f"peer_{framework}.py"), "--labels", network.labels, "--d", str(network.d),
        "--threads", str(arguments.threads), "--seconds", str(arguments.seconds), "--seed", str(SEED),
    ]
    return command + (["--width", str(network.narrow)] if network.narrow else [])


def littleo_command(network, arguments, steps):
    command = [arguments.littleo, "bench", "steps", "--labels", network.labels, "--d", str(network.d)]
    if network.narrow:
        command += ["--set", f"width={network.narrow}", "--set", "mode=dense"]
    return command + ["--threads", str(arguments.threads), "--steps", str(steps), "--seed", str(SEED), "--json"]


def summarise(rounds, value, faster):
    """Medians over the rounds and ratios within them.

    - value: what a measurement is compared by.
    - faster: the best of several such values, min for times and max for rates. The ratio is above 1 where LittleO is faster.
    """
    names = sorted({name for measured in rounds for name in measured})
    medians = {name: w.median([value(measured[name]) for measured in rounds if name in measured]) for name in names}

    def ratio(peer, own):
        return peer / own if faster is min else own / peer

    ratios, best = {}, []
    for name in names:
        if name != "littleo":
            each = [ratio(value(r[name]), value(r["littleo"])) for r in rounds if name in r and "littleo" in r]
            if each:
                ratios[name] = w.median(each)
    for measured in rounds:
        peers = [value(measured[name]) for name in measured if name != "littleo"]
        if peers and "littleo" in measured:
            best.append(ratio(faster(peers), value(measured["littleo"])))
    return {
        "medians": medians,
        "ratios": ratios,
        "bestPeerRatio": w.median(best) if best else None,
        "bestPeerRatios": best,
    }


def take_turns(competitors, rounds, skipped):
    """Measures competitors one after the other, round after round; one that fails is left out from then on."""
    measured = []
    for number in range(rounds):
        this = {}
        for name, measure in competitors:
            if name in skipped:
                continue
            note(f"round {number + 1} of {rounds}: {name}")
            try:
                this[name] = measure(this)
            except Absent as reason:
                skipped[name] = str(reason)
        measured.append(this)
    note("")
    return measured


def note(text):
    """Shows what is going on, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def skip_missing(found):
    return {name: "not installed" for name, version in found.items() if version is None}


def measure_training(name, network, arguments, found):
    """The time of a training step of every competitor."""
    skipped = skip_missing(found)
    for framework, peer in PEERS.items():
        needed = peer.memory(network, peer.choose(network))
        if framework not in skipped and needed > 0.8 * available_memory():
            skipped[framework] = f"needs {needed / 1e9:.1f} GB of memory"

    def littleo(this):
        # As many steps as the slowest peer took, so that the last losses are of networks of one age.
        steps = max(LEAST_STEPS, min([peer["steps"] for peer in this.values()], default=LEAST_STEPS))
        return run(littleo_command(network, arguments, steps))

    competitors = [(f, lambda _, f=f: run(peer_command(f, network, arguments))) for f in PEERS] + [("littleo", littleo)]
    rounds = take_turns(competitors, arguments.rounds, skipped)
    summary = summarise(rounds, lambda measured: measured["medianStepSeconds"], min)
    losses = compare_losses(network, rounds[0], arguments, skipped)

    print(f"\n{name}: {network.heads} heads of {network.width} neurons, k = {network.k}, {network.flops / 1e9:.1f} GFLOP dense")
    print(f"  {'':10}{'ms per step':>12}{'times LittleO':>15}{'loss, step ' + str(losses['step']):>18}")
    for competitor in [*PEERS, "littleo"]:
        if competitor in skipped:
            print(f"  {competitor:10}skipped: {skipped[competitor]}")
            continue
        ratio = summary["ratios"].get(competitor)
        loss = losses["values"].get(competitor)
        print(
            f"  {competitor:10}{1e3 * summary['medians'][competitor]:12.3f}{'' if ratio is None else f'{ratio:.2f}':>15}"
            f"{'' if loss is None else f'{loss:.4f}':>18}"
        )
    print_best(summary)
    for measured in rounds:
        for result in measured.values():
            result.pop("losses", None)
    return {
        "heads": network.heads, "widthPerHead": network.width, "k": network.k, "denseGigaflop": network.flops / 1e9,
        **summary, "losses": losses, "skipped": skipped, "rounds": rounds,
    }


def compare_losses(network, measured, arguments, skipped):
    """The losses of all competitors at the last step that every one of them reached in a round.

    They draw different numbers, so these agree in law only; a network that is another one would stand out all the same.
    """
    peers = {name: result for name, result in measured.items() if name != "littleo"}
    own = measured.get("littleo")
    step = min([result["steps"] for result in peers.values()] or [own["steps"] if own else 0])
    values = {name: result["losses"][step - 1] for name, result in peers.items()}
    if own and own["steps"] != step:
        try:
            own = run(littleo_command(network, arguments, step))
        except Absent as reason:
            skipped["littleo loss"] = str(reason)
            own = None
    if own:
        values["littleo"] = own["finalLoss"]
    return {"step": step, "values": values}


def print_best(summary):
    best = summary["bestPeerRatios"]
    if best:
        print(f"  best peer / littleo: {summary['bestPeerRatio']:.2f} (rounds: {', '.join(f'{r:.2f}' for r in best)})")


def kernel_command(framework, kernel, arguments, shapes=()):
    command = [sys.executable, os.path.join(HERE, "peer_kernels.py"), "--framework", framework, "--kernel", kernel]
    for shape in shapes:
        command += ["--shape", *map(str, shape)]
    return command + ["--seconds", str(arguments.seconds)]


def measure_product(arguments, found):
    """The dense forward product on one core, against the better of NumPy's and PyTorch's."""
    core, skipped = first_core(), skip_missing({name: found[name] for name in ("numpy", "torch")})
    own = [arguments.littleo, "bench", "product", "--threads", "1", "--json"]
    try:
        shapes = [(s["patches"], s["neurons"], s["d"]) for s in run(own, core)["shapes"]]
    except Absent as reason:
        shapes, skipped["littleo"] = SHAPES, str(reason)
    competitors = [
        (f, lambda _, f=f: run(kernel_command(f, "product", arguments, shapes), core)) for f in ("numpy", "torch")
    ] + [("littleo", lambda _: run(own, core))]
    rounds = take_turns(competitors, arguments.rounds, skipped)

    print("\nproduct: patches by neurons, GFLOP/s on one core")
    print(f"  {'patches':>8}{'neurons':>8}{'d':>6}{'numpy':>9}{'torch':>9}{'littleo':>9}{'littleo/best':>14}")
    table = []
    for shape in shapes:
        def gflops(measured):
            return next(s["gflops"] for s in measured["shapes"] if (s["patches"], s["neurons"], s["d"]) == shape)

        summary = summarise(rounds, gflops, max)
        cells = "".join(
            f"{summary['medians'][c]:9.1f}" if c in summary["medians"] else f"{'-':>9}" for c in ("numpy", "torch", "littleo")
        )
        fraction = summary["bestPeerRatio"]
        print(f"  {shape[0]:8}{shape[1]:8}{shape[2]:6}{cells}{'-' if fraction is None else f'{fraction:.3f}':>14}")
        table.append({"patches": shape[0], "neurons": shape[1], "d": shape[2], **summary})
    print_skipped(skipped)
    return {"shapes": table, "skipped": skipped, "rounds": rounds}


def measure_normals(arguments, found):
    """The generators of single-precision normals on one core."""
    core, skipped = first_core(), skip_missing(found)
    own = [arguments.littleo, "bench", "normals", "--threads", "1", "--json"]
    competitors = [(f, lambda _, f=f: run(kernel_command(f, "normals", arguments), core)) for f in PEERS] + [
        ("littleo", lambda _: run(own, core))
    ]
    rounds = take_turns(competitors, arguments.rounds, skipped)
    summary = summarise(rounds, lambda measured: measured["gigasamplesPerSecond"], max)
    print("\nnormals: 10^9 single-precision samples per second on one core")
    for competitor in summary["medians"]:
        print(f"  {competitor:10}{summary['medians'][competitor]:10.4f}")
    if summary["bestPeerRatio"] is not None:
        print(f"  littleo / best peer: {summary['bestPeerRatio']:.3f}")
    print_skipped(skipped)
    return {**summary, "skipped": skipped, "rounds": rounds}


def print_skipped(skipped):
    for name, reason in skipped.items():
        print(f"  {name} skipped: {reason}")


def main():
    arguments = parse_arguments()
    found = versions()
    report = {
        "date": datetime.date.today().isoformat(), "machine": machine(), "versions": found,
        "threads": arguments.threads, "rounds": arguments.rounds, "workloads": {},
    }
    for key, value in report["machine"].items():
        print(f"{key}: {value}")
    print("versions: " + ", ".join(f"{name} {version or 'not installed'}" for name, version in found.items()))
    print(f"threads: {arguments.threads}, rounds: {arguments.rounds}")
    for name in arguments.workload:
        network = parse_workload(name)
        load = os.getloadavg()[0]
        if network:
            result = measure_training(name, network, arguments, found)
        else:
            result = (measure_product if name == "product" else measure_normals)(arguments, found)
        report["workloads"][name] = {"loadBefore": load, **result}
        sys.stdout.flush()
        if arguments.json:  # after every workload, so that an interrupted run keeps what it has
            with open(arguments.json, "w") as file:
                json.dump(report, file, indent=2)
                file.write("\n")


if __name__ == "__main__":
    main()
