"""Writes the page of programmes out of the data: `python -m spotter.training.programme_docs`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spotter.athletes.profile import AthleteKind, Goal
from spotter.training.fitting import CONDITION_WORDS
from spotter.training.programme_checks import MOST_DAYS, weekly_sets
from spotter.training.programmes import Programme, Span, WeekPlan, alternatives, programmes
from spotter.training.session import Part

HEAD = """# Programmes

Every programme there is, written by `python -m spotter.training.programme_docs` from
`src/spotter/training/data/programmes/`. [training.md](training.md) says how one is chosen and how
to add one. Weeks are counted by sessions done, so a missed day moves and is not lost; *lighter*
weeks are planned, and a lighter week also comes unplanned after seven weeks without one or when two
lifts went down. Nothing here reaches anybody before the safety rules have read the session.

A programme marked **needs clinical review** rests on convention or weak support only, or serves a
condition and was not yet looked at by a clinician. Sources in brackets are convention, or cited
from memory: authors, year and figures of those are unverified until somebody has looked them up.
"""


def page() -> str:
    """Return the page as Markdown."""
    return "\n".join([HEAD, *_table(), "", *_entries(), ""])


def _table() -> Iterator[str]:
    yield "| programme | for | who | days a week | minutes | method |"
    yield "|---|---|---|---|---|---|"
    for one in programmes():
        cells = [
            f"[{one.name}](#{one.id})",
            _goals(one.goals),
            _kinds(one.kinds),
            _span(one.days_per_week),
            _span(one.minutes),
            one.method.value.replace("_", " "),
        ]
        yield f"| {' | '.join(cells)} |"


def _entries() -> Iterator[str]:
    for one in (*programmes(), *alternatives()):
        yield f"## {one.id}"
        yield ""
        review = " **Needs clinical review.**" if one.review else ""
        yield f"**{one.name}.** {one.about}{review}"
        yield ""
        yield from _only(one)
        yield f"- Weeks: {'; '.join(_weeks(one.weeks))}."
        yield f"- Effort at most RPE {one.rpe_cap:g}."
        if one.weekly_sets is not None:
            yield f"- Weekly hard sets in a usual week: {_sets(one)}."
        yield f"- Sources: {'; '.join(_sources(one))}."
        yield ""
        yield "| day | focus | work |"
        yield "|---|---|---|"
        for day in one.days:
            work = [slot for slot in day.slots if slot.part not in (Part.WARM_UP, Part.COOL_DOWN)]
            said = "; ".join(
                f"{_first(slot.prefer)} {_dose(slot.sets, slot.reps, slot.duration_s, slot.rpe)}"
                for slot in work
            )
            yield f"| {day.name} | {day.focus.value} | {said} |"
        yield ""


def _only(one: Programme) -> Iterator[str]:
    if one.conditions:
        words = sorted(CONDITION_WORDS[each] for each in one.conditions)
        yield f"- Only for: {', '.join(words)}."
    if one.sports:
        yield f"- Only for the sport: {', '.join(one.sports)}."
    if one.aims:
        aims = sorted(each.value.replace("_", " ") for each in one.aims)
        yield f"- Only with a target and its day: {', '.join(aims)}."


def _goals(goals: Iterable[Goal]) -> str:
    return ", ".join(one.value.replace("_", " ") for one in Goal if one in set(goals))


def _kinds(kinds: Iterable[AthleteKind]) -> str:
    return ", ".join(one.value.replace("_", " ") for one in AthleteKind if one in set(kinds))


def _span(span: Span) -> str:
    return str(span[0]) if span[0] == span[1] else f"{span[0]}–{span[1]}"


def _weeks(weeks: Iterable[WeekPlan]) -> Iterator[str]:
    for week in weeks:
        told = "lighter" if week.deload else "taper" if week.taper else ""
        reps = f", {_span(week.main_reps)} reps" if week.main_reps else ""
        own = f" ({told})" if told and told not in week.name.lower() else ""
        yield f"{week.number} {week.name}{own}{reps}"


def _sets(one: Programme) -> str:
    usual = next(week for week in one.weeks if week.sets_factor == 1.0)
    days = min(MOST_DAYS, one.days_per_week[1])
    told = [f"{name} {sets:.1f}" for name, sets in weekly_sets(one, usual, days).items()]
    return f"{', '.join(told)} with {days} sessions"


def _sources(one: Programme) -> Iterator[str]:
    for source in one.sources:
        marks = ["from memory, unverified"] * source.from_memory + ["needs review"] * source.review
        yield f"({source.text}: {', '.join(marks)})" if marks else source.text


def _first(names: Iterable[str]) -> str:
    return next(iter(names)).replace("_", " ")


def _dose(sets: int, reps: Span | None, duration_s: Span | None, rpe: float) -> str:
    amount = _span(reps) if reps else f"{_span(duration_s)} s" if duration_s else ""
    return f"{sets} × {amount} at RPE {rpe:g}"


if __name__ == "__main__":
    print(page(), end="")
