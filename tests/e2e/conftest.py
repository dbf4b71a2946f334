"""A real server and worker on a fresh folder, and a real browser with a fresh profile."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from spotter.lab.sample.write import write
from spotter.web.assets import missing_assets

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
SETUP_TOKEN = "setup-token-of-the-browser-tests"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Server:
    """A running server: its address, its folder, and an export to bring to it."""

    url: str
    folder: Path
    log: Path


@pytest.fixture(scope="session", autouse=True)
def _needs() -> None:
    if not CHROMIUM.exists():
        pytest.skip("no Chromium at /usr/bin/chromium")
    if missing_assets():
        pytest.skip("the front end is not built: npm ci && npm run build in frontend/")
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci in frontend/")


@pytest.fixture(scope="session")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an export of two simulated months that ends this morning."""
    return write(tmp_path_factory.mktemp("export"), seed=7, months=2).export


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server")) as found:
        yield found


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Server]:
    """Yield a server with a worker, with its data in `folder`; `settings` are variables."""
    port = _free_port()
    log = folder / "server.log"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SPOTTER_")}
    environment |= {"SPOTTER_DATA_DIR": str(folder / "var"), "SPOTTER_SETUP_TOKEN": SETUP_TOKEN}
    environment |= settings
    command = [sys.executable, "-c", "from spotter.cli.main import main; main()", "serve"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, "--port", str(port)], env=environment, stdout=out, stderr=out
        )
    found = Server(f"http://127.0.0.1:{port}", folder / "var", log)
    try:
        _wait_for(f"{found.url}/readyz", log)
        yield found
    finally:
        process.terminate()
        process.wait(timeout=30)


# Not for the whole run: while it is open, its event loop keeps other tests from having theirs.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def watched(page: Page, url: str) -> Iterator[Page]:
    """Yield `page`; fails afterwards when it logged an error or asked another server."""
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
    page.on("console", lambda said: troubles.append(said.text) if _worrying(said) else None)
    page.on(
        "request",
        lambda asked: (
            troubles.append(f"left the server: {asked.url}")
            if not asked.url.startswith((url, "data:", "blob:", "about:"))
            else None
        ),
    )
    yield page
    page.close()
    assert troubles == []


def _worrying(said: ConsoleMessage) -> bool:
    # The browser itself logs a page that is not there, a form that was refused, and a network that
    # we switched off.
    offline = ("ERR_INTERNET_DISCONNECTED", "htmx:afterRequest", "htmx:sendError")
    expected = ("404 (Not Found)", "422 (Unprocessable", *offline)
    return said.type == "error" and not any(each in said.text for each in expected)


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _wait_for(url: str, log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"{url} does not answer:\n{log.read_text()}")
