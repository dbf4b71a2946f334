"""Repositories: what is put comes back, in order, and only once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from spotter.athletes.profile import BodySite, Equipment, Goal, Profile, Screening
from spotter.body.checkin import Checkin
from spotter.body.state import Day
from spotter.kit.errors import BadInput, Conflict, NotFound
from spotter.store.uow import Units
from spotter.training.session import Focus, LoggedSet, SessionLog, SetKind

DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
LOG = SessionLog(
    "s1",
    DAY,
    "Lower body",
    Focus.STRENGTH,
    programme="p",
    week=3,
    planned_sets=9,
    asked_rpe=7.25,
)
SQUAT = LoggedSet("squat", AT, reps=5, load_kg=82.5, rpe=7.5, pain=2, pain_site=BodySite.KNEE)


def day_of(offset: int, **values: float) -> Day:
    return Day(DAY + timedelta(days=offset), values, dict.fromkeys(values, "watch"))


# athletes


def test_an_athlete_comes_back_with_profile_and_screening(units: Units, athlete_id: str) -> None:
    profile = Profile(goal=Goal.STRENGTH, equipment=frozenset({Equipment.BARBELL}), mass_kg=80.25)
    screening = Screening(DAY, {"heart": False, "signs": ("none",), "score": 2.5})
    with units() as uow:
        uow.athletes.put_profile(athlete_id, profile)
        uow.athletes.put_screening(athlete_id, screening)
        found = uow.athletes.get(athlete_id)
    assert (found.profile, found.screening) == (profile, screening)


@pytest.mark.parametrize("what", ["profile", "screening", "keep", "bump"])
def test_every_change_of_an_athlete_makes_plans_stale(
    units: Units, athlete_id: str, what: str
) -> None:
    with units() as uow:
        uow.plans.put(athlete_id, DAY, 1, b"{}", "mac")
        assert uow.plans.fresh(athlete_id, DAY) is not None
        if what == "profile":
            uow.athletes.put_profile(athlete_id, Profile())
        elif what == "screening":
            uow.athletes.put_screening(athlete_id, None)
        elif what == "keep":
            uow.athletes.keep_raw_file(athlete_id, True)
        else:
            assert uow.athletes.bump(athlete_id) == 2
        assert uow.athletes.revision(athlete_id) == 2
        assert uow.plans.fresh(athlete_id, DAY) is None
        assert uow.plans.get(athlete_id, DAY) is not None


def test_a_new_plan_replaces_the_stale_one(units: Units, athlete_id: str) -> None:
    with units() as uow:
        uow.plans.put(athlete_id, DAY, 1, b"old", "a")
        uow.plans.put(athlete_id, DAY, 2, b"\x00new", "b")
        found = uow.plans.get(athlete_id, DAY)
    assert found is not None
    assert (found.revision, found.body, found.mac) == (2, b"\x00new", "b")


@pytest.mark.parametrize(
    "method", ["get", "revision", "bump", "delete", "put_profile", "put_screening"]
)
def test_an_athlete_who_is_not_there_is_not_found(units: Units, method: str) -> None:
    more = {"put_profile": (Profile(),), "put_screening": (None,)}.get(method, ())
    with units() as uow, pytest.raises(NotFound):
        getattr(uow.athletes, method)("nobody", *more)


# days


def test_days_come_back_in_order_within_the_span_asked_for(units: Units, athlete_id: str) -> None:
    with units() as uow:
        uow.days.put(athlete_id, [day_of(2, steps=3.5), day_of(0), day_of(1, sleep_s=1e-9)])
        found = uow.days.between(athlete_id, DAY, DAY + timedelta(days=1))
    assert list(found.values()) == [day_of(0), day_of(1, sleep_s=1e-9)]


def test_a_day_put_again_is_replaced_whole(units: Units, athlete_id: str) -> None:
    with units() as uow:
        uow.days.put(athlete_id, [day_of(0, steps=1.0, mass_kg=80.0)])
        uow.days.put(athlete_id, [day_of(0, steps=2.0)])
        assert uow.days.between(athlete_id, DAY, DAY) == {DAY: day_of(0, steps=2.0)}


def test_the_span_of_days_is_from_the_first_to_the_last(units: Units, athlete_id: str) -> None:
    with units() as uow:
        assert uow.days.span(athlete_id) is None
        uow.days.put(athlete_id, (day_of(offset) for offset in (5, 0, 3)))
        assert uow.days.span(athlete_id) == (DAY, DAY + timedelta(days=5))


def test_ten_years_of_days_go_in_and_out(units: Units, athlete_id: str) -> None:
    with units() as uow:
        uow.days.put(athlete_id, [day_of(offset, steps=float(offset)) for offset in range(3650)])
        uow.days.remove(athlete_id, [DAY + timedelta(days=offset) for offset in range(1, 3650)])
        assert uow.days.span(athlete_id) == (DAY, DAY)


def test_putting_no_days_is_fine(units: Units, athlete_id: str) -> None:
    with units() as uow:
        uow.days.put(athlete_id, [])
        uow.days.remove(athlete_id, [])
        assert uow.days.span(athlete_id) is None


# check-ins


def test_the_second_checkin_of_a_day_replaces_the_first(units: Units, athlete_id: str) -> None:
    second = Checkin(DAY, mood=4, pain={BodySite.KNEE: 3}, symptoms=frozenset({"chest_pain"}))
    with units() as uow:
        uow.checkins.put(athlete_id, Checkin(DAY, mood=1, note="tired"))
        uow.checkins.put(athlete_id, second)
        uow.checkins.put(athlete_id, Checkin(DAY - timedelta(days=1)))
        assert uow.checkins.get(athlete_id, DAY) == second
        found = uow.checkins.between(athlete_id, DAY - timedelta(days=1), DAY)
    assert [checkin.day for checkin in found] == [DAY - timedelta(days=1), DAY]


def test_a_day_without_checkin_has_none(units: Units, athlete_id: str) -> None:
    with units() as uow:
        assert uow.checkins.get(athlete_id, DAY) is None


# sessions


def test_a_session_comes_back_with_its_sets_in_order(units: Units, athlete_id: str) -> None:
    with units() as uow:
        uow.sessions.add(athlete_id, replace(LOG, sets=(SQUAT,)), b"{}", "mac")
        uow.sessions.add_set(athlete_id, "s1", replace(SQUAT, reps=4, kind=SetKind.WARM_UP))
        stored = uow.sessions.get(athlete_id, "s1")
    assert [done.reps for done in stored.log.sets] == [5, 4]
    assert replace(stored.log, sets=()) == LOG
    assert (stored.body, stored.mac, stored.state) == (b"{}", "mac", "open")


def test_a_set_sent_twice_with_one_key_is_logged_once(units: Units, athlete_id: str) -> None:
    with units() as uow:
        uow.sessions.add(athlete_id, LOG, b"", "")
        assert uow.sessions.add_set(athlete_id, "s1", SQUAT, "key-1")
        assert not uow.sessions.add_set(athlete_id, "s1", replace(SQUAT, reps=99), "key-1")
        assert uow.sessions.add_set(athlete_id, "s1", SQUAT, "key-2")
        assert uow.sessions.add_set(athlete_id, "s1", SQUAT)
        assert uow.sessions.add_set(athlete_id, "s1", SQUAT)
        assert uow.sessions.get(athlete_id, "s1").log.sets == (SQUAT,) * 4


def test_a_set_repeated_after_the_finish_is_still_recognised(units: Units, athlete_id: str) -> None:
    with units() as uow:
        uow.sessions.add(athlete_id, LOG, b"", "")
        uow.sessions.add_set(athlete_id, "s1", SQUAT, "key-1")
        uow.sessions.finish(athlete_id, "s1", session_rpe=7)
        assert not uow.sessions.add_set(athlete_id, "s1", SQUAT, "key-1")
        with pytest.raises(Conflict, match="finished"):
            uow.sessions.add_set(athlete_id, "s1", SQUAT, "key-2")


def test_finishing_again_forgets_no_symptom(units: Units, athlete_id: str) -> None:
    with units() as uow:
        uow.sessions.add(athlete_id, LOG, b"", "")
        uow.sessions.finish(
            athlete_id, "s1", session_rpe=7, mood=2, symptoms=frozenset({"chest_pain"})
        )
        uow.sessions.finish(athlete_id, "s1", session_rpe=6, mood=4)
        log = uow.sessions.get(athlete_id, "s1").log
    assert (log.session_rpe, log.mood, log.symptoms) == (6, 4, frozenset({"chest_pain"}))


def test_finishing_keeps_what_was_said(units: Units, athlete_id: str) -> None:
    with units() as uow:
        uow.sessions.add(athlete_id, LOG, b"", "")
        uow.sessions.finish(
            athlete_id,
            "s1",
            session_rpe=6.5,
            duration_min=48.0,
            mood=4,
            pain={BodySite.HIP: 2},
            symptoms=frozenset({"x"}),
        )
        stored = uow.sessions.get(athlete_id, "s1", lock=True)
    said = replace(
        LOG,
        session_rpe=6.5,
        duration_min=48.0,
        mood=4,
        pain={BodySite.HIP: 2},
        symptoms=frozenset({"x"}),
    )
    assert (stored.log, stored.state) == (said, "finished")


def test_a_session_added_as_done_is_finished(units: Units, athlete_id: str) -> None:
    with units() as uow:
        uow.sessions.add(athlete_id, replace(LOG, session_rpe=8.0), b"", "")
        assert uow.sessions.get(athlete_id, "s1").state == "finished"


def test_a_session_id_is_taken_once(units: Units, athlete_id: str) -> None:
    with units() as uow:
        uow.sessions.add(athlete_id, LOG, b"", "")
        with pytest.raises(Conflict):
            uow.sessions.add(athlete_id, LOG, b"", "")


def test_the_plan_of_a_session_can_be_replaced(units: Units, athlete_id: str) -> None:
    with units() as uow:
        uow.sessions.add(athlete_id, LOG, b"one", "1")
        uow.sessions.put_plan(athlete_id, "s1", b"two", "2")
        stored = uow.sessions.get(athlete_id, "s1")
    assert (stored.body, stored.mac) == (b"two", "2")


def test_sessions_come_by_day_in_the_order_they_began(units: Units, athlete_id: str) -> None:
    later = DAY + timedelta(days=1)
    with units() as uow:
        for name, day in (("b", DAY), ("a", DAY), ("c", later)):
            uow.sessions.add(athlete_id, replace(LOG, id=name, day=day, sets=(SQUAT,)), b"", "")
        found = uow.sessions.between(athlete_id, DAY, later)
        assert [(log.id, len(log.sets)) for log in found] == [("a", 1), ("b", 1), ("c", 1)]
        assert [stored.log.id for stored in uow.sessions.on(athlete_id, DAY)] == ["a", "b"]


# imports


def test_an_import_goes_from_queued_to_finished(units: Units, athlete_id: str) -> None:
    with units() as uow:
        job = uow.jobs.enqueue("import", athlete_id, {}, "k", now=AT)
        import_id = uow.imports.add(
            athlete_id, "export.zip", 2**40, sha256="a" * 64, upload="u", job_id=job, now=AT
        )
        assert uow.imports.get(athlete_id, import_id).state == "queued"
        uow.imports.update(
            athlete_id,
            import_id,
            state="finished",
            source="apple_health",
            report={"records": 3, "by_kind": {"steps": 3}},
            finished_at=AT,
        )
        found = uow.imports.get(athlete_id, import_id)
    assert (found.state, found.size_bytes, found.source) == ("finished", 2**40, "apple_health")
    assert found.report == {"records": 3, "by_kind": {"steps": 3}}
    assert found.finished_at == AT


def test_an_import_shows_how_far_its_job_is(units: Units, athlete_id: str) -> None:
    with units() as uow:
        job_id = uow.jobs.enqueue("import", athlete_id, {}, "k", now=AT)
        import_id = uow.imports.add(athlete_id, "export.zip", 10, job_id=job_id)
        job = uow.jobs.lease("w", AT, 60)
        assert job is not None
        uow.jobs.progress(job, 4, 10, "reading", records=123)
        found = uow.imports.get(athlete_id, import_id)
    assert (found.state, found.done_bytes, found.total_bytes) == ("running", 4, 10)
    assert (found.records, found.note) == (123, "reading")


def test_an_import_whose_job_failed_says_so(units: Units, athlete_id: str) -> None:
    with units() as uow:
        job_id = uow.jobs.enqueue("import", athlete_id, {}, "k", now=AT)
        import_id = uow.imports.add(athlete_id, "export.zip", 10, job_id=job_id)
        job = uow.jobs.lease("w", AT, 60)
        assert job is not None
        uow.jobs.fail(job, "This is not an export.", AT)
        found = uow.imports.get(athlete_id, import_id)
    assert (found.state, found.error) == ("failed", "This is not an export.")


def test_imports_are_listed_newest_first(units: Units, athlete_id: str) -> None:
    with units() as uow:
        ids = [
            uow.imports.add(athlete_id, str(n), 1, now=AT + timedelta(seconds=n)) for n in range(3)
        ]
        assert [one.id for one in uow.imports.list(athlete_id)] == ids[::-1]


def test_only_a_finished_import_counts_as_had_before(units: Units, athlete_id: str) -> None:
    with units() as uow:
        first = uow.imports.add(athlete_id, "a", 1, sha256="f" * 64)
        assert uow.imports.by_hash(athlete_id, "f" * 64) is None
        uow.imports.update(athlete_id, first, state="finished")
        found = uow.imports.by_hash(athlete_id, "f" * 64)
    assert found is not None
    assert found.id == first


def test_files_move_with_the_data_folder(units: Units, athlete_id: str) -> None:
    inside = units.data_dir / "athletes" / athlete_id / "raw" / "one.parquet"
    with units() as uow:
        import_id = uow.imports.add(athlete_id, "a", 1)
        uow.imports.add_file(import_id, athlete_id, inside, 3, AT, AT)
        uow.commit()
    with Units(units.engine, Path("/elsewhere"))() as uow:
        assert uow.imports.files(athlete_id) == [
            Path("/elsewhere/athletes") / athlete_id / "raw" / "one.parquet"
        ]


@pytest.mark.parametrize("name", ["a\x00b.zip", "a\ud800b.zip", "a\nb.zip"])
def test_a_file_name_from_outside_is_made_fit_to_show(
    units: Units, athlete_id: str, name: str
) -> None:
    with units() as uow:
        import_id = uow.imports.add(athlete_id, name, 1)
        assert uow.imports.get(athlete_id, import_id).name == "a\ufffdb.zip"


@pytest.mark.parametrize("odd", ["", "\x00", "\ud800", "a" * 33, "' OR 1=1 --", "../x"])
def test_an_id_that_cannot_be_one_is_not_found(units: Units, athlete_id: str, odd: str) -> None:
    with units() as uow:
        for ask in (uow.sessions.get, uow.imports.get):
            with pytest.raises(NotFound):
                ask(athlete_id, odd)
        with pytest.raises(NotFound):
            uow.athletes.get(odd)


@pytest.mark.parametrize("key", ["a" * 65, "\x00", "\ud800"])
def test_a_client_key_that_cannot_be_stored_is_refused(
    units: Units, athlete_id: str, key: str
) -> None:
    with units() as uow:
        uow.sessions.add(athlete_id, LOG, b"", "")
        with pytest.raises(BadInput):
            uow.sessions.add_set(athlete_id, "s1", SQUAT, key)


def test_an_import_that_is_not_there_is_not_found(units: Units, athlete_id: str) -> None:
    with units() as uow:
        with pytest.raises(NotFound):
            uow.imports.get(athlete_id, "none")
        with pytest.raises(NotFound):
            uow.imports.update(athlete_id, "none", state="failed")
