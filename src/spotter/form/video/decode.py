"""Films picture by picture: upright, small enough for the networks, each with its own time.

Reads whatever FFmpeg reads (.mp4 .mov .avi .mkv .webm …) and never holds more than one picture, so
the memory needed does not grow with the length of a film.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from spotter.form.video.errors import (
    FilmTooLong,
    NoPictures,
    NotAFilm,
    PictureTooLarge,
    TooFewPictures,
)

if TYPE_CHECKING:
    from av import VideoFrame
    from av.container import InputContainer
    from av.video.stream import VideoStream

# The networks look at 224 and 256 dots; four times that leaves detail to a person far away.
LONGEST_SIDE = 960
# A little above the 4096 × 2160 of digital cinema.
MOST_DOTS = 4096 * 2304
LONGEST_S = 2 * 3600.0
# The fastest half of a repetition (about 0.3 s) then still has two pictures.
FEWEST_FPS = 7.0
# More pictures a second cost time and show no more of a movement.
MOST_FPS = 30.0
# Timestamps of 30 pictures a second jitter by a few milliseconds.
_SLACK = 0.75


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One picture of a film.

    `time_s` counts from the first picture and strictly grows; `rgb` is (height, width, 3) uint8,
    upright, contiguous.
    """

    time_s: float
    rgb: NDArray[np.uint8]


@dataclass(slots=True)
class Film:
    """An open film; `pictures` yields each picture once.

    `duration_s` is what the container says (None when it does not); `broke_off_s` is set when the
    film broke off before its end, to the time of the last whole picture.
    """

    path: Path
    duration_s: float | None
    broke_off_s: float | None
    _container: InputContainer
    _stream: VideoStream

    def pictures(self, most_fps: float = MOST_FPS) -> Iterator[Picture]:
        """Yield the pictures in the order of their times, at most `most_fps` a second.

        Raises `PictureTooLarge`, `FilmTooLong`, `TooFewPictures` or `NoPictures` as soon as the
        film turns out so. A film damaged later on ends there and sets `broke_off_s`.
        """
        pace = _Pace(most_fps)
        wide = float(self._stream.sample_aspect_ratio or 1)
        for frame in self._frames():
            if (time_s := pace.take(frame)) is not None:
                yield Picture(time_s, _upright(frame, wide))
        if not pace.shown and self.broke_off_s is not None:
            raise _unreadable(self.path)
        if not pace.shown:
            raise NoPictures(f"{self.path.name} holds no picture. Record it again.")
        _check_rate(self.path.name, pace.shown, pace.last)

    def _frames(self) -> Iterator[VideoFrame]:
        import av

        last = 0.0
        try:
            for frame in self._container.decode(self._stream):
                _check_size(self.path.name, frame.width, frame.height)
                last = last if frame.pts is None else frame.time
                _check_length(self.path.name, last)
                yield frame
        except av.FFmpegError:
            self.broke_off_s = last

    def close(self) -> None:
        """Close the file."""
        self._container.close()

    def __enter__(self) -> Film:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_film(path: Path) -> Film:
    """Open the film at `path`; close it, or use it in `with`.

    Raises `NotAFilm`, `NoPictures`, `PictureTooLarge`, `FilmTooLong` or `TooFewPictures` where what
    its container says already tells.
    """
    import av

    try:
        container = av.open(str(path))
    except (av.FFmpegError, OSError, ValueError) as problem:
        raise _unreadable(path) from problem
    try:
        return _opened(path, container)
    except BaseException:
        container.close()
        raise


def _opened(path: Path, container: InputContainer) -> Film:
    import av

    streams = [each for each in container.streams.video if not _is_cover(each)]
    if not streams:
        raise NoPictures(
            f"{path.name} holds no moving picture, only sound or a still. Choose the film itself."
        )
    stream = streams[0]
    # One thread for one core; a thread for each picture would also hold as many pictures.
    stream.thread_type, stream.thread_count = "SLICE", 1
    duration = None if container.duration is None else container.duration / av.time_base
    if stream.width and stream.height:
        _check_size(path.name, stream.width, stream.height)
    if duration is not None:
        _check_length(path.name, duration)
        _check_rate(path.name, stream.frames, duration)
    return Film(path, duration, None, container, stream)


def _is_cover(stream: VideoStream) -> bool:
    from av.stream import Disposition

    return bool(stream.disposition & Disposition.attached_pic)


def _unreadable(path: Path) -> NotAFilm:
    return NotAFilm(
        f"{path.name} cannot be read as a film: it is damaged, was cut short, or is something "
        "else. Export it again as .mp4."
    )


def _check_rate(name: str, pictures: int, duration_s: float) -> None:
    """Raise `TooFewPictures` where fewer than `FEWEST_FPS` are shown over a second or longer."""
    if pictures and duration_s >= 1.0 and pictures / duration_s < FEWEST_FPS:
        raise TooFewPictures(
            f"{name} shows {pictures / duration_s:.1f} pictures a second; a movement cannot be "
            f"judged from fewer than {FEWEST_FPS:.0f}. Film at 30, not in time lapse."
        )


def _check_size(name: str, width: int, height: int) -> None:
    if width * height > MOST_DOTS:
        raise PictureTooLarge(
            f"{name} has pictures of {width} × {height} dots. Export it at 1080p; more does not "
            "help to see a joint."
        )


def _check_length(name: str, seconds: float) -> None:
    if seconds > LONGEST_S:
        raise FilmTooLong(
            f"{name} is longer than {LONGEST_S / 3600:.0f} hours. Cut it into one film for each "
            "exercise."
        )


class _Pace:
    """Gives each picture its time since the first; None for one too soon after another."""

    def __init__(self, most_fps: float) -> None:
        self._apart = _SLACK / most_fps
        self._origin = 0.0
        self.last = 0.0
        self.shown = 0

    def take(self, frame: VideoFrame) -> float | None:
        at = None if frame.pts is None else frame.time
        if not self.shown:
            self._origin, self.shown = at or 0.0, 1
            return 0.0
        # A picture without a time follows the last one as 30 a second do.
        time_s = self.last + 1 / MOST_FPS if at is None else at - self._origin
        if time_s - self.last < self._apart:
            return None
        self.last, self.shown = time_s, self.shown + 1
        return time_s


def _upright(frame: VideoFrame, wide: float) -> NDArray[np.uint8]:
    """Return the picture's colours, its dots square (one is `wide` times as wide as high)."""
    whole = frame.width * wide, float(frame.height)
    scale = min(1.0, LONGEST_SIDE / max(whole))
    width, height = (max(1, round(side * scale)) for side in whole)
    rgb = frame.to_ndarray(format="rgb24", width=width, height=height, threads=1)
    turns = round(frame.rotation / 90) % 4
    return np.ascontiguousarray(np.rot90(rgb, turns), dtype=np.uint8)
