"""`spotter form`: a film, or landmarks, scored on this machine and without a server."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from spotter.cli.form_shown import show
from spotter.cli.options import existing
from spotter.form.cues import Level
from spotter.kit.errors import BadInput

if TYPE_CHECKING:
    from spotter.form.judged import Scorer
    from spotter.form.sets.scoring import Scored
    from spotter.form.video.landmarks import Watching

app = typer.Typer(no_args_is_help=True, help="Judge how repetitions are done, from a film.")

RULES = "rules"


@app.callback()
def form() -> None:
    """Judge how repetitions are done, from a film."""


@app.command()
def score(  # noqa: PLR0917 - Typer fills them in by name
    file: Annotated[Path, typer.Argument(help="Film, PoseLog table or landmark JSON")],
    exercise: Annotated[str, typer.Option(help="Id of the exercise; auto finds out")] = "auto",
    model: Annotated[
        Path | None,
        typer.Option(help="Network of `spotter lab form export`; 'rules' judges without one"),
    ] = None,
    level: Annotated[Level, typer.Option(help="Whom the words are for")] = Level.BEGINNER,
    size: Annotated[str, typer.Option(help="Pose network: lite, full or heavy")] = "lite",
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON")] = False,
    annotated: Annotated[
        Path | None, typer.Option(help="Write the film with what was seen in it to this file")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="Write one page with pictures to this .html file")
    ] = None,
    landmarks: Annotated[
        Path | None, typer.Option(help="Write the landmarks of a film to this .json file")
    ] = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Watch the film again, and keep no landmarks")
    ] = False,
) -> None:
    """Count and score the repetitions of one set."""
    from spotter.form.exercises import exercise as known
    from spotter.form.sets.scoring import How, holds_landmarks, looked_at
    from spotter.form.sets.scoring import score as scored
    from spotter.form.video.bundle import SIZES
    from spotter.settings import load

    if exercise != "auto":
        known(exercise)
    chosen = next((one for one in SIZES if one == size), None)
    if chosen is None:
        raise BadInput(f"'{size}' is no size; there are {', '.join(SIZES)}.", field="size")
    existing(file, "file")
    outputs = Outputs(annotated, report, landmarks)
    outputs.check(file)
    how = How(exercise, scorer_of(model), level)
    kept = None if no_cache else load().data_dir / "landmarks"
    with silenced(), watching(file.name) as tell:
        seen = looked_at(file, size=chosen, kept=kept, tell=tell)
    told = scored(seen, how, file.name, is_film=not holds_landmarks(file))
    outputs.write(file, told, level)
    document = told.document()
    if as_json:
        print(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))
    else:
        show(document, level, Console())


@app.command()
def live(
    camera: Annotated[int, typer.Option(min=0, help="Number of the camera")] = 0,
    exercise: Annotated[str, typer.Option(help="Id of the exercise; auto finds out")] = "auto",
    level: Annotated[Level, typer.Option(help="Whom the words are for")] = Level.BEGINNER,
) -> None:
    """Count and score a set before a camera of this machine, in a window; q ends it."""
    from spotter.form.exercises import exercise as known
    from spotter.form.live.watcher import Watcher
    from spotter.form.video import coaching
    from spotter.form.video.bundle import present
    from spotter.form.video.landmarks import Follower

    if exercise != "auto":
        known(exercise)
    present("lite")
    scorer = scorer_of(None)

    def make(aspect: float) -> Watcher:
        return Watcher(exercise, aspect=aspect, level=level, scorer=scorer)

    with ExitStack() as opened:
        window = opened.enter_context(closing(coaching.OpenedWindow()))
        opened.enter_context(silenced())
        source = opened.enter_context(closing(coaching.OpenedCamera(camera)))
        follower = opened.enter_context(closing(Follower()))
        report = coaching.coach(source, window, follower, make)
    if report is None:
        raise BadInput("The camera gave no picture. Unplug it and plug it in again.")
    show(report.document(), level, Console())


@dataclass(frozen=True, slots=True)
class Outputs:
    """Files to write beside the answer."""

    annotated: Path | None
    report: Path | None
    landmarks: Path | None

    def check(self, file: Path) -> None:
        """Raise `BadInput` before a film is watched for nothing."""
        from spotter.form.video.annotate import check_kind

        for one in fields(self):
            out: Path | None = getattr(self, one.name)
            if out is not None and not out.absolute().parent.is_dir():
                raise BadInput(f"There is no folder {out.parent} to write to.", field=one.name)
            if out is not None and out.absolute() == file.absolute():
                raise BadInput(f"{out} is what is to be scored; name another file.", field=one.name)
        if self.annotated is not None:
            check_kind(self.annotated)

    def write(self, file: Path, told: Scored, level: Level) -> None:
        """Write what was asked for of the scored `file`."""
        film = file if told.is_film else None
        if self.landmarks is not None:
            if film is None or told.clip is None:
                raise BadInput(f"{file.name} holds landmarks already.", field="landmarks")
            from spotter.form.sets.landmark_files import written

            self.landmarks.write_text(written(told.clip), encoding="utf-8")
        if self.annotated is not None:
            if film is None or told.clip is None:
                raise BadInput(f"{file.name} has no pictures to annotate.", field="annotated")
            from spotter.form.video.annotate import annotate

            with silenced(), watching(self.annotated.name, "Writing") as tell:
                annotate(
                    film, told.clip, told.report, told.events, self.annotated, on_progress=tell
                )
        if self.report is not None:
            from spotter.form.sets.page import page

            self.report.write_text(page(film, told, file.name, level), encoding="utf-8")


def scorer_of(model: Path | None) -> Scorer | None:
    """Return the network at `model`, the shipped one, or None for rules alone."""
    from spotter.form.served import RepScorer, shipped

    if model is not None and str(model) == RULES:
        return None
    with silenced():
        return RepScorer(shipped() if model is None else model)


@contextmanager
def watching(name: str, doing: str = "Watching") -> Iterator[Watching]:
    """Yield what is told of the seconds watched; a bar on a terminal's standard error."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f} s"),
        TimeRemainingColumn(),
    )
    quiet = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=quiet) as bar:
        task = bar.add_task(f"{doing} {name}", total=None)

        def tell(done_s: float, duration_s: float | None) -> None:
            bar.update(task, completed=done_s, total=duration_s)

        yield tell


@contextmanager
def silenced() -> Iterator[None]:
    """Keep what the networks' libraries write by themselves off standard error.

    They write to the file itself, so on a terminal, where the progress bar is, they are let be.
    """
    if os.isatty(2):
        yield
        return
    kept, silent = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(silent, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(silent)
