"""Measures the drift of features once a day, for the server's metrics."""

from __future__ import annotations

from spotter.body.featurestore.drift import TooFewAthletes, Windows, drift, note
from spotter.body.featurestore.shelf import Shelf
from spotter.kit.time import Clock
from spotter.store.work import Handler, Work


def drift_handler(shelf: Shelf, clock: Clock) -> Handler:
    """Return the handler of the job `materialise.MEASURE_DRIFT`."""

    def run(work: Work) -> None:
        try:
            found = drift(shelf.offline, Windows.before(clock().date()))
        except TooFewAthletes:
            # Somebody may have left: what was shown of enough people is not shown of fewer.
            note(None, shelf.folder)
            return
        note(found, shelf.folder)

    return Handler(run)
