"""Whether the server lives, whether it is ready, and its numbers."""

from __future__ import annotations

import shutil
from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from spotter import __version__
from spotter.body.featurestore.drift import noted
from spotter.kit.errors import StoreAway
from spotter.kit.room import SPARE_BYTES
from spotter.store import migrate
from spotter.web.api.auth import Box
from spotter.web.assets import missing_assets

router = APIRouter()


@router.get("/healthz")
async def live() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok", "version": __version__}


@router.get("/readyz")
def ready(request: Request, box: Box) -> JSONResponse:
    """Say whether the database answers, is migrated, has room, and whether work is being done.

    503 for what keeps this server from doing its part. What it can serve without (a worker that is
    a process of its own, the store of features, the build of the pages) makes it degraded at most.
    """
    needed: dict[str, str] = {"disk": _disk(box)}
    spared = {"front_end": "ok" if not missing_assets() else "not built"}
    try:
        with box.uow.reading() as uow:
            uow.connection.execute(text("SELECT 1"))
        needed |= {"database": "ok", "migrations": _migrations(box)}
        own = request.app.state.worker is not None
        (needed if own else spared)["worker"] = _worker(request, box)
        spared["features"] = _features(box)
    except SQLAlchemyError as error:
        needed["database"] = type(error).__name__
    good = all(value == "ok" for value in needed.values())
    whole = good and all(spared[name] == "ok" for name in ("worker", "features") if name in spared)
    status = "ok" if whole else "degraded" if good else "not ready"
    return JSONResponse({"status": status, **needed, **spared}, 200 if good else 503)


def _features(box: Box) -> str:
    """Say whether rows wait for a Redis that is away; no plan rests on them."""
    with box.uow.reading() as uow:
        waiting = uow.outbox.count_held_up(StoreAway.__name__)
    if not waiting:
        return "ok"
    return (
        f"SPOTTER_FEATURES_ONLINE does not answer; rows of {waiting} athletes wait and are tried "
        "again by themselves"
    )


def _migrations(box: Box) -> str:
    return "ok" if migrate.is_current(box.engine) else "run `spotter migrate`"


def _disk(box: Box) -> str:
    # As much as an upload must leave: below it the database itself may fail to write.
    free = shutil.disk_usage(box.data_dir).free
    return "ok" if free >= SPARE_BYTES else f"{free // 1_000_000} MB are free; make room"


def _worker(request: Request, box: Box) -> str:
    """Say whether a worker lives, and work that may run is taken up within two leases."""
    thread = request.app.state.worker
    if thread is not None and not thread.is_alive():
        return "the server's worker has just ended; it is started again within half a minute"
    lease = timedelta(seconds=box.settings.lease_seconds)
    with box.uow.reading() as uow:
        seen = uow.workers.last_seen()
        if seen is None:
            return "no worker has started yet; start `spotter worker`"
        if seen < box.clock() - lease:
            return f"no worker lives since {seen:%Y-%m-%d %H:%M:%S} UTC; start `spotter worker`"
        if uow.jobs.ready(box.clock() - 2 * lease):
            return "work is waiting and nobody takes it; restart `spotter worker`"
    return "ok"


@router.get("/metrics")
def numbers(request: Request, box: Box) -> Response:
    """Return the Prometheus exposition."""
    metrics = request.app.state.metrics
    lease = timedelta(seconds=box.settings.lease_seconds)
    with box.uow.reading() as uow:
        metrics.jobs.labels("waiting_or_running").set(uow.jobs.waiting(box.clock()))
        metrics.workers.set(uow.workers.count_seen(box.clock() - lease))
        if seen := uow.workers.last_seen():
            metrics.worker_seen.set(seen.timestamp())
    metrics.drift.clear()
    for name, value in noted(box.shelf.folder).items():
        metrics.drift.labels(name).set(value)
    return Response(metrics.render(), media_type="text/plain; version=0.0.4; charset=utf-8")
