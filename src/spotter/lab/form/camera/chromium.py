"""Chromium with a film as its camera, and what it sends while a set goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from spotter.kit.errors import NotFound

if TYPE_CHECKING:
    from playwright.sync_api import BrowserType, Page, Request, ViewportSize, WebSocket

CHROMIUM: Final = Path("/usr/bin/chromium")
_ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
# Of a small page less has to be painted, which costs a machine without a graphics card time.
_PHONE: Final[ViewportSize] = {"width": 390, "height": 700}
# What the page draws a small copy of, to see whether the camera shows blue (`film.py`).
_BLUE: Final = """() => {
  const small = document.createElement("canvas");
  small.width = small.height = 8;
  const pen = small.getContext("2d");
  pen.drawImage(document.querySelector("[data-video]"), 0, 0, 8, 8);
  const dots = pen.getImageData(0, 0, 8, 8).data;
  const sum = [0, 1, 2].map((c) => dots.filter((_, n) => n % 4 === c).reduce((a, b) => a + b));
  return sum[2] > 2.5 * (sum[0] + sum[1]);
}"""
_LISTEN: Final = """() => {
  const page = document.querySelector("[data-form]");
  window.happened = [];
  page.addEventListener("happened", (event) => window.happened.push(event.detail));
  page.addEventListener("summary", (event) => { window.report = event.detail; });
}"""


class NoChromium(NotFound):
    """There is no browser to drive."""

    code = "no_chromium"


@dataclass
class Network:
    """Everything a page sent: requests (method, address, bytes up) and WebSocket messages."""

    requests: list[tuple[str, str, int]] = field(default_factory=list)
    messages: list[str | bytes] = field(default_factory=list)
    sockets: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Note what `page` sends from now on."""
        page.on("request", self._request)
        page.on("websocket", self._socket)

    def elsewhere(self, url: str) -> list[str]:
        """Return the addresses asked that are not those of the server at `url`."""
        host = urlsplit(url).netloc
        asked = [address for _, address, _ in self.requests] + self.sockets
        own = (("http", host), ("https", host), ("ws", host), ("wss", host))
        return [
            one
            for one in asked
            if (urlsplit(one).scheme, urlsplit(one).netloc) not in own
            and urlsplit(one).scheme not in {"data", "blob"}
        ]

    @property
    def frames(self) -> list[dict[str, Any]]:
        """Return the frames of landmarks that went up."""
        sent = [json.loads(message) for message in self.messages]
        return [frame for one in sent if one["type"] == "frames" for frame in one["frames"]]

    @property
    def fps(self) -> float:
        """Return how many of them there were a second."""
        times = [frame["t_ms"] / 1000 for frame in self.frames]
        return (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 else 0.0

    def _request(self, asked: Request) -> None:
        self.requests.append((asked.method, asked.url, len(asked.post_data_buffer or b"")))

    def _socket(self, socket: WebSocket) -> None:
        self.sockets.append(socket.url)
        socket.on("framesent", self._message)

    def _message(self, message: str | bytes) -> None:
        self.messages.append(message)


@dataclass(frozen=True)
class Taken:
    """A set as the browser saw it: what happened, its report, the words of that, its speed."""

    happened: list[dict[str, Any]]
    report: dict[str, Any]
    summary: str
    fps: float

    @property
    def count(self) -> int:
        """Return the repetitions counted."""
        return int(self.report["set"]["count"])


@contextmanager
def filmed(
    chromium: BrowserType, camera: Path, url: str, state: Any = None
) -> Iterator[tuple[Page, Network]]:
    """Yield a page of a browser whose camera plays `camera`, and what the page sends.

    It is signed in at the server at `url` by a storage `state`.
    """
    if not CHROMIUM.exists():
        raise NoChromium(
            f"There is no Chromium at {CHROMIUM}. Install it: apt-get install chromium"
        )
    browser = chromium.launch(
        executable_path=str(CHROMIUM),
        args=[*_ARGUMENTS, f"--use-file-for-fake-video-capture={camera}"],
    )
    try:
        context = browser.new_context(base_url=url, storage_state=state, viewport=_PHONE)
        page, network = context.new_page(), Network()
        network.watch(page)
        yield page, network
    finally:
        browser.close()


def open_camera(page: Page, exercise: str = "auto") -> None:
    """Go to the page, choose the exercise and turn the camera on."""
    page.goto("/form")
    page.select_option("[name=exercise]", exercise)
    page.select_option("[name=countdown]", "0")
    listen(page)
    page.click("[data-camera-on]")
    page.wait_for_selector("[data-start]:not([hidden])", timeout=60_000)


def listen(page: Page) -> None:
    """Note in the page what happens in a set from now on, for `finish`."""
    page.evaluate(_LISTEN)


def until_blue(page: Page, blue: bool = True, timeout_s: float = 120.0) -> None:
    """Wait until the camera shows the blue screen, or no longer does."""
    asked = _BLUE if blue else f"() => !({_BLUE})()"
    page.wait_for_function(asked, timeout=1000 * timeout_s, polling=100)


def start(page: Page) -> None:
    """Begin a set while the camera is blue, and wait until the film begins."""
    until_blue(page)
    page.click("[data-start]")
    until_blue(page, False)


def finish(page: Page, network: Network) -> Taken:
    """End the set when the film has been shown; return what became of it."""
    until_blue(page)
    page.click("[data-finish]")
    page.wait_for_selector("[data-summary]:not([hidden])", timeout=30_000)
    words = page.inner_text("[data-summary-words]")
    happened, report = page.evaluate("[window.happened, window.report]")
    return Taken(happened, report, words, network.fps)
