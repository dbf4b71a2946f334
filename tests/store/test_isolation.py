"""Nobody reads or writes anybody else's rows, through any repository."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from spotter.athletes.profile import Profile, Screening
from spotter.body.checkin import Checkin
from spotter.body.sets import ImportedSet
from spotter.body.state import Day
from spotter.events.types import Event
from spotter.kit.errors import NotFound
from spotter.store.records import (
    AccountRecord,
    ConnectionRecord,
    RejectedRecord,
    SharedRep,
    TokenRecord,
)
from spotter.store.repositories.learned import StoredEvidence
from spotter.store.tables import METADATA
from spotter.store.uow import UnitOfWork, Units
from spotter.training.session import Focus, LoggedSet, SessionLog

DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
SET = LoggedSet("squat", AT, reps=5)


def fill(uow: UnitOfWork, athlete_id: str, mark: str) -> str:
    """Give the athlete one row in every table; return the id of their import."""
    uow.athletes.put_profile(athlete_id, Profile(sport=mark))
    uow.athletes.put_screening(athlete_id, Screening(DAY, {"who": mark}))
    uow.days.put(athlete_id, [Day(DAY, {"steps": 1.0}, {"steps": mark})])
    uow.feature_days.mark(athlete_id, [DAY])
    uow.checkins.put(athlete_id, Checkin(DAY, note=mark))
    log = SessionLog(f"session-{mark}", DAY, mark, Focus.STRENGTH, sets=(SET,))
    uow.sessions.add(athlete_id, log, mark.encode(), mark)
    revision = uow.athletes.revision(athlete_id)
    uow.plans.put(athlete_id, DAY, revision, mark.encode(), mark)
    job = uow.jobs.enqueue("import", athlete_id, {"of": mark}, mark)
    import_id = uow.imports.add(athlete_id, mark, 1, sha256="a" * 64, job_id=job)
    uow.imports.update(athlete_id, import_id, state="finished")
    uow.imports.add_file(import_id, athlete_id, Path(f"{mark}.parquet"), 1, AT, AT)
    uow.done_sets.put(athlete_id, [ImportedSet(import_id, mark, DAY, "Strong", reps=5)], None)
    uow.done_sets.put_names(athlete_id, {mark: "barbell_bench_press"})
    uow.rejected.add(athlete_id, import_id, [RejectedRecord("no_type", mark, {})])
    uow.source_orders.put(athlete_id, {"sleep": [mark]})
    uow.annotations.share(athlete_id, mark, [SharedRep(f"rep-{mark}", "squat", b"")], AT)
    row = {"id": f"set-{mark}", "source": "live", "name": mark, "created_at": AT}
    judged = {"state": "finished", "exercise": "squat", "measured": [[mark]], "recording": mark}
    uow.form_sets.add(athlete_id, {**row, **judged})
    uow.learned.put_choice(athlete_id, DAY, {"of": mark})
    uow.learned.put_evidence(athlete_id, mark, StoredEvidence(1, False, {"of": mark}))
    linked = ConnectionRecord(athlete_id, "oura", "connected", mark.encode(), False, mark, AT)
    uow.connections.put(athlete_id, linked)
    uow.outbox.add(Event("athlete.updated", athlete_id, AT, {"of": mark}))
    account = AccountRecord(f"account-{mark}", athlete_id, mark, "member", AT, "hash")
    uow.accounts.add(account, mark)
    uow.accounts.add_login(f"login-{mark}", account.id, f"login-{mark}", AT, AT)
    token = TokenRecord(f"token-{mark}", account.id, mark, frozenset({"read"}), AT, None)
    uow.accounts.add_token(token, f"token-{mark}")
    return import_id


def seen(uow: UnitOfWork, athlete_id: str) -> dict[str, object]:
    """Return everything that an athlete can read."""
    account = uow.accounts.of_athlete(athlete_id)
    return {
        "athlete": uow.athletes.get(athlete_id),
        "days": uow.days.between(athlete_id, DAY, DAY),
        "span": uow.days.span(athlete_id),
        "feature_days": uow.feature_days.marked(athlete_id),
        "checkins": uow.checkins.between(athlete_id, DAY, DAY),
        "sessions": uow.sessions.between(athlete_id, DAY, DAY),
        "stored": uow.sessions.on(athlete_id, DAY),
        "plan": uow.plans.get(athlete_id, DAY),
        "fresh": uow.plans.fresh(athlete_id, DAY),
        "imports": uow.imports.list(athlete_id),
        "page of imports": uow.imports.page(athlete_id, 0, 9),
        "had": uow.imports.by_hash(athlete_id, "a" * 64),
        "owners": uow.imports.owners(athlete_id),
        "sets": uow.done_sets.imported(athlete_id, DAY, DAY),
        "done": uow.done_sets.between(athlete_id, DAY, DAY),
        "names": uow.done_sets.names(athlete_id),
        "order": uow.source_orders.of(athlete_id),
        "shared": uow.annotations.shared(athlete_id),
        "form sets": uow.form_sets.list(athlete_id, 9),
        "measured": uow.form_sets.measured(athlete_id, 9),
        "recordings": uow.form_sets.recordings(athlete_id),
        "choices": uow.learned.choices(athlete_id, DAY, DAY),
        "evidence": [uow.learned.evidence(athlete_id, one) for one in ("mine", "theirs")],
        "connection": uow.connections.get(athlete_id, "oura"),
        "edited": uow.imports.rows_of(athlete_id, [""]),
        "rejected": uow.rejected.page(athlete_id, uow.imports.list(athlete_id)[0].id, 0, 9),
        "files": uow.imports.files(athlete_id),
        "events": uow.outbox.of_athlete(athlete_id),
        "everything": {name: list(rows) for name, rows in uow.portable.tables(athlete_id)},
        "account": account,
        "tokens": uow.accounts.tokens(account.id),
    }


@pytest.fixture
def theirs(units: Units, athlete_id: str, other_id: str) -> str:
    """Fill both athletes; return the id of the other's import."""
    with units() as uow:
        fill(uow, athlete_id, "mine")
        import_id = fill(uow, other_id, "theirs")
        uow.commit()
    return import_id


