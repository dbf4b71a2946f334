"""What is different from the last time the same work was done, in words."""

from __future__ import annotations

from spotter.prescribe.history import Outing, history
from spotter.prescribe.inputs import Inputs
from spotter.prescribe.minutes import WORK_PARTS
from spotter.prescribe.words import listed, load_words
from spotter.training.catalogue import Catalogue
from spotter.training.reasons import because
from spotter.training.session import Block, PlannedSet, Session, SessionLog, SetKind


def changed_since(session: Session, inputs: Inputs, catalogue: Catalogue) -> str:
    """Return the reason that says what differs from the last session of the same day.

    Where that day was never done, the exercises are compared with the last time each was done.
    """
    past = [log for log in inputs.done if log.day < inputs.day]
    same = [
        log
        for log in past
        if (log.programme, log.programme_day) == (session.programme, session.programme_day)
    ]
    reference = (same or past)[-1]
    exercises = {one.id: one for one in catalogue}
    then, ever = history(same[-1:], exercises), history(past, exercises)
    changes = []
    for block in session.blocks:
        if block.part not in WORK_PARTS:
            continue
        last = then.last(block.exercise) or ever.last(block.exercise)
        name = catalogue.get(block.exercise).name
        words = _change(block, last, inputs.profile.imperial)
        if words:
            changes.append(f"{name} {words}")
    changes += _dropped(session, same[-1], catalogue) if same else []
    day = f"{reference.day.day} {reference.day:%B}"
    if not changes:
        return because("unchanged_since", title=reference.title, day=day)
    title = {"title": reference.title, "day": day}
    return because("changed_since", changes=listed(changes, at_most=6), **title)


def _change(block: Block, last: Outing | None, imperial: bool) -> str:
    work = [one for one in block.sets if one.kind is SetKind.WORK]
    if last is None or not work:
        return "is new" if last is None else ""
    first = work[0]
    said = [
        _load_change(first, last, imperial),
        _amount_change(first, last),
        _count_change(len(work), len(last.sets)),
    ]
    return ", ".join(one for one in said if one)


def _load_change(now: PlannedSet, last: Outing, imperial: bool) -> str:
    if now.load_kg is None or now.load_kg == last.load_kg or not last.load_kg:
        return ""
    return f"{load_words(last.load_kg, imperial)} → {load_words(now.load_kg, imperial)}"


def _amount_change(now: PlannedSet, last: Outing) -> str:
    if now.reps is not None and last.reps and now.reps != last.reps:
        return f"{last.reps} → {now.reps} reps"
    if now.duration_s is not None and last.duration_s and now.duration_s != last.duration_s:
        return f"{last.duration_s} → {now.duration_s} s"
    return ""


def _count_change(now: int, before: int) -> str:
    return f"{before} → {now} sets" if now != before else ""


def _dropped(session: Session, last: SessionLog, catalogue: Catalogue) -> list[str]:
    today = {block.exercise for block in session.blocks}
    before = dict.fromkeys(one.exercise for one in last.sets if one.kind is SetKind.WORK)
    return [
        f"{catalogue.get(name).name} is out"
        for name in before
        if name not in today and name in catalogue
    ]
