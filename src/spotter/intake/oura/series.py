"""The time series: heart rates one by one, beats of five minutes together."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from spotter.intake.drafts import Drafts
from spotter.intake.oura.stamps import Document, instant
from spotter.intake.oura.teller import DEVICE, SOURCE, Teller, number

_WINDOW = timedelta(minutes=5)
# OpenAPI 1.29, PublicInterbeatIntervalRow: 1 good, 3 corrected, the others
# are no beats; at most two seconds.
_TRUSTED = frozenset({1.0, 3.0})
_LONGEST_MS = 2_000


def heart_rate(drafts: Drafts, document: Document, zone: tzinfo) -> None:
    """Tell one heart rate. It has no id and is never edited: its time and value name it."""
    at, bpm = instant(document.get("timestamp"), zone), number(document.get("bpm"))
    if at is None:
        drafts.refuse("unreadable_time", "heartrate")
        return
    drafts.add(
        "heartrate",
        "heart_rate",
        at,
        value=bpm,
        unit="bpm",
        source=SOURCE,
        device=DEVICE,
        metadata={"entries": {"source": document.get("source")}},
        content="",
    )


class Beats:
    """Collects the intervals between beats, and tells those of five minutes of the clock at once.

    The window names the row, so that a fuller account of it takes the place of the earlier.
    """

    def __init__(self, drafts: Drafts, zone: tzinfo, fetched: datetime | None) -> None:
        self._drafts, self._zone, self._fetched = drafts, zone, fetched
        self._window: datetime | None = None
        self._start: datetime | None = None
        self._rr: list[int] = []

    def add(self, document: Document) -> None:
        """Take in one interval."""
        at, ibi = instant(document.get("timestamp"), self._zone), number(document.get("ibi"))
        if at is None:
            self._drafts.refuse("unreadable_time", "interbeat_interval")
            return
        if (
            ibi is None
            or not 0 < ibi <= _LONGEST_MS
            or number(document.get("validity")) not in _TRUSTED
        ):
            self._drafts.skip("interbeat_interval without a beat")
            return
        window = at - (at - _DAWN) % _WINDOW
        if window != self._window:
            self.end()
            self._window, self._start = window, at
        self._rr.append(round(ibi))

    def end(self) -> None:
        """Tell what was collected."""
        rr, self._rr = self._rr, []
        if self._window is None or self._start is None or not rr:
            return
        document = {"timestamp": self._window.isoformat(), "rr_ms": rr}
        teller = Teller(self._drafts, self._zone, "interbeat_interval", document, self._fetched)
        end = self._start + timedelta(milliseconds=sum(rr))
        teller.row(
            "", "beats", self._start, end, value=float(len(rr)), unit="count",
            metadata={"rr_ms": rr},
        )  # fmt: skip


_DAWN = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
