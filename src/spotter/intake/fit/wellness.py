"""Messages of monitoring, sleep and scale files: what was measured beside the training."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from spotter.intake.fit.summary import Summary
from spotter.intake.fit.teller import Teller, number
from spotter.intake.fit.wire import Fields, Message

WEIGHT, MONITORING, MONITORING_INFO, RESTING, STRESS = 30, 55, 103, 211, 227
SPO2, SLEEP, BREATHS, NIGHT_HRV, HRV_VALUE = 269, 275, 297, 370, 371
WANTED: Fields = {
    WEIGHT: frozenset({0, 1, 12, 13}),
    MONITORING: frozenset({2, 3, 5, 9, 24, 26, 27}),
    MONITORING_INFO: frozenset({0}),
    RESTING: frozenset({0, 1}),
    STRESS: frozenset({0, 1}),
    SPO2: frozenset({0}),
    SLEEP: frozenset({0}),
    BREATHS: frozenset({0}),
    NIGHT_HRV: frozenset({1}),
    HRV_VALUE: frozenset({0}),
}
_RUNNING, _WALKING = 1, 6
_STAGES: Mapping[int, str] = {1: "awake", 2: "core", 3: "deep", 4: "rem"}
_CALCULATING = 0xFFFE
_HRV_WINDOW_S = 300


class _Simple(NamedTuple):
    """One number at one moment: its field, what it is told as, and what it is divided by."""

    key: int
    kind: str
    signal: str
    unit: str
    scale: float = 1


# By message number (FIT profile).
_SIMPLE: Mapping[int, _Simple] = {
    SPO2: _Simple(0, "spo2_data", "spo2", "%"),
    BREATHS: _Simple(0, "respiration_rate", "respiratory_rate", "count/min", 100),
    NIGHT_HRV: _Simple(1, "hrv_status_summary.last_night_average", "hrv_rmssd", "ms", 128),
}


class Wellness:
    """Tells what monitoring, sleep and scale files hold."""

    def __init__(self, teller: Teller, summary: Summary) -> None:
        self._teller, self._several = teller, summary.several_people
        self._clock = 0  # of monitoring messages, most of which have only its low 16 bits
        self._before = 0
        self._counters: dict[tuple[str, float], float] = {}
        self._stage: tuple[float, str | None] | None = None
        self.handlers: dict[int, Callable[[Message], None]] = {
            WEIGHT: self._weight,
            MONITORING: self._monitoring,
            MONITORING_INFO: self._info,
            RESTING: self._resting,
            STRESS: self._stress,
            SLEEP: self._sleep,
            HRV_VALUE: self._hrv_value,
        }
        self.handlers |= {kind: partial(self._simple, how) for kind, how in _SIMPLE.items()}

    def _simple(self, how: _Simple, message: Message) -> None:
        value = number(message.values.get(how.key), how.scale)
        if value is not None and value >= 0:
            self._teller.row(how.kind, how.signal, message.at, value=value, unit=how.unit)

    def _weight(self, message: Message) -> None:
        """Tell a weighing. Of a scale that weighed several people nobody can say whose it is."""
        values = message.values
        weight = number(values.get(0))
        metadata = {"user": values.get(12)} if self._several else None
        readings = (
            ("weight", "mass", None if weight == _CALCULATING else number(weight, 100), "kg"),
            ("percent_fat", "body_fat", number(values.get(1), 100), "%"),
            ("bmi", "bmi", number(values.get(13), 10), "kg/m2"),
        )
        for kind, signal, value, unit in readings:
            if value is not None:
                self._teller.row(
                    f"weight_scale.{kind}",
                    None if self._several else signal,
                    message.at,
                    value=value,
                    unit=unit,
                    metadata=metadata,
                )

    def _info(self, message: Message) -> None:
        self._clock = self._before = message.at
        self._counters.clear()

    def _monitoring(self, message: Message) -> None:
        """Tell steps and distance since the message before: the file counts them from midnight."""
        values = message.values
        low = values.get(26)
        clock = message.at if 253 in values else self._clock
        if 253 not in values and isinstance(low, int):
            clock += (low - clock) & 0xFFFF
        if clock != self._clock:
            self._before, self._clock = self._clock or clock, clock
        heart = number(values.get(27))
        if heart:
            self._teller.row("monitoring.heart_rate", "heart_rate", clock, value=heart, unit="bpm")
        packed = number(values.get(24))
        kind = number(values.get(5))
        if kind is None and packed is not None:
            kind = int(packed) & 0x1F
        if kind in {_RUNNING, _WALKING}:
            self._more("steps", kind, number(values.get(3, values.get(9))), "count")
            self._more("distance", kind, number(values.get(2), 100), "m")

    def _more(self, signal: str, kind: float, total: float | None, unit: str) -> None:
        if total is None:
            return
        before = self._counters.get((signal, kind), 0.0)
        self._counters[signal, kind] = total
        more = total - before if total >= before else total
        if more > 0:
            self._teller.row(
                f"monitoring.{signal}",
                signal,
                self._before,
                self._clock,
                value=more,
                unit=unit,
                content=str(int(kind)),
            )

    def _resting(self, message: Message) -> None:
        heart = number(message.values.get(1, message.values.get(0)))
        if heart:
            self._teller.row(
                "monitoring_hr_data", "resting_heart_rate", message.at, value=heart, unit="bpm"
            )

    def _stress(self, message: Message) -> None:
        """Tell the vendor's stress score (0 to 100; negative: could not be measured)."""
        level, at = number(message.values.get(0)), number(message.values.get(1))
        if level is not None and level >= 0:
            self._teller.row("stress_level", None, message.at if at is None else at, value=level)

    def _sleep(self, message: Message) -> None:
        """Tell the stage before this one, which lasts until now."""
        self.close(message.at)
        level = message.values.get(0)
        self._stage = message.at, _STAGES.get(level) if isinstance(level, int) else None

    def close(self, at: float | None = None) -> None:
        """End the stage of sleep at `at`; the last one, whose end no message gives, is left out."""
        stage, self._stage = self._stage, None
        if stage is None or stage[1] is None:
            return
        if at is None:
            self._teller.drafts.skip("last stage of sleep, without an end")
        else:
            self._teller.row("sleep_level", "sleep", stage[0], at, text=stage[1])

    def _hrv_value(self, message: Message) -> None:
        value = number(message.values.get(0), 128)
        if value is not None:
            start = message.at - _HRV_WINDOW_S
            self._teller.row("hrv_value", "hrv_rmssd", start, message.at, value=value, unit="ms")
