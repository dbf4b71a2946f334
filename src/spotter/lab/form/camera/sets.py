"""Films through a real browser and a real server, one set each; what became of them is kept."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from spotter.kit.errors import SpotterError
from spotter.lab.benchmarks.result import Tell
from spotter.lab.form.camera import chromium
from spotter.lab.form.camera.chromium import Taken
from spotter.lab.form.camera.film import camera_film

if TYPE_CHECKING:
    from playwright.sync_api import BrowserType

PACKAGE: Final = Path(__file__).parents[3]
DEPENDS: Final = ("form", "web/live", "lab/form/camera", "web/static/dist")
# Of a server that lives for a benchmark.
_TOKEN: Final = "setup-token-of-a-benchmark"  # noqa: S105
_PASSWORD: Final = "a long benchmark password"  # noqa: S105


class NoServer(SpotterError):
    """The server that a browser should ask does not come up."""

    code = "no_server"


def sets(films: Sequence[tuple[Path, str]], kept: Path, tell: Tell) -> list[Taken]:
    """Return a set of each film, given with the exercise that is chosen on the page.

    What lies in `kept` from an earlier run of the same code is not run again: delete it to do so.
    A set at fewer than ten pictures a second says more of the machine than of the page.
    """
    kept = kept / version()
    kept.mkdir(parents=True, exist_ok=True)
    due = [one for one in films if not _place(kept, *one).is_file()]
    if due:
        _run(due, kept, tell)
    return [Taken(**json.loads(_place(kept, *one).read_text(encoding="utf-8"))) for one in films]


def version(package: Path = PACKAGE) -> str:
    """Return a hash over what a set depends on: form, live sets, camera, front end."""
    total = hashlib.sha256()
    for part in DEPENDS:
        for path in sorted((package / part).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                name = path.relative_to(package).as_posix()
                total.update(f"{name}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return total.hexdigest()[:16]


def landmarks_of(kept: Path, film: Path, exercise: str) -> Path:
    """Return where the frames that the browser sent up lie, to look into them without a browser."""
    return kept / f"{film.stem}.{exercise}.frames.json"


def _place(kept: Path, film: Path, exercise: str) -> Path:
    return kept / f"{film.stem}.{exercise}.json"


def _run(due: Sequence[tuple[Path, str]], kept: Path, tell: Tell) -> None:
    from playwright.sync_api import sync_playwright

    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as url,
        sync_playwright() as playwright,
    ):
        state = _signed_in(playwright.chromium, url)
        for number, (film, exercise) in enumerate(due, start=1):
            camera = camera_film(film, Path(folder) / f"{film.stem}.mjpeg")
            with chromium.filmed(playwright.chromium, camera, url, state) as (page, network):
                chromium.open_camera(page, exercise)
                chromium.start(page)
                taken = chromium.finish(page, network)
            camera.unlink()
            text = json.dumps(asdict(taken))
            landmarks_of(kept, film, exercise).write_text(
                json.dumps(network.frames), encoding="utf-8"
            )
            _place(kept, film, exercise).write_text(text, encoding="utf-8")
            tell(f"{number}/{len(due)} {film.stem}: {taken.summary} ({taken.fps:.0f} fps)")


def _signed_in(browsers: BrowserType, url: str) -> Any:
    """Make the server's first account; return what a browser keeps of it."""
    browser = browsers.launch(executable_path=str(chromium.CHROMIUM), args=["--no-sandbox"])
    page = browser.new_page(base_url=url)
    page.goto("/")
    page.fill("[name=setup_token]", _TOKEN)
    page.fill("[name=name]", "bench")
    page.fill("[name=password]", _PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/profile*")
    state = page.context.storage_state()
    browser.close()
    return state


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Yield the address of a server without a worker, its data in `folder`."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = int(door.getsockname()[1])
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SPOTTER_")}
    environment |= {"SPOTTER_DATA_DIR": str(folder / "var"), "SPOTTER_SETUP_TOKEN": _TOKEN}
    main = "from spotter.cli.main import main; main()"
    command = [sys.executable, "-c", main, "serve", "--port", str(port), "--no-worker"]
    log = folder / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz", log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(url: str, log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own, by number
                return
        except OSError:
            time.sleep(0.2)
    raise NoServer(f"The server does not answer: {log.read_text(encoding='utf-8')[-500:]}")
