"""Rows of one FIT file, with what they have in common: clock, source, device."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from spotter.intake.drafts import Drafts
from spotter.intake.fit.wire import Value

# FIT Protocol: seconds since 1989-12-31 UTC; below 0x10000000 they count from the device's start.
_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
_FIRST_REAL = 0x10000000


def when(seconds: float | None) -> datetime | None:
    """Return the instant of a FIT timestamp, None for one that names none."""
    if seconds is None or not _FIRST_REAL <= seconds < 0xFFFFFFFF:
        return None
    return _EPOCH + timedelta(seconds=seconds)


def number(value: Value | None, scale: float = 1) -> float | None:
    """Return `value` divided by `scale`, None for what is no number."""
    return value / scale if isinstance(value, int | float) else None


def first(value: Value | None) -> Value | None:
    """Return the first entry of an array, and anything else as it is."""
    return value[0] if isinstance(value, tuple) else value


@dataclass(slots=True)
class Teller:
    """Puts rows into `drafts`, all of one device."""

    drafts: Drafts
    source: str
    device: str

    def row(
        self,
        type: str,
        signal: str | None,
        at: float | None,
        until: float | None = None,
        *,
        value: float | None = None,
        unit: str = "",
        text: str | None = None,
        metadata: Mapping[str, object] | None = None,
        content: str | None = None,
    ) -> None:
        """Add a row from `at` to `until`, seconds after the FIT epoch; refuse one without time."""
        start = when(at)
        end = start if until is None else when(until)
        if start is None or end is None:
            told = {"value": value, "unit": unit, "text": text, **(metadata or {})}
            self.drafts.refuse("unreadable_time", type, told)
            return
        self.drafts.add(
            type,
            signal,
            start,
            end,
            value=value,
            unit=unit,
            text=text,
            source=self.source,
            device=self.device,
            metadata=metadata or None,
            content=content,
        )
