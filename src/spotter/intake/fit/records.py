"""Record, hr and hrv messages → heart rate, speed, power, routes, beats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from spotter.intake.fit.covered import Covered
from spotter.intake.fit.summary import Summary
from spotter.intake.fit.teller import Teller, number
from spotter.intake.fit.wire import Fields, Message, Value

RECORD, HRV, HR = 20, 78, 132
WANTED: Fields = {
    RECORD: frozenset({0, 1, 2, 3, 6, 7, 8, 73, 78}),
    HRV: frozenset({0}),
    HR: frozenset({0, 1, 6, 9, 10}),
}
_SPEED: Mapping[str, str] = {
    "running": "running_speed",
    "walking": "walking_speed",
    "hiking": "walking_speed",
}
_POWER: Mapping[str, str] = {"running": "running_power", "cycling": "cycling_power"}
_DEGREES = 180 / 2**31  # a semicircle
_MOST_POINTS = 200_000
_MOST_BEATS = 3_600
_INVALID_RR_S = 65.535


@dataclass(slots=True)
class _Points:
    session: int = 0
    at: list[float] = field(default_factory=list)
    lat: list[float] = field(default_factory=list)
    lon: list[float] = field(default_factory=list)
    ele: list[float | None] = field(default_factory=list)


class Records:
    """Tells what was measured during an activity; `close` tells what is still collected.

    `hearts` is when the watch heard a heart: a strap's own memory comes in the files behind it.
    """

    def __init__(self, teller: Teller, summary: Summary, hearts: Covered) -> None:
        self._teller, self._summary = teller, summary
        self._points = _Points()
        self._beats: list[float] = []
        self._beats_at = 0.0
        self._hearts = hearts
        self._strap: float | None = None  # event clock of the strap → FIT seconds
        self._last_event = 0.0
        self.handlers = {RECORD: self._record, HRV: self._hrv, HR: self._hr}

    def close(self) -> None:
        """Tell the route and the beats that have come since the last time."""
        self._end_route()
        self._end_beats()

    def _record(self, message: Message) -> None:
        values, at = message.values, message.at
        readings = list(self._readings(values, at))
        if message.developer and not readings:
            readings.append(("record.developer", None, None, ""))
        metadata: dict[str, object] | None = dict(message.developer)
        for kind, signal, value, unit in readings:
            self._teller.row(kind, signal, at, value=value, unit=unit, metadata=metadata)
            metadata = None  # once is enough
        self._place(values, at)

    def _readings(
        self, values: Mapping[int, Value], at: float
    ) -> list[tuple[str, str | None, float | None, str]]:
        found: list[tuple[str, str | None, float | None, str]] = []
        heart, power, speed = number(values.get(3)), number(values.get(7)), _speed(values)
        if heart is not None:
            self._hearts.add(at)
            found.append(("record.heart_rate", "heart_rate", heart, "bpm"))
        if speed is None and power is None:
            return found
        activity = self._summary.activity_at(at)
        if speed is not None:
            found.append(("record.speed", _SPEED.get(activity), speed, "m/s"))
        if power is not None:
            found.append(("record.power", _POWER.get(activity), power, "W"))
        return found

    def _place(self, values: Mapping[int, Value], at: float) -> None:
        lat, lon = number(values.get(0)), number(values.get(1))
        if lat is None or lon is None or abs(lat) > 2**30:
            return
        session = self._summary.session_at(at)
        points = self._points
        if points.at and (session != points.session or len(points.at) >= _MOST_POINTS):
            self._end_route()
            points = self._points
        height = number(values.get(78, values.get(2)), 5)
        points.session = session
        points.at.append(at)
        points.lat.append(round(lat * _DEGREES, 7))
        points.lon.append(round(lon * _DEGREES, 7))
        points.ele.append(None if height is None else round(height - 500, 1))

    def _end_route(self) -> None:
        points, self._points = self._points, _Points()
        if not points.at:
            return
        start = min(points.at)
        metadata = {
            "t_s": [at - start for at in points.at],
            "lat": points.lat,
            "lon": points.lon,
            "ele_m": points.ele,
        }
        count = float(len(points.at))
        end = max(points.at)
        self._teller.row(
            "route", "route", start, end, value=count, unit="count", text="", metadata=metadata
        )

    def _hrv(self, message: Message) -> None:
        """Collect the beat-to-beat times (field 0, 1/1000 s) of an hrv message."""
        times = message.values.get(0)
        if not self._beats:
            self._beats_at = message.at
        for raw in times if isinstance(times, tuple) else (times,):
            if isinstance(raw, int | float) and 0 < raw < _INVALID_RR_S * 1000:
                self._beats.append(raw)
        if len(self._beats) >= _MOST_BEATS:
            self._end_beats()

    def _end_beats(self) -> None:
        beats, self._beats = self._beats, []
        if beats:
            self._teller.row(
                "hrv",
                "beats",
                self._beats_at,
                self._beats_at + sum(beats) / 1000,
                value=float(len(beats)),
                unit="count",
                metadata={"rr_ms": beats},
            )

    def _hr(self, message: Message) -> None:
        """Tell the heart rates a strap recorded on its own and gave to the watch afterwards.

        What the watch heard itself meanwhile stands in its records: those times are left out.
        """
        beats = message.values.get(6)
        rates = beats if isinstance(beats, tuple) else (beats,)
        events = self._events(message)
        for at, rate in zip(events, rates, strict=False):
            if isinstance(rate, int | float) and rate > 0 and self._strap is not None:
                stamp = round(self._strap + at, 3)
                if self._hearts.holds(stamp):
                    self._teller.drafts.skip("heart rate of a strap that the watch heard itself")
                    continue
                self._teller.row("hr", "heart_rate", stamp, value=float(rate), unit="bpm")

    def _events(self, message: Message) -> list[float]:
        """Return the strap's times of the beats, seconds; fields 9 (1/1024 s) and 10 (12 bits)."""
        whole, packed = message.values.get(9), message.values.get(10)
        if whole is not None:
            stamps = whole if isinstance(whole, tuple) else (whole,)
            events = [each / 1024 for each in stamps if isinstance(each, int | float)]
            if 253 in message.values and events:
                fraction = number(message.values.get(0), 32768)
                fraction = fraction or number(message.values.get(1), 256) or 0.0
                self._strap = message.at + fraction - events[0]
        else:
            events = self._unpacked(packed if isinstance(packed, tuple) else ())
        if events:
            self._last_event = events[-1]
        return events

    def _unpacked(self, packed: tuple[float | None, ...]) -> list[float]:
        """Return times of which only the low 12 bits of 1/1024 s were written, two in 3 bytes."""
        flat = [int(each or 0) for each in packed]
        events, last = [], round(self._last_event * 1024)
        for low, middle, high in zip(flat[::3], flat[1::3], flat[2::3], strict=False):
            for bits in (low | (middle & 0x0F) << 8, middle >> 4 | high << 4):
                last += (bits - last) & 0xFFF
                events.append(last / 1024)
        return events


def _speed(values: Mapping[int, Value]) -> float | None:
    """Return m/s of the field that has it: enhanced, plain, or packed with the distance."""
    found = number(values.get(73, values.get(6)), 1000)
    packed = values.get(8)
    if found is not None or not isinstance(packed, tuple) or len(packed) != 3:
        return found
    low, middle = int(packed[0] or 0), int(packed[1] or 0)
    bits = low | (middle & 0x0F) << 8
    return None if bits == 0xFFF else bits / 100
