"""A worker in a process of its own, ready within milliseconds, that can be killed at any moment."""

from __future__ import annotations

import multiprocessing
from datetime import datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

from spotter.intake import service
from spotter.kit.time import utc_now
from spotter.store.engine import open_engine
from spotter.store.uow import Units
from spotter.store.worker import Worker

# A server that has everything loaded forks the workers: twenty of them would else take a minute.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    ["spotter.intake.service", "spotter.intake.apple_health.export", "spotter.store.worker"]
)


def work(url: str, data_dir: str, later_s: float) -> None:
    """Do every job there is, on a clock that is `later_s` ahead: old leases have run out by it."""

    def clock() -> datetime:
        return utc_now() + timedelta(seconds=later_s)

    engine = open_engine(url)
    handlers = {service.IMPORT: service.import_handler(clock)}
    Worker(Units(engine, Path(data_dir)), handlers, clock=clock).run_until_idle()
    engine.dispose()


def start(url: str, data_dir: Path, later_s: float = 0.0) -> BaseProcess:
    """Start a worker that ends when there is nothing to do."""
    process = _FORKS.Process(target=work, args=(url, str(data_dir), later_s), daemon=True)
    process.start()
    return process


def killed_after(seconds: float, url: str, data_dir: Path, later_s: float) -> bool:
    """Start a worker and kill it; return whether it had not ended by itself before."""
    process = start(url, data_dir, later_s)
    process.join(seconds)
    alive = process.is_alive()
    process.kill()
    process.join()
    process.close()
    return alive
