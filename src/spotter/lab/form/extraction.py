"""Landmarks of many films: each watched once, in as many processes as there are cores."""

from __future__ import annotations

import csv
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, fields
from multiprocessing import get_context
from pathlib import Path

from spotter.form.clip import Clip
from spotter.form.video import cache
from spotter.form.video.bundle import Size, present
from spotter.kit.errors import BadInput, SpotterError

FILMS = frozenset({".mp4", ".mov", ".avi", ".mkv", ".webm", ".m4v", ".3gp", ".mpg", ".mpeg"})
LANDMARKS = Path("var/landmarks")
_PARENT_S = 2.0


@dataclass(frozen=True, slots=True)
class Extracted:
    """What became of one film.

    `seen` is the share of its pictures with a person, `crowded` the share of looks with more than
    one, `absences` and `jumps` how often the person was gone for half a second and where the film
    was cut or the networks went over to somebody else. `problem` says why there is nothing.
    """

    film: Path
    landmarks: str = ""
    pictures: int = 0
    seconds: float = 0.0
    seen: float = 0.0
    crowded: float = 0.0
    absences: int = 0
    jumps: int = 0
    problem: str = ""


def films(paths: Iterable[Path]) -> list[Path]:
    """Return the films among `paths` and in the folders among them, sorted; raises `BadInput`."""
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found.update(each for each in path.rglob("*") if each.suffix.lower() in FILMS)
        elif path.exists():
            found.add(path)
        else:
            raise BadInput(f"There is no {path}. Name a film or a folder of films.")
    if not found:
        known = " ".join(sorted(FILMS))
        raise BadInput(f"There is no film there; known are {known}.")
    return sorted(found)


def extract(
    paths: Iterable[Path], folder: Path, size: Size = "lite", workers: int | None = None
) -> Iterator[Extracted]:
    """Watch the films at `paths`, keep their landmarks in `folder` and yield each as it is done.

    A film that cannot be used yields its problem. What was watched before is not watched again, so
    stopping and starting loses at most the films in work. Raises `BadInput` and `NoPoseBundle`.
    """
    present(size)
    wanted = films(paths)
    folder.mkdir(parents=True, exist_ok=True)
    many = max(1, min(workers or os.cpu_count() or 1, len(wanted)))
    with ProcessPoolExecutor(
        many, get_context("spawn"), _begin, initargs=(os.getpid(),)
    ) as processes:
        waiting: list[Future[Extracted]] = [
            processes.submit(one, path, folder, size) for path in wanted
        ]
        try:
            for done in as_completed(waiting):
                yield done.result()
        finally:
            processes.shutdown(wait=False, cancel_futures=True)


def clips(paths: Iterable[Path], folder: Path, tell: Callable[[str], None]) -> list[Clip]:
    """Return the landmarks of the films at `paths`, in their order; `tell` hears of each watched.

    Raises what is wrong with a film that cannot be used.
    """
    wanted = list(paths)
    missing = [path for path in wanted if not cache.place(path, folder).is_file()]
    for number, each in enumerate(extract(missing, folder) if missing else (), start=1):
        tell(f"watched {number} of {len(missing)}: {each.film.name} {each.problem}".rstrip())
    return [cache.landmarks(path, folder) for path in wanted]


def one(film: Path, folder: Path, size: Size = "lite") -> Extracted:
    """Return what became of `film`, its landmarks now in `folder`."""
    try:
        clip = cache.landmarks(film, folder, size)
    # MediaPipe raises the two others for pictures it cannot use.
    except (SpotterError, RuntimeError, ValueError, OSError) as problem:
        return Extracted(film, problem=str(problem))
    nobody = "" if clip.seen.any() else f"No person was found in {film.name}."
    return Extracted(
        film=film,
        landmarks=cache.place(film, folder, size).name,
        pictures=len(clip),
        seconds=round(float(clip.times_s[-1]), 3),
        seen=round(float(clip.seen.mean()), 4),
        crowded=round(clip.crowded(), 4),
        absences=len(clip.absences()),
        jumps=int(clip.jumps().sum()),
        problem=nobody,
    )


def table(rows: Iterable[Extracted], path: Path) -> None:
    """Write one row for each film to the CSV file at `path`, sorted, whole or not at all."""
    draft = path.with_name(f"{path.name}.part")
    names = [each.name for each in fields(Extracted)]
    with draft.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(names)
        for row in sorted(rows, key=lambda each: each.film):
            writer.writerow([getattr(row, name) for name in names])
    draft.replace(path)


def _begin(parent: int) -> None:
    """Prepare a worker: end with its parent, and keep MediaPipe's log off the progress line."""
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 2)


def _end_with(parent: int) -> None:
    # A parent that was killed cannot tell its workers, and they would wait for work for ever.
    while os.getppid() == parent:
        time.sleep(_PARENT_S)
    os._exit(1)
