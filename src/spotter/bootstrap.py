"""The one composition root: settings in, a working Spotter out."""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from spotter.athletes import sample
from spotter.athletes import service as athletes
from spotter.athletes.accounts import needs_setup
from spotter.body.featurestore.drift_job import drift_handler
from spotter.body.featurestore.materialise import (
    FEATURE_EVENTS,
    MEASURE_DRIFT,
    Materialiser,
    ask_again,
)
from spotter.body.featurestore.shelf import Shelf
from spotter.body.recompute import RECOMPUTE, recompute_handler
from spotter.events.bus import InProcessBus, Projection
from spotter.events.relay import Relay
from spotter.form.sets import films
from spotter.intake import service as intake
from spotter.intake.kept import DROP_FILES, drop_files_handler
from spotter.intake.looking import LOOK, look_handler
from spotter.intake.orphans import remove_orphans
from spotter.intake.oura.app import SYNC, App
from spotter.intake.removal import removal_handler
from spotter.kit.errors import SpotterError
from spotter.kit.room import NO_ROOM, DiskFull
from spotter.kit.time import Clock, utc_now
from spotter.learning.consumer import learner
from spotter.prescribe.ranker import standing as rankers
from spotter.settings import Settings
from spotter.store import housekeeping, migrate
from spotter.store.engine import open_engine
from spotter.store.records import Job
from spotter.store.repositories.imports import REMOVE
from spotter.store.uow import UnitOfWork, Units
from spotter.store.work import Handler
from spotter.store.worker import Worker

if TYPE_CHECKING:
    from spotter.intake.oura.connection import Oura

log = structlog.get_logger(__name__)

SEAL_KEY_BYTES = 32


class DataFolderUnusable(SpotterError):
    """The data folder cannot be made, read or written."""

    code = "data_folder"
    status = 500


@dataclass(frozen=True, slots=True)
class Container:
    """Everything a face (web, command line, worker) needs, wired.

    `uow()` makes a writing unit of work, `uow.reading()` one that only looks. `handlers` are the
    job handlers by kind. Close it when done.
    """

    settings: Settings
    engine: Engine
    uow: Units
    seal_key: bytes = field(repr=False)
    bus: InProcessBus
    shelf: Shelf
    handlers: Mapping[str, Handler]
    clock: Clock = utc_now

    @property
    def data_dir(self) -> Path:
        return self.uow.data_dir

    def athlete_dir(self, athlete_id: str) -> Path:
        """Return the folder that holds everything of one athlete that is not in the database."""
        return self.data_dir / "athletes" / athlete_id

    def worker(self) -> Worker:
        """Return a worker for every kind of job, after putting the house in order."""
        tidy(self)
        ask_for_features(self)
        welcome_sample(self)
        return Worker(
            self.uow, self.handlers, lease_s=self.settings.lease_seconds, clock=self.clock
        )

    @property
    def oura(self) -> Oura:
        """Return what connections to Oura need."""
        return _oura(self.settings, self.seal_key)

    def relay(self) -> Relay:
        """Return a relay from the outbox to the bus."""
        return Relay(self.uow, self.bus, self.clock)

    def close(self) -> None:
        """Let go of the database and the feature store."""
        self.shelf.close()
        self.engine.dispose()


def build(settings: Settings, *, clock: Clock = utc_now) -> Container:
    """Make the data folder and the seal key where missing, migrate the database, wire the rest.

    Raises `DataFolderUnusable`, `DiskFull`.
    """
    rankers.use(settings.ranker)
    data_dir = _data_dir(settings.data_dir)
    engine = open_engine(settings.database)
    migrate.upgrade_engine(engine)
    units = Units(engine, data_dir)
    shelf = Shelf(data_dir / "features", settings.features_online)
    bus = InProcessBus(units, clock)
    bus.subscribe(Projection("features", FEATURE_EVENTS, Materialiser(units, shelf, clock).take))
    bus.subscribe(learner())
    key = settings.seal_key or _seal_key(data_dir / "seal.key")
    return Container(
        settings=settings,
        engine=engine,
        uow=units,
        seal_key=key,
        bus=bus,
        shelf=shelf,
        handlers={**_handlers(data_dir, shelf, clock), SYNC: _sync_handler(settings, key, clock)},
        clock=clock,
    )


def present(settings: Settings) -> Units | None:
    """Return units on the database as it stands, None while there is none of today's shape.

    Unlike `build` it makes and migrates nothing; for looking only. Dispose of its engine when done.
    """
    file = make_url(settings.database).database
    if settings.database.startswith("sqlite") and not (file and Path(file).is_file()):
        return None
    engine = open_engine(settings.database)
    if migrate.is_current(engine):
        return Units(engine, settings.data_dir.absolute())
    engine.dispose()
    return None


