"""The reasons of a day in the order of their weight, each from evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spotter.body.state import Evidence
from spotter.prescribe.around import worst
from spotter.prescribe.blocks import Today
from spotter.prescribe.candidate import Candidate, Kind
from spotter.prescribe.changes import changed_since
from spotter.prescribe.history import last_done
from spotter.prescribe.inputs import Inputs
from spotter.prescribe.rank import alike
from spotter.prescribe.schedule import Schedule
from spotter.prescribe.situation import FAIR_BELOW, LOW_BELOW, Level, Situation
from spotter.prescribe.words import counted, listed, number, site_words, when_words
from spotter.safety.approved import ApprovedSession
from spotter.safety.known import SafetyState
from spotter.safety.rules.amount import LIFTS_DOWN
from spotter.safety.verdict import Action, Refusal, Verdict
from spotter.training.catalogue import Catalogue
from spotter.training.reasons import Reason, because, say
from spotter.training.session import SessionLog

HARD_RPE = 8.5
BREAK_DAYS = 14
# From this share of the minutes on a session counts as using them.
FULL = 0.8


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that there is to tell: what was known, what was weighed, what came out.

    `otherwise` is the reason that says what a change would have made of it. `first` is what ranked
    first before the gate spoke, `planned` the programme's own session, `picked` the reason code of
    what was picked among several that suit today alike.
    """

    inputs: Inputs
    now: Situation
    schedule: Schedule
    today: Today
    chosen: Candidate | None
    outcome: ApprovedSession | Refusal
    first: Candidate
    planned: Candidate
    catalogue: Catalogue
    state: SafetyState
    otherwise: str | None = None
    picked: str = ""

    @property
    def started(self) -> bool:
        """Return whether a session of this programme was done before."""
        return any(log.programme == self.today.programme.id for log in self.inputs.done)

    @property
    def refused(self) -> bool:
        """Return whether there is no session, so that nothing may be said about one."""
        return isinstance(self.outcome, Refusal)

    @property
    def trains(self) -> bool:
        """Return whether the programme's session, or a lighter form of it, was chosen."""
        restful = {Kind.REST, Kind.RECOVERY, Kind.MOBILITY, Kind.CARDIO}
        return self.chosen is not None and self.chosen.kind not in restful


Weighed = tuple[float, str]


def tell(story: Story) -> tuple[Reason, ...]:
    """Return the distinct reasons of a day, the weightiest first."""
    parts = (
        _verdict(story),
        _body(story),
        _calendar(story),
        _before(story),
        _plan(story),
        _unknown(story),
        _left_out(story),
    )
    weighed = [one for part in parts for one in part]
    ordered = sorted(weighed, key=lambda one: -one[0])
    return tuple(say(one) for one in dict.fromkeys(reason for _, reason in ordered))


def _verdict(story: Story) -> Iterator[Weighed]:
    outcome = story.outcome
    if isinstance(outcome, Refusal):
        why = outcome.voices[0].text if outcome.voices else ""
        yield 100, because("refused", why=why)
        return
    if story.chosen is not story.first:
        yield 92, because("gate_other", title=story.first.session.title)
    if outcome.verdict is Verdict.MODIFIED:
        caps = [one.text for one in outcome.voices if one.action >= Action.CAP][:2]
        what = " ".join(caps).rstrip(".") or "see the rules below"
        yield 78, because("gate_changed", what=what)


def _body(story: Story) -> Iterator[Weighed]:
    now, last = story.now, last_done(story.inputs.logs)
    for site, level in sorted(now.pain.items(), key=lambda one: -one[1]):
        told = story.inputs.checkin and (story.inputs.checkin.pain or {}).get(site)
        if told or last is None:
            yield 90 + level / 10, because("pain_today", site=site_words(site), pain=level)
        else:
            named = {"site": site_words(site), "pain": level, "title": last.title}
            yield 90 + level / 10, because("pain_last", **named)
    for site, level in sorted(now.soreness.items(), key=lambda one: -one[1])[:2]:
        if level >= 4 and not story.refused:
            yield 64 + level / 10, because("sore_today", site=site_words(site), soreness=level)
    yield from _spared(story)
    yield from _readiness(story)
    yield from _felt(story)
    if story.otherwise is not None:
        yield 67, story.otherwise


