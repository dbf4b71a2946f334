"""From inputs to today's approved session: candidates, ranking, the gate, and the reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spotter.athletes.profile import Equipment
from spotter.prescribe.blocks import BlockMaker, Today
from spotter.prescribe.build import Builder
from spotter.prescribe.candidate import Candidate, Kind
from spotter.prescribe.candidates import Fatigue, candidates, tired_muscles
from spotter.prescribe.cardio import Heart, usual
from spotter.prescribe.choose import Chooser
from spotter.prescribe.decision import Alternative, Considered, Decision
from spotter.prescribe.dosing import Doser
from spotter.prescribe.explain import Story, tell
from spotter.prescribe.history import history
from spotter.prescribe.inputs import Inputs, observed
from spotter.prescribe.rank import Ranker, RuleRanker, Scored, View
from spotter.prescribe.schedule import Schedule, schedule, sessions_left
from spotter.prescribe.situation import Level, Situation, situation
from spotter.prescribe.weekly import room, sharing
from spotter.safety.approved import ApprovedSession
from spotter.safety.gate import NOTHING_LEFT, first_safe
from spotter.safety.known import SafetyState
from spotter.safety.loads import first_load, stepped_load
from spotter.safety.rules.amount import more_days
from spotter.safety.rules.pregnancy import minutes_left
from spotter.safety.verdict import Refusal
from spotter.training import programmes
from spotter.training.catalogue import Catalogue, catalogue
from spotter.training.exercise import Exercise
from spotter.training.programmes import was_done
from spotter.training.session import PlannedSet, SessionLog

# After a finished session nothing more is offered than what lets it settle.
RESTFUL = frozenset({Kind.REST, Kind.RECOVERY, Kind.MOBILITY})
# Alternatives are offered in this order, one of each kind.
OFFERED = (
    Kind.PLANNED,
    Kind.SHORTER,
    Kind.SHORTEST,
    Kind.THIRTY,
    Kind.EASIER,
    Kind.OTHER_EQUIPMENT,
    Kind.SWAPPED,
    Kind.HARDER,
    Kind.MOBILITY,
    Kind.RECOVERY,
    Kind.CARDIO,
    Kind.REST,
)


@dataclass(frozen=True, slots=True)
class _Chosen:
    scored: Scored | None
    outcome: ApprovedSession | Refusal
    passed_over: tuple[Scored, ...]


def decide(
    inputs: Inputs, state: SafetyState | None = None, ranker: Ranker | None = None
) -> Decision:
    """Return today's session, or the refusal of one, with everything that is told about it.

    `state` is what the safety rules see in the same inputs, worked out when not given. Pure: equal
    arguments give an equal decision.
    """
    state = state or observed(inputs)
    known = catalogue()
    now = replace(situation(inputs), more_days=more_days(state))
    day = schedule(inputs)
    today = todays(inputs)
    builder = _builder(inputs, now, state, today, known)
    fatigue = Fatigue(tired_muscles(inputs.trained, inputs.day, known), now)
    found = candidates(builder, today, fatigue, _minutes(inputs, state))
    view = _view(inputs, now, day)
    ranked = (ranker or RuleRanker()).rank([one for one in found if one.automatic], view)
    chosen = _first_safe(ranked, state)
    story = Story(
        inputs=inputs,
        now=now,
        schedule=day,
        today=today,
        chosen=None if chosen.scored is None else chosen.scored.candidate,
        outcome=chosen.outcome,
        first=ranked[0].candidate,
        planned=found[0],
        catalogue=known,
    )
    return Decision(
        day=inputs.day,
        readiness=inputs.readiness,
        outcome=chosen.outcome,
        kind=None if chosen.scored is None else chosen.scored.candidate.kind,
        reasons=tell(story),
        alternatives=_alternatives(_offerable(found, inputs), chosen, state, now),
        considered=_considered(ranked, chosen),
        done=tuple(log for log in inputs.logs if log.day == inputs.day and was_done(log)),
        started=_started(inputs),
    )


def _minutes(inputs: Inputs, state: SafetyState) -> int:
    """Return the minutes of a session: those given, or what a rule leaves of the week's."""
    most = inputs.profile.minutes_per_session
    if state.pregnant is False:
        return most
    return max(1, min(most, int(minutes_left(state))))


