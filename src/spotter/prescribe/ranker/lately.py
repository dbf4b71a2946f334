"""What the athlete did in the last weeks, and how they took it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from spotter.body.checkin import Checkin
from spotter.prescribe.inputs import Inputs
from spotter.prescribe.ranker.dose import MUSCLES, SITES, Dose, Vector, of_log, soreness_asked
from spotter.training.session import SessionLog

MEMORY_DAYS = 28
# What a muscle or a site still carries of its work the day after, and the day after that; soreness
# is gone within five to seven days.
CARRIED = 0.6
CARRIED_DAYS = 6
# So many of the newest sessions say how somebody takes them.
NEWEST = 12
# What is usual where nothing is known yet; assumptions.
USUAL_SHARE, USUAL_RPE, USUAL_SORE = 0.9, 6.5, 2.0
# Sessions' worth of the usual that is mixed in, so that one session does not make a habit.
USUAL_COUNTS = 2.0
# A hard usual session leaves soreness of about three of ten (`dose.soreness_asked` is 1 then).
SORE_OF_HARD = 3.0
# What is left of soreness after a day without training where nobody said yet, and levels' worth of
# it that are mixed in; assumptions.
USUAL_KEPT, USUAL_KEPT_COUNTS = 0.55, 4.0
# A session above this load is a training day; below it is a walk or mobility. An assumption.
TRAINING_AU = 80.0
# What of a load is felt after one day: the fast and the slow part of fatigue; assumptions.
FAST, SLOW = 0.5, 0.8
DONE_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Lately:
    """Sessions of the last four weeks with their age in days, newest last.

    `muscles` (17,) and `sites` (14,) are sets still carried, fading by `CARRIED` a day. The shares,
    efforts and soreness are means over the newest sessions, drawn towards what is usual.
    `sore_factor` is their soreness over what their sessions ask, `sore_kept` what is left of it
    after a day off, `done_often` how often nine tenths got done, `effort_off…` effort over target
    (of the newest, of the last, and how much more of it large sessions have), `efforts` of how many
    sessions that is known, `trained_6` the training days of the last six, `fatigue_…` loads in AU
    that fade.
    """

    doses: tuple[tuple[int, Dose], ...]
    muscles: Vector
    sites: Vector
    done_share: float
    last_share: float
    session_rpe: float
    set_rpe: float
    soreness_after: float
    sore_per_load: float
    sore_factor: float
    sore_kept: float
    done_often: float
    effort_off: float
    effort_off_last: float
    effort_off_large: float
    efforts: int
    trained_6: int
    fatigue_fast: float
    fatigue_slow: float
    sets_usual: float
    load_usual: float
    sessions: int


def lately(inputs: Inputs) -> Lately:
    """Return what `inputs` tell of the last four weeks, today's finished sessions included."""
    since = inputs.day - timedelta(days=MEMORY_DAYS)
    logs = [one for one in inputs.trained if one.day > since and one.sets]
    doses = tuple(((inputs.day - one.day).days, of_log(one)) for one in logs)
    newest = list(zip(logs, doses, strict=True))[-NEWEST:]
    sore = _soreness_after(newest, inputs.checkins)
    offs = _efforts_off(newest)
    shares = [_share(one) for one, _ in newest if one.planned_sets]
    muscles, sites = _carried(doses)
    return Lately(
        doses=doses,
        muscles=muscles,
        sites=sites,
        done_share=_towards(USUAL_SHARE, shares),
        last_share=_share(logs[-1]) if logs and logs[-1].planned_sets else USUAL_SHARE,
        session_rpe=_towards(USUAL_RPE, [one.session_rpe for one, _ in newest if one.session_rpe]),
        set_rpe=_towards(USUAL_RPE, [dose.rpe for _, (_, dose) in newest if dose.sets]),
        soreness_after=_towards(USUAL_SORE, [level for level, _ in sore]),
        sore_per_load=_towards(1.0, [level / (1.0 + dose.load_au / 150) for level, dose in sore]),
        sore_factor=_sore_factor(sore),
        sore_kept=_sore_kept(logs, inputs.checkins),
        done_often=_towards(USUAL_SHARE, [float(one >= DONE_SHARE) for one in shares]),
        effort_off=_towards(0.0, [off for off, _ in offs]),
        effort_off_last=offs[-1][0] if offs else 0.0,
        effort_off_large=_with_size(offs),
        efforts=len(offs),
        trained_6=len({age for age, dose in doses if 0 < age <= 6 and dose.load_au > TRAINING_AU}),
        fatigue_fast=sum(dose.load_au * FAST**age for age, dose in doses),
        fatigue_slow=sum(dose.load_au * SLOW**age for age, dose in doses),
        sets_usual=_towards(12.0, [float(dose.sets) for _, (_, dose) in newest]),
        load_usual=_towards(250.0, [dose.load_au for _, (_, dose) in newest]),
        sessions=len(logs),
    )


