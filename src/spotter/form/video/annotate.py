"""A film with what was seen in it: skeleton, count, phase, scores and cues, at their moments."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from spotter.form.clip import Clip
from spotter.form.live.events import Cue, Event, Hold, Phase, Warned
from spotter.form.live.report import SetReport
from spotter.form.video.decode import open_film
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
from spotter.form.video.landmarks import Watching
from spotter.kit.errors import BadInput

if TYPE_CHECKING:
    from av.container import OutputContainer


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a kind of file is written; pictures, ticks of its clock and bits (0: any) a second."""

    encoder: str
    options: dict[str, str]
    rate: int = 30
    ticks: int = 1000
    bits: int = 0


_H264 = _Kind("libx264", {"preset": "veryfast"})
_VP9 = _Kind("libvpx-vp9", {"deadline": "realtime", "cpu-used": "8"})
# An .avi has a picture for each tick, empty where there is none; two pictures of a film are never
# closer than that.
_MPEG4 = _Kind("mpeg4", {}, rate=60, ticks=60, bits=8_000_000)
_KINDS = {".mp4": _H264, ".mov": _H264, ".mkv": _H264, ".webm": _VP9, ".avi": _MPEG4}


class NotThisKind(BadInput):
    """A film cannot be written in this kind of file."""

    code = "not_this_kind"


class NotWritten(BadInput):
    """The film could not be written: no room, or pictures that its kind of file cannot hold."""

    code = "not_written"


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands in a picture: lines above and below, and the colour of the skeleton."""

    above: list[tuple[str, Colour]]
    below: list[tuple[str, Colour]]
    colour: Colour


def check_kind(out: Path) -> None:
    """Raise `NotThisKind` where no film can be written to `out`."""
    if out.suffix.lower() not in _KINDS:
        raise NotThisKind(
            f"{out.name} cannot be written; end it in {', '.join(_KINDS)}.", field="annotated"
        )


def annotate(
    film: Path,
    clip: Clip,
    report: SetReport,
    events: Sequence[Event],
    out: Path,
    *,
    on_progress: Watching = lambda done_s, duration_s: None,
) -> None:
    """Write `film` to `out` with what `report` and `events` tell of its `clip`.

    Pictures keep their own times and stand upright; sound is left out. `out` is there whole or not
    at all. Raises `NotThisKind`, `NotWritten` and what reading the film raises.
    """
    import av

    check_kind(out)
    draft = out.with_name(f".{out.stem}.part{out.suffix}")
    moments = _Moments(report, events)
    kind = _KINDS[out.suffix.lower()]
    try:
        with open_film(film) as source, av.open(str(draft), "w") as container:
            stream: Any = None
            for number, picture in enumerate(source.pictures()):
                if number >= len(clip):
                    break
                rgb = np.ascontiguousarray(
                    picture.rgb[: _even(0, picture.rgb), : _even(1, picture.rgb)]
                )
                draw(rgb, clip, number, moments.at(picture.time_s))
                stream = stream or _stream(container, kind, rgb)
                frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
                frame.time_base = Fraction(1, kind.ticks)
                frame.pts = round(picture.time_s * kind.ticks)
                container.mux(stream.encode(frame))
                on_progress(picture.time_s, source.duration_s)
            if stream is not None:
                container.mux(stream.encode())
        draft.replace(out)
    except av.FFmpegError as problem:
        raise NotWritten(f"{out.name} cannot be written: {problem.strerror}.") from problem
    finally:
        draft.unlink(missing_ok=True)


def draw(rgb: Pixels, clip: Clip, number: int, shown: Shown) -> None:
    """Draw the body of picture `number` and what is `shown` into `rgb`."""
    skeleton(rgb, clip.image[number], clip.visibility[number], shown.colour)
    words(rgb, shown.above)
    words(rgb, shown.below, bottom=True)


class _Moments:
    """What is known at each moment of a set."""

    def __init__(self, report: SetReport, events: Sequence[Event]) -> None:
        self._report = report
        self._ends = [rep.end_s for rep in report.reps]
        self._phases = [one for one in events if isinstance(one, Phase)]
        self._holds = [one for one in events if isinstance(one, Hold)]
        self._said = [
            (one.at_s, one.text, ORANGE if isinstance(one, Warned) or not one.positive else WHITE)
            for one in events
            if isinstance(one, Cue) or (isinstance(one, Warned) and not one.over)
        ]

    def at(self, at_s: float) -> Shown:
        """Return what stands in the picture of a moment."""
        done = bisect_right(self._ends, at_s)
        last = self._report.reps[done - 1] if done else None
        score = last.scores["overall"] if last else None
        above = [(self._title(at_s, done), WHITE)]
        if last is not None:
            told = "no score" if score is None else f"{score:.0f} {last.band}"
            above.append((f"rep {last.number}: {told}", colour_of(score)))
        phase = bisect_right(self._phases, at_s, key=lambda one: one.at_s)
        if phase:
            above.append((self._phases[phase - 1].phase, GREY))
        below = [
            (text, colour) for said_s, text, colour in self._said if 0 <= at_s - said_s < SHOWN_S
        ]
        return Shown(above, below[-2:], colour_of(score))

    def _title(self, at_s: float, done: int) -> str:
        name = (self._report.exercise or "nobody").replace("_", " ")
        if not self._report.is_hold:
            return f"{name}  {done}"
        held = bisect_right(self._holds, at_s, key=lambda one: one.at_s)
        return f"{name}  {self._holds[held - 1].held_s if held else 0:.0f} s"


def moments(report: SetReport, events: Sequence[Event], at_s: float) -> Shown:
    """Return what stands in the picture of one moment."""
    return _Moments(report, events).at(at_s)


def _even(axis: int, rgb: Pixels) -> int:
    # What encoders store colours in is half as wide and high.
    return max(2, int(rgb.shape[axis]) // 2 * 2)


def _stream(container: OutputContainer, kind: _Kind, rgb: Pixels) -> Any:
    stream: Any = container.add_stream(kind.encoder, rate=kind.rate)
    stream.height, stream.width = rgb.shape[:2]
    stream.pix_fmt = "yuv420p"
    stream.time_base = stream.codec_context.time_base = Fraction(1, kind.ticks)
    if kind.bits:
        stream.bit_rate = kind.bits
    stream.options = kind.options
    return stream
