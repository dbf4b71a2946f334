"""From what is stored about an athlete to the state that the rules read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from spotter.athletes.profile import BodySite, Profile, Screening, Severity
from spotter.body.checkin import Checkin
from spotter.body.state import BodyState
from spotter.safety.facts import (
    TOLD_PRESSURE_DAYS,
    Facts,
    facts,
    needs_clearance,
    valid_clearance,
)
from spotter.safety.history import (
    Past,
    done_before,
    hard_days,
    lifts_down,
    minutes_trained,
    past,
    strength_days,
    trained,
    training_days,
    usual_days,
    usual_sets,
    weeks_without_deload,
    window,
)
from spotter.safety.known import AclState, SafetyState
from spotter.safety.loads import stated_maxima
from spotter.safety.plausible import Sieve
from spotter.safety.reports import Reports, reports
from spotter.training import volume
from spotter.training.gym import steps_of
from spotter.training.session import SessionLog

# A mass from a scale is believed for this long, then the one told; a project assumption.
MASS_DAYS = 30
# The 7-day mean lies this many days after the 28-day mean, centre to centre.
_MEAN_GAP_DAYS = 10.5
_LEAST_WEIGHINGS = 8
# From here on a level of pain counts as pain (pain-monitoring model, Silbernagel 2007).
PAIN_FROM = 3


@dataclass(frozen=True, slots=True)
class Sources:
    """What one observation rests on, with everything after `day` already left out."""

    day: date
    profile: Profile
    told: Facts | None
    screening: Screening | None
    checkins: tuple[Checkin, ...]
    history: Past
    body: BodyState | None
    sieve: Sieve

    @property
    def checkin(self) -> Checkin | None:
        """Return today's check-in, if there is one."""
        return next((one for one in reversed(self.checkins) if one.day == self.day), None)


def observe(  # noqa: PLR0917 - the order is part of the contract between the rooms
    day: date,
    profile: Profile,
    screening: Screening | None,
    checkins: Iterable[Checkin],
    logs: Iterable[SessionLog],
    body: BodyState | None,
) -> SafetyState:
    """Return what is known about an athlete on `day` (their local date).

    Readings that are stale, not a number or impossible are dropped and named in `dropped`; what was
    never told stays None, and the rules count it against training.
    """
    if screening is not None and not screening.answers:
        screening = None  # a form sent in empty tells no more than none
    source = Sources(
        day,
        profile,
        facts(screening, day) if screening is not None else None,
        screening,
        tuple(sorted((one for one in checkins if one.day <= day), key=lambda one: one.day)),
        past(logs, day),
        body,
        Sieve(),
    )
    fields: dict[str, Any] = {}
    for part in (_person, _body, _screening, _medical, _pregnancy, _energy, _surgery, _training):
        fields.update(part(source))
    fields.update(_day(source))
    fields.update(_vitals(source, hypertensive=fields.get("hypertension") is not False))
    return SafetyState(day=day, **fields, dropped=frozenset(source.sieve.dropped))


def _person(source: Sources) -> dict[str, Any]:
    profile, sieve = source.profile, source.sieve
    age = sieve.keep("age_years", profile.age_on(source.day))
    mass = _mass(source)
    height = sieve.keep("height_m", profile.height_m)
    injuries = [
        (source.day - limit.since).days / 7
        for limit in profile.limitations
        if limit.since is not None and limit.severity is not Severity.MILD
    ]
    return {
        "age_years": None if age is None else int(age),
        "sex": profile.sex,
        "mass_kg": mass,
        "bmi": None if mass is None or height is None else mass / height**2,
        "mass_loss_per_week": _mass_loss(source.body),
        "stated": stated_maxima(profile.known_loads, source.day),
        "experience": profile.experience,
        "equipment": profile.equipment,
        "steps": steps_of(profile),
        "limitations": profile.limitations,
        "injury_weeks": max(0.0, min(injuries)) if injuries else None,
    }


def _mass(source: Sources) -> float | None:
    reading = source.body.readings.get("mass_kg") if source.body else None
    if reading is not None:
        fresh = reading.age_days is None or reading.age_days <= MASS_DAYS
        measured = next(
            (one for one in (reading.value, reading.mean_7, reading.mean_28) if one is not None),
            None,
        )
        if fresh and measured is not None:
            return source.sieve.keep("mass_kg", measured)
    return source.sieve.keep("mass_kg", source.profile.mass_kg)


