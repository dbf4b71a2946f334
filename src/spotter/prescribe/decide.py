"""From inputs to today's approved session: candidates, ranking, the gate, and the reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from spotter.athletes.profile import Equipment
from spotter.prescribe.blocks import BlockMaker, Today
from spotter.prescribe.build import Builder
from spotter.prescribe.candidate import Candidate, Kind
from spotter.prescribe.candidates import SNACK_MIN, Fatigue, candidates, foremost, tired_muscles
from spotter.prescribe.cardio import Heart, usual
from spotter.prescribe.choose import Chooser
from spotter.prescribe.counterfactual import counterfactual
from spotter.prescribe.decision import Alternative, Considered, Decision
from spotter.prescribe.dosing import Doser
from spotter.prescribe.explain import Story, tell
from spotter.prescribe.history import history
from spotter.prescribe.inputs import Inputs, observed
from spotter.prescribe.lighter import lately
from spotter.prescribe.permitted import permitted
from spotter.prescribe.programme import todays
from spotter.prescribe.rank import Ranker, RuleRanker, Scored, View
from spotter.prescribe.ranker.features import rows
from spotter.prescribe.recommend.personal import PersonalRanker
from spotter.prescribe.schedule import Schedule, schedule, sessions_left
from spotter.prescribe.situation import Level, Situation, situation
from spotter.prescribe.weekly import room, sharing
from spotter.safety.approved import ApprovedSession
from spotter.safety.gate import NOTHING_LEFT, gate_for
from spotter.safety.known import SafetyState
from spotter.safety.loads import first_load, stepped_load
from spotter.safety.rules.amount import more_days
from spotter.safety.rules.pregnancy import minutes_left
from spotter.safety.verdict import Refusal
from spotter.training.catalogue import Catalogue
from spotter.training.exercise import Exercise
from spotter.training.gym import gym_catalogue
from spotter.training.programmes import was_done
from spotter.training.session import PlannedSet, Session, SessionLog

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
    Kind.LONGER_RESTS,
    Kind.MORE_MOBILITY,
    Kind.SWAPPED,
    Kind.HARDER,
    Kind.MOBILITY,
    Kind.RECOVERY,
    Kind.CARDIO,
    Kind.REST,
)


Gate = Callable[[Session], ApprovedSession | Refusal]


@dataclass(frozen=True, slots=True)
class _Chosen:
    scored: Scored | None
    outcome: ApprovedSession | Refusal
    passed_over: tuple[Scored, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A day weighed: every candidate, the automatic ones ranked, and what the gate let through."""

    now: Situation
    schedule: Schedule
    today: Today
    found: tuple[Candidate, ...]
    ranked: tuple[Scored, ...]
    gate: Gate
    chosen: _Chosen