def _spared(story: Story) -> Iterator[Weighed]:
    """Tell what became of the programme's day: another day, or only what is left of it."""
    if story.planned.as_named or not story.trains or story.chosen is None:
        return
    hurt, was = worst(story.now.pain), story.today.day.name
    title = story.chosen.session.title
    if story.chosen.kind is Kind.SWAPPED and story.chosen.as_named:
        if hurt is None:
            yield 72, because("other_day_whole", title=title, was=was)
        else:
            words = {"site": site_words(hurt[0]), "pain": hurt[1]}
            yield 89.5, because("other_day_pain", title=title, was=was, **words)
    elif not story.chosen.as_named:
        if hurt is None:
            yield 72, because("part_of_day", was=was)
        else:
            words = {"site": site_words(hurt[0]), "pain": hurt[1]}
            yield 89.5, because("rest_of_day_pain", was=was, **words)


def _readiness(story: Story) -> Iterator[Weighed]:
    now = story.now
    if now.score is None:
        if not story.refused:
            yield 58, "readiness_unknown"
            yield from _eased(story)
        return
    score = round(now.score)
    evidence = _weightiest(story.inputs.readiness.evidence, low=now.level < Level.GOOD)
    if story.refused:
        yield 30, because("readiness_stated", score=score, evidence=evidence)
        return
    if now.feels_poor and now.score >= LOW_BELOW:
        yield 30, because("readiness_stated", score=score, evidence=evidence)
        yield from _eased(story)
        return
    if now.level is Level.GOOD and not story.trains:
        yield 40, because("readiness_stated", score=score, evidence=evidence)
    elif now.level is Level.GOOD:
        yield 40, because("readiness_good", score=score, evidence=evidence)
    elif now.level is Level.FAIR and now.score < FAIR_BELOW:
        yield 68, because("readiness_fair", score=score, evidence=evidence)
    elif now.level is Level.LOW:
        yield 88, because("readiness_low", score=score, evidence=evidence)
    else:
        yield 89, because("readiness_very_low", score=score, evidence=evidence)


def _eased(story: Story) -> Iterator[Weighed]:
    """Tell that the athlete's own answers made the day easier, whatever the score."""
    if story.now.feels_poor:
        yield 88, because("felt_poor", what=listed(story.now.poor))


def _weightiest(evidence: tuple[Evidence, ...], *, low: bool) -> str:
    """Return the text of what moved the score most: downwards when it is low, else upwards."""
    if not evidence:
        return ""
    lead = max(evidence, key=lambda one: one.weight * ((100 - one.score) if low else one.score))
    return lead.text


def _felt(story: Story) -> Iterator[Weighed]:
    checkin, now = story.inputs.checkin, story.now
    told = now.feels_poor and (now.score is None or now.score >= LOW_BELOW)
    if checkin is None or (told and not story.refused):
        return
    answers = {"sleep": checkin.sleep_quality, "mood": checkin.mood, "energy": checkin.energy}
    for what, value in answers.items():
        if value is not None and value <= 2:
            yield 62, because("felt_low", what=what, value=value)


def _calendar(story: Story) -> Iterator[Weighed]:
    if story.refused:
        return
    if story.schedule.reason is not None:
        yield 87, story.schedule.reason
    day = story.inputs.day
    for log in (one for one in story.inputs.logs if one.day == day and not one.finished):
        yield 95, because("open_today", title=log.title)
    body = story.inputs.body
    same = alike(body.value("monotony"), body.value("acute_load_au"))
    if same and story.chosen is not story.planned and not story.picked:
        yield 66, "monotony_high"
    if story.now.days_off is not None and story.now.days_off >= BREAK_DAYS:
        yield 80, because("return_break", days=story.now.days_off)


def _before(story: Story) -> Iterator[Weighed]:
    """Tell what the session before changed about this one."""
    last = last_done([log for log in story.inputs.logs if log.day < story.inputs.day])
    if last is None or isinstance(story.outcome, Refusal):
        return
    if story.trains and story.started:
        yield 74, changed_since(story.outcome.session, story.inputs, story.catalogue)
    days = (story.inputs.day - last.day).days
    if days <= 3:
        yield 73, _after(story, last)
    eased = story.chosen is not story.planned and not story.picked
    if days == 1 and (last.session_rpe or 0) >= HARD_RPE and eased:
        rpe = number(last.session_rpe or 0)
        when = when_words(last.day, story.inputs.day)
        yield 72, because("yesterday_hard", title=last.title, rpe=rpe, when=when)


def _after(story: Story, last: SessionLog) -> str:
    when = when_words(last.day, story.inputs.day).capitalize()
    if last.session_rpe is None:
        return because(
            "after_unrated", when=when, title=last.title, sets=counted(last.work_sets, "set")
        )
    return because(
        "after_session",
        when=when,
        title=last.title,
        did=_did(last),
        change=_what_follows(story),
    )


