"""Make a checkout ready to run: environment, dependencies, front end, networks, sample data.

Plain standard library, because it runs before anything is installed. Every step leaves a stamp
beside what it made, keyed on what it was made from, so that a second start does nothing twice.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
FRONTEND = ROOT / "frontend"
POSE = ROOT / "assets" / "pose"
BUNDLES = ROOT / "src" / "spotter" / "form" / "video" / "bundles"
PRISM = ROOT / "tests" / "intake" / "oura" / "prism"
DIST = ROOT / "src" / "spotter" / "web" / "static" / "dist"
LOG = ROOT / "var" / "setup.log"
NEEDS = (3, 11)
PYTHONS = ("python3.13", "python3.12", "python3.11", "python3.14")
SAMPLE_SEED = "7"
SAMPLE_MONTHS = "8"


class SetupFailed(Exception):
    """A step did not work; the message says what to do."""


def main() -> int:
    """Run the steps asked for and return the exit status."""
    parser = argparse.ArgumentParser(description="Make this checkout ready to run.")
    parser.add_argument("--dev", action="store_true", help="tools for tests and checks as well")
    parser.add_argument(
        "--bench", action="store_true", help="the peers that benchmarks run against"
    )
    parser.add_argument("--sample", action="store_true", help="months of a simulated athlete")
    wanted = parser.parse_args()
    extras = [name for name in ("dev", "bench") if getattr(wanted, name)]
    try:
        step("virtual environment", environment)
        step("dependencies", lambda: dependencies(extras))
        step("front end", front_end)
        step("pose networks", pose)
        if wanted.dev:
            step("mock server", mock_server)
        if wanted.sample:
            step("sample athlete", sample)
    except SetupFailed as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped; run it again to go on where it was.", file=sys.stderr)
        return 130
    return 0


def step(name: str, work: Callable[[], str]) -> None:
    """Do one step and print its one line: name, elapsed seconds, what happened."""
    began = time.monotonic()
    show(name, 0.0, "…", final=False)
    outcome = work()
    show(name, time.monotonic() - began, outcome, final=True)


def show(name: str, elapsed: float, note: str, *, final: bool) -> None:
    """Write the step's line; while it runs, only where the line can be written over."""
    line = f"  {name:<20} {elapsed:6.1f} s  {note}"
    if sys.stdout.isatty():
        width = shutil.get_terminal_size().columns
        print(f"\r\x1b[2K{line[: width - 1]}", end="\n" if final else "", flush=True)
    elif final:
        print(line, flush=True)


def environment() -> str:
    """Create `.venv` unless a usable one is there."""
    python = VENV / "bin" / "python"
    if python.exists() and made_here():
        return "already there"
    if VENV.exists():
        shutil.rmtree(VENV)
    try:
        run("virtual environment", [sys.executable, "-m", "venv", str(VENV)])
    except SetupFailed as problem:
        raise SetupFailed(
            f"{problem}\nPython could not make a virtual environment. On Debian and Ubuntu install "
            "it with: apt-get install python3-venv"
        ) from problem
    return f"made with Python {sys.version_info.major}.{sys.version_info.minor}"


def made_here() -> bool:
    """Tell whether `.venv` was made in this folder; a moved one points at paths that are gone."""
    config = VENV / "pyvenv.cfg"
    lines = config.read_text(encoding="utf-8").splitlines() if config.exists() else []
    commands = [line.partition("=")[2] for line in lines if line.startswith("command")]
    return not commands or commands[0].rstrip().endswith(str(VENV))


def dependencies(extras: list[str]) -> str:
    """Install Spotter and its pinned dependencies, with `extras`, unless the stamp says so."""
    pins = ROOT / "constraints.txt"
    now = digest([pins, ROOT / "pyproject.toml"], salt=str(ROOT))
    stamp = VENV / "spotter.stamp"
    before = stamp.read_text(encoding="utf-8").split() if stamp.exists() else []
    had = set(before[1:])
    if before[:1] == [now] and had.issuperset(extras):
        return "up to date"
    extras = sorted(had.union(extras))
    target = f"{ROOT}[{','.join(extras)}]" if extras else str(ROOT)
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--disable-pip-version-check"]
    # PIP_CONSTRAINT also reaches the isolated environment that builds the package; -c does not.
    run("dependencies", [*pip, "-c", str(pins), "-e", target], {"PIP_CONSTRAINT": str(pins)})
    stamp.write_text(" ".join([now, *extras]), encoding="utf-8")
    return "installed as pinned"


def front_end() -> str:
    """Build the pages' scripts with Node when it is there; say what is missing when it is not."""
    if not (FRONTEND / "package.json").exists():
        return "nothing to build"
    now, built = digest(files(FRONTEND)), DIST / ".stamp"
    if built.exists() and built.read_text(encoding="utf-8") == now:
        return "up to date"
    npm = shutil.which("npm")
    if npm is None:
        return (
            "not built: Node.js is missing. Pages work; charts and offline set logging need "
            "Node 20 or newer, then start again"
        )
    packages("front end", npm, FRONTEND)
    run("front end", [npm, "run", "build"], cwd=FRONTEND)
    DIST.mkdir(parents=True, exist_ok=True)
    built.write_text(now, encoding="utf-8")
    return "built"