def decide(
    inputs: Inputs, state: SafetyState | None = None, ranker: Ranker | None = None
) -> Decision:
    """Return today's session, or the refusal of one, with everything that is told about it.

    `state` is what the safety rules see in the same inputs, worked out when not given. Pure: equal
    arguments give an equal decision.
    """
    state = state or observed(inputs)
    weighed = weigh(inputs, state, ranker)
    found, ranked, chosen = weighed.found, weighed.ranked, weighed.chosen
    now = weighed.now
    story = Story(
        inputs=inputs,
        now=now,
        schedule=weighed.schedule,
        today=weighed.today,
        chosen=None if chosen.scored is None else chosen.scored.candidate,
        outcome=chosen.outcome,
        first=ranked[0].candidate,
        planned=found[0],
        catalogue=gym_catalogue(state.steps),
        state=state,
        otherwise=_otherwise(inputs, weighed, ranker),
        picked="" if chosen.scored is None else chosen.scored.picked,
    )
    return Decision(
        day=inputs.day,
        readiness=inputs.readiness,
        outcome=chosen.outcome,
        kind=None if chosen.scored is None else chosen.scored.candidate.kind,
        reasons=tell(story),
        alternatives=_alternatives(_offerable(found, inputs), chosen, weighed.gate, now),
        considered=_considered(ranked, chosen),
        done=tuple(log for log in inputs.logs if log.day == inputs.day and was_done(log)),
        started=_started(inputs),
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """What today could be, the programme's own session first, and what a ranker may look at."""

    candidates: tuple[Candidate, ...]
    view: View
    gate: Gate
    now: Situation
    schedule: Schedule
    today: Today

    @property
    def automatic(self) -> tuple[Candidate, ...]:
        """Return the candidates that may be chosen for the athlete."""
        return tuple(one for one in self.candidates if one.automatic)


@dataclass(frozen=True, slots=True)
class _Day:
    """What a day is like, before any session of it is built."""

    builder: Builder
    fatigue: Fatigue
    minutes: int
    view: View
    gate: Gate
    now: Situation
    schedule: Schedule
    today: Today


def _day(inputs: Inputs, state: SafetyState) -> _Day:
    known = gym_catalogue(state.steps)
    now = replace(situation(inputs), more_days=more_days(state))
    day, today = schedule(inputs), todays(inputs, state)
    builder = _builder(inputs, now, state, today, known)
    fatigue = Fatigue(tired_muscles(inputs.trained, inputs.day, known), now)
    gate = gate_for(state)
    view = _view(inputs, now, day, gate)
    return _Day(builder, fatigue, _minutes(inputs, state), view, gate, now, day, today)


def offered(inputs: Inputs, state: SafetyState) -> Offer:
    """Return every session that today could be; nothing of it is approved yet."""
    return _offer(_day(inputs, state))


def _offer(day: _Day) -> Offer:
    found = candidates(day.builder, day.today, day.fatigue, day.minutes)
    return Offer(found, day.view, day.gate, day.now, day.schedule, day.today)


def weigh(inputs: Inputs, state: SafetyState, ranker: Ranker | None = None) -> Weighed:
    """Return every session that today could be, ranked, and the first that the gate passes."""
    return _weighed(_day(inputs, state), ranker)


def _weighed(day: _Day, ranker: Ranker | None) -> Weighed:
    offer = _offer(day)
    ranked = (ranker or RuleRanker()).rank(offer.automatic, offer.view)
    chosen = _first_safe(ranked, offer.gate)
    return Weighed(
        offer.now, offer.schedule, offer.today, offer.candidates, ranked, offer.gate, chosen
    )


def outcome(
    inputs: Inputs, state: SafetyState, ranker: Ranker | None = None
) -> ApprovedSession | Refusal:
    """Return the outcome of `weigh`; by the rules alone without building what cannot come first."""
    ranker, day = ranker or RuleRanker(), _day(inputs, state)
    if isinstance(ranker, RuleRanker):
        by = ranker.bounded(day.view)
        first = foremost(day.builder, day.today, day.fatigue, day.minutes, by)
        answer = None if first is None else day.gate(first.session)
        if isinstance(answer, ApprovedSession):
            return answer
    return _weighed(day, ranker).chosen.outcome


def _otherwise(inputs: Inputs, weighed: Weighed, ranker: Ranker | None) -> str | None:
    """Return what a change would have made of a day that is not as planned."""
    best, was = weighed.chosen.scored, weighed.chosen.outcome
    as_planned = best is not None and best.candidate is weighed.found[0]
    picked = best is not None and best.picked
    if as_planned or picked or any(log.day == inputs.day for log in inputs.done):
        return None
    if isinstance(was, Refusal) and NOTHING_LEFT not in was.voices:
        return None
    # An athlete's own choice is of the day as it is, not of what it could have been.
    base = ranker.base if isinstance(ranker, PersonalRanker) else ranker

    def again(changed: Inputs) -> ApprovedSession | Refusal:
        return outcome(changed, observed(changed), base)

    return counterfactual(inputs, weighed.now, was, again)


def _minutes(inputs: Inputs, state: SafetyState) -> int:
    """Return the minutes of a session: those given, or an even share of what a rule leaves.

    Whoever used up the week in two long sessions would have minutes left for none of the others.
    """
    most = inputs.profile.minutes_per_session
    if state.pregnant is False:
        return most
    left = minutes_left(state)
    return max(1, min(most, max(int(left / sessions_left(inputs)), min(SNACK_MIN, int(left)))))


def _builder(
    inputs: Inputs, now: Situation, state: SafetyState, today: Today, known: Catalogue
) -> Builder:
    past = history(inputs.trained, {one.id: one for one in known})
    there = room(state, sharing(today.programme, today.day, sessions_left(inputs), known))
    profile, allowed = inputs.profile, permitted(state)
    chooser = Chooser(
        catalogue=known,
        profile=profile,
        now=now,
        past=past,
        day=inputs.day,
        equipment=frozenset(profile.equipment) | {Equipment.OUTDOORS},
        resting=there.resting,
        forbids=allowed.forbids,
    )

    def related(exercise: Exercise) -> Sequence[Exercise]:
        return known.related(exercise.id)

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
    maker = BlockMaker(
        doser, profile.competes, minutes, _heart(inputs, state), recorded, allowed.effort
    )
    return Builder(chooser, maker, there, lately(inputs.trained, inputs.day, state.done))


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


def _view(inputs: Inputs, now: Situation, day: Schedule, gate: Gate) -> View:
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
        rows=lambda found: rows(inputs, now, day.due, found),
        pain=max(now.pain.values(), default=0),
        first_weeks=now.first_weeks,
        allowed=lambda one: isinstance(gate(one.session), ApprovedSession),
    )


