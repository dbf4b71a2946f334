"""Landmarks of a body, frame by frame, as a phone app writes them into a table (PoseLog CSV).

Known are a row per frame with columns `<landmark>_x`, `_y`, `_z` and `_visibility` (or `_v`), where
the landmark is MediaPipe's name or number, and a row per landmark with `frame`, `landmark`, `x`,
`y`, `z`, `visibility`. What was filmed is for the room `form` to say.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import chain, islice

from spotter.form.skeleton import LANDMARKS
from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.drafts import Drafts, compact
from spotter.intake.errors import Damaged
from spotter.intake.strength.table import Row, Table, header

SOURCE = "PoseLog"
TYPE = "PoseLog"
_NUMBER_OF = {name: number for number, name in enumerate(LANDMARKS)}
_AXES = {"x": 0, "y": 1, "z": 2, "visibility": 3, "v": 3, "vis": 3}
_AXIS = r"(x|y|z|visibility|vis|v)"
_COLUMN = re.compile(rf"(?:landmark[ _]?)?(?:([a-z]+(?:_[a-z]+)*)[ _.]|(\d{{1,2}})[ _.]?){_AXIS}")
_AXIS_FIRST = re.compile(rf"{_AXIS}[ _.]?(\d{{1,2}})")
# Fewer joints are no body: nothing could be said of it.
_FEWEST = 8
_TIMES = ("timestamp_ms", "time_ms", "timestamp", "time_s", "time")
# Half a minute at 30 frames a second; a row of the store then has less than 2 MB.
_FRAMES = 900
# A number as large as this counts milliseconds since 1970: no recording is three years long.
_EPOCH_MS = 10**11
_LAST_MS = 10**14

Cell = tuple[int, int]
Frame = list[list[float | None]]


def detect(head: bytes) -> bool:
    """Return whether `head` begins a table of landmarks of at least eight joints."""
    names = header(head)
    long = {"frame", "x", "y"} <= set(names) and bool(_LANDMARK & set(names))
    return (
        long or len({landmark for landmark, axis in _cells(names).values() if axis < 2}) >= _FEWEST
    )


_LANDMARK = frozenset({"landmark", "landmark_index", "landmark_id", "landmark_name"})


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield the frames in rows of half a minute; raises `Damaged` where the table breaks off.

    A row's `metadata` has `t_ms` (after its start) and `landmarks`: per frame 33 × [x, y, z,
    visibility] as written, null where nothing was. A table that says no date is dated now.
    """
    drafts, table = Drafts(now=now, about=about), Table(opened.stream)
    writer = _Writer(drafts, now, opened.name)
    damage: Damaged | None = None
    try:
        names = header(opened.head)
        for at, frame in _timed(_frames(table, names, drafts), _clock(names)):
            writer.add(at, frame)
            if drafts.full or writer.told:
                writer.told = False
                yield drafts.take(table.offset)
    except Damaged as error:
        damage = error
    writer.close()
    yield drafts.take(table.offset)
    if damage is not None:
        raise damage


def _cells(names: Sequence[str]) -> Mapping[str, Cell]:
    """Return column → landmark and axis, of a table with a row per frame."""
    found: dict[str, Cell] = {}
    for name in names:
        if one := _COLUMN.fullmatch(name):
            which, axis = one[1] or one[2], one[3]
        elif one := _AXIS_FIRST.fullmatch(name):
            which, axis = one[2], one[1]
        else:
            continue
        number = int(which) if which.isdecimal() else _NUMBER_OF.get(which, -1)
        if 0 <= number < len(LANDMARKS):
            found[name] = number, _AXES[axis]
    return found


def _clock(names: Sequence[str]) -> str | None:
    return next((name for name in _TIMES if name in names), None)


