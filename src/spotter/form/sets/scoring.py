"""A file scored: film or landmarks in, the report of the set out, by the engine of the camera."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from spotter.form.clip import Clip
from spotter.form.cues import Level
from spotter.form.judged import Scorer
from spotter.form.live.events import Event
from spotter.form.live.film import score_clip, score_motion
from spotter.form.live.report import SetReport
from spotter.form.live.watcher import AUTO, Knows, nothing
from spotter.form.motion import Motion
from spotter.form.sets.errors import Nobody
from spotter.form.sets.landmark_files import MOST_BYTES, is_landmarks, read
from spotter.form.video import cache
from spotter.form.video.bundle import Size
from spotter.form.video.landmarks import Watching, watch

# How much of a file tells what it is.
_HEAD = 64 * 1024


@dataclass(frozen=True, slots=True)
class How:
    """How a set is to be scored: exercise or `auto`, network, words, and the person's own range."""

    exercise: str = AUTO
    scorer: Scorer | None = None
    level: Level = Level.BEGINNER
    knows: Knows = nothing


@dataclass(frozen=True, slots=True)
class Scored:
    """A set that was scored, what a camera would have told meanwhile, and the landmarks.

    `is_film`: whether there are pictures of it.
    """

    report: SetReport
    events: tuple[Event, ...]
    clip: Clip | None
    is_film: bool = False

    def document(self) -> dict[str, Any]:
        """Return the report as JSON; of a film each fault has the number of its picture."""
        told = self.report.document()
        if self.clip is not None:
            for one in (*told.get("reps", ()), *told.get("holds", ())):
                for fault in one["faults"]:
                    fault["frame"] = picture_at(self.clip, fault["at_s"])
        return told


def picture_at(clip: Clip, at_s: float) -> int:
    """Return the number of the picture nearest to a moment."""
    return int(np.abs(clip.times_s - at_s).argmin())


def holds_landmarks(path: Path) -> bool:
    """Return whether the file at `path` holds landmarks, and not pictures."""
    with path.open("rb") as stream:
        return is_landmarks(stream.read(_HEAD))


def looked_at(
    path: Path, *, size: Size = "lite", kept: Path | None = None, tell: Watching | None = None
) -> Clip | Motion:
    """Return the landmarks of the file at `path`: a film's, watched or kept, or its own.

    `kept` is the folder of landmarks of films watched before. Raises what `watch` and
    `landmark_files.read` raise.
    """
    if holds_landmarks(path):
        with path.open("rb") as stream:
            return read(stream.read(MOST_BYTES + 1), path.name)

    def watched(film: Path, big: Size) -> Clip:
        return watch(film, big) if tell is None else watch(film, big, on_progress=tell)

    return watched(path, size) if kept is None else cache.landmarks(path, kept, size, watch=watched)


def score(seen: Clip | Motion, how: How, name: str, *, is_film: bool = False) -> Scored:
    """Return the set that landmarks show; raises `Nobody` and `exercises.Unknown`."""
    known = seen.seen if isinstance(seen, Clip) else np.isfinite(seen.xyz_m[:, 0, 0])
    if not known.any():
        raise Nobody(
            f"Nobody is to be seen in {name}. Film the whole body, alone and in the light."
        )
    if isinstance(seen, Motion):
        report = score_motion(
            seen, how.exercise, level=how.level, knows=how.knows, scorer=how.scorer
        )
        return Scored(report, (), None)
    report, events = score_clip(
        seen, how.exercise, level=how.level, knows=how.knows, scorer=how.scorer
    )
    return Scored(report, tuple(events), seen, is_film)
