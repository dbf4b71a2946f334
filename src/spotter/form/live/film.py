"""A film's landmarks, or a recorded motion, through the same engine as a live camera."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spotter.form.clip import Clip
from spotter.form.cues import Level
from spotter.form.judged import Scorer
from spotter.form.live.cautions import TEXTS
from spotter.form.live.events import Event, Warned
from spotter.form.live.frame import Frame
from spotter.form.live.report import SetReport
from spotter.form.live.tape import Shot
from spotter.form.live.watcher import AUTO, Knows, Watcher, nothing
from spotter.form.motion import Motion
from spotter.form.recognition.recogniser import recognise, recognise_clip


def score_clip(
    clip: Clip,
    name: str = AUTO,
    *,
    level: Level = Level.BEGINNER,
    knows: Knows = nothing,
    scorer: Scorer | None = None,
) -> tuple[SetReport, list[Event]]:
    """Return the report of a film's set, and what a camera would have told while it went on.

    `name` as of `Watcher`; which exercise it is, is decided on the whole film.
    """
    found = recognise_clip(clip) if name == AUTO and clip.seen.any() else None
    watcher = Watcher(
        name, aspect=clip.aspect, level=level, knows=knows, scorer=scorer, found=found
    )
    events = [event for frame in frames(clip) for event in watcher.frame(frame)]
    report = watcher.finish()
    if clip.broke_off_s is not None:
        broken = Warned(clip.broke_off_s, "broke_off", TEXTS["broke_off"])
        report = replace(report, warnings=(*report.warnings, broken))
    return report, events


def score_motion(
    motion: Motion,
    name: str = AUTO,
    *,
    level: Level = Level.BEGINNER,
    knows: Knows = nothing,
    scorer: Scorer | None = None,
) -> SetReport:
    """Return the report of a recorded motion, of which nothing is known but the joints."""
    found = recognise(motion) if name == AUTO and len(motion) else None
    watcher = Watcher(name, aspect=1.0, level=level, knows=knows, scorer=scorer, found=found)
    for at_s, xyz, visibility in zip(
        motion.times_s.tolist(), motion.xyz_m, motion.visibility, strict=True
    ):
        watcher.shot(Shot(at_s, xyz, visibility))
    return watcher.finish()


def frames(clip: Clip) -> Iterator[Frame]:
    """Yield a clip's frames, one for each picture."""
    for n, at_s in enumerate(clip.times_s.tolist()):
        yield Frame(at_s, clip.world[n], clip.image[n], clip.visibility[n], int(clip.people[n]))
