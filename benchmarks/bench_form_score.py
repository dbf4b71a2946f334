"""A film judged, beside playing it; and the engine alone, beside the time a live frame may take.

Processor time, not time by the clock, so that what else the machine does changes little; all
threads count, so the ratio to playback is that of one core. Goals: a film of 640 dots is judged at
least as fast as it plays, a frame of a live set takes at most 5 ms.

    python benchmarks/bench_form_score.py [FILM…]
    python benchmarks/bench_form_score.py --audited

Without films it takes some of `SPOTTER_TEST_DATA` (or of ../shared/data beside the checkout), and
says so where there is none. With --audited every film there whose repetitions were counted by eye
is judged by file and live, with nobody saying which exercise it is.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import numpy as np

from spotter.form.clip import Clip
from spotter.form.live.film import frames, score_clip
from spotter.form.live.report import SetReport
from spotter.form.live.watcher import Watcher
from spotter.form.served import RepScorer, shipped
from spotter.form.video import cache
from spotter.form.video.bundle import path
from spotter.form.video.landmarks import watch
from spotter.lab.form.datasets.counted_films import PUSHUP_CLIPS, counted_films

_BESIDE = Path(__file__).parents[2] / "shared" / "data"
DATA = Path(os.environ.get("SPOTTER_TEST_DATA", _BESIDE)) / "form"
FILMS = ("squat_c24.mp4", "pushup_c1.mp4", "pullup_c10.mp4")
LANDMARKS = Path("var/landmarks")
FRAME_MS, LIVE_FPS, SETS, CORES = 5.0, 30.0, 10, 2
CLOSE_POINTS = 3.0


def judged(film: Path, scorer: RepScorer) -> tuple[float, float, Clip]:
    """Return the processor seconds that judging `film` took, how long it plays, its landmarks."""
    began = time.process_time()
    clip = watch(film)
    score_clip(clip, scorer=scorer)
    return time.process_time() - began, float(clip.times_s[-1]), clip


def live(clip: Clip, scorer: RepScorer) -> tuple[list[float], SetReport]:
    """Return the milliseconds of processor time of each live frame, and the report."""
    watcher, spent = Watcher(None, aspect=clip.aspect, scorer=scorer), []
    for frame in frames(clip):
        began = time.process_time()
        watcher.frame(frame)
        spent.append(1000 * (time.process_time() - began))
    return spent, watcher.finish()


def speed(films: list[Path], scorer: RepScorer) -> None:
    """Print how fast films are judged, and what a live frame takes."""
    judged(films[0], scorer)  # the first opening loads the library
    spent: list[float] = []
    for film in films:
        seconds, plays, clip = judged(film, scorer)
        spent += live(clip, scorer)[0]
        print(f"{film.name}: {seconds:.2f} s of one core, against playback {plays / seconds:.2f}")
    mean, worst = float(np.mean(spent)), float(np.percentile(spent, 99))
    busy = SETS * LIVE_FPS * mean / 1000 / CORES
    print(
        f"live frame: mean {mean:.2f} ms, 99 % below {worst:.2f} ms, longest {max(spent):.1f} ms; "
        f"of the {FRAME_MS:.0f} ms that it may take {mean / FRAME_MS:.0%}; {SETS} sets at "
        f"{LIVE_FPS:.0f} a second take {busy:.0%} of {CORES} cores"
    )


def audited(scorer: RepScorer) -> None:
    """Print what file and live make of each audited film, without knowing the exercise."""
    films = [one for one in counted_films(DATA) if one.source != PUSHUP_CLIPS]
    right = within = close = known = 0
    for one in films:
        clip = cache.landmarks(one.path, LANDMARKS)
        film, _ = score_clip(clip, scorer=scorer)
        _, camera = live(clip, scorer)
        ours = one.exercise != "other"
        known += ours
        right += ours and film.exercise == one.exercise
        off = abs(len(film.reps) - one.reps)
        within += off <= 1
        same = (film.exercise, len(film.reps)) == (camera.exercise, len(camera.reps))
        alike = film.score == camera.score or (
            film.score is not None
            and camera.score is not None
            and abs(film.score - camera.score) <= CLOSE_POINTS
        )
        close += same and alike
        score = "none" if film.score is None else f"{film.score:.0f}"
        print(
            f"{one.path.stem}: {film.exercise} ({film.confidence:.2f}), is {one.called}; counted "
            f"{len(film.reps)} of {one.reps}; score {score}; live {'the same' if same else 'other'}"
        )
    count = len(films)
    print(
        f"right exercise {right} of {known} that are ours ({right / known:.0%}); within one "
        f"{within} of {count} ({within / count:.0%}); file and live alike {close} of {count}"
    )


def main() -> None:
    """Measure speed, or with --audited what is counted."""
    given = [Path(one) for one in sys.argv[1:] if not one.startswith("--")]
    films = given or [DATA / "exercise_videos" / name for name in FILMS]
    films = [film for film in films if film.is_file()]
    if not films or not path("lite").is_file():
        print(f"no films at {DATA} or no networks ('make setup'): nothing measured")
        return
    scorer = RepScorer(shipped())
    if "--audited" in sys.argv:
        audited(scorer)
    else:
        speed(films, scorer)


if __name__ == "__main__":
    main()