def _did(last: SessionLog) -> str:
    """Return sets, effort and, where they were said, minutes."""
    told = [counted(last.work_sets, "set"), f"RPE {number(last.session_rpe or 0)}"]
    if last.duration_min:
        told.append(f"{round(last.duration_min)} min")
    return ", ".join(told)


def _why_first(story: Story) -> str:
    if story.planned.as_named:
        return "what it works is fresher"
    if worst(story.now.pain) is not None:
        return "what it works does not hurt"
    return "more of it can be done"


def _what_follows(story: Story) -> str:
    if story.chosen is None:
        return "nothing more for now"
    title = story.chosen.session.title
    if story.chosen is story.planned:
        return f"{title} is next"
    if story.picked:
        return f"{title} comes next, which suits today as well"
    if story.chosen.kind is Kind.SWAPPED:
        return f"{title} comes first, since {_why_first(story)}"
    if story.trains:
        return f"{title} as a lighter form ({story.chosen.label.lower()})"
    return f"{title} while what you trained recovers"


def _plan(story: Story) -> Iterator[Weighed]:
    today = story.today
    if story.chosen is None:
        return
    if story.picked:
        yield 71, story.picked
    if story.trains:
        if story.started:
            title = story.chosen.session.title
            week = {"programme": today.programme.name, "week": today.week.number}
            yield 50, because("next_in_sequence", title=title, **week)
        else:
            yield 70, because("first_session", programme=today.programme.name)
        if today.why:
            yield 21, today.why
        yield from _event(story)
        if today.reactive:
            why = _why_lighter(story.state)
            yield 75, because("deload_reactive", why=why, programme=today.programme.name)
        elif today.week.deload:
            week = {"programme": today.programme.name, "week": today.week.number}
            yield 75, because("deload_week", **week)
        goal = story.inputs.profile.goal.value.replace("_", " ")
        yield 20, because("fits_goal", goal=goal)
        yield from _minutes(story, story.chosen)
    elif story.chosen.kind is Kind.REST:
        yield 30, "chosen_rest"
    else:
        yield 30, "chosen_recovery"


def _event(story: Story) -> Iterator[Weighed]:
    """Tell which week before an event it is, where the event decides."""
    today, day = story.today, story.inputs.day
    if not today.week.taper or today.event is None:
        return
    weeks = counted((today.event - day).days // 7 + 1, "week")
    told = {"week": today.week.name, "weeks": weeks, "day": today.event}
    yield 76, because("event_weeks", programme=today.programme.name, **told)


def _why_lighter(state: SafetyState) -> str:
    if (state.lifts_down or 0) >= LIFTS_DOWN:
        return f"{counted(state.lifts_down or 0, 'lift')} went down lately"
    return f"{counted(state.weeks_without_deload or 0, 'week')} went by without one"


def _minutes(story: Story, chosen: Candidate) -> Iterator[Weighed]:
    if isinstance(story.outcome, Refusal):
        return
    about, most = story.outcome.session.duration_min, story.inputs.profile.minutes_per_session
    why = "a full session" if about >= FULL * most else _why_short(story, chosen)
    yield 19, because("fits_minutes", about=about, minutes=most, why=why)


def _why_short(story: Story, chosen: Candidate) -> str:
    if story.picked:
        return "it was picked among what suits today alike"
    if chosen is not story.planned and chosen.kind is not Kind.SWAPPED:
        return "less than planned suits today better"
    if story.today.week.deload:
        return "this week is lighter on purpose"
    if story.now.first_weeks:
        return "the first weeks start small and grow"
    return f"{story.today.programme.name} asks for no more today"


def _unknown(story: Story) -> Iterator[Weighed]:
    if isinstance(story.outcome, Refusal):
        return
    if not story.now.checked_in:
        yield 60, "missing_checkin"
    if story.now.mass_kg is None:
        yield 56, "missing_mass"
    if not story.inputs.done:
        yield 54, "missing_history"
    missing = [one.text.split(":")[0].lower() for one in story.inputs.readiness.missing]
    if missing:
        yield 35, because("missing_body", what=listed(missing, at_most=6))


def _left_out(story: Story) -> Iterator[Weighed]:
    if story.chosen is None:
        return
    for index, reason in enumerate(story.chosen.reasons):
        bodily = reason.startswith(("omitted_limitation", "omitted_pain"))
        yield (69 if bodily else 55) - index / 100, reason