def _first_safe(ranked: Sequence[Scored], gate: Gate) -> _Chosen:
    """Return the first candidate that the gate lets through.

    A refusal that is about the person, not about the proposal, ends the search: no other proposal
    could change it.
    """
    first: Refusal | None = None
    for index, scored in enumerate(ranked):
        answer = gate(scored.candidate.session)
        if isinstance(answer, ApprovedSession):
            return _Chosen(scored, answer, tuple(ranked[:index]))
        first = first or answer
        if NOTHING_LEFT not in answer.voices:
            break
    return _Chosen(None, first or Refusal((NOTHING_LEFT,)), tuple(ranked))


def _offerable(found: Sequence[Candidate], inputs: Inputs) -> Sequence[Candidate]:
    """Return what may be offered: only what is restful once a session was finished today."""
    if any(log.day == inputs.day for log in inputs.done):
        return [one for one in found if one.kind in RESTFUL]
    return found


def _alternatives(
    found: Sequence[Candidate], chosen: _Chosen, gate: Gate, now: Situation
) -> tuple[Alternative, ...]:
    if isinstance(chosen.outcome, Refusal):
        return ()
    offered: list[Alternative] = []
    seen = {chosen.outcome.session.blocks}
    for kind in OFFERED:
        for candidate in (one for one in found if one.kind is kind):
            if kind is Kind.HARDER and (now.level < Level.GOOD or not now.checked_in):
                continue
            answer = gate(candidate.session)
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
    "foreseen": "is foreseen to do you less good",
}


def _weakest(one: Scored, best: Scored | None) -> str:
    """Return the term in which a candidate loses most against the chosen one, in words."""
    if best is None:
        return ""
    if best.picked and one.score >= best.score:
        return "suits today as well; another was picked"
    ahead = {term.name: term.value * term.weight for term in best.terms}
    lost = [(ahead[term.name] - term.value * term.weight, term.name) for term in one.terms]
    worst = max(lost, default=(0.0, ""))
    return _TERM_WORDS.get(worst[1], worst[1]) if worst[0] > 0 else "comes later in the list"


def _started(inputs: Inputs) -> SessionLog | None:
    return next((log for log in inputs.logs if log.day == inputs.day and not log.finished), None)