def todays(inputs: Inputs) -> Today:
    """Return which programme, day and week it is for the athlete."""
    profile = inputs.profile
    programme = programmes.for_athlete(
        profile.goal,
        profile.kind_on(inputs.day),
        profile.days_per_week,
        profile.minutes_per_session,
    )
    day, week = programmes.next_day(
        programme, inputs.logs, days_per_week=profile.days_per_week, on=inputs.day
    )
    done = sum(log.programme == programme.id for log in inputs.done)
    block = profile.days_per_week * len(programme.weeks)
    return Today(programme, day, week, done // max(block, 1))


def _builder(
    inputs: Inputs, now: Situation, state: SafetyState, today: Today, known: Catalogue
) -> Builder:
    past = history(inputs.trained, {one.id: one for one in known})
    there = room(state, sharing(today.programme, today.day, sessions_left(inputs), known))
    profile = inputs.profile
    chooser = Chooser(
        catalogue=known,
        profile=profile,
        now=now,
        past=past,
        day=inputs.day,
        equipment=frozenset(profile.equipment) | {Equipment.OUTDOORS},
        resting=there.resting,
    )

    def related(exercise: Exercise) -> Sequence[Exercise]:
        return known.substitutes(exercise.id)

    def heaviest_first(exercise: Exercise) -> float:
        return first_load(exercise, state)

    def heaviest_next(exercise: Exercise, reps: int, rpe: float) -> float:
        return stepped_load(exercise, PlannedSet(rpe=rpe, rest_s=0, reps=reps), state)

    doser = Doser(
        past,
        now,
        inputs.day,
        profile.experience,
        related,
        heaviest_first,
        heaviest_next,
        state.stated,
    )
    recorded = usual(inputs.body, profile.minutes_per_session)
    minutes = profile.minutes_per_session
    maker = BlockMaker(doser, profile.competes, minutes, _heart(inputs, state), recorded)
    return Builder(chooser, maker, there)


def _heart(inputs: Inputs, state: SafetyState) -> Heart | None:
    """Return what zones are made of, only where nothing forbids to train by heart rate."""
    reading = inputs.body.readings.get("resting_hr_bpm")
    resting = None if reading is None else reading.mean_28 or reading.value
    age = inputs.profile.age_on(inputs.day)
    if age is None or resting is None or state.beta_blocker is not False:
        return None
    if state.pregnant is not False:
        return None
    return Heart(age, resting)


def _view(inputs: Inputs, now: Situation, day: Schedule) -> View:
    return View(
        level=now.level,
        due=day.due,
        minutes=inputs.profile.minutes_per_session,
        monotony=inputs.body.value("monotony"),
        acute_load_au=inputs.body.value("acute_load_au"),
        days_off=now.days_off,
        yesterday_rpe=next(
            (log.session_rpe for log in inputs.done if (inputs.day - log.day).days == 1), None
        ),
    )


def _first_safe(ranked: Sequence[Scored], state: SafetyState) -> _Chosen:
    """Return the first candidate that the gate lets through.

    A refusal that is about the person, not about the proposal, ends the search: no other proposal
    could change it.
    """
    first: Refusal | None = None
    for index, scored in enumerate(ranked):
        answer = first_safe((scored.candidate.session,), state)
        if isinstance(answer, ApprovedSession):
            return _Chosen(scored, answer, tuple(ranked[:index]))
        first = first or answer
        if NOTHING_LEFT not in answer.voices:
            break
    return _Chosen(None, first or first_safe((), state), tuple(ranked))


def _offerable(found: Sequence[Candidate], inputs: Inputs) -> Sequence[Candidate]:
    """Return what may be offered: only what is restful once a session was finished today."""
    if any(log.day == inputs.day for log in inputs.done):
        return [one for one in found if one.kind in RESTFUL]
    return found


def _alternatives(
    found: Sequence[Candidate], chosen: _Chosen, state: SafetyState, now: Situation
) -> tuple[Alternative, ...]:
    if isinstance(chosen.outcome, Refusal):
        return ()
    offered: list[Alternative] = []
    seen = {chosen.outcome.session.blocks}
    for kind in OFFERED:
        for candidate in (one for one in found if one.kind is kind):
            if kind is Kind.HARDER and (now.level < Level.GOOD or not now.checked_in):
                continue
            answer = first_safe((candidate.session,), state)
            if isinstance(answer, ApprovedSession) and answer.session.blocks not in seen:
                seen.add(answer.session.blocks)
                offered.append(Alternative(kind, candidate.label, answer))
                break
    return tuple(offered)


def _considered(ranked: Sequence[Scored], chosen: _Chosen) -> tuple[Considered, ...]:
    refused = {id(one) for one in chosen.passed_over}
    best = chosen.scored

    def why_not(one: Scored) -> str:
        if one is best:
            return ""
        if id(one) in refused:
            return "the safety rules did not allow it"
        return _weakest(one, best)

    return tuple(
        Considered(one.candidate.kind, one.candidate.label, round(one.score, 2), why_not(one))
        for one in ranked
    )


_TERM_WORDS = {
    "demand": "asks more or less than today can carry",
    "time": "uses the time less well",
    "goal": "serves the goal less",
    "sequence": "comes later in the programme",
    "freshness": "loads what is still tired",
    "complete": "leaves more of the programme out",
    "equipment": "uses less of the equipment there is",
}


def _weakest(one: Scored, best: Scored | None) -> str:
    """Return the term in which a candidate loses most against the chosen one, in words."""
    if best is None:
        return ""
    ahead = {term.name: term.value * term.weight for term in best.terms}
    lost = [(ahead[term.name] - term.value * term.weight, term.name) for term in one.terms]
    worst = max(lost, default=(0.0, ""))
    return _TERM_WORDS.get(worst[1], worst[1]) if worst[0] > 0 else "comes later in the list"


def _started(inputs: Inputs) -> SessionLog | None:
    return next((log for log in inputs.logs if log.day == inputs.day and not log.finished), None)
