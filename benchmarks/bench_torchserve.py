"""A whole decision of Spotter beside a bare network of the ranker's size on TorchServe 0.12.

    .venv/bin/python benchmarks/bench_torchserve.py [--requests 500] [--rate 50]

TorchServe (which nobody maintains any more; it is an anchor and nothing that Spotter runs on) gets
an environment of its own, and serves a PyTorch network with the layers of the plan ranker and
weights from a seed: one request is the candidates of one day. Spotter decides a day anew for each
request, store, gate and explanation included. Both get the same number of requests at the same rate
at the same time. Prints p50 and p99 of both and their ratio; exits 1 when our p99 is higher, and
when Java or a package is missing, which it names.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from bench_decide import ask
from peers import python_with
from serving import at_rate, free_port, prepare, quantile, servers

from spotter.prescribe.ranker.features import FEATURES
from spotter.prescribe.ranker.served import AT_A_TIME, OUTCOMES, WIDTH

REQUIREMENTS = (
    "torchserve==0.12.0",
    "torch-model-archiver==0.12.0",
    "torch==2.13.0",
    "pyyaml",
    "numpy",
    "setuptools",
)
WARM = 50

MAKE = """
import sys, torch
sizes = [int(one) for one in sys.argv[2:]]
torch.manual_seed(7)
torch.save([torch.nn.Linear(a, b).state_dict() for a, b in zip(sizes, sizes[1:])], sys.argv[1])
"""
HANDLER = """
import json, os, torch

class Ranker:
    def initialize(self, context):
        torch.set_num_threads(1)
        folder = context.system_properties["model_dir"]
        layers = []
        for state in torch.load(os.path.join(folder, "ranker.pt"), weights_only=True):
            layer = torch.nn.Linear(state["weight"].shape[1], state["weight"].shape[0])
            layer.load_state_dict(state)
            layers += [layer, torch.nn.ReLU()]
        self.network = torch.nn.Sequential(*layers[:-1]).eval()

service = Ranker()

def handle(data, context):
    if not hasattr(service, "network"):
        service.initialize(context)
    if data is None:
        return None
    bodies = [one.get("body") or one.get("data") for one in data]
    days = [one if isinstance(one, dict) else json.loads(one) for one in bodies]
    with torch.inference_mode():
        return [service.network(torch.tensor(one["rows"])).tolist() for one in days]
"""


class Missing(Exception):
    """Something that the anchor needs is not there."""


def main() -> int:
    """Run the benchmark; return the exit status."""
    wanted = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    wanted.add_argument("--requests", type=int, default=500, help="to each of the two")
    wanted.add_argument("--rate", type=float, default=50.0, help="requests a second to each")
    options = wanted.parse_args()
    try:
        ours, theirs = side_by_side(options.requests, options.rate)
    except Missing as problem:
        print(f"  not measured: {problem}")
        return 1
    for name, times in (("Spotter, decided anew", ours), ("TorchServe, bare network", theirs)):
        p50, p99 = quantile(times, 0.5) * 1e3, quantile(times, 0.99) * 1e3
        print(f"  {name:<26} p50 {p50:7.2f} ms   p99 {p99:7.2f} ms   n {len(times)}")
    ratio = quantile(ours, 0.99) / quantile(theirs, 0.99)
    print(f"  our p99 is {ratio:.2f} of theirs (limit 1)")
    return 0 if ratio <= 1 else 1


def side_by_side(many: int, rate: float) -> tuple[list[float], list[float]]:
    """Return the seconds of `many` requests to Spotter and to TorchServe, at the same time."""
    with (
        tempfile.TemporaryDirectory() as folder,
        torchserve(Path(folder)) as address,
        servers(Path(folder)) as (port, _),
    ):
        token = prepare(port)
        rows = [[0.5] * len(FEATURES)] * AT_A_TIME
        body = json.dumps({"rows": rows}).encode()
        for number in range(WARM):
            ask(port, token, number)
            predict(address, body)
        with ThreadPoolExecutor(2) as both:
            ours = both.submit(at_rate, lambda one: ask(port, token, WARM + one), many, rate)
            theirs = both.submit(at_rate, lambda _: predict(address, body), many, rate)
            return ours.result(), theirs.result()


def predict(address: str, body: bytes) -> None:
    """Ask TorchServe for the outcomes of one day's candidates; raises RuntimeError when wrong."""
    headers = {"Content-Type": "application/json"}
    asked = urllib.request.Request(f"{address}/predictions/ranker", body, headers)
    with urllib.request.urlopen(asked, timeout=30) as answer:
        told = json.load(answer)
    if len(told) != AT_A_TIME or len(told[0]) != len(OUTCOMES):
        raise RuntimeError("TorchServe answered something else than the outcomes asked for")


