"""What lies beside a film that is kept: a page with pictures, and the film with what was seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from spotter.form.cues import Level
from spotter.form.sets.page import page
from spotter.form.sets.scoring import Scored
from spotter.form.video.annotate import NotWritten, annotate

log = structlog.get_logger("spotter.form")


@dataclass(frozen=True, slots=True)
class Beside:
    """What there is: the page, the film."""

    page: Path | None
    film: Path | None


def found(recording: Path) -> Beside:
    """Return what lies beside a recording."""
    page, film = page_of(recording), seen_of(recording)
    return Beside(page if page.is_file() else None, film if film.is_file() else None)


def page_of(recording: Path) -> Path:
    """Return where the page about a recording lies."""
    return recording.with_name(f"{recording.stem}.page.html")


def seen_of(recording: Path) -> Path:
    """Return where the film with what was seen in it lies."""
    return recording.with_name(f"{recording.stem}.seen.mp4")


def everything_of(recording: Path) -> tuple[Path, ...]:
    """Return the recording and what may lie beside it."""
    return recording, page_of(recording), seen_of(recording)


def set_of(path: Path) -> str:
    """Return the id of the set that a file in the folder of films belongs to."""
    return path.name.partition(".")[0]


def write(film: Path, scored: Scored, name: str, go_on: Callable[[], None]) -> None:
    """Write the page about a scored film and the film; a set of which that fails is no worse off.

    `go_on` raises where the work is to be left.
    """
    clip = scored.clip
    if clip is None:
        return
    try:
        page_of(film).write_text(page(film, scored, name, Level.BEGINNER), encoding="utf-8")
        go_on()
        annotate(
            film, clip, scored.report, scored.events, seen_of(film), on_progress=lambda *_: go_on()
        )
    except (NotWritten, OSError) as error:
        page_of(film).unlink(missing_ok=True)
        log.warning("form_beside_not_written", kind=type(error).__name__)
