"""Pose from a film, beside decoding it and beside playing it: processor seconds and their ratios.

Processor time, not time by the clock, so that what else the machine does changes little; all
threads count, so the ratio to playback is that of one core. The goal is at least 1: 30 pictures a
second per core with the lite networks.

    python benchmarks/pose_speed.py [FILM…]

Without films it takes some of `SPOTTER_TEST_DATA` (or of ../shared/data beside the checkout), and
says so where there is none. Exits 1 when the lite networks are slower than the goal.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from spotter.form.video.bundle import SIZES, Size, path
from spotter.form.video.decode import open_film
from spotter.form.video.landmarks import watch

_BESIDE = Path(__file__).parents[2] / "shared" / "data"
REAL = Path(os.environ.get("SPOTTER_TEST_DATA", _BESIDE)) / "form" / "exercise_videos"
FILMS = ("squat_c24.mp4", "pushup_c1.mp4")
PLAYBACK_FPS = 30.0


def decoded(film: Path) -> int:
    """Return how many pictures `film` has, each decoded and turned into colours."""
    with open_film(film) as opened:
        return sum(1 for _ in opened.pictures())


def spent(work: Callable[[], int]) -> tuple[float, int]:
    """Return the processor seconds of `work`, of all its threads, and what it returns."""
    began = time.process_time()
    found = work()
    return time.process_time() - began, found


def main() -> int:
    """Print a line for decoding and for each size of the networks; return the exit status."""
    films = [Path(given) for given in sys.argv[1:]] or [REAL / name for name in FILMS]
    films = [film for film in films if film.is_file()]
    sizes: list[Size] = [size for size in SIZES if path(size).is_file()]
    if not films or not sizes:
        print(f"no films at {REAL} or no networks ('make setup'): nothing measured")
        return 0
    seconds, pictures = spent(lambda: sum(map(decoded, films)))
    alone, slow = seconds / pictures, False
    print(f"decode only: {1 / alone:.0f} pictures a second and core, of {pictures}")
    for size in sizes:
        watch(films[0], size)  # the first opening loads the library
        seconds, pictures = spent(lambda s=size: sum(len(watch(film, s)) for film in films))
        each = seconds / pictures
        print(
            f"{size}: {1 / each:.0f} pictures a second and core; against playback "
            f"{1 / each / PLAYBACK_FPS:.2f}, decoding alone {alone / each:.0%} of it"
        )
        slow |= size == "lite" and each > 1 / PLAYBACK_FPS
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
