"""From events to the posterior: each session counts once, whatever is killed or comes twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from prescribe.conftest import KEY, check_in, enrol, morning
from prescribe.people import DAY, athlete, checkin, done, log
from spotter.athletes import service as athletes
from spotter.body import service as body
from spotter.events.bus import InProcessBus
from spotter.events.relay import Relay
from spotter.events.types import Event
from spotter.learning.consumer import learner, take
from spotter.learning.outcomes import evidence_of, moved
from spotter.prescribe import service
from spotter.prescribe.recommend.believed import believed, from_body, none, to_body
from spotter.prescribe.recommend.context import NAME
from spotter.prescribe.recommend.record import Record, from_json, replay
from spotter.store.repositories.learned import StoredEvidence
from spotter.store.repositories.outbox import Envelope
from spotter.store.uow import UnitOfWork, Units
from spotter.training.session import LoggedSet

__all__ = ["check_in", "enrol"]

NEXT = DAY + timedelta(days=1)


class Killed(BaseException):
    """The process is gone; nothing in it hears of it."""


def _bus(units: Units) -> InProcessBus:
    bus = InProcessBus(units, lambda: datetime(2026, 3, 2, 20, tzinfo=UTC))
    bus.subscribe(learner())
    return bus


def _learn(units: Units) -> None:
    Relay(units, _bus(units)).drain()


def _plan(units: Units, athlete_id: str, day: date) -> None:
    with units() as uow:
        service.plan(uow, KEY, athlete_id, day, morning(day))
        uow.commit()


def _train(units: Units, athlete_id: str, day: date = DAY, rpe: float = 7.0) -> str:
    """Do the day's session as far as eight sets go, and finish it."""
    with units() as uow:
        view: dict[str, Any] = service.start(uow, KEY, athlete_id, day, "main", morning(day))
        for minute in range(8):
            at = morning(day) + timedelta(minutes=minute)
            one = _as_planned(view["next"], at)
            view = service.log_set(uow, KEY, athlete_id, view["id"], one, None, at)
        service.finish(uow, KEY, athlete_id, view["id"], session_rpe=rpe, now=morning(day))
        uow.commit()
    return str(view["id"])


def _as_planned(coming: dict[str, Any], at: datetime) -> LoggedSet:
    planned = coming["set"]
    told = {name: planned[name] for name in ("reps", "duration_s", "load_kg", "rpe")}
    return LoggedSet(coming["exercise"], at, block=coming["block"], **told)


def _count(units: Units, athlete_id: str) -> float:
    with units.reading() as uow:
        return evidence_of(uow, athlete_id).count


@pytest.fixture
def trained(units: Units, enrol: Callable[..., str], check_in: Callable[..., None]) -> str:
    athlete_id = enrol()
    check_in(athlete_id)
    _plan(units, athlete_id, DAY)
    _train(units, athlete_id)
    return athlete_id


def test_a_finished_session_is_learned_from_once(units: Units, trained: str) -> None:
    _learn(units)
    assert _count(units, trained) == 1
    _learn(units)
    assert _count(units, trained) == 1


def test_what_was_learned_is_what_the_next_choice_rests_on(units: Units, trained: str) -> None:
    with units.reading() as uow:
        before, first = believed(uow, trained)
    _learn(units)
    with units.reading() as uow:
        after, then = believed(uow, trained)
    assert (first, then) == (f"{NAME}:0/0", f"{NAME}:1/0")
    assert not np.allclose(before.mean, after.mean)


def test_what_decided_is_stored_with_the_plan_and_decides_the_same_again(
    units: Units, trained: str
) -> None:
    with units.reading() as uow:
        (stored,) = uow.learned.choices(trained, DAY, DAY)
    record = from_json(stored.body)
    assert stored.taken == "main"
    assert replay(record).arm == record.arm
    assert sum(one.propensity for one in record.arms) == pytest.approx(1.0)


@pytest.mark.parametrize("times", [1, 2])
def test_an_event_taken_again_without_its_note_still_counts_once(
    units: Units, trained: str, times: int
) -> None:
    with units.reading() as uow:
        events = [one for one in uow.outbox.of_athlete(trained) if one.name in learner().events]
    for event in reversed(events * times):
        with units() as uow:
            take(uow, event)
            uow.commit()
    assert _count(units, trained) == 1


def _events_of_a_day_let_go_by_and_a_trained_one(units: Units, athlete_id: str) -> list[Event]:
    _plan(units, athlete_id, DAY)
    _plan(units, athlete_id, NEXT)
    _train(units, athlete_id, NEXT)
    with units.reading() as uow:
        return [one for one in uow.outbox.of_athlete(athlete_id) if one.name in learner().events]


