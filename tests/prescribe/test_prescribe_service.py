"""Plans and sessions in a database: stored, sealed, started, logged, finished."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from prescribe.conftest import KEY, morning
from prescribe.people import DAY, athlete, checkin
from spotter.athletes.profile import BodySite
from spotter.body import service as body
from spotter.kit.errors import BadInput, Conflict, NotFound
from spotter.prescribe import service
from spotter.store.uow import Units
from spotter.training.session import LoggedSet

View = dict[str, Any]


def plan(units: Units, athlete_id: str, day: date = DAY) -> View:
    with units() as uow:
        sealed = service.plan(uow, KEY, athlete_id, day, morning(day))
        uow.commit()
    found: View = json.loads(sealed.body)
    return found


def start(units: Units, athlete_id: str, day: date = DAY, choice: str = "main") -> View:
    with units() as uow:
        found = service.start(uow, KEY, athlete_id, day, choice, morning(day))
        uow.commit()
    return found


def log(units: Units, athlete_id: str, view: View, key: str | None = None, **told: Any) -> View:
    """Log the next set as planned, but for what is told."""
    coming = view["next"]
    planned = coming["set"]
    values = {
        "reps": planned["reps"],
        "duration_s": planned["duration_s"],
        "load_kg": planned["load_kg"],
        "rpe": planned["rpe"],
        "block": coming["block"],
        **told,
    }
    day = date.fromisoformat(view["date"])
    at = morning(day) + timedelta(seconds=60 * len(view["logged"]))
    one = LoggedSet(told.pop("exercise", coming["exercise"]), at, **values)
    with units() as uow:
        found = service.log_set(uow, KEY, athlete_id, view["id"], one, key, at)
        uow.commit()
    return found


def finish(units: Units, athlete_id: str, view: View, **told: Any) -> View:
    day = date.fromisoformat(view["date"])
    values = {"session_rpe": 6.0, "duration_min": 45.0, **told}
    with units() as uow:
        found = service.finish(uow, KEY, athlete_id, view["id"], now=morning(day), **values)
        uow.commit()
    return found


def train(units: Units, athlete_id: str, day: date, **told: Any) -> View:
    """Do the whole session of a day as planned."""
    view = start(units, athlete_id, day)
    while view["next"] is not None:
        view = log(units, athlete_id, view)
    return finish(units, athlete_id, view, **told)


def events(units: Units, athlete_id: str) -> list[str]:
    with units.reading() as uow:
        return [one.name for one in uow.outbox.of_athlete(athlete_id)]


Enrol = Callable[..., str]
CheckIn = Callable[..., None]


def test_a_plan_is_stored_and_served_again_unchanged(
    units: Units, enrol: Enrol, check_in: CheckIn
) -> None:
    who = enrol()
    check_in(who)
    first = plan(units, who)
    with units.reading() as uow:
        again = service.ready_plan(uow, KEY, who, DAY)
    assert again is not None
    assert json.loads(again.body) == first


def test_a_check_in_makes_the_plan_stale(units: Units, enrol: Enrol, check_in: CheckIn) -> None:
    who = enrol()
    before = plan(units, who)
    check_in(who)
    with units.reading() as uow:
        assert service.ready_plan(uow, KEY, who, DAY) is None
    assert plan(units, who) != before


def test_a_plan_sealed_with_another_key_is_decided_again(units: Units, enrol: Enrol) -> None:
    who = enrol()
    with units() as uow:
        service.plan(uow, b"another key", who, DAY, morning(DAY))
        uow.commit()
    with units.reading() as uow:
        assert service.ready_plan(uow, KEY, who, DAY) is None


def test_a_warm_plan_costs_one_query(units: Units, enrol: Enrol) -> None:
    who = enrol()
    plan(units, who)
    seen: list[str] = []
    with units.reading() as uow:

        def note(*given: Any) -> None:
            seen.append(given[2])

        event.listen(uow.connection, "before_cursor_execute", note)
        assert service.plan(uow, KEY, who, DAY, morning(DAY)).body
    assert sum(one.startswith("SELECT") for one in seen) == 1


def test_deciding_writes_its_event_with_the_plan(units: Units, enrol: Enrol) -> None:
    who = enrol()
    plan(units, who)
    assert events(units, who) == ["plan.decided"]


def test_nobody_has_no_plan(units: Units) -> None:
    with units() as uow, pytest.raises(NotFound):
        service.plan(uow, KEY, "0" * 32, DAY, morning(DAY))


def test_a_refused_plan_cannot_be_started(units: Units, enrol: Enrol) -> None:
    who = enrol(screened=False)
    assert plan(units, who)["verdict"] == "refused"
    with pytest.raises(service.PlanRefused):
        start(units, who)


def test_an_alternative_can_be_started_by_its_kind(
    units: Units, enrol: Enrol, check_in: CheckIn
) -> None:
    who = enrol()
    check_in(who)
    offered = {one["kind"]: one["session"] for one in plan(units, who)["alternatives"]}
    view = start(units, who, choice="shorter")
    assert view["session"]["duration_min"] <= 20
    assert view["session"]["title"] == offered["shorter"]["title"]


@pytest.mark.parametrize("choice", ["nonsense", "rest"])
def test_what_cannot_be_started_is_refused_with_the_choices(
    units: Units, enrol: Enrol, choice: str
) -> None:
    who = enrol()
    with pytest.raises(BadInput) as caught:
        start(units, who, choice=choice)
    assert caught.value.field == "choice"


def test_only_one_session_is_open_at_a_time(units: Units, enrol: Enrol) -> None:
    who = enrol()
    view = start(units, who)
    with pytest.raises(Conflict) as caught:
        start(units, who)
    assert view["id"] in caught.value.message


def test_a_started_day_says_so(units: Units, enrol: Enrol) -> None:
    who = enrol()
    view = start(units, who)
    found = plan(units, who)
    assert found["started"] == view["id"]
    assert "open_today" in {reason["code"] for reason in found["reasons"]}


def test_each_set_is_answered_with_the_next(units: Units, enrol: Enrol, check_in: CheckIn) -> None:
    who = enrol()
    check_in(who)
    view = start(units, who)
    first = view["next"]
    view = log(units, who, view)
    assert len(view["logged"]) == 1
    assert view["next"] != first


def test_a_session_keeps_the_effort_that_it_asks_for(
    units: Units, enrol: Enrol, check_in: CheckIn
) -> None:
    who = enrol()
    check_in(who)
    view = start(units, who)
    with units.reading() as uow:
        kept = uow.sessions.get(who, view["id"]).log.asked_rpe
    asked = [
        one["rpe"]
        for block in view["session"]["blocks"]
        if block["part"] not in {"warm_up", "cool_down"}
        for one in block["sets"]
        if one["kind"] == "work"
    ]
    assert kept is not None
    assert min(asked) <= kept <= max(asked)


def test_the_same_key_counts_a_set_once(units: Units, enrol: Enrol) -> None:
    who = enrol()
    started = start(units, who)
    once = log(units, who, started, key="set-1")
    twice = log(units, who, started, key="set-1")
    assert once == twice
    assert len(twice["logged"]) == 1


def test_every_set_as_planned_completes_the_session(
    units: Units, enrol: Enrol, check_in: CheckIn
) -> None:
    who = enrol()
    check_in(who)
    found = train(units, who, DAY)
    assert (found["state"], found["complete"]) == ("finished", True)
    assert found["done_sets"] == found["planned_sets"]
    assert found["load_au"] == pytest.approx(270.0)


def test_pain_in_a_set_changes_what_is_left(units: Units, enrol: Enrol, check_in: CheckIn) -> None:
    who = enrol()
    check_in(who)
    view = start(units, who)
    while view["next"]["part"] != "main":
        view = log(units, who, view)
    exercise = view["next"]["exercise"]
    view = log(units, who, view, pain=8, pain_site=BodySite.KNEE)
    assert "set_stop_pain" in {reason["code"] for reason in view["reasons"]}
    left = view["session"]["blocks"] if view["session"] else []
    assert exercise not in {block["exercise"] for block in left if block["part"] == "main"}


@pytest.mark.parametrize(("hours", "taken"), [(36, True), (37, False)])
def test_a_session_left_open_too_long_takes_no_more_sets(
    units: Units, enrol: Enrol, hours: int, taken: bool
) -> None:
    who = enrol()
    view = start(units, who)
    first = LoggedSet(view["next"]["exercise"], morning(DAY), reps=8)
    late = replace(first, at=morning(DAY) + timedelta(hours=hours))
    with units() as uow:
        service.log_set(uow, KEY, who, view["id"], first, None, first.at)
        if taken:
            assert service.log_set(uow, KEY, who, view["id"], late, None, late.at)["logged"]
        else:
            with pytest.raises(Conflict, match="closed as it stands"):
                service.log_set(uow, KEY, who, view["id"], late, None, late.at)


@pytest.mark.parametrize(("days", "taken"), [(1, True), (2, False), (7, False)])
def test_a_session_begun_and_left_without_a_set_is_closed_as_well(
    units: Units, enrol: Enrol, days: int, taken: bool
) -> None:
    who = enrol()
    view = start(units, who)
    late = morning(DAY) + timedelta(days=days)
    one = LoggedSet(view["next"]["exercise"], late, reps=8)
    with units() as uow:
        if taken:
            assert service.log_set(uow, KEY, who, view["id"], one, None, late)["logged"]
        else:
            with pytest.raises(Conflict, match="nothing is lost: start today's session"):
                service.log_set(uow, KEY, who, view["id"], one, None, late)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("exercise", "levitation"), ("reps", -1), ("load_kg", 5000.0), ("rpe", 11.0), ("pain", 12)],
)
def test_a_set_that_cannot_be_meant_changes_nothing(
    units: Units, enrol: Enrol, field: str, wrong: Any
) -> None:
    who = enrol()
    view = start(units, who)
    exercise = wrong if field == "exercise" else view["next"]["exercise"]
    told: dict[str, Any] = {"reps": 8, **({} if field == "exercise" else {field: wrong})}
    one = LoggedSet(exercise, morning(DAY), **told)
    with units() as uow, pytest.raises(BadInput) as caught:
        service.log_set(uow, KEY, who, view["id"], one, None, morning(DAY))
    assert caught.value.field == field
    with units.reading() as uow:
        assert service.session_view(uow, KEY, who, view["id"])["logged"] == []


def test_a_finished_session_takes_no_more_sets(units: Units, enrol: Enrol) -> None:
    who = enrol()
    view = start(units, who)
    finish(units, who, view)
    with pytest.raises(Conflict):
        log(units, who, view)


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("session_rpe", {"session_rpe": 11.0}),
        ("duration_min", {"duration_min": -1.0}),
        ("mood", {"mood": 6}),
        ("pain", {"pain": {BodySite.KNEE: 11}}),
        ("symptoms", {"symptoms": frozenset({"boredom"})}),
    ],
)
def test_a_rating_that_cannot_be_meant_is_refused(
    units: Units, enrol: Enrol, field: str, told: dict[str, Any]
) -> None:
    who = enrol()
    view = start(units, who)
    with pytest.raises(BadInput) as caught:
        finish(units, who, view, **told)
    assert caught.value.field == field


def test_somebody_elses_session_does_not_exist(units: Units, enrol: Enrol) -> None:
    mine, theirs = enrol(), enrol()
    view = start(units, theirs)
    with units.reading() as uow, pytest.raises(NotFound):
        service.session_view(uow, KEY, mine, view["id"])


def test_the_day_of_a_finished_session_says_what_was_done(
    units: Units, enrol: Enrol, check_in: CheckIn
) -> None:
    who = enrol()
    check_in(who)
    train(units, who, DAY)
    found = plan(units, who)
    assert found["status"] == "done"
    assert found["done"][0]["session_rpe"] == 6.0


def test_tomorrow_differs_for_a_reason_that_it_states(
    units: Units, enrol: Enrol, check_in: CheckIn
) -> None:
    who = enrol()
    check_in(who)
    title = plan(units, who)["session"]["title"]
    train(units, who, DAY)
    tomorrow = DAY + timedelta(days=1)
    check_in(who, tomorrow)
    found = plan(units, who, tomorrow)
    told = {reason["code"]: reason["text"] for reason in found["reasons"]}
    assert found["session"]["title"] != title
    assert title in told["recover_after"]
    assert title in told["after_session"]


def test_a_red_flag_at_the_end_closes_the_next_days(
    units: Units, enrol: Enrol, check_in: CheckIn
) -> None:
    who = enrol()
    check_in(who)
    train(units, who, DAY, symptoms=frozenset({"chest_pain"}))
    assert plan(units, who, DAY + timedelta(days=2))["verdict"] == "refused"


def test_the_events_tell_the_story_in_order(units: Units, enrol: Enrol) -> None:
    who = enrol()
    view = log(units, who, start(units, who))
    finish(units, who, view)
    assert events(units, who) == [
        "session.started",
        "features.changed",
        "set.logged",
        "features.changed",
        "session.finished",
        "features.changed",
    ]


def test_progress_counts_weeks_volume_lifts_and_readiness(
    units: Units, enrol: Enrol, check_in: CheckIn
) -> None:
    who = enrol()
    for days in (0, 2, 7):
        check_in(who, DAY + timedelta(days=days))
        train(units, who, DAY + timedelta(days=days))
    last = DAY + timedelta(days=8)
    with units.reading() as uow:
        found: View = service.progress(uow, who, last, 3)
    assert [week["sessions"] for week in found["weeks"]] == [0, 2, 1]
    assert found["weeks"][1]["adherence"] == pytest.approx(2 / 3, abs=0.001)
    assert found["weeks"][1]["muscle_sets"]
    assert found["weeks"][1]["load_au"] == pytest.approx(2 * 270.0)
    assert found["lifts"]
    assert len(found["days"]) == 16
    assert found["days"][-2]["load_au"] == pytest.approx(270.0)


@pytest.mark.parametrize("weeks", [0, 105])
def test_progress_over_an_odd_span_is_refused(units: Units, enrol: Enrol, weeks: int) -> None:
    who = enrol()
    with units.reading() as uow, pytest.raises(BadInput):
        service.progress(uow, who, DAY, weeks)


def test_four_weeks_of_following_the_plan_make_loads_grow_within_the_rules(
    units: Units, enrol: Enrol, check_in: CheckIn
) -> None:
    who = enrol(athlete(days_per_week=3))
    heaviest: dict[str, list[float]] = {}
    for n in range(28):
        day = DAY + timedelta(days=n)
        check_in(who, day)
        found = plan(units, who, day)
        if found["kind"] not in ("planned", "next_day"):
            continue
        for block in found["session"]["blocks"]:
            loads = [one["load_kg"] for one in block["sets"] if one["load_kg"]]
            if loads and block["part"] == "main":
                heaviest.setdefault(block["exercise"], []).append(max(loads))
                assert block["reasons"]
        train(units, who, day)
    repeated = [loads for loads in heaviest.values() if len(loads) >= 4]
    assert repeated
    assert any(loads[-1] > loads[0] for loads in repeated)
    for loads in repeated:
        best = loads[0]
        for load in loads[1:]:
            assert load <= best * 1.1 + 1e-6
            best = max(best, load)


def say(units: Units, athlete_id: str, day: date, *symptoms: str, note: str = "") -> None:
    told = replace(checkin(day), symptoms=frozenset(symptoms), note=note)
    with units() as uow:
        body.record_checkin(uow, athlete_id, told, morning(day))
        uow.commit()


def shown(units: Units, athlete_id: str, view: View) -> View:
    with units.reading() as uow:
        return service.session_view(uow, KEY, athlete_id, view["id"])


def test_a_warning_said_during_a_session_stops_what_is_shown_of_it(
    units: Units, enrol: Enrol
) -> None:
    who = enrol()
    view = start(units, who)
    assert shown(units, who, view)["next"] is not None
    say(units, who, DAY, note="I had chest pain on the stairs")
    now = shown(units, who, view)
    assert (now["verdict"], now["session"], now["next"]) == ("refused", None, None)
    assert now["rules"][0]["code"] == "S05"


def test_a_session_of_yesterday_stops_at_a_warning_of_today(units: Units, enrol: Enrol) -> None:
    who = enrol()
    view = start(units, who)
    say(units, who, DAY + timedelta(days=1), "chest_pain")
    assert shown(units, who, view)["next"] is None
    assert log(units, who, view)["verdict"] == "refused"


def test_no_session_is_begun_for_a_day_before_an_unanswered_warning(
    units: Units, enrol: Enrol
) -> None:
    who = enrol()
    say(units, who, DAY + timedelta(days=1), "chest_pain")
    with pytest.raises(service.PlanRefused):
        start(units, who)


def test_a_warning_locks_however_many_weeks_go_by(units: Units, enrol: Enrol) -> None:
    who = enrol()
    say(units, who, DAY - timedelta(days=60), "chest_pain")
    assert plan(units, who)["verdict"] == "refused"


def test_a_check_in_without_warnings_leaves_a_session_under_way_as_it_was(
    units: Units, enrol: Enrol
) -> None:
    who = enrol()
    view = start(units, who)
    say(units, who, DAY)
    assert shown(units, who, view)["next"] == view["next"]