def _mass_loss(body: BodyState | None) -> float | None:
    """Return the loss per week as a fraction of body mass, from the 28- and 7-day means."""
    reading = body.readings.get("mass_kg") if body else None
    if reading is None or not reading.mean_7 or not reading.mean_28:
        return None
    if reading.n_28 < _LEAST_WEIGHINGS or reading.n_7 < 2:
        return None
    return (reading.mean_28 - reading.mean_7) / reading.mean_28 * 7 / _MEAN_GAP_DAYS


def _body(source: Sources) -> dict[str, Any]:
    if source.body is None:
        return {}
    resting = source.body.readings.get("resting_hr_bpm")
    if resting is not None and (resting.age_days or 0) == 0:
        source.sieve.keep("resting_hr_bpm", resting.value)
    return {
        "acute_load": source.body.value("acute_load_au"),
        "chronic_load": source.body.value("chronic_load_au"),
    }


def _screening(source: Sources) -> dict[str, Any]:
    told, screening = source.told, source.screening
    if told is None or screening is None:
        return {}
    changed = any(
        one.extra.get("health_changed") is True
        for one in source.checkins
        if one.day > told.answered_on
    )
    return {
        "screening_age_days": told.age_days,
        "screening_complete": told.complete,
        "health_changed": changed,
        "needs_clearance": needs_clearance(told),
        "clearance": valid_clearance(told, screening.answered_on),
        "used_to_vigorous": told.yes("used_to_vigorous"),
    }


def _medical(source: Sources) -> dict[str, Any]:
    told = source.told
    if told is None:
        return {}
    insulin = told.chose("medicines", "insulin", "sulfonylurea")
    type_1 = told.chose("diabetes_type", "type_1")
    return {
        "hypertension": told.yes("high_blood_pressure"),
        "heart_disease": told.yes("heart_condition"),
        "diabetes": _either(told.chose("chronic_conditions", "diabetes"), insulin),
        "glucose_lowering": _either(insulin, type_1),
        "beta_blocker": told.chose("medicines", "beta_blocker"),
        "anticoagulant": told.chose("medicines", "blood_thinner"),
        "tendon_medicine": told.chose("medicines", "steroid_injection", "fluoroquinolone"),
    }


def _either(*answers: bool | None) -> bool | None:
    if True in answers:
        return True
    return None if None in answers else False


def _pregnancy(source: Sources) -> dict[str, Any]:
    told = source.told
    if told is None:
        return {}
    problems = told.chosen("pregnancy_problems")
    weeks = told.number("pregnancy_weeks")
    postpartum = told.chose("pregnancy", "gave_birth")
    return {
        "pregnant": told.chose("pregnancy", "pregnant"),
        "pregnancy_weeks": source.sieve.keep(
            "pregnancy_weeks", None if weeks is None else weeks + told.age_days / 7
        )
        if told.chose("pregnancy", "pregnant") is not False
        else None,
        "pregnancy_contraindicated": None if problems is None else bool(problems),
        "pregnancy_provider_ok": told.yes("pregnancy_provider_ok"),
        "postpartum": postpartum,
        "postpartum_weeks": told.weeks_since("birth_on") if postpartum else None,
        "cesarean": told.yes("cesarean"),
        "postpartum_cleared": told.yes("postpartum_cleared"),
    }


def _energy(source: Sources) -> dict[str, Any]:
    told = source.told
    if told is None:
        return {}
    return {
        "eating_disorder": told.yes("eating_disorder"),
        "edeq_global": told.number("edeq_global") if "edeq_global" in told.answers else None,
        "missed_cycles": told.number("missed_cycles"),
        "stress_fractures_high": told.number("stress_fractures_high"),
        "stress_fractures_low": told.number("stress_fractures_low"),
        "unintended_weight_loss": told.yes("unintended_weight_loss"),
    }


