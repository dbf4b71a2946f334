"""Long benchmarks piece by piece: in several processes, and a broken run goes on where it stopped.

A finished piece is one JSON file under a name made of what was asked and of the code that answered,
so that nothing is taken over from other code.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Generic, TypeVar

from spotter.lab.benchmarks.result import Tell

T = TypeVar("T")
Json = dict[str, Any]


@dataclass(frozen=True)
class Piece(Generic[T]):
    """One piece of a benchmark: its name, which is unique, and what `do` is given."""

    name: str
    of: T


def done(
    pieces: Sequence[Piece[T]],
    do: Callable[[T], Json],
    *,
    tell: Tell,
    processes: int = 1,
    work: Path | None = None,
    code: str = "",
) -> list[Json]:
    """Return what `do` makes of every piece, in order; JSON goes in and out of the folder `work`.

    `do` is a function of a module, called in `processes` processes of their own, or in this one
    where that is 1. `code` is the digest of what decides its answers. `tell` hears each piece when
    it is done and what is left.
    """
    kept = {one.name: _kept(_place(work, one, code)) for one in pieces}
    found = {name: each for name, each in kept.items() if each is not None}
    left = [one for one in pieces if one.name not in found]
    if found:
        tell(f"{len(found)} of {len(pieces)} were done before")
    began = time.monotonic()
    for number, (one, answer) in enumerate(_answers(left, do, processes), 1):
        _keep(_place(work, one, code), answer)
        found[one.name] = answer
        ahead = (time.monotonic() - began) / number * (len(left) - number)
        tell(f"{len(found)} of {len(pieces)}, {ahead / 60:.0f} min left: {one.name}")
    return [found[one.name] for one in pieces]


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def digest(paths: Iterable[Path]) -> str:
    """Return the SHA-256 of the files at or under `paths`, by their names and contents."""
    sums = hashlib.sha256()
    for path in paths:
        files = [path] if path.is_file() else sorted(path.rglob("*"))
        for file in files:
            if file.is_file() and file.suffix != ".pyc":
                sums.update(file.relative_to(path.parent).as_posix().encode())
                sums.update(hashlib.sha256(file.read_bytes()).digest())
    return sums.hexdigest()


def _answers(
    left: Sequence[Piece[T]], do: Callable[[T], Json], processes: int
) -> Iterator[tuple[Piece[T], Json]]:
    if processes == 1 or len(left) < 2:
        for one in left:
            yield one, do(one.of)
        return
    # A forked child would inherit threads of what is imported here.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting: dict[Future[Json], Piece[T]] = {pool.submit(do, one.of): one for one in left}
        try:
            while waiting:
                ready, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in ready:
                    yield waiting.pop(future), future.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _place(work: Path | None, one: Piece[T], code: str) -> Path | None:
    if work is None:
        return None
    name = hashlib.sha256(f"{code}\n{one.name}".encode()).hexdigest()[:24]
    return work / f"{name}.json"


def _kept(place: Path | None) -> Json | None:
    if place is None or not place.exists():
        return None
    answer: Json = json.loads(place.read_text(encoding="utf-8"))
    return answer


def _keep(place: Path | None, answer: Json) -> None:
    if place is None:
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(place.name + ".part")
    part.write_text(json.dumps(answer), encoding="utf-8")
    part.replace(place)