@contextmanager
def torchserve(folder: Path) -> Iterator[str]:
    """Run TorchServe with the archived network; yield its address. Raises `Missing`."""
    if shutil.which("java") is None:
        raise Missing("TorchServe needs Java 17; there is no java on the PATH.")
    try:
        python = python_with(*REQUIREMENTS)
    except subprocess.CalledProcessError as problem:
        raise Missing(f"pip could not install {', '.join(REQUIREMENTS)}.") from problem
    store = archived(folder, python)
    ports = [free_port() for _ in range(3)]
    config = folder / "config.properties"
    config.write_text(
        f"inference_address=http://127.0.0.1:{ports[0]}\n"
        f"management_address=http://127.0.0.1:{ports[1]}\n"
        f"metrics_address=http://127.0.0.1:{ports[2]}\n"
        "disable_token_authorization=true\n"
        "disable_system_metrics=true\n"
        "default_workers_per_model=1\n"
        "enable_grpc=false\n"
        f"model_store={store}\n"
        "load_models=ranker.mar\n"
    )
    command = [str(python.with_name("torchserve")), "--start", "--foreground", "--ncs"]
    command += ["--disable-token-auth", "--ts-config", str(config), "--model-store", str(store)]
    log = (folder / "torchserve.log").open("wb")
    running = subprocess.Popen(
        command, env=beside(python), cwd=folder, stdout=log, stderr=log, start_new_session=True
    )
    try:
        address = f"http://127.0.0.1:{ports[0]}"
        wait_for_worker(address, running, folder / "torchserve.log")
        yield address
    finally:
        os.killpg(running.pid, 15)
        running.wait(timeout=30)
        log.close()


def beside(python: Path) -> dict[str, str]:
    """Return an environment in which `python` and what lies beside it come first."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return {**kept, "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}"}


def archived(folder: Path, python: Path) -> Path:
    """Return a model store with a network of the ranker's layers, its weights from a seed."""
    from spotter.lab.prescribe.training.network import HIDDEN

    sizes = [len(FEATURES), *HIDDEN, WIDTH, len(OUTCOMES)]
    store = folder / "store"
    store.mkdir()
    handler, weights = folder / "ranker_handler.py", folder / "ranker.pt"
    handler.write_text(HANDLER)
    subprocess.run([str(python), "-c", MAKE, str(weights), *map(str, sizes)], check=True)
    command = [str(python.with_name("torch-model-archiver")), "--model-name", "ranker"]
    command += ["--version", "1.0", "--serialized-file", str(weights), "--handler", str(handler)]
    subprocess.run([*command, "--export-path", str(store)], check=True, env=beside(python))
    return store


def wait_for_worker(address: str, running: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the network answers; raises `Missing` with the last words of the log if never."""
    body = json.dumps({"rows": [[0.5] * len(FEATURES)] * AT_A_TIME}).encode()
    end = time.monotonic() + 180
    while time.monotonic() < end and running.poll() is None:
        try:
            predict(address, body)
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
        else:
            return
    last = log.read_text(errors="replace")[-1500:]
    raise Missing(f"TorchServe did not start. Its last words:\n{last}")


if __name__ == "__main__":
    sys.exit(main())