def pose() -> str:
    """Put the networks that find a body in a picture together, when Node is there to fetch them."""
    if not (POSE / "package.json").exists():
        return "nothing to assemble"
    maker = ROOT / "src" / "spotter" / "form" / "video" / "assemble.py"
    now = digest([POSE / "package.json", POSE / "package-lock.json", maker])
    stamp = BUNDLES / ".stamp"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == now:
        return "up to date"
    npm = shutil.which("npm")
    if npm is None:
        return (
            "not assembled: Node.js is missing. All but the scoring of videos works; that needs "
            "Node 20 or newer, then start again"
        )
    # Only files are taken from the package; nothing of it needs to run.
    packages("pose networks", npm, POSE, "--ignore-scripts")
    source = POSE / "node_modules" / "@mediapipe" / "pose"
    python = str(VENV / "bin" / "python")
    run("pose networks", [python, "-m", "spotter.form.video.assemble", str(source), str(BUNDLES)])
    stamp.write_text(now, encoding="utf-8")
    return "assembled"


def mock_server() -> str:
    """Install the server that the tests of Oura ask in its stead, when Node is there."""
    npm = shutil.which("npm")
    if not (PRISM / "package.json").exists():
        return "nothing to install"
    if npm is None:
        return "not installed: Node.js is missing. The tests that need it are skipped"
    # Its packages count their installations by a script of theirs, which need not run.
    return packages("mock server", npm, PRISM, "--ignore-scripts")


def packages(name: str, npm: str, folder: Path, *how: str) -> str:
    """Install what the lock file in `folder` names, unless that is there."""
    locked = digest([folder / "package.json", folder / "package-lock.json"])
    installed = folder / "node_modules" / ".spotter.stamp"
    if installed.exists() and installed.read_text(encoding="utf-8") == locked:
        return "up to date"
    run(name, [npm, "ci", "--no-audit", "--no-fund", *how], cwd=folder)
    installed.write_text(locked, encoding="utf-8")
    return "installed"


def sample() -> str:
    """Write the sample athlete's months of data, ending this morning, unless that is there."""
    folder = Path(os.environ.get("SPOTTER_DATA_DIR") or ROOT / "var") / "sample"
    generator = files(ROOT / "src" / "spotter" / "lab")
    salt = f"{SAMPLE_SEED} {SAMPLE_MONTHS} {time.strftime('%Y-%m-%d')}"
    now, stamp = digest(generator, salt=salt), folder / ".stamp"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == now:
        return "up to date"
    command = [str(VENV / "bin" / "spotter"), "lab", "sample", "--out", str(folder)]
    run("sample athlete", [*command, "--seed", SAMPLE_SEED, "--months", SAMPLE_MONTHS])
    stamp.write_text(now, encoding="utf-8")
    return f"{SAMPLE_MONTHS} months simulated"


def files(folder: Path) -> list[Path]:
    """Return every source file under `folder`, sorted, without caches and installed packages."""
    found: list[Path] = []
    for at, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in {"__pycache__", "node_modules"}]
        found.extend(Path(at) / name for name in names)
    return sorted(found)


def digest(paths: Iterable[Path], salt: str = "") -> str:
    """Return one hash over the names and contents of `paths`."""
    total = hashlib.sha256(salt.encode())
    for path in paths:
        if path.exists():
            total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def run(
    name: str, command: list[str], env: Mapping[str, str] | None = None, cwd: Path = ROOT
) -> None:
    """Run `command` into the log, showing its last words; raise `SetupFailed` with its end."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    with LOG.open("wb") as log:
        child = subprocess.Popen(
            command, cwd=cwd, env={**os.environ, **(env or {})}, stdout=log, stderr=log
        )
        while child.poll() is None:
            time.sleep(0.1)
            show(name, time.monotonic() - began, last_words(), final=False)
    if child.returncode != 0:
        tail = "\n".join(LOG.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
        raise SetupFailed(
            f"{tail}\n\nThe step '{name}' failed: {' '.join(command[:6])} …\n"
            f"The whole output is in {LOG.relative_to(ROOT)}. Mend what it names and start again."
        )


def last_words() -> str:
    """Return the last line of the log, for the progress line."""
    with LOG.open("rb") as log:
        log.seek(max(0, log.seek(0, os.SEEK_END) - 400))
        lines = log.read().decode("utf-8", errors="replace").splitlines()
    return lines[-1].strip() if lines else "…"


def newer_python() -> str | None:
    """Return a Python on this machine that is new enough, when there is one."""
    return next((found for found in map(shutil.which, PYTHONS) if found), None)


if __name__ == "__main__":
    if sys.version_info < NEEDS:
        better = newer_python()
        if better is None:
            sys.exit(
                f"Spotter needs Python {NEEDS[0]}.{NEEDS[1]} or newer; this is "
                f"{sys.version.split()[0]}. Install one and start again."
            )
        sys.exit(subprocess.call([better, *sys.argv]))
    sys.exit(main())