def _surgery(source: Sources) -> dict[str, Any]:
    told = source.told
    if told is None:
        return {}
    return {
        "surgery": told.yes("recent_surgery"),
        "surgery_weeks": told.weeks_since("surgery_on"),
        "hernia": told.yes("hernia"),
        "retinal_disease": told.yes("retinal_disease"),
        "acl_rehab": told.yes("acl_rehab"),
        "acl": _acl(told, source.checkin),
    }


def _acl(told: Facts, checkin: Checkin | None) -> AclState:
    extra = checkin.extra if checkin else {}
    graft, passed = told.answers.get("acl_graft"), extra.get("acl_phase_passed")
    return AclState(
        weeks=told.weeks_since("acl_surgery_on"),
        graft=graft if isinstance(graft, str) and graft != "not_known" else None,
        meniscus_repair=told.yes("acl_meniscus_repair"),
        clinician=told.yes("acl_clinician"),
        phase_passed=passed if isinstance(passed, bool) else None,
        effusion=_extra(extra, "acl_effusion"),
        effusion_rise=_extra(extra, "acl_effusion_rise"),
        quads_lsi=_extra(extra, "acl_quads_lsi"),
        hop_lsi=_extra(extra, "acl_hop_lsi"),
        kos_adls=_extra(extra, "acl_kos_adls"),
        global_rating=_extra(extra, "acl_global_rating"),
        psychological=_extra(extra, "acl_rsi"),
        flexion_loss_deg=_extra(extra, "acl_flexion_loss_deg"),
        extension_loss_deg=_extra(extra, "acl_extension_loss_deg"),
    )


def _extra(extra: Mapping[str, float | bool | str], name: str) -> float | None:
    value = extra.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _training(source: Sources) -> dict[str, Any]:
    past_ = trained(source.history)
    finished = [log for log in past_.all if log.day < source.day or log.finished]
    first = past_.all[0].day if past_.all else None
    last = past_.before[-1].day if past_.before else None
    return {
        "done": done_before(past_),
        "muscle_week": volume.of_logs(window(past_, 6, 0)),
        "muscle_usual": usual_sets(past_),
        "muscle_today": volume.of_logs(past_.today),
        "hard_days_ago": hard_days(past_),
        "failure_days_ago": hard_days(past_, failure=True),
        "sessions_done": len(finished),
        "first_session_days_ago": None if first is None else (source.day - first).days,
        "days_off": None if last is None else (source.day - last).days,
        "training_days_of_last_6": training_days(past_, 6),
        "sessions_of_last_7": sum((source.day - log.day).days <= 6 for log in finished),
        "strength_days_of_last_6": strength_days(past_, 6),
        "weeks_without_deload": weeks_without_deload(past_),
        "training_days_usual": usual_days(past_),
        "minutes_week": minutes_trained(past_, 6),
        "lifts_down": lifts_down(past_),
    }


def _day(source: Sources) -> dict[str, Any]:
    told = source.told
    said: Reports = reports(
        source.day,
        source.checkins,
        source.history,
        told.chosen("warning_signs") if told else None,
        source.screening.clearance if source.screening else None,
    )
    checkin = source.checkin
    soreness = _levels(checkin.soreness if checkin else None, source.sieve)
    pain = _levels(checkin.pain if checkin else None, source.sieve)
    now = _pain_now(pain, source.history.today)
    return {
        "symptoms": said.active,
        "symptoms_today": said.asked_today,
        "held": said.held,
        "ill": said.ill_today,
        "ill_days_ago": said.ill_days_ago,
        "soreness": soreness,
        "pain": now,
        "lasting_pain": None if now is None else _lasting(now, source),
        "heat_index_c": source.sieve.keep(
            "heat_index_c", checkin.heat_index_c if checkin else None
        ),
    }


def _levels(told: Mapping[BodySite, int] | None, sieve: Sieve) -> dict[BodySite, int] | None:
    """Return levels 0-10 by site; one that cannot be counts as the worst."""
    if told is None:
        return None
    kept = {site: sieve.keep(f"level at {site}", level, "level") for site, level in told.items()}
    return {site: 10 if level is None else round(level) for site, level in kept.items()}