@pytest.mark.parametrize("late", ["checkin.recorded", "plan.decided", "session.finished"])
def test_a_late_event_does_not_take_back_that_a_day_was_let_go_by(
    late: str, units: Units, enrol: Callable[..., str], check_in: Callable[..., None]
) -> None:
    athlete_id = enrol()
    check_in(athlete_id)
    events = _events_of_a_day_let_go_by_and_a_trained_one(units, athlete_id)
    for event in sorted(events, key=lambda one: one.name == late):
        with units() as uow:
            take(uow, event)
            uow.commit()
    with units.reading() as uow:
        skipped, trained = uow.learned.choices(athlete_id, DAY, NEXT)
    assert skipped.reward == 0.0
    assert trained.reward is not None
    assert trained.reward > 0
    assert _count(units, athlete_id) == 2


def test_events_in_reverse_order_end_in_the_same_evidence(
    units: Units, enrol: Callable[..., str], check_in: Callable[..., None]
) -> None:
    athlete_id = enrol()
    check_in(athlete_id)
    events = _events_of_a_day_let_go_by_and_a_trained_one(units, athlete_id)
    ends = []
    for order in (events, events[::-1]):
        for event in order:
            with units() as uow:
                take(uow, event)
                uow.commit()
        with units.reading() as uow:
            ends.append((evidence_of(uow, athlete_id).count, evidence_of(uow, athlete_id).squares))
    assert ends[0] == pytest.approx(ends[1])
    assert ends[0][0] == 2