def _towards(usual: float, seen: Sequence[float]) -> float:
    return (USUAL_COUNTS * usual + sum(seen)) / (USUAL_COUNTS + len(seen))


def _share(log: SessionLog) -> float:
    """Return the part of the planned sets that was done, 0 to 1."""
    return min(1.0, log.work_sets / max(1, log.planned_sets))


def _carried(doses: Sequence[tuple[int, Dose]]) -> tuple[Vector, Vector]:
    muscles, sites = np.zeros(len(MUSCLES)), np.zeros(len(SITES))
    for age, dose in doses:
        if age <= CARRIED_DAYS:
            muscles += dose.muscles * CARRIED**age
            sites += dose.sites * CARRIED**age
    return muscles, sites


def _soreness_after(
    newest: Sequence[tuple[SessionLog, tuple[int, Dose]]], checkins: Sequence[Checkin]
) -> list[tuple[float, Dose]]:
    """Return the worst soreness said on the day after each session, beside what was done."""
    said = _worst(checkins)
    return [
        (said[day], dose)
        for log, (_, dose) in newest
        if (day := log.day + timedelta(days=1)) in said
    ]


def _worst(checkins: Sequence[Checkin]) -> Mapping[date, float]:
    """Return the worst soreness of each day on which it was asked for."""
    return {
        one.day: float(max(one.soreness.values(), default=0))
        for one in checkins
        if one.soreness is not None
    }


def _sore_factor(sore: Sequence[tuple[float, Dose]]) -> float:
    """Return soreness said over what the sessions ask, drawn towards 1."""
    asked = sum(SORE_OF_HARD * soreness_asked(dose) for _, dose in sore)
    mixed = USUAL_COUNTS * SORE_OF_HARD
    return (mixed + sum(level for level, _ in sore)) / (mixed + asked)


def _sore_kept(logs: Sequence[SessionLog], checkins: Sequence[Checkin]) -> float:
    """Return what is left of soreness after a day without training, 0-1, drawn to the usual."""
    said, trained = _worst(checkins), {one.day for one in logs}
    pairs = [
        (before, said[after])
        for day, before in said.items()
        if day not in trained and (after := day + timedelta(days=1)) in said
    ]
    kept = USUAL_KEPT * USUAL_KEPT_COUNTS + sum(after for _, after in pairs)
    return min(1.0, kept / (USUAL_KEPT_COUNTS + sum(before for before, _ in pairs)))


def _efforts_off(
    newest: Sequence[tuple[SessionLog, tuple[int, Dose]]],
) -> list[tuple[float, float]]:
    """Return effort over target of the sessions of which both are known, and their load in AU."""
    return [
        (dose.rpe - log.asked_rpe, dose.load_au)
        for log, (_, dose) in newest
        if log.asked_rpe is not None and dose.sets
    ]


def _with_size(offs: Sequence[tuple[float, float]]) -> float:
    """Return by how much more effort lay over target in the larger half of the sessions."""
    if len(offs) < 4:
        return 0.0
    ordered = [off for off, _ in sorted(offs, key=lambda one: one[1])]
    half = len(ordered) // 2
    more = sum(ordered[-half:]) / half - sum(ordered[:half]) / half
    return more * half / (half + USUAL_COUNTS)
