"""A camera of this machine, watched in a window: the engine of the browser without a browser."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from spotter.form.live.events import Cue, Event, Phase, Rep, Warned
from spotter.form.live.frame import Frame
from spotter.form.live.report import SetReport
from spotter.form.live.watcher import Watcher
from spotter.form.video.decode import LONGEST_SIDE, Picture
from spotter.form.video.drawing import (
    GREY,
    ORANGE,
    SHOWN_S,
    WHITE,
    Colour,
    Pixels,
    colour_of,
    skeleton,
    words,
)
from spotter.form.video.landmarks import Looks
from spotter.kit.errors import BadInput

_TITLE = "Spotter (q quits)"
# A screen that is named but does not answer ends the process that opens a window there.
_TRY = "import cv2; cv2.namedWindow('Spotter'); cv2.destroyAllWindows()"
_TRIED_WITHIN_S = 20.0


class NoCamera(BadInput):
    """There is no camera of this number, or another program has it."""

    code = "no_camera"


class NoScreen(BadInput):
    """There is no screen to open a window on."""

    code = "no_screen"


class Camera(Protocol):
    """Where pictures come from."""

    def read(self) -> Pixels | None:
        """Return the next picture (height, width, 3), RGB; None when there are no more."""
        ...

    def close(self) -> None:
        """Let go of the camera."""
        ...


class Window(Protocol):
    """Where pictures are shown."""

    def show(self, rgb: Pixels) -> bool:
        """Show a picture; return whether the person wants to go on."""
        ...

    def close(self) -> None:
        """Close the window."""
        ...


@dataclass(slots=True)
class _Overlay:
    """What stands in the picture, kept up to date by events."""

    title: str = "looking"
    count: int = 0
    score: float | None = None
    phase: str = ""
    said: list[tuple[float, str, Colour]] = field(default_factory=list)

    def take(self, events: list[Event], exercise: str | None, count: int) -> None:
        self.title = (exercise or "which exercise?").replace("_", " ")
        self.count = count
        for one in events:
            if isinstance(one, Rep):
                self.score = one.scores["overall"]
            elif isinstance(one, Phase):
                self.phase = one.phase
            elif isinstance(one, Cue):
                self.said.append((one.at_s, one.text, WHITE if one.positive else ORANGE))
            elif isinstance(one, Warned) and not one.over:
                self.said.append((one.at_s, one.text, ORANGE))

    def draw(self, rgb: Pixels, frame: Frame) -> None:
        skeleton(rgb, frame.image, frame.visibility, colour_of(self.score))
        score = "" if self.score is None else f"{self.score:.0f}"
        above = [(f"{self.title}  {self.count}", WHITE), (score, colour_of(self.score))]
        words(rgb, [line for line in (*above, (self.phase, GREY)) if line[0]])
        now = frame.t_s
        below = [(text, colour) for at_s, text, colour in self.said if now - at_s < SHOWN_S]
        words(rgb, below[-2:], bottom=True)


def coach(
    camera: Camera,
    window: Window,
    follower: Looks,
    make: Callable[[float], Watcher],
    *,
    clock: Callable[[], float] = time.monotonic,
) -> SetReport | None:
    """Watch a set until the person quits or the camera ends; None where it gave no picture.

    `make` makes the watcher for pictures of an aspect (width over height).
    """
    watcher: Watcher | None = None
    overlay, began, last_s = _Overlay(), clock(), -1.0
    while (rgb := camera.read()) is not None:
        # A clock that stands still for a picture must not stop the set.
        last_s = max(clock() - began, last_s + 0.001)
        watcher = watcher or make(rgb.shape[1] / rgb.shape[0])
        landmarks, people = follower.look(Picture(last_s, rgb))
        visibility = np.nan_to_num(landmarks[:, 6])
        frame = Frame(last_s, landmarks[:, :3], landmarks[:, 3:6], visibility, people)
        overlay.take(watcher.frame(frame), watcher.exercise, len(watcher.reps))
        overlay.draw(rgb, frame)
        if not window.show(rgb):
            break
    return None if watcher is None else watcher.finish()


class OpenedCamera:
    """A camera by its number; raises `NoCamera`."""

    def __init__(self, number: int) -> None:
        import cv2

        self._camera: Any = cv2.VideoCapture(number)
        if not self._camera.isOpened():
            raise NoCamera(
                f"There is no camera {number}, or another program has it. Close that, or choose "
                "another with --camera.",
                field="camera",
            )

    def read(self) -> Pixels | None:
        """Return the next picture, RGB and no larger than films are watched."""
        import cv2

        there, bgr = self._camera.read()
        if not there:
            return None
        rgb = cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)
        scale = LONGEST_SIDE / max(rgb.shape[:2])
        if scale < 1:
            rgb = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        return np.ascontiguousarray(rgb, dtype=np.uint8)

    def close(self) -> None:
        """Let go of the camera."""
        self._camera.release()


class OpenedWindow:
    """A window on the screen; raises `NoScreen`."""

    def __init__(self) -> None:
        if not has_screen():
            raise NoScreen(
                "There is no screen to open a window on. Open the page /form in a browser instead: "
                "spotter serve"
            )

    def show(self, rgb: Pixels) -> bool:
        """Show a picture; return False once q was pressed or the window was closed."""
        import cv2

        try:
            cv2.imshow(_TITLE, cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
            pressed = cv2.waitKey(1) & 0xFF
            return pressed != ord("q") and cv2.getWindowProperty(_TITLE, cv2.WND_PROP_VISIBLE) >= 1
        except cv2.error as problem:
            raise NoScreen("No window can be opened here. Use the page /form instead.") from problem

    def close(self) -> None:
        """Close the window."""
        import cv2

        cv2.destroyAllWindows()


def has_screen() -> bool:
    """Return whether this machine has a screen on which windows open."""
    if sys.platform in {"win32", "darwin"}:
        return True
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    command = [sys.executable, "-c", _TRY]
    try:
        tried = subprocess.run(command, capture_output=True, check=False, timeout=_TRIED_WITHIN_S)
    except subprocess.TimeoutExpired:
        return False
    return tried.returncode == 0
