"""Everything the rules may ask about one athlete on one day; None means not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from spotter.athletes.profile import BodySite, Equipment, Experience, Limitation, Sex
from spotter.training.exercise import Muscle
from spotter.training.gym import Steps


@dataclass(frozen=True, slots=True)
class Done:
    """How one exercise went before: what a next load is measured against.

    `load_kg` is the heaviest load of the last three weeks that was lifted without pain above 2 (the
    lightest where all of them hurt), `capacity` the repetitions shown plus those left in reserve in
    its best set at that load; an unrated set counts as if nothing had been left. `days_ago` is the
    last time, `sets` the most work sets in one session of the last six weeks, `pain` the worst of
    the last session (0-10), `pain_before` that of the session before it.
    """

    days_ago: int
    load_kg: float | None = None
    capacity: float | None = None
    sets: int = 0
    pain: int = 0
    pain_before: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AclState:
    """Rehabilitation after a cruciate ligament operation; None means not known.

    Weeks since the operation; the effusion grade 0-3 (stroke test) and its change; thigh strength
    and hop distance as a fraction of the other leg; the daily-living score, the own rating of the
    knee and the readiness to return (ACL-RSI), each 0-100; degrees of bend and of stretch lost in a
    week. `phase_passed` is False where a test of the phase was failed.
    """

    weeks: float | None = None
    graft: str | None = None
    meniscus_repair: bool | None = None
    clinician: bool | None = None
    phase_passed: bool | None = None
    effusion: float | None = None
    effusion_rise: float | None = None
    quads_lsi: float | None = None
    hop_lsi: float | None = None
    kos_adls: float | None = None
    global_rating: float | None = None
    psychological: float | None = None
    flexion_loss_deg: float | None = None
    extension_loss_deg: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyState:
    """One athlete, one day. SI units; `dropped` names readings that were stale or impossible.

    `clearance` is the scope of a clinician's clearance valid today ("", light, moderate, any).
    `symptoms` are the red flags active today, `held` the exercises that may not progress since a
    warning was felt in them. `muscle_week` counts the fractional sets of today and the six days
    before, `muscle_usual` those of the fuller of the two weeks before that, `muscle_today` only
    today's. `hard_days_ago` and `failure_days_ago` are the last earlier day by primary muscle,
    `stated` is the one-repetition maximum in kg by exercise that the athlete's own words make
    likely today, `steps` by how much loads grow in their gym. `weeks_without_deload` the whole
    weeks since the last easy one.
    `training_days_usual` are the training days of the fuller of the two weeks before the last seven
    days, `minutes_week` the minutes trained today and in the six days before. `session_hr_s` is how
    long the heart beat at `session_hr_bpm`.
    """

    day: date

    age_years: int | None = None
    sex: Sex | None = None
    mass_kg: float | None = None
    bmi: float | None = None
    mass_loss_per_week: float | None = None
    experience: Experience | None = None
    equipment: frozenset[Equipment] | None = None
    limitations: tuple[Limitation, ...] | None = None
    injury_weeks: float | None = None

    screening_age_days: int | None = None
    screening_complete: bool | None = None
    health_changed: bool | None = None
    needs_clearance: bool | None = None
    clearance: str = ""
    used_to_vigorous: bool | None = None

    symptoms: frozenset[str] | None = None
    symptoms_today: bool | None = None
    held: frozenset[str] | None = None
    ill: bool | None = None
    ill_days_ago: int | None = None

    hypertension: bool | None = None
    systolic_mmhg: float | None = None
    diastolic_mmhg: float | None = None
    exercise_systolic_mmhg: float | None = None
    exercise_diastolic_mmhg: float | None = None
    session_hr_bpm: float | None = None
    session_hr_s: float | None = None
    heart_disease: bool | None = None

    diabetes: bool | None = None
    glucose_lowering: bool | None = None
    glucose_mmol_l: float | None = None
    lowest_glucose_24h: float | None = None
    assisted_hypo_24h: bool | None = None
    ketones: str | None = None

    beta_blocker: bool | None = None
    anticoagulant: bool | None = None
    tendon_medicine: bool | None = None

    pregnant: bool | None = None
    pregnancy_weeks: float | None = None
    pregnancy_contraindicated: bool | None = None
    pregnancy_provider_ok: bool | None = None
    postpartum: bool | None = None
    postpartum_weeks: float | None = None
    cesarean: bool | None = None
    postpartum_cleared: bool | None = None

    eating_disorder: bool | None = None
    edeq_global: float | None = None
    missed_cycles: float | None = None
    stress_fractures_high: float | None = None
    stress_fractures_low: float | None = None
    unintended_weight_loss: bool | None = None
    energy_availability: float | None = None

    surgery: bool | None = None
    surgery_weeks: float | None = None
    hernia: bool | None = None
    retinal_disease: bool | None = None
    acl_rehab: bool | None = None
    acl: AclState = field(default_factory=AclState)

    soreness: Mapping[BodySite, int] | None = None
    pain: Mapping[BodySite, int] | None = None
    lasting_pain: frozenset[BodySite] | None = None

    stated: Mapping[str, float] = field(default_factory=dict)
    steps: Steps = field(default_factory=Steps)
    done: Mapping[str, Done] = field(default_factory=dict)
    muscle_week: Mapping[Muscle, float] = field(default_factory=dict)
    muscle_usual: Mapping[Muscle, float] = field(default_factory=dict)
    muscle_today: Mapping[Muscle, float] = field(default_factory=dict)
    hard_days_ago: Mapping[Muscle, int] = field(default_factory=dict)
    failure_days_ago: Mapping[Muscle, int] = field(default_factory=dict)
    sessions_done: int | None = None
    first_session_days_ago: int | None = None
    days_off: int | None = None
    training_days_of_last_6: int | None = None
    sessions_of_last_7: int | None = None
    strength_days_of_last_6: int | None = None
    weeks_without_deload: int | None = None
    training_days_usual: int | None = None
    minutes_week: float | None = None
    lifts_down: int | None = None

    acute_load: float | None = None
    chronic_load: float | None = None
    heat_index_c: float | None = None
    dropped: frozenset[str] = frozenset()