def _frames(
    table: Table, names: Sequence[str], drafts: Drafts
) -> Iterator[tuple[float | None, Frame]]:
    """Yield when each frame was (ms, None when not told) and its landmarks."""
    cells = _cells(names)
    clock = _clock(names)
    if len(cells) >= _FEWEST:
        for row in table:
            frame = _empty()
            for name, (landmark, axis) in cells.items():
                frame[landmark][axis] = _number(row[name])
            yield _time(row, clock), frame
        return
    yield from _long(table, clock, drafts)


def _long(table: Table, clock: str | None, drafts: Drafts) -> Iterator[tuple[float | None, Frame]]:
    number: str | None = None
    at: float | None = None
    frame = _empty()
    for row in table:
        if number is not None and row["frame"] != number:
            yield at, frame
            frame = _empty()
        number, at = row["frame"], _time(row, clock)
        which = next((row[name] for name in _LANDMARK if name in row), "").casefold()
        landmark = int(which) if which.isdecimal() and len(which) < 3 else _NUMBER_OF.get(which, -1)
        if not 0 <= landmark < len(LANDMARKS):
            drafts.refuse("unreadable_row", TYPE)
            continue
        for name, axis in _AXES.items():
            if name in row:
                frame[landmark][axis] = _number(row[name])
    if number is not None:
        yield at, frame


def _empty() -> Frame:
    return [[None] * 4 for _ in LANDMARKS]


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _time(row: Row, clock: str | None) -> float | None:
    return None if clock is None else _number(row[clock])


def _timed(
    frames: Iterator[tuple[float | None, Frame]], clock: str | None
) -> Iterator[tuple[float | None, Frame]]:
    """Yield `frames` with their times in milliseconds, since 1970 or since the recording began.

    A `timestamp` may count seconds: then the first two frames lie less than one apart.
    """
    ahead = list(islice(frames, 2))
    times = [at for at, _ in ahead if at is not None]
    apart = abs(times[-1] - times[0]) if len(times) == 2 else 1.0
    seconds = clock in {"time_s", "time"} or (clock == "timestamp" and 0 < apart < 1)
    for at, frame in chain(ahead, frames):
        yield (None if at is None else at * (1000 if seconds else 1)), frame


@dataclass(slots=True)
class _Writer:
    """Collects frames and drafts a row for each half minute; `told` says that it just did."""

    drafts: Drafts
    now: datetime
    name: str
    told: bool = False
    _first: datetime | None = None
    _begin: float = 0.0
    _last: float = -1.0
    _times: list[float] = field(default_factory=list)
    _frames: list[Frame] = field(default_factory=list)
    _part: int = 0

    def add(self, at: float | None, frame: Frame) -> None:
        """Add one frame; one that stands before the frame before it is refused."""
        # Without a clock, as if filmed at 30 frames a second.
        at = self._last + 1000 / 30 if at is None else at
        if at <= self._last or at > _LAST_MS:
            self.drafts.refuse("unreadable_time", TYPE)
            return
        if self._first is None:
            known = at >= _EPOCH_MS
            self._first = _EPOCH + timedelta(milliseconds=at) if known else self.now
            self._begin = at
        self._last = at
        self._times.append(round(at - self._begin, 3))
        self._frames.append(frame)
        if len(self._frames) >= _FRAMES:
            self.close()
            self.told = True

    def close(self) -> None:
        """Draft what was collected."""
        if not self._frames or self._first is None:
            return
        begin = self._times[0]
        start = self._first + timedelta(milliseconds=begin)
        end = self._first + timedelta(milliseconds=self._times[-1])
        self._part += 1
        self.drafts.add(
            TYPE,
            None,
            start,
            end,
            value=float(len(self._frames)),
            unit="count",
            text=self.name[:200],
            source=SOURCE,
            device="app PoseLog",
            metadata={
                "part": self._part,
                "t_ms": [round(at - begin, 3) for at in self._times],
                "landmarks": self._frames,
            },
            content=compact([self._part, self._frames[0]]),
        )
        self._times, self._frames = [], []


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