def _pain_now(
    told: dict[BodySite, int] | None, today: Sequence[SessionLog]
) -> dict[BodySite, int] | None:
    """Return today's pain: what the check-in said, or worse since in a session."""
    felt: dict[BodySite, int] = dict(told or {})
    for log in today:
        in_sets = [(one.pain_site, one.pain or 0) for one in log.sets if one.pain_site]
        for site, level in [*log.pain.items(), *in_sets]:
            felt[site] = max(level, felt.get(site, 0))
    return felt if told is not None or felt else None


def _lasting(now: Mapping[BodySite, int], source: Sources) -> frozenset[BodySite]:
    """Return where pain was felt yesterday or in the last session, and still is today."""
    earlier: set[BodySite] = set()
    for one in source.checkins:
        if (source.day - one.day).days == 1:
            earlier |= {site for site, level in (one.pain or {}).items() if level >= PAIN_FROM}
    for log in source.history.before[-1:]:
        if (source.day - log.day).days <= 7:
            in_sets = [(one.pain_site, one.pain or 0) for one in log.sets if one.pain_site]
            earlier |= {site for site, level in [*log.pain.items(), *in_sets] if level >= PAIN_FROM}
    return frozenset(site for site in earlier if now.get(site, 0) >= PAIN_FROM)


def _vitals(source: Sources, *, hypertensive: bool) -> dict[str, Any]:
    checkin, sieve = source.checkin, source.sieve
    upper, lower = _pressure(source) if hypertensive else _measured(checkin, sieve)
    extra = checkin.extra if checkin else {}
    recent = [one for one in source.checkins if (source.day - one.day).days <= 1]
    glucose = [
        value
        for one in recent
        if (value := sieve.keep("glucose_mmol_l", one.glucose_mmol_l)) is not None
    ]
    return {
        "systolic_mmhg": upper,
        "diastolic_mmhg": lower,
        "exercise_systolic_mmhg": sieve.keep(
            "exercise_systolic_mmhg", extra.get("exercise_systolic_mmhg")
        ),
        "exercise_diastolic_mmhg": sieve.keep(
            "exercise_diastolic_mmhg", extra.get("exercise_diastolic_mmhg")
        ),
        "session_hr_bpm": sieve.keep("session_hr_bpm", extra.get("session_hr_bpm")),
        "session_hr_s": _extra(extra, "session_hr_s"),
        "glucose_mmol_l": sieve.keep("glucose_mmol_l", checkin.glucose_mmol_l if checkin else None),
        "lowest_glucose_24h": min(glucose, default=None),
        "assisted_hypo_24h": any(one.extra.get("assisted_hypo") is True for one in recent),
        "ketones": checkin.ketones if checkin else None,
    }


def _measured(checkin: Checkin | None, sieve: Sieve) -> tuple[float | None, float | None]:
    """Return upper and lower pressure of one check-in, both dropped when they contradict."""
    if checkin is None:
        return None, None
    upper = sieve.keep("systolic_mmhg", checkin.systolic_mmhg)
    lower = sieve.keep("diastolic_mmhg", checkin.diastolic_mmhg)
    if upper is not None and lower is not None and lower >= upper:
        sieve.dropped |= {"systolic_mmhg", "diastolic_mmhg"}
        return None, None
    return upper, lower


def _pressure(source: Sources) -> tuple[float | None, float | None]:
    """Return the newest resting pressure of the last 30 days, measured or told."""
    if (checkin := source.checkin) is not None:
        measured = _measured(checkin, source.sieve)
        if measured != (None, None) or source.sieve.dropped & {"systolic_mmhg", "diastolic_mmhg"}:
            return measured
    for one in reversed(source.checkins):
        if 0 < (source.day - one.day).days <= TOLD_PRESSURE_DAYS:
            earlier = _measured(one, Sieve())
            if earlier != (None, None):
                return earlier
    told = source.told
    if told is None or told.age_days > TOLD_PRESSURE_DAYS:
        return None, None
    answers = told.answers
    return _measured(
        replace(
            Checkin(source.day),
            systolic_mmhg=_pressure_told(answers.get("systolic_mmhg")),
            diastolic_mmhg=_pressure_told(answers.get("diastolic_mmhg")),
        ),
        source.sieve,
    )


def _pressure_told(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
