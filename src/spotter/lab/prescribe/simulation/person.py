"""One simulated person: a body, a life around it, and what of both is told or measured."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from spotter.athletes.profile import Profile
from spotter.body.checkin import Checkin
from spotter.body.state import Day
from spotter.lab.prescribe.simulation.models import Model
from spotter.lab.prescribe.simulation.outcome import Drawn, Outcome, share_of
from spotter.lab.prescribe.simulation.traits import Traits
from spotter.prescribe.ranker.dose import SITES, Dose, Vector, asked_rpe
from spotter.training.session import LoggedSet, Part, Session, SessionLog, SetKind

# Effort: what tiredness, a bad day and a session larger than usual add to it, in RPE; assumptions.
TIRED_RPE, FORM_RPE, LARGE_RPE = 1.4, 0.7, 2.0
# Log-odds of getting it done: each RPE over target, each tenth over the free minutes; assumptions.
OVER_ODDS, LATE_ODDS, FORM_ODDS = 1.0, 0.6, 0.6
# What the week's own number of training days leaves of time and will once they are done, and how
# much each RPE above the first over target takes from what work is good for; assumptions.
BEYOND_TIME, BEYOND_ODDS, OVER_LOST = 0.7, 1.5, 0.2
# Soreness: of a usual number of sets by somebody used to them, and the bouts until then (repeated
# bouts halve it, McHugh 2003); assumptions beside.
SORE_SETS, NEW_BOUTS, NEW_FACTOR = 2.2, 4.0, 0.9
# Up to this load a session is no training day; an assumption.
GENTLE_AU = 80.0
# Nobody gains less than this from their best session; it keeps the unit from vanishing.
LEAST_UNIT = 0.02
_ENDS = frozenset({Part.WARM_UP, Part.COOL_DOWN})


@dataclass(slots=True)
class Person:
    """Somebody who trains. `form` of the day (about standard normal), `free_min` and `sites`
    (14,), soreness 0-10 of each of `SITES`, are hidden; `watch` says whether a device is worn."""

    profile: Profile
    traits: Traits
    model: Model
    chance: np.random.Generator
    watch: bool
    form: float = 0.0
    slept: float = 0.0
    stress: float = 0.0
    free_min: float = 60.0
    bouts: float = 0.0
    week: list[bool] = field(default_factory=list)
    sites: Vector = field(default_factory=lambda: np.zeros(len(SITES)))
    unit: float = 1.0

    def settle(self, usual: Sequence[Dose]) -> None:
        """Take the most that any of `usual` gains, done fresh, as the unit of progress."""
        self.unit = max(LEAST_UNIT, *(self.model.gain(dose) for dose in usual))

    def wake(self) -> None:
        """Draw the night and the day: sleep, stress, form, and how much time there really is."""
        poor = self.chance.random() < self.traits.poor_days
        self.slept = float(self.chance.normal(-1.2 if poor else 0.2, 0.7))
        self.stress = float(self.chance.normal(1.0 if poor else -0.2, 0.7))
        new = 0.5 * self.slept - 0.4 * self.stress + float(self.chance.normal(0, 0.5))
        self.form = 0.4 * self.form + 0.8 * new
        hurry = self.chance.random() < self.traits.hurried * (1.6 if self.stress > 0.5 else 0.8)
        share = self.chance.uniform(0.4, 0.8) if hurry else self.chance.uniform(0.95, 1.4)
        self.free_min = self.profile.minutes_per_session * float(share)
        self.free_min *= BEYOND_TIME if self.beyond else 1.0

    @property
    def beyond(self) -> bool:
        """Return whether the training days of the last seven are already those set aside."""
        return sum(self.week[-6:]) >= self.profile.days_per_week

    def outcome(self, doses: Sequence[Dose]) -> Outcome:
        """Return the true distribution of what becomes of each dose today."""
        each = [self._one(dose) for dose in doses]
        done, off, sore, gain = (np.array(column) for column in zip(*each, strict=True))
        progress = gain / self.unit * share_of(done)
        return Outcome(done, off, sore, progress)

    def _one(self, dose: Dose) -> tuple[float, float, float, float]:
        still = self.traits.recovers * float(self.sites.max())
        if not dose.sets:
            return 0.97, 0.0, still, 0.0
        size = dose.load_au / self.traits.capacity_au
        off = self.traits.bias + TIRED_RPE * (self.model.tired(dose) - 0.5)
        off += LARGE_RPE * max(0.0, size - 1.1) - FORM_RPE * self.form
        off = max(-2.5, min(off, 10.5 - dose.rpe))
        late = max(0.0, dose.minutes / self.free_min - 1)
        odds = self.traits.grit - OVER_ODDS * max(0.0, off) + FORM_ODDS * self.form
        odds -= LATE_ODDS * late * 10 + 0.4 * max(0.0, dose.peak_rpe - 8)
        odds -= BEYOND_ODDS * self.beyond * min(1.0, size)
        gain = self.model.gain(dose) * math.exp(-OVER_LOST * max(0.0, off - 1))
        return 1 / (1 + math.exp(-odds)), off, float(self.sore(dose).max()), gain

    def sore(self, dose: Dose) -> Vector:
        """Return the mean soreness of each site tomorrow, 0-10, (14,)."""
        new = 1 + NEW_FACTOR * math.exp(-self.bouts / NEW_BOUTS)
        hard = max(0.0, dose.peak_rpe - 4) / 4
        fresh = SORE_SETS * self.traits.sore * new * hard * np.log1p(dose.sites / 4)
        fresh += 0.25 * math.log1p(dose.impact_sets + dose.endurance_min / 15) * (dose.sites > 0)
        fading = self.traits.recovers * self.sites
        # What is still sore and is loaded again is sorer than either.
        return np.minimum(10.0, np.maximum(fresh, fading) + 0.3 * np.minimum(fresh, fading))

    def measured(self, day: date) -> Day:
        """Return what a device says of the night, nothing without one."""
        if not self.watch:
            return Day(day, {}, {})
        tired = float(np.clip(self.model.tired(ANY_DOSE), 0, 3))
        noise = self.chance.standard_normal(3)
        ln_hrv = math.log(60) + 0.12 * self.form - 0.08 * tired + 0.12 * float(noise[0])
        pulse = 56 - 1.2 * self.form + 1.2 * tired + 1.5 * float(noise[1])
        sleep = 27_000 + 4200 * self.slept + 1200 * float(noise[2])
        values = {"hrv_sdnn_ms": math.exp(ln_hrv), "resting_hr_bpm": pulse, "sleep_s": sleep}
        return Day(day, values, dict.fromkeys(values, "watch"))

    def says(self, day: date) -> Checkin:
        """Return the answers of the morning: what is felt, in whole steps and not quite right."""

        def five(value: float) -> int:
            return int(np.clip(round(value + float(self.chance.normal(0, 0.5))), 1, 5))

        sore = {
            site: level
            for site, felt in zip(SITES, self.sites, strict=True)
            if (level := round(float(felt + self.chance.normal(0, 0.4) * (felt > 0.5)))) > 0
        }
        return Checkin(
            day,
            sleep_quality=five(3.6 + 0.9 * self.slept),
            mood=five(3.8 + 0.5 * self.form - 0.3 * self.stress),
            energy=five(3.6 + 0.9 * self.form),
            stress=five(2.2 + 0.9 * self.stress),
            soreness={site: min(10, level) for site, level in sore.items()},
            pain={},
            symptoms=frozenset(),
            ill=False,
            heat_index_c=16.0,
        )

    def train(
        self, session: Session, dose: Dose, drawn: Drawn, place: int, day: date
    ) -> SessionLog:
        """Do the session as draw number `place` has it; return its log."""
        share, off = float(drawn.share[place]), float(drawn.effort_off[place])
        log = self._log(session, share, off, day)
        self.sites = self.sore(dose) * math.sqrt(share)
        self.model.live(dose)
        self.bouts += 1
        self.week.append(dose.load_au > GENTLE_AU)
        return log

    def rest(self) -> None:
        """Let the day pass without training."""
        self.sites = self.traits.recovers * self.sites
        self.bouts = max(0.0, self.bouts - 0.1)
        self.model.live(None)
        self.week.append(False)

    def _log(self, session: Session, share: float, off: float, day: date) -> SessionLog:
        asked = [
            (place, block.exercise, one)
            for place, block in enumerate(session.blocks)
            if block.part not in _ENDS
            for one in block.sets
            if one.kind is SetKind.WORK
        ]
        start = datetime.combine(day, time(18), UTC)
        sets = []
        for number, (place, name, one) in enumerate(asked[: max(1, round(share * len(asked)))]):
            felt = one.rpe + off + float(self.chance.normal(0, 0.4))
            sets.append(
                LoggedSet(
                    name,
                    start + timedelta(minutes=2 * number),
                    reps=one.reps,
                    duration_s=one.duration_s,
                    load_kg=one.load_kg,
                    rpe=float(np.clip(round(felt * 2) / 2, 1, 10)),
                    pain=0,
                    block=place,
                )
            )
        mean = sum(one.rpe or 0.0 for one in sets) / max(1, len(sets))
        return SessionLog(
            id=f"{day:%Y%m%d}",
            day=day,
            title=session.title,
            focus=session.focus,
            sets=tuple(sets),
            programme=session.programme,
            programme_day=session.programme_day,
            week=session.week,
            planned_sets=len(asked),
            asked_rpe=asked_rpe(session),
            session_rpe=float(np.clip(round(mean), 1, 10)),
            duration_min=round(session.duration_min * share, 1),
        )


ANY_DOSE = Dose(30, 10, 5, 6.0, 7.0, 0.0, 0.0, 0, 4, np.ones(17), np.ones(len(SITES)))