def tidy(container: Container) -> None:
    """Forget what is over, remove what a crash left behind; safe beside running workers."""
    with container.uow() as uow:
        forgotten = housekeeping.tidy(uow, container.clock())
        uow.commit()
    with container.uow.reading() as uow:
        folders = athletes.remove_left_folders(uow)
        strangers = athletes.unknown_folders(uow)
    if strangers:
        # Most likely the database was changed: files that this one does not know are no orphans.
        log.warning("folders_of_another_database", folders=len(strangers))
        files = 0
    else:
        files = remove_orphans(container.uow) + films.remove_orphans(container.uow)
    log.info("house_in_order", folders=len(folders), files=files, **forgotten)


def keep_tidy(container: Container, stop: threading.Event, every_s: float = 3600.0) -> None:
    """Put the house in order every hour until `stop`: what may wait a day waits no longer."""
    while not stop.wait(every_s):
        try:
            tidy(container)
        except SQLAlchemyError as error:
            # Busy or away: an hour later will do.
            log.warning("not_tidied", error=type(error).__name__)


def ask_for_features(container: Container) -> None:
    """Ask for rows of features that are missing: of a new catalogue, or left when events failed."""
    new = not container.shelf.is_current
    with container.uow() as uow:
        asked = ask_again(uow, container.clock(), every=new)
        uow.commit()
    if new:
        container.shelf.note_current()
    if asked:
        log.info("features_asked_for", athletes=asked, new_catalogue=new)


def welcome_sample(container: Container) -> None:
    """Make the sample athlete where its files wait and nobody has set Spotter up yet."""
    with container.uow.reading() as uow:
        present = uow.accounts.by_role("sample") is not None
        wanted = needs_setup(uow) and not present and sample.is_ready(container.data_dir)
    if not wanted:
        return
    try:
        with container.uow() as uow:
            sample.create(uow, intake.request_import, container.clock())
            uow.commit()
    except SpotterError as error:
        # Spotter works without it: damaged files, or another worker was quicker.
        log.warning("no_sample_athlete", error=error.code, field=error.field)


def _handlers(data_dir: Path, shelf: Shelf, clock: Clock) -> dict[str, Handler]:
    return {
        MEASURE_DRIFT: drift_handler(shelf, clock),
        intake.IMPORT: intake.import_handler(clock),
        DROP_FILES: drop_files_handler(),
        LOOK: look_handler(clock),
        REMOVE: removal_handler(clock),
        RECOMPUTE: recompute_handler(clock),
        films.SCORE: films.film_handler(clock),
        athletes.REMOVE_FOLDER: athletes.remove_folder_handler(data_dir),
    }


def _oura(settings: Settings, seal_key: bytes) -> Oura:
    # Slow to import, and only needed by who connects.
    from spotter.intake.oura.connection import Oura
    from spotter.store.vault import Vault

    app = App(
        settings.oura_client_id,
        settings.oura_client_secret,
        settings.oura_redirect_url,
        settings.oura_api_url,
        settings.oura_login_url,
        timedelta(minutes=settings.oura_every_minutes),
    )
    return Oura(app, Vault(seal_key))


def _sync_handler(settings: Settings, seal_key: bytes, clock: Clock) -> Handler:
    def made() -> Handler:
        from spotter.intake.oura.sync import sync_handler

        return sync_handler(_oura(settings, seal_key), clock)

    def failed(uow: UnitOfWork, job: Job, words: str) -> None:
        told = made().failed
        if told is not None:
            told(uow, job, words)

    return Handler(lambda work: made().run(work), failed)


def _data_dir(wanted: Path) -> Path:
    path = wanted.absolute()
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise _unusable(path, error) from error
    return path


def _seal_key(path: Path) -> bytes:
    """Return the key kept at `path`, made once, readable by its owner only.

    Two processes starting at once agree: each writes its own file, and only one becomes the key.
    """
    try:
        if not path.exists():
            _publish_key(path)
        key = path.read_bytes()
    except OSError as error:
        raise _unusable(path, error) from error
    if len(key) != SEAL_KEY_BYTES:
        raise DataFolderUnusable(
            f"{path} is damaged. Restore it from a backup, or delete it: every stored plan is then "
            "made anew, and connections to vendors have to be made again."
        )
    return key


def _publish_key(path: Path) -> None:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(SEAL_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        # A link, unlike a rename, does not replace the key that another process made meanwhile.
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _unusable(path: Path, error: OSError) -> SpotterError:
    if error.errno in NO_ROOM:
        return DiskFull(f"There is no room left in {path.parent}. Make room there and try again.")
    return DataFolderUnusable(
        f"{path} cannot be used ({error.strerror}). Set SPOTTER_DATA_DIR to a folder you may write."
    )
