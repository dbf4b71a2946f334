"""Everything that a decision rests on, gathered once and frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from spotter.athletes.profile import Profile, Screening
from spotter.body.checkin import Checkin
from spotter.body.state import BodyState, Readiness
from spotter.form.watched import WatchedSet
from spotter.prescribe.elsewhere import as_logs
from spotter.safety.known import SafetyState
from spotter.safety.state import observe
from spotter.training.programmes import was_done
from spotter.training.session import DoneSet, SessionLog


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is known about one athlete on `day`; the same inputs always give the same decision.

    `checkins`, `logs` and `elsewhere` are ascending by day and none is later than `day`.
    `screening` is None when it was never answered; `elsewhere` are the sets of imported logs,
    `watched` those whose form was judged, newest first.
    """

    day: date
    profile: Profile
    screening: Screening | None
    body: BodyState
    readiness: Readiness
    checkins: tuple[Checkin, ...] = ()
    logs: tuple[SessionLog, ...] = ()
    elsewhere: tuple[DoneSet, ...] = ()
    watched: tuple[WatchedSet, ...] = ()

    @property
    def trained(self) -> tuple[SessionLog, ...]:
        """Return every session known, ours and those from elsewhere, oldest first.

        What was lifted, how often and how much is read from these; programmes, ratings and open
        sessions are ours alone.
        """
        if not self.elsewhere:
            return self.logs
        both = (*self.logs, *as_logs(self.elsewhere, self.logs))
        return tuple(sorted(both, key=lambda log: (log.day, log.id)))

    @property
    def checkin(self) -> Checkin | None:
        """Return today's check-in, if there is one."""
        return next((one for one in reversed(self.checkins) if one.day == self.day), None)

    @property
    def done(self) -> tuple[SessionLog, ...]:
        """Return the sessions that count as done here or elsewhere, oldest first."""
        return tuple(log for log in self.trained if was_done(log))

    @property
    def mass_kg(self) -> float | None:
        """Return body mass in kg: measured today or lately, else as told, else None."""
        reading = self.body.readings.get("mass_kg")
        measured = (reading.value, reading.mean_7, reading.mean_28) if reading else ()
        return next((mass for mass in measured if mass is not None), self.profile.mass_kg)


def observed(inputs: Inputs) -> SafetyState:
    """Return what the safety rules see in `inputs`."""
    return observe(
        inputs.day,
        inputs.profile,
        inputs.screening,
        inputs.checkins,
        inputs.trained,
        inputs.body,
    )
