"""A worker process that kills itself with SIGKILL at the moment its job names; run by tests."""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from spotter.body.state import Day
from spotter.events.types import Event
from spotter.store.engine import open_engine
from spotter.store.uow import Units
from spotter.store.work import Handler, Work
from spotter.store.worker import Worker

DAY = date(2026, 3, 2)


def die_at(moment: str, work: Work) -> None:
    """End this process, unnoticed and at once, on the first try of a job that asks for it."""
    if work.job.attempts == 1 and work.job.payload["die"] == moment:
        os.kill(os.getpid(), signal.SIGKILL)


def add_one(work: Work) -> None:
    """Add 1 to the athlete's steps of the day, through a file and a transaction, as imports do."""
    athlete_id = str(work.job.athlete_id)
    die_at("start", work)
    draft = work.uow.data_dir / f"{work.job.id}.draft"
    draft.write_text("half", encoding="utf-8")
    die_at("half-written file", work)
    draft.rename(draft.with_suffix(".done"))
    work.progress(1, 1, "published")
    die_at("published file", work)
    with work.uow() as uow:
        days = uow.days.between(athlete_id, DAY, DAY)
        steps = days[DAY].values["steps"] if days else 0.0
        uow.days.put(athlete_id, [Day(DAY, {"steps": steps + 1}, {})])
        die_at("effect written", work)
        data = {"job": work.job.id}
        uow.outbox.add(Event("day.updated", athlete_id, datetime.now(UTC), data))
        work.finish(uow)
        die_at("all written", work)
        uow.commit()
        die_at("committed", work)


if __name__ == "__main__":
    engine = open_engine(sys.argv[1])
    worker = Worker(Units(engine, Path(sys.argv[2])), {"add": Handler(add_one)}, lease_s=0.5)
    print("ready", flush=True)
    worker.run_until_idle()
