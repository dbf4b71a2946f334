"""Which programme, day and week it is for an athlete, and why this programme."""

from __future__ import annotations

from dataclasses import replace

from spotter.prescribe.blocks import Today
from spotter.prescribe.conditions import conditions
from spotter.prescribe.inputs import Inputs, observed
from spotter.safety.known import SafetyState
from spotter.safety.rules.amount import DELOAD_RPE, deload_due
from spotter.training import programmes
from spotter.training.fitting import Fit, Wish, fit
from spotter.training.programmes import WeekPlan

# A lighter week that was not planned takes as much off as those of the programmes.
REACTIVE_SETS, REACTIVE_MINUTES = 0.6, 0.7


def fitted(inputs: Inputs) -> Fit:
    """Return the programme of the athlete on the day of `inputs`, with the reason for it."""
    profile = inputs.profile
    aims = ((one.what, one.by) for one in profile.targets if one.by is not None)
    event = profile.event_on
    return fit(
        Wish(
            goal=profile.goal,
            kind=profile.kind_on(inputs.day),
            days_per_week=profile.days_per_week,
            minutes=profile.minutes_per_session,
            conditions=conditions(inputs),
            aims=tuple((aim, by) for aim, by in aims if by >= inputs.day),
            event=event if event is not None and event >= inputs.day else None,
            sport=profile.sport,
            chosen=profile.programme,
        )
    )


def todays(inputs: Inputs, state: SafetyState | None = None) -> Today:
    """Return which programme, day and week it is for the athlete, lighter where that is due.

    `state` is what the safety rules see in the same inputs, worked out when not given.
    """
    state = state or observed(inputs)
    profile, found = inputs.profile, fitted(inputs)
    programme = found.programme
    day, week = programmes.next_day(
        programme,
        inputs.logs,
        days_per_week=profile.days_per_week,
        on=inputs.day,
        event=found.event,
    )
    done = sum(log.programme == programme.id for log in inputs.done)
    block = profile.days_per_week * len(programme.weeks)
    reactive = not week.deload and deload_due(state)
    week = _lighter(week) if reactive else week
    return Today(programme, day, week, done // max(block, 1), found.reason, reactive, found.event)


def _lighter(week: WeekPlan) -> WeekPlan:
    """Return `week` as the lighter one that the safety rules ask for, so that it passes them."""
    return replace(
        week,
        sets_factor=min(week.sets_factor, REACTIVE_SETS),
        duration_factor=min(week.duration_factor, REACTIVE_MINUTES),
        rpe_cap=min(week.rpe_cap, DELOAD_RPE),
        rpe_shift=min(week.rpe_shift, 0.0),
        deload=True,
    )
