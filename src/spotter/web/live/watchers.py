"""What watches a live set: the engine that films go through as well, and what is kept of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import SQLAlchemyError

from spotter.bootstrap import Container
from spotter.form.live.events import Event
from spotter.form.live.frame import Frame
from spotter.form.live.report import SetReport
from spotter.form.live.watcher import Watcher
from spotter.form.sets import keeping
from spotter.form.sets.films import scorer
from spotter.web.live.protocol import Start
from spotter.web.live.refusals import SetOver

log = structlog.get_logger(__name__)

_NAME = "camera"


def watcher(athlete_id: str, start: Start) -> KeptWatcher:
    """Return what watches a set of somebody of whom nothing is known and nothing is kept."""
    engine = Watcher(start.exercise, aspect=start.aspect, level=start.level, scorer=scorer())
    return KeptWatcher(engine, None, athlete_id, kept_as(start.set_id))


def kept_as(set_id: str) -> str:
    """Return the id that a set is kept under: the browser's UUID without its dashes."""
    return set_id.replace("-", "")


@dataclass(frozen=True, slots=True)
class Watchers:
    """Makes what watches an athlete's sets: by their own range, and each set is kept in the end."""

    box: Container

    def __call__(self, athlete_id: str, start: Start) -> KeptWatcher:
        """Return what watches a set of the athlete; raises `SetOver` for one that is kept."""
        set_id = kept_as(start.set_id)
        with self.box.uow.reading() as uow:
            if uow.form_sets.find(athlete_id, set_id) is not None:
                raise SetOver("A set of this name is over and kept. Start a new one.")
            known = keeping.own(uow, athlete_id)
            shared = uow.accounts.of_athlete(athlete_id).role == "sample"
        engine = Watcher(
            start.exercise,
            aspect=start.aspect,
            level=start.level,
            scorer=scorer(),
            knows=known.get,
        )
        return KeptWatcher(engine, None if shared else self.box, athlete_id, set_id)


@dataclass(frozen=True, slots=True)
class KeptWatcher:
    """A watcher whose report is kept when the set is over; of the sample athlete nothing is.

    It is kept under the browser's own name for the set, `set_id`: a commit whose answer was lost is
    tried again and leaves one set, not two.
    """

    engine: Watcher
    box: Container | None
    athlete_id: str
    set_id: str

    def frame(self, frame: Frame) -> Sequence[Event]:
        """Take in one frame; return what it showed."""
        return self.engine.frame(frame)

    def finish(self) -> SetReport:
        """Return the report of the set."""
        return self.engine.finish()

    def keep(self, report: SetReport) -> bool:
        """Keep the report where there is something to keep; False where the store failed."""
        if self.box is None or not (report.reps or report.holds):
            return True
        try:
            self._keep(self.box, report)
        except SQLAlchemyError as error:
            log.warning("live_set_not_kept", error=type(error).__name__)
            return False
        return True

    def _keep(self, box: Container, report: SetReport) -> None:
        with box.uow() as uow:
            keeping.keep(
                uow,
                self.athlete_id,
                report.document(),
                source="live",
                name=_NAME,
                now=box.clock(),
                set_id=self.set_id,
            )
            uow.commit()
