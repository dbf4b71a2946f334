"""What one vendor's export tells, put into drafts: readings, nights, workouts.

Cells and fields are `object` until one of the functions here has looked at them: an export is read
as it is, and what is of another kind than it should be makes its record unreadable, never a crash.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from spotter.intake.batch import Batch
from spotter.intake.drafts import Drafts
from spotter.intake.errors import Damaged
from spotter.intake.moments import Span
from spotter.intake.strength import values
from spotter.intake.strength.reading import Unreadable
from spotter.kit.units import KJ_PER_KCAL

ASLEEP = ("core", "deep", "rem")
# Durations are exported in whole minutes: that much more than the night itself is rounding.
_ROUNDING_S = 300.0
_EXACT = re.compile(r"-?\d{1,15}(?:\.\d{1,30})?[eE][-+]?\d{1,2}")

Record_co = TypeVar("Record_co", covariant=True)


def number(value: object, scale: float = 1) -> float | None:
    """Return `value`, a number or the text of one, divided by `scale`; None when there is none.

    Raises `Unreadable` for anything else.
    """
    if value is None or value == "":
        return None
    try:
        found = _written(value) if isinstance(value, str) else value
    except ValueError as error:
        raise Unreadable("no_number") from error
    if isinstance(found, bool) or not isinstance(found, int | float) or not abs(found) < 1e15:
        raise Unreadable("no_number")
    return float(found) / scale


def _written(text: str) -> float | None:
    """Return a number as programs write very small ones (`1.2e-05`), or else as people do."""
    return float(text) if _EXACT.fullmatch(text) else values.number(text)


def positive(value: object, scale: float = 1) -> float | None:
    """Return `number`, None for zero and less: how many vendors write that they do not know."""
    found = number(value, scale)
    return found if found is not None and found > 0 else None


def words(value: object) -> str:
    """Return text, at most 10 000 letters of it; "" for what is none."""
    if not isinstance(value, str):
        return ""
    # JSON can write half of a surrogate pair, which no text can hold.
    return value.strip()[:10_000].encode("utf-8", "replace").decode()


def part(value: object, *keys: str) -> Mapping[str, object]:
    """Return the object that lies at `keys` in `value`, empty when there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def parts(value: object) -> list[Mapping[str, object]]:
    """Return the objects of an array, empty when it is none."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def kilojoules(kilocalories: float | None) -> float | None:
    """Return kilojoules, to the joule."""
    return None if kilocalories is None else round(kilocalories * KJ_PER_KCAL, 3)


@dataclass(frozen=True, slots=True)
class Readings:
    """Puts rows of one source and device into `drafts`.

    `device` begins with its class (watch, phone, app, other). `zone` is the IANA name of where the
    athlete was, None where the export does not tell. `vendor` goes before the type of what is no
    signal of ours: a score is nobody's but the vendor's.
    """

    drafts: Drafts
    source: str
    device: str
    zone: str | None = None
    vendor: str = ""

    def where(self, zone: str | None) -> Readings:
        """Return the same, for rows that were made in `zone`."""
        return replace(self, zone=zone)

    def value(
        self,
        type: str,
        signal: str | None,
        span: Span | None,
        value: float | None,
        unit: str,
        *,
        text: str | None = None,
        about: Mapping[str, object] | None = None,
        created: datetime | None = None,
        content: str | None = None,
    ) -> None:
        """Add one number in `unit` as exported; nothing when there is none, a refusal when there
        is no time."""
        if value is not None:
            self.row(
                type,
                signal,
                span,
                value=value,
                unit=unit,
                text=text,
                about=about,
                created=created,
                content=content,
            )

    def row(
        self,
        type: str,
        signal: str | None,
        span: Span | None,
        *,
        value: float | None = None,
        unit: str = "",
        text: str | None = None,
        about: Mapping[str, object] | None = None,
        created: datetime | None = None,
        content: str | None = None,
    ) -> None:
        """Add one row (see `Drafts.add`); raises `Unreadable` when there is no time."""
        if span is None:
            raise Unreadable("unreadable_time")
        self.drafts.add(
            type if signal else self._own(type),
            signal,
            span[0],
            span[1],
            value=value,
            unit=unit,
            text=text,
            source=self.source,
            device=self.device,
            zone=self.zone,
            created=created,
            metadata=known(about or {}) or None,
            content=content,
        )

    def _own(self, type: str) -> str:
        """Return the name of what is the vendor's own: `WHOOP recovery score`."""
        if not self.vendor:
            return type
        word = type[:1].lower() + type[1:] if type[1:2].islower() else type
        return f"{self.vendor} {word}"

    def stage(
        self, type: str, span: Span | None, stage: str | None, about: Mapping[str, object] = {}
    ) -> None:
        """Add a stretch of one stage of sleep; an unknown stage (None) is refused."""
        if span is not None and span[0] == span[1]:
            self.drafts.skip("stage of sleep without length")
            return
        self.row(type, "sleep", span, text=stage, about=about)

    def night(self, type: str, span: Span | None, totals: Mapping[str, float | None]) -> None:
        """Add a sleep of which only `totals` are known: seconds asleep by stage (`ASLEEP`).

        Its stretches are laid out: light sleep first and last, what was awake in the middle. So
        onset, waking and every duration are as exported; the order is ours, and each row says so.
        """
        if span is None:
            raise Unreadable("unreadable_time")
        for stage, stretch in laid_out(span, totals):
            self.stage(type, stretch, stage, {"laid_out": "order of stages unknown"})
        self.row(type, "sleep", span, text="in_bed")

    def workout(
        self,
        type: str,
        span: Span | None,
        activity: str,
        about: Mapping[str, object],
        *,
        duration_s: float | None = None,
        content: str | None = None,
    ) -> None:
        """Add a workout that took `duration_s` without pauses (its span when None).

        `about` may hold what `body.raw` lists for workouts, and anything of the vendor's own.
        """
        if span is None:
            raise Unreadable("unreadable_time")
        elapsed = (span[1] - span[0]).total_seconds()
        self.row(
            type,
            "workout",
            span,
            value=elapsed if duration_s is None else duration_s,
            unit="s",
            text=activity,
            about=about,
            content=content,
        )


