"""A camera watched in a window: frames go through the engine, q ends the set."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from form.live.sets import frames, squats
from spotter.form.live.frame import Frame
from spotter.form.live.watcher import Watcher
from spotter.form.motion import Floats
from spotter.form.video import coaching
from spotter.form.video.decode import Picture
from spotter.form.video.drawing import Pixels

FPS = 20


class Camera:
    """Gives as many grey pictures as there are frames."""

    def __init__(self, pictures: int) -> None:
        self.left = pictures

    def read(self) -> Pixels | None:
        self.left -= 1
        return np.full((120, 160, 3), 90, np.uint8) if self.left >= 0 else None

    def close(self) -> None: ...


class Window:
    """Keeps what is shown; the person quits after some pictures."""

    def __init__(self, quits_after: int = 10_000) -> None:
        self.shown: list[Pixels] = []
        self.quits_after = quits_after

    def show(self, rgb: Pixels) -> bool:
        self.shown.append(rgb.copy())
        return len(self.shown) < self.quits_after

    def close(self) -> None: ...


class Follower:
    """Sees the frames of a set, one after another."""

    def __init__(self, every: list[Frame]) -> None:
        self._every: Iterator[Frame] = iter(every)

    def look(self, picture: Picture) -> tuple[Floats, int]:
        one = next(self._every)
        return np.hstack([one.world, one.image, one.visibility[:, None]]).astype(np.float32), 1

    def close(self) -> None: ...


def _clock() -> Iterator[float]:
    yield 0.0
    yield from (n / FPS for n in range(10_000))


def _coach(every: list[Frame], window: Window) -> object:
    ticks = _clock()
    return coaching.coach(
        Camera(len(every)),
        window,
        Follower(every),
        lambda aspect: Watcher("squat", aspect=aspect),
        clock=lambda: next(ticks),
    )


def test_a_set_before_the_camera_is_counted_and_drawn() -> None:
    every, window = frames(squats(2, fps=FPS)), Window()
    report = _coach(every, window)
    assert isinstance(report, coaching.SetReport)
    assert len(report.reps) == 2
    assert len(window.shown) == len(every)
    assert (window.shown[10] != 90).any()


def test_q_ends_the_set_and_what_was_done_is_told() -> None:
    every, window = frames(squats(3, fps=FPS)), Window(quits_after=80)
    report = _coach(every, window)
    assert isinstance(report, coaching.SetReport)
    assert len(window.shown) == 80
    assert len(report.reps) == 1


def test_a_camera_without_pictures_gives_no_report() -> None:
    assert _coach([], Window()) is None


def test_a_screen_that_does_not_answer_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":4095")
    with pytest.raises(coaching.NoScreen, match="/form"):
        coaching.OpenedWindow()


def test_without_a_screen_the_page_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(coaching.NoScreen, match="/form"):
        coaching.OpenedWindow()
