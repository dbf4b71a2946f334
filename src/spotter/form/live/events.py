"""What a watched set tells while it goes on; each event is also a document for a browser."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was seen; `document` is what goes over the wire."""

    kind: ClassVar[str]

    def document(self) -> Document:
        """Return the event as JSON values, with its `kind`."""
        told: Document = plain(asdict(self))
        return {"kind": self.kind, **told}


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of one repetition: when it was plainest, from when to when, and how much (0..1)."""

    id: str
    says: str
    at_s: float
    start_s: float
    end_s: float
    severity: float


@dataclass(frozen=True, slots=True)
class Phase(Event):
    """The movement entered a phase: away, ready, down, up, hold or rest."""

    kind: ClassVar[str] = "phase"
    at_s: float
    phase: str


@dataclass(frozen=True, slots=True)
class Cue(Event):
    """Something to say now. Only what is `certain` should be spoken; `positive` is praise."""

    kind: ClassVar[str] = "cue"
    at_s: float
    fault: str
    text: str
    advice: str
    certain: bool
    positive: bool = False


@dataclass(frozen=True, slots=True)
class Rep(Event):
    """A repetition, at its finish.

    `scores` are the six of `form.scores.DIMENSIONS`, None where it could not be judged;
    `trust` how far each may be believed (0..1), `confidence` the mean of those that were given.
    `band` is that of the overall score. `rom_deg` and `asymmetry_deg` were measured; `personal`
    sets them beside the person's own, where that is known. `lift_s` is the shorter name of the time
    from the turn to the end (from the start to the turn where the work comes first).
    """

    kind: ClassVar[str] = "rep"
    number: int
    start_s: float
    turn_s: float
    end_s: float
    scores: dict[str, float | None]
    trust: dict[str, float]
    confidence: float
    faults: tuple[Fault, ...]
    band: str | None
    rom_deg: float | None
    asymmetry_deg: float | None
    lift_s: float
    personal: dict[str, float | bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hold(Event):
    """How long a position has been held in all; `ended` when it was let go."""

    kind: ClassVar[str] = "hold"
    at_s: float
    held_s: float
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Warned(Event):
    """Something is in the way of seeing well; `over` when it no longer is."""

    kind: ClassVar[str] = "warning"
    at_s: float
    code: str
    text: str
    over: bool = False


@dataclass(frozen=True, slots=True)
class Recognised(Event):
    """Which exercise it is. Repetitions told before no longer hold: they are told again."""

    kind: ClassVar[str] = "recognised"
    at_s: float
    exercise: str
    confidence: float


def plain(value: Any) -> Any:
    """Return `value` with numbers rounded to a thousandth, NaN as None and tuples as lists."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 3)
    return value
