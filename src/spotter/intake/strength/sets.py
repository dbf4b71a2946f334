"""Sets and sessions as every strength log tells them → rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from spotter.intake.drafts import Drafts, compact

# Timers are forgotten: in a real five-year log 320 of 1,163 sessions ran over four hours, the
# longest over nine days. What is longer is taken as this long.
LONGEST_S = 3 * 3600.0
# A set with its rest, where the log does not tell how long the session was. Our own assumption.
SET_S = 180.0


@dataclass(frozen=True, slots=True)
class Session:
    """One session as exported: `start` in UTC, `duration_s` None when the log does not tell it.

    `id` tells apart two sessions of one start.
    """

    start: datetime
    title: str = ""
    duration_s: float | None = None
    id: str = ""
    note: str = field(default="", compare=False)  # stands in the first row only


@dataclass(frozen=True, slots=True)
class LogSet:
    """One set as exported: `load` in `unit`, None when nothing was entered.

    `kind` is work, warm_up, drop or failure; `cardio` says that it was no strength work. `also` is
    what another export of the same log may write for the load, in another unit.
    """

    exercise: str
    load: float | None = None
    unit: str = "kg"
    unit_guessed: bool = False
    reps: int | None = None
    duration_s: float | None = None
    distance_m: float | None = None
    rpe: float | None = None
    kind: str = "work"
    superset: str = ""
    note: str = ""
    cardio: bool = False
    also: tuple[float, ...] = ()


class StrengthLog:
    """Drafts one `set` row per set, and one `workout` row per session once the session is over.

    Sets of one session stand together in every log. All rows of a session begin when it began:
    no log tells when a set was done; `index` in the metadata keeps their order.
    """

    def __init__(self, drafts: Drafts, app: str) -> None:
        self._drafts, self._app = drafts, app
        self._session: Session | None = None
        self._index = self._strength = 0
        self._nth: Counter[str] = Counter()

    def add(self, session: Session, one: LogSet) -> None:
        """Draft `one`, done in `session`."""
        if self._session != session:
            self.close()
            self._session = session
        self._index += 1
        self._nth[one.exercise] += 1
        self._strength += not one.cardio
        load, how = _load(one)
        told: dict[str, object] = {
            "reps": one.reps,
            "duration_s": one.duration_s,
            "distance_m": one.distance_m,
            "rpe": one.rpe,
            "kind": one.kind,
            "index": self._index,
            "nth": self._nth[one.exercise],
            "superset": one.superset,
            "workout": session.title,
            "session": session.id,
            "exercise_note": one.note,
            "load": how,
        }
        if how == "assisted" and one.load:
            told["assistance"] = abs(one.load)
            told["assistance_unit"] = one.unit
        self._drafts.add(
            "Set",
            "set",
            session.start,
            value=load,
            unit=one.unit,
            text=one.exercise,
            source=self._app,
            device=f"app {self._app}",
            metadata={name: value for name, value in told.items() if value not in (None, "")}
            | ({"unit_guessed": True} if one.unit_guessed else {}),
            # Where a set stands is no part of it: a set put before it later does not make it new.
            content=compact(
                [session.id, one.exercise, told["nth"], one.reps, one.duration_s, one.kind]
            ),
            also=one.also if load else (),
        )

    def close(self) -> None:
        """Draft the workout of the session that is over; nothing when it had no strength work."""
        session, sets, strength = self._session, self._index, self._strength
        self._session, self._index, self._strength = None, 0, 0
        self._nth.clear()
        if session is None or not strength:
            return
        duration_s, how = _duration(session, strength)
        told = {"title": session.title, "note": session.note, "duration": how, "sets": sets}
        if how == "capped":
            told["duration_exported_s"] = session.duration_s or 0
        self._drafts.add(
            "Workout",
            "workout",
            session.start,
            session.start + timedelta(seconds=duration_s),
            value=duration_s,
            unit="s",
            text="strength",
            source=self._app,
            device=f"app {self._app}",
            metadata={name: value for name, value in told.items() if value != ""},
            content=compact(["strength", session.id]),
        )


def _load(one: LogSet) -> tuple[float | None, str]:
    """Return the external load and what it is; help from a machine is no load."""
    if one.load is None:
        return None, "not_entered"
    if one.load < 0 or "assisted" in one.exercise.casefold():
        return None, "assisted"
    return one.load, "external" if one.load else "bodyweight"


def _duration(session: Session, sets: int) -> tuple[float, str]:
    """Return seconds and how they are known: told, capped or estimated."""
    if not session.duration_s or session.duration_s < 0:
        return min(sets * SET_S, LONGEST_S), "estimated"
    if session.duration_s > LONGEST_S:
        return LONGEST_S, "capped"
    return session.duration_s, "told"
