"""What the second checker knows about who may train today; it must not import the rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from safety.independent_athlete import Athlete, clearance_of
from spotter.athletes.profile import Severity

STOP_TODAY = {
    "chest_pain", "fainting", "breathless", "palpitations", "headache_sudden", "confusion",
    "stroke_signs", "head_injury", "dizziness", "breathless_lying", "ankle_swelling",
    "calf_burning", "heart_murmur", "calf_swelling", "wound_infection", "joint_locked",
    "joint_gave_way", "dark_urine", "severe_swelling", "severe_muscle_pain", "saddle_numbness",
    "bladder_bowel", "progressive_weakness", "night_pain", "sharp_pain", "pop_or_snap",
    "joint_unstable", "numbness", "fever", "self_harm",
}  # fmt: skip
PASSING = {"sharp_pain", "pop_or_snap", "joint_unstable", "numbness", "fever", "self_harm"}
STOP_IN_PREGNANCY = {
    "pregnancy_bleeding", "pregnancy_fluid", "contractions", "abdominal_pain",
    "headache_pregnancy", "balance_weakness",
}  # fmt: skip


def person(athlete: Athlete) -> Iterator[str]:
    screening = athlete.screening
    if screening is None:
        yield "S01: never screened"
        return
    if athlete.ago(screening.answered_on) > 365:
        yield "S02: screening too old"
    age = athlete.profile.age_on(athlete.day)
    if age is None or age < 18:
        yield "S25: not known to be an adult"
    cleared = clearance_of(athlete)
    yield from _conditions(athlete, cleared)
    yield from _pressure(athlete, cleared)
    yield from _sugar(athlete)
    yield from _symptoms(athlete)
    yield from _rest(athlete)
    height, mass = athlete.profile.height_m, athlete.profile.mass_kg
    if not cleared and (height is None or mass is None or mass / height**2 < 18.5):
        yield "S24: too light, or not known"


def _yes(athlete: Athlete, name: str) -> bool:
    return athlete.answer(name) is True


def _conditions(athlete: Athlete, cleared: str) -> Iterator[str]:
    if set(athlete.answer("warning_signs") or ()) - {"none"}:
        yield "S04: warning signs"
    if _yes(athlete, "acl_rehab"):
        yield "A01: no clinician beside the rehabilitation"
    yield from _motherhood(athlete)
    if not cleared:
        yield from _general_items(athlete)
        yield from _needing_clearance(athlete)


def _general_items(athlete: Athlete) -> Iterator[str]:
    chronic = set(athlete.answer("chronic_conditions") or ())
    medicines = set(athlete.answer("medicines") or ()) - {"none"}
    if _yes(athlete, "heart_condition") or _yes(athlete, "supervised_only"):
        yield "S01: heart, or only under supervision"
    if chronic & {"diabetes", "kidney"}:
        yield "S01: chronic disease"
    for item, follow_up in (
        (bool(chronic - {"none", "diabetes", "kidney"}), "chronic_stable"),
        (_yes(athlete, "bone_joint"), "bone_joint_settled"),
        (bool(medicines), "medicines_fine"),
        (_yes(athlete, "high_blood_pressure"), "blood_pressure_controlled"),
    ):
        if item and not _yes(athlete, follow_up):
            yield f"S01: not {follow_up}"


def _needing_clearance(athlete: Athlete) -> Iterator[str]:
    if _yes(athlete, "eating_disorder"):
        yield "S21: eating disorder"
    if (athlete.answer("missed_cycles") or 0) >= 3:
        yield "S22: missed cycles"
    high = athlete.answer("stress_fractures_high") or 0
    if high >= 1 or (athlete.answer("stress_fractures_low") or 0) >= 2:
        yield "S23: stress fractures"
    if _yes(athlete, "unintended_weight_loss"):
        yield "S24: weight loss"
    if _yes(athlete, "hernia") or _yes(athlete, "retinal_disease"):
        yield "S46: hernia or retina"
    for limit in athlete.profile.limitations:
        recent = limit.since is not None and athlete.ago(limit.since) < 12 * 7
        if recent and limit.severity is not Severity.MILD:
            yield "S46: new injury"
    surgery = athlete.answer("surgery_on")
    if _yes(athlete, "recent_surgery") and (
        surgery is None or athlete.ago(date.fromisoformat(surgery)) < 12 * 7
    ):
        yield "S46: operation"


def _motherhood(athlete: Athlete) -> Iterator[str]:
    if athlete.answer("pregnancy") == "pregnant":
        if set(athlete.answer("pregnancy_problems") or ()) - {"none"}:
            yield "S18: pregnancy contraindication"
        if not _yes(athlete, "pregnancy_provider_ok"):
            yield "S19: no agreement of the maternity team"
    if athlete.answer("pregnancy") == "gave_birth":
        birth = athlete.answer("birth_on")
        if birth is None or athlete.ago(date.fromisoformat(birth)) < 42:
            yield "S20: weeks after a birth"
        if athlete.answer("cesarean") is not False and not _yes(athlete, "postpartum_cleared"):
            yield "S20: caesarean not cleared"


def _last_pressure(athlete: Athlete) -> tuple[float | None, float | None]:
    told = [
        (one.systolic_mmhg, one.diastolic_mmhg)
        for one in athlete.checkins
        if athlete.ago(one.day) <= 30 and (one.systolic_mmhg or one.diastolic_mmhg)
    ]
    if told:
        return told[-1]
    if athlete.screening is not None and athlete.ago(athlete.screening.answered_on) <= 30:
        return athlete.answer("systolic_mmhg"), athlete.answer("diastolic_mmhg")
    return None, None


def _pressure(athlete: Athlete, cleared: str) -> Iterator[str]:
    today = athlete.today
    values = (today.systolic_mmhg, today.diastolic_mmhg) if today else (None, None)
    if athlete.answer("high_blood_pressure") is True:
        values = _last_pressure(athlete)
        if None in values:
            yield "S07: hypertensive and no reading"
    upper, lower = values[0] or 0, values[1] or 0
    if upper >= 180 or lower >= 110:
        yield "S06: blood pressure"
    if (upper >= 160 or lower >= 90) and not cleared:
        yield "S07: blood pressure"


def _sugar(athlete: Athlete) -> Iterator[str]:
    today = athlete.today
    glucose = today.glucose_mmol_l if today else None
    at_risk = set(athlete.answer("medicines") or ()) & {"insulin", "sulfonylurea"}
    if (at_risk or athlete.answer("diabetes_type") == "type_1") and glucose is None:
        yield "S16: glucose not known"
    if glucose is not None and glucose <= 3.9:
        yield "S16: glucose low"
    ketones = today.ketones if today else None
    if glucose is not None and glucose >= 13.9 and ketones not in ("none", "trace"):
        yield "S13: ketones"
    for one in athlete.checkins:
        low = one.glucose_mmol_l is not None and one.glucose_mmol_l < 2.9
        if athlete.ago(one.day) <= 1 and (low or one.extra.get("assisted_hypo") is True):
            yield "S15: serious low"


def _symptoms(athlete: Athlete) -> Iterator[str]:
    clearance = athlete.screening.clearance if athlete.screening else None
    reports = [(one.day, set(one.symptoms or ())) for one in athlete.checkins]
    reports += [(one.day, set(one.symptoms)) for one in athlete.logs]
    stops = STOP_TODAY | (STOP_IN_PREGNANCY if athlete.answer("pregnancy") == "pregnant" else set())
    for day, symptoms in reports:
        found = symptoms & stops
        if day == athlete.day and found:
            yield f"symptoms today: {sorted(found)}"
        lifted = clearance is not None and day < clearance.given_on <= athlete.day
        if day < athlete.day and found - PASSING and not lifted:
            yield f"symptoms not cleared: {sorted(found - PASSING)}"
        if "fever" in found and athlete.ago(day) <= 2:
            yield "S28: fever"
    for one in athlete.checkins:
        if one.ill and athlete.ago(one.day) <= 2:
            yield "S28: ill"


def _rest(athlete: Athlete) -> Iterator[str]:
    days = {one.day for one in athlete.logs if 1 <= athlete.ago(one.day) <= 6}
    if len(days) >= 6:
        yield "S40: no rest day"