def test_killed_before_the_commit_nothing_is_learned_and_afterwards_it_is(
    units: Units, trained: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = UnitOfWork.commit

    def dies(uow: UnitOfWork) -> None:
        if uow.learned.evidence(trained, NAME) is not None:
            raise Killed
        commit(uow)

    monkeypatch.setattr(UnitOfWork, "commit", dies)
    with pytest.raises(Killed):
        _learn(units)
    monkeypatch.undo()
    assert _count(units, trained) == 0
    _learn(units)
    assert _count(units, trained) == 1


def test_killed_between_the_commit_and_the_hand_over_it_counts_once(
    units: Units, trained: str
) -> None:
    class DiesAfter(InProcessBus):
        def publish(self, envelope: Envelope) -> None:
            super().publish(envelope)
            if envelope.event.name == "session.finished":
                raise Killed

    dying = DiesAfter(units)
    dying.subscribe(learner())
    with pytest.raises(Killed):
        Relay(units, dying).drain()
    assert _count(units, trained) == 1
    _learn(units)
    assert _count(units, trained) == 1


def test_the_soreness_of_the_next_morning_changes_the_reward_and_not_the_count(
    units: Units, trained: str
) -> None:
    from spotter.athletes.profile import BodySite

    _learn(units)
    with units.reading() as uow:
        (before,) = uow.learned.choices(trained, DAY, DAY)
    with units() as uow:
        sore = checkin(NEXT, soreness={BodySite.THIGH: 9})
        body.record_checkin(uow, trained, sore, morning(NEXT))
        uow.commit()
    _learn(units)
    with units.reading() as uow:
        (after,) = uow.learned.choices(trained, DAY, DAY)
        evidence = evidence_of(uow, trained)
    assert before.reward is not None
    assert after.reward is not None
    assert after.reward <= before.reward
    assert after.seen is not None
    assert after.seen["soreness"] == 9
    assert evidence.count == 1
    assert evidence.squares == pytest.approx(after.reward**2)


def test_a_day_that_was_planned_and_let_go_by_is_learned_from(
    units: Units, enrol: Callable[..., str], check_in: Callable[..., None]
) -> None:
    athlete_id = enrol()
    check_in(athlete_id)
    _plan(units, athlete_id, DAY)
    _learn(units)
    assert _count(units, athlete_id) == 0
    _plan(units, athlete_id, NEXT)
    _learn(units)
    with units.reading() as uow:
        (choice,) = uow.learned.choices(athlete_id, DAY, DAY)
    assert choice.reward == 0.0
    _train(units, athlete_id)
    _learn(units)
    with units.reading() as uow:
        (choice,) = uow.learned.choices(athlete_id, DAY, DAY)
        evidence = evidence_of(uow, athlete_id)
    assert choice.reward is not None
    assert choice.reward > 0
    assert evidence.squares == pytest.approx(choice.reward**2)


def test_another_session_than_the_chosen_one_says_nothing_of_the_choice(
    units: Units, enrol: Callable[..., str], check_in: Callable[..., None]
) -> None:
    athlete_id = enrol()
    check_in(athlete_id)
    _plan(units, athlete_id, DAY)
    with units() as uow:
        view = service.start(uow, KEY, athlete_id, DAY, "recovery", morning(DAY))
        service.finish(uow, KEY, athlete_id, str(view["id"]), session_rpe=3, now=morning(DAY))
        uow.commit()
    _learn(units)
    _plan(units, athlete_id, NEXT)
    _learn(units)
    assert _count(units, athlete_id) == 0


def _long_trained(units: Units, enrol: Callable[..., str], check_in: Callable[..., None]) -> str:
    """Return an athlete whose first weeks are over, so that a day has more than one arm."""
    athlete_id = enrol()
    check_in(athlete_id)
    with units() as uow:
        for days in (20, 13, 6):
            before = log(DAY - timedelta(days=days), done("pull_up", (8, None, 7.0)))
            uow.sessions.add(athlete_id, replace(before, id=f"{athlete_id[:20]}-{days}"), b"", "")
        uow.commit()
    return athlete_id


def _chosen(units: Units, athlete_id: str) -> Record:
    with units.reading() as uow:
        (stored,) = uow.learned.choices(athlete_id, DAY, DAY)
    return from_json(stored.body)


def _learned_against(units: Units, athlete_id: str, shown: Record) -> None:
    """Let much be learned between a look at the plan and its start: any arm but the shown one."""
    evidence = none()
    for arm in shown.arms:
        for _ in range(30):
            evidence = evidence.added(np.array(arm.context), float(arm is not shown.chosen))
    with units() as uow:
        stored = StoredEvidence(round(evidence.count), False, to_body(evidence))
        uow.learned.put_evidence(athlete_id, NAME, stored)
        uow.commit()


def test_what_is_learned_after_a_plan_was_shown_changes_neither_its_start_nor_its_propensity(
    units: Units, enrol: Callable[..., str], check_in: Callable[..., None]
) -> None:
    athlete_id = _long_trained(units, enrol, check_in)
    with units() as uow:
        sealed = service.plan(uow, KEY, athlete_id, DAY, morning(DAY))
        uow.commit()
    shown = _chosen(units, athlete_id)
    assert len(shown.arms) > 1
    _learned_against(units, athlete_id, shown)
    with units() as uow:
        assert service.plan(uow, KEY, athlete_id, DAY, morning(DAY)) == sealed
        view: dict[str, Any] = service.start(uow, KEY, athlete_id, DAY, "main", morning(DAY))
        uow.commit()
    assert _chosen(units, athlete_id) == shown
    assert view["title"] == json.loads(sealed.body)["session"]["title"]


def test_a_plan_that_is_not_true_any_more_is_decided_with_what_was_learned(
    units: Units, enrol: Callable[..., str], check_in: Callable[..., None]
) -> None:
    athlete_id = _long_trained(units, enrol, check_in)
    _plan(units, athlete_id, DAY)
    shown = _chosen(units, athlete_id)
    _learned_against(units, athlete_id, shown)
    check_in(athlete_id, mood=3)
    _plan(units, athlete_id, DAY)
    assert _chosen(units, athlete_id).version != shown.version


def _taught(units: Units) -> float:
    with units.reading() as uow:
        return from_body(uow.population.get(NAME)).count


def test_only_who_agreed_to_teach_is_in_what_newcomers_start_from(
    units: Units, trained: str
) -> None:
    _learn(units)
    assert _taught(units) == 0
    for teaches, expected in ((True, 1.0), (False, 0.0), (True, 1.0)):
        with units() as uow:
            athletes.patch_profile(uow, trained, {"teaches": teaches}, morning(NEXT))
            uow.commit()
        _learn(units)
        assert _taught(units) == pytest.approx(expected)


def test_what_an_athlete_taught_does_not_come_back_to_them_as_if_others_had_said_it(
    units: Units, trained: str
) -> None:
    _learn(units)
    with units.reading() as uow:
        alone, _ = believed(uow, trained)
    with units() as uow:
        athletes.patch_profile(uow, trained, {"teaches": True}, morning(NEXT))
        uow.commit()
    _learn(units)
    with units.reading() as uow:
        teaching, _ = believed(uow, trained)
    np.testing.assert_allclose(teaching.mean, alone.mean, atol=1e-9)


def test_a_deleted_athlete_takes_along_what_they_taught(
    units: Units, enrol: Callable[..., str], check_in: Callable[..., None]
) -> None:
    mine, other = (enrol(athlete(teaches=True)) for _ in range(2))
    for athlete_id in (mine, other):
        check_in(athlete_id)
        _train(units, athlete_id)
    _learn(units)
    assert _taught(units) == pytest.approx(2)
    with units() as uow:
        athletes.delete(uow, mine, morning(NEXT))
        uow.commit()
    _learn(units)
    assert _taught(units) == pytest.approx(1)
    with units.reading() as uow:
        newcomer, version = believed(uow, enrol())
        left = evidence_of(uow, mine)
    assert version == f"{NAME}:0/1"
    assert newcomer.size > 0
    assert left.count == 0


@pytest.mark.parametrize(("contexts", "learned"), [(NAME, 0.7), ("last-layer-of-old", 0.0)])
def test_what_no_outcome_shows_is_learned_with_the_reward_in_contexts_of_today(
    contexts: str, learned: float
) -> None:
    size = none().moment.shape[0]
    told = {"contexts": contexts, "context": [1.0] * size, "reward": 0.5, "unseen": 0.2}
    assert moved(none(), told, 1.0).moment[0] == pytest.approx(learned)


def test_what_was_judged_before_anything_was_unseen_is_learned_as_it_was() -> None:
    size = none().moment.shape[0]
    told = {"contexts": NAME, "context": [1.0] * size, "reward": 0.5}
    assert moved(none(), told, 1.0).moment[0] == pytest.approx(0.5)
