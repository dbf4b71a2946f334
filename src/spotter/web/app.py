"""The web application: the API under `/api/v1`, the pages, health and metrics."""

from __future__ import annotations

import sys
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from spotter import __version__
from spotter.bootstrap import Container
from spotter.web import failures, health, openapi
from spotter.web.api import (
    accounts,
    athlete,
    days,
    exports,
    form_sets,
    imports,
    oura,
    plan,
    reference,
    rejected,
    sessions,
    sources,
)
from spotter.web.api import annotations as judging
from spotter.web.api import names as exercise_names
from spotter.web.assets import STATIC
from spotter.web.bodies import BoundedBodies
from spotter.web.cached import CachedStatic
from spotter.web.hosts import KnownHosts, names
from spotter.web.live import doors
from spotter.web.live.sets import LiveSets
from spotter.web.live.watchers import Watchers
from spotter.web.logs import RequestLog
from spotter.web.metrics import Metrics, Timed
from spotter.web.pages import (
    about,
    annotate,
    data,
    finish,
    progress,
    screening,
    today,
    train,
    welcome,
)
from spotter.web.pages import accounts as account_pages
from spotter.web.pages import form as form_pages
from spotter.web.pages import form_videos as form_video_pages
from spotter.web.pages import names as name_pages
from spotter.web.pages import oura as oura_pages
from spotter.web.pages import profile as profile_pages
from spotter.web.pages import rejected as rejected_pages
from spotter.web.pages import sources as source_pages
from spotter.web.pages import suggested as suggested_pages
from spotter.web.security import SecurityHeaders

API = (
    accounts, athlete, days, imports, oura, rejected, sources, exercise_names, plan, sessions,
    exports, reference, form_sets, judging,
)  # fmt: skip
PAGES = (
    welcome, profile_pages, screening, data, today, train, finish, progress, about, account_pages,
    rejected_pages, source_pages, name_pages, oura_pages, suggested_pages, form_pages,
    form_video_pages,
    annotate,
)  # fmt: skip

# So many plans are decided at once: threads of one interpreter that compute at once only make one
# another late, but one can compute while another waits for its database.
DECIDING = 2
SWITCH_S = 0.0005


def create_app(container: Container, *, worker: threading.Thread | None = None) -> FastAPI:
    """Return the app that serves `container`; `worker` is watched by `/readyz` when it is given."""
    metrics = Metrics()
    app = FastAPI(
        title="Spotter",
        version=__version__,
        summary="A self-hosted coach that reads the body, gates every session and says why.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        openapi_tags=openapi.TAGS,
    )
    app.state.container = container
    app.state.metrics = metrics
    app.state.worker = worker
    app.state.deciding = ThreadPoolExecutor(DECIDING, thread_name_prefix="deciding")
    app.state.live_sets = LiveSets(Watchers(container))
    for module in API:
        app.include_router(module.router)
    for module in PAGES:
        app.include_router(module.router, include_in_schema=False)
    app.include_router(doors.router)
    app.include_router(health.router, include_in_schema=False)
    app.mount("/static", CachedStatic(StaticFiles(directory=STATIC)), name="static")
    failures.install(app)
    openapi.install(app)
    app.add_middleware(BoundedBodies)
    settings = container.settings
    app.add_middleware(KnownHosts, known=names(settings.host, settings.allowed_hosts))
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Timed, metrics=metrics)
    app.add_middleware(RequestLog)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    # A decision is milliseconds of computing in a thread. Everybody else waits this long for their
    # turn again and again; the interpreter's own 5 ms are too long for that.
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_S)
    yield
    sys.setswitchinterval(before)
    app.state.container.engine.dispose()