def test_everything_an_athlete_reads_is_their_own(
    units: Units, athlete_id: str, other_id: str, theirs: str
) -> None:
    with units() as uow:
        mine, other = seen(uow, athlete_id), seen(uow, other_id)
    for name, value in mine.items():
        assert "theirs" not in str(value), name
        assert "mine" not in str(other[name]), name
        assert value, name


ATTEMPTS: dict[str, Callable[[UnitOfWork, str, str], object]] = {
    "read a session": lambda uow, me, _: uow.sessions.get(me, "session-theirs"),
    "lock a session": lambda uow, me, _: uow.sessions.get(me, "session-theirs", lock=True),
    "log a set": lambda uow, me, _: uow.sessions.add_set(me, "session-theirs", SET, "key"),
    "finish a session": lambda uow, me, _: uow.sessions.finish(me, "session-theirs", session_rpe=5),
    "change a session's plan": lambda uow, me, _: uow.sessions.put_plan(
        me, "session-theirs", b"", ""
    ),
    "read an import": lambda uow, me, theirs: uow.imports.get(me, theirs),
    "change an import": lambda uow, me, theirs: uow.imports.update(me, theirs, state="failed"),
    "read a form set": lambda uow, me, _: uow.form_sets.get(me, "set-theirs"),
    "change a form set": lambda uow, me, _: uow.form_sets.update(me, "set-theirs", {"score": 1.0}),
    "revoke a token": lambda uow, *_: uow.accounts.remove_token("account-mine", "token-theirs"),
}


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=str)
def test_somebody_elses_row_is_as_if_it_were_not_there(
    units: Units, athlete_id: str, theirs: str, attempt: str
) -> None:
    with units() as uow, pytest.raises(NotFound):
        ATTEMPTS[attempt](uow, athlete_id, theirs)


def test_nothing_an_athlete_writes_changes_what_another_reads(
    units: Units, athlete_id: str, other_id: str, theirs: str
) -> None:
    with units() as uow:
        before = seen(uow, other_id)
        uow.athletes.put_profile(athlete_id, Profile(sport="new"))
        uow.days.put(athlete_id, [Day(DAY, {"steps": 9.0}, {})])
        uow.days.remove(athlete_id, [DAY])
        uow.feature_days.clear(athlete_id, uow.feature_days.marked(athlete_id))
        uow.checkins.put(athlete_id, Checkin(DAY, note="new"))
        uow.plans.put(athlete_id, DAY, 7, b"new", "new")
        uow.sessions.finish(athlete_id, "session-mine", session_rpe=5)
        assert not uow.rejected.page(athlete_id, theirs, 0, 9)
        uow.source_orders.put(athlete_id, {"sleep": []})
        assert uow.annotations.take_back(athlete_id, "theirs") == 0
        uow.form_sets.remove(athlete_id, "set-theirs")
        uow.learned.put_choice(athlete_id, DAY, {"of": "new"})
        uow.learned.take_choice(athlete_id, DAY, "main", None)
        uow.learned.judge_choice(athlete_id, DAY, 0.5, {"of": "new"})
        uow.learned.put_evidence(athlete_id, "theirs", StoredEvidence(2, False, {"of": "new"}))
        uow.done_sets.put(athlete_id, [], None)
        uow.done_sets.put_names(athlete_id, {"mine": None, "theirs": "plank"})
        uow.outbox.forget(athlete_id)
        uow.accounts.remove_logins("account-mine")
        uow.accounts.remove_login("account-mine", "login-theirs")
        assert seen(uow, other_id) == before
        assert uow.accounts.login("login-theirs") is not None


def test_deleting_an_athlete_leaves_no_row_of_theirs_and_every_row_of_others(
    units: Units, athlete_id: str, other_id: str, theirs: str
) -> None:
    with units() as uow:
        before = seen(uow, other_id)
        uow.athletes.delete(athlete_id)
        uow.outbox.forget(athlete_id)
        uow.commit()
    with units() as uow:
        assert seen(uow, other_id) == before
        for table in METADATA.sorted_tables:
            if "athlete_id" in table.c:
                query = select(func.count()).where(table.c.athlete_id == athlete_id)
                assert uow.connection.execute(query).scalar() == 0, table.name
        assert uow.accounts.login("login-mine") is None
        assert uow.accounts.token("token-mine") is None
        assert uow.accounts.tokens("account-mine") == []


def test_every_table_with_an_athlete_is_filled_by_these_tests(
    units: Units, athlete_id: str, theirs: str
) -> None:
    with units() as uow:
        for table in METADATA.sorted_tables:
            if "athlete_id" in table.c:
                query = select(func.count()).where(table.c.athlete_id == athlete_id)
                assert uow.connection.execute(query).scalar_one() > 0, table.name
