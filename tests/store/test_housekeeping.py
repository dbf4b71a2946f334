"""What is over is forgotten; what is not stays."""

from __future__ import annotations

import os
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from spotter.athletes import accounts, service
from spotter.bootstrap import build, keep_tidy
from spotter.events.types import Event
from spotter.intake.looking import request_look
from spotter.settings import Settings
from spotter.store import housekeeping
from spotter.store.records import Knock
from spotter.store.uow import Units

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAY = timedelta(days=1)


def test_only_what_is_over_is_forgotten(units: Units) -> None:
    with units() as uow:
        account = accounts.add_sample_account(uow, "Sam", AT)
        accounts.open_login(uow, account, AT - 40 * DAY, days=30)
        accounts.open_login(uow, account, AT, days=30)
        uow.accounts.put_knock("old", Knock(3, AT - 3 * DAY, AT - 2 * DAY))
        uow.accounts.put_knock("quiet", Knock(3, AT - 3 * DAY, None))
        uow.accounts.put_knock("shut", Knock(9, AT - 3 * DAY, AT + DAY))
        uow.accounts.put_knock("new", Knock(1, AT, None))
        uow.outbox.add(Event("plan.decided", account.athlete_id, AT))
        old, new = (envelope.id for envelope in uow.outbox.waiting(AT))
        uow.outbox.delivered([old], AT - 91 * DAY)
        forgotten = housekeeping.tidy(uow, AT)
        assert forgotten == {"logins": 1, "events": 1, "knocks": 2, "looks": 0}
        assert [envelope.id for envelope in uow.outbox.waiting(AT)] == [new]
        left = {door: uow.accounts.knock(door, AT).failures for door in ("old", "shut", "new")}
        assert left == {"old": 0, "shut": 9, "new": 1}


def test_a_worker_removes_the_folder_that_a_deleted_athlete_left(tmp_path: Path) -> None:
    container = build(Settings(data_dir=tmp_path / "var"), clock=lambda: AT)
    with container.uow() as uow:
        account = accounts.add_sample_account(uow, "Sam", AT)
        service.delete(uow, account.athlete_id, AT)
        uow.commit()
    assert container.worker().run_until_idle() == 1
    left = container.athlete_dir(account.athlete_id)
    left.mkdir(parents=True)
    unknown = container.athlete_dir("0" * 32)
    unknown.mkdir()
    container.worker()
    container.close()
    assert not left.exists()
    assert unknown.exists()


def test_files_that_another_database_knows_are_left_alone(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "var")
    stranger = settings.data_dir / "athletes" / ("0" * 32) / "raw" / f"{'1' * 32}-1.parquet"
    stranger.parent.mkdir(parents=True)
    stranger.write_bytes(b"somebody's heartbeats")
    container = build(settings)
    container.worker()
    container.close()
    assert stranger.exists()


def test_a_file_that_a_killed_import_left_is_removed_at_the_next_start(tmp_path: Path) -> None:
    container = build(Settings(data_dir=tmp_path / "var"), clock=lambda: AT)
    with container.uow() as uow:
        account = accounts.add_sample_account(uow, "Sam", AT)
        uow.commit()
    orphan = container.athlete_dir(account.athlete_id) / "raw" / f"{'1' * 32}-1.parquet"
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"half a life")
    container.worker()
    container.close()
    assert not orphan.exists()


def test_a_worker_keeps_the_house_in_order_while_it_runs(tmp_path: Path) -> None:
    hand = [AT]
    container = build(Settings(data_dir=tmp_path / "var"), clock=lambda: hand[0])
    with container.uow() as uow:
        athlete_id = accounts.add_sample_account(uow, "Sam", AT).athlete_id
        upload = container.data_dir / "uploads" / "looked.part"
        upload.parent.mkdir()
        upload.write_bytes(b"somebody's heartbeats")
        told = {"name": "a", "size_bytes": 1, "sha256": "0" * 64, "now": AT}
        request_look(uow, athlete_id, upload, **told)  # type: ignore[arg-type]
        uow.commit()
    hand[0] += 2 * DAY
    os.utime(upload, (0, 0))
    stop = threading.Event()
    keeper = threading.Thread(target=keep_tidy, args=(container, stop, 0.01))
    keeper.start()
    for _ in range(500):
        if not upload.exists():
            break
        time.sleep(0.01)
    stop.set()
    keeper.join()
    container.close()
    assert not upload.exists()