def known(about: Mapping[str, object]) -> dict[str, object]:
    """Return `about` without what is empty."""
    return {name: value for name, value in about.items() if value not in (None, "", [], {})}


def laid_out(span: Span, totals: Mapping[str, float | None]) -> Iterator[tuple[str, Span]]:
    """Yield (stage, stretch) that fill `span`, each stage as long as in `totals` (seconds).

    Raises `Unreadable` when the stages are longer than the sleep by more than rounding.
    """
    start, end = span
    length = (end - start).total_seconds()
    seconds = {stage: max(0.0, totals.get(stage) or 0.0) for stage in ASLEEP}
    asleep = sum(seconds.values())
    if asleep > length + _ROUNDING_S:
        raise Unreadable("lasts_too_long")
    awake = max(0.0, length - asleep)
    # Without light sleep to stand at both ends, whatever there is does.
    edge = next((stage for stage in ASLEEP if seconds[stage]), None)
    if edge is None:
        return
    order = [(edge, seconds[edge] / 2), *((s, seconds[s]) for s in ASLEEP if s != edge)]
    order[2:2] = [("awake", awake)]
    order.append((edge, seconds[edge] / 2))
    done = 0.0
    for stage, lasts in order:
        begin, done = done, done + lasts
        stretch = start + timedelta(seconds=begin), min(end, start + timedelta(seconds=done))
        if stretch[1] > stretch[0]:
            yield stage, (stretch[0], stretch[1])


class Records(Protocol[Record_co]):
    """A file as its records one after another; `offset` is the byte up to which they were read.

    Iterating raises `Damaged` where the file breaks off.
    """

    @property
    def offset(self) -> int: ...

    def __iter__(self) -> Iterator[Record_co]: ...


Record = TypeVar("Record")


def batches(
    records: Records[Record], tell: Callable[[Record], None], drafts: Drafts, kind: str
) -> Iterator[Batch]:
    """Yield what `tell` puts into `drafts` for each record; a record it cannot read is refused.

    `kind` is what a refused record is called. Raises `Damaged` where the records break off, after
    yielding what came before.
    """
    damage: Damaged | None = None
    try:
        for record in records:
            try:
                tell(record)
            except Unreadable as error:
                drafts.refuse(error.reason, kind, record if isinstance(record, Mapping) else None)
            if drafts.full:
                yield drafts.take(records.offset)
    except Damaged as error:
        damage = error
    yield drafts.take(records.offset)
    if damage is not None:
        raise damage
