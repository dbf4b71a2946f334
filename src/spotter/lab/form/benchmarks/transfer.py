"""Synthetic → real without any fine-tuning: does a score tell right repetitions from wrong ones?

The shipped network has only ever seen made-up people. Here its scores, and those of the rules, are
held against labels of real ones that neither has learned from: the area under the ROC curve, 0.5
for a score that says nothing and below it for one that says the opposite. *judged* is what people
are shown (`form.judged`): both together.

How training varies what it learns from, and what share the rules have, may be chosen with the
repetitions of UI-PRMD's people of odd numbers in view; the report is about all others.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spotter.form.adapters import from_kinect, from_kinect_25, from_mediapipe_image
from spotter.form.exercises import EXERCISES, Exercise
from spotter.form.judged import blended
from spotter.form.motion import Motion
from spotter.form.rep_input import rep_input
from spotter.form.scores import DIMENSIONS, scores
from spotter.form.served import RepScorer, shipped
from spotter.kit.errors import BadInput
from spotter.lab.benchmarks.result import Judgement, Result, Row, Tell
from spotter.lab.form.datasets.ui_prmd import FRAMES_PER_S, found, read

Sample = tuple[str, Motion, bool]
SQUAT, LUNGE = "kinect_m01.npz", "kinect_m03.npz"
PUSH_UPS = "keypoints_30f.npz"
IRDS = "irds_*.npz"
_ELBOW_FLEXION = (0, 1)
_WIDE = 640 / 360
# Movement, subject, episode, class, as EGCN names samples.
_UI_PRMD_NAME = re.compile(r"A\d{2}S(\d{2})E\d{2}C\d{2}$")
COLUMNS = (
    *(f"judged {name}" for name in reversed(DIMENSIONS)),
    *(f"model {name}" for name in reversed(DIMENSIONS)),
    *(f"rule {name}" for name in reversed(DIMENSIONS)),
)


def run(data: Path, *, seeds: int, tell: Tell) -> Result:
    """Return the AUC of every score on each kind of recording that lies in the folder."""
    if not any(found(data, pattern) for _, pattern, _, _ in KINDS):
        raise BadInput(f"{data} holds none of UI-PRMD, push-up clips and IRDS.", field="data")
    network = RepScorer(shipped())
    rows: list[Row] = []
    chosen: list[Row] = []
    predictions: list[Judgement] = []
    for name, pattern, exercise, samples in KINDS:
        for path in found(data, pattern):
            told, right, kept = _told(network, EXERCISES[exercise], samples(path))
            set_aside = np.array([for_choosing(one) for one in kept])
            parted = ", people 2, 4 …" if set_aside.any() else ""
            rows.append(_row(name + parted, told, right, ~set_aside))
            if set_aside.any():
                chosen.append(_row(f"{name}, people 1, 3 … (chosen by)", told, right, set_aside))
            tell(
                ", ".join(f"{key} {rows[-1].values[key]:.2f}" for key in COLUMNS[::6]) + f": {name}"
            )
            predictions += [
                {"sample": one, "right": int(good), **dict(zip(COLUMNS, row, strict=True))}
                for one, good, row in zip(kept, right, told.round(1).tolist(), strict=True)
            ]
    return _report(rows, chosen, predictions)


def for_choosing(sample: str) -> bool:
    """Return whether a sample is of those that training may be chosen by: UI-PRMD, odd people."""
    named = _UI_PRMD_NAME.match(sample)
    return named is not None and int(named[1]) % 2 == 1


def _row(
    name: str, told: NDArray[np.float64], right: NDArray[np.bool_], which: NDArray[np.bool_]
) -> Row:
    areas = [auc(column[which], right[which]) for column in told.T]
    return Row(name, int(which.sum()), dict(zip(COLUMNS, areas, strict=True)))


def auc(score: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Return the chance that a right repetition scores above a wrong one, equals counting half."""
    good, bad = score[right & np.isfinite(score)], score[~right & np.isfinite(score)]
    if not len(good) or not len(bad):
        return float("nan")
    above = (good[:, None] > bad[None, :]) + 0.5 * (good[:, None] == bad[None, :])
    return float(above.mean())


def _told(
    network: RepScorer, exercise: Exercise, samples: Iterator[Sample]
) -> tuple[NDArray[np.float64], NDArray[np.bool_], list[str]]:
    told, right, names = [], [], []
    for name, motion, good in samples:
        model, rules = network.score(rep_input(motion), exercise), scores(motion, exercise)
        told.append(np.concatenate([one[::-1] for one in (blended(rules, model), model, rules)]))
        right.append(good)
        names.append(name)
    return np.asarray(told, dtype=float), np.asarray(right, dtype=bool), names


def _ui_prmd(path: Path) -> Iterator[Sample]:
    for one in read(path):
        times = np.arange(len(one.xyz_m)) / FRAMES_PER_S
        yield one.name, from_kinect(times, one.xyz_m), one.correct


def _irds(path: Path) -> Iterator[Sample]:
    with np.load(path) as held:
        bounds = held["offsets"].astype(int)
        for number in np.flatnonzero(np.isin(held["gesture"], _ELBOW_FLEXION)):
            part = slice(bounds[number], bounds[number + 1])
            times = np.arange(bounds[number + 1] - bounds[number]) / FRAMES_PER_S
            motion = from_kinect_25(times, held["xyz"][part], held["tracked"][part])
            name = f"S{held['subject'][number]}-{number}"
            yield name, motion, bool(held["correct_label"][number] == 1)


def _push_ups(path: Path) -> Iterator[Sample]:
    about = path.with_name("clips.csv")
    with about.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    seconds = {row["clip"]: float(row["frames"]) / float(row["fps"]) for row in rows}
    with np.load(path) as held:
        for points, label, clip in zip(held["kp"], held["label"], held["clip"], strict=True):
            # A frame of zeros is one in which nobody was found.
            seen = np.where(points.any(axis=(1, 2))[:, None, None], points, np.nan)
            times = np.linspace(0, seconds[str(clip)], len(points))
            motion = from_mediapipe_image(times, seen[..., :3], points[..., 3], aspect=_WIDE)
            yield str(clip), motion, bool(label)


Samples = Callable[[Path], Iterator[Sample]]
KINDS: tuple[tuple[str, str, str, Samples], ...] = (
    ("UI-PRMD deep squat, as squat", SQUAT, "squat", _ui_prmd),
    ("UI-PRMD inline lunge, as lunge", LUNGE, "lunge", _ui_prmd),
    ("IRDS elbow flexion of patients, as curl", IRDS, "bicep_curl", _irds),
    ("push-up clips, as push-up", PUSH_UPS, "push_up", _push_ups),
)


def _report(rows: list[Row], chosen: list[Row], predictions: list[Judgement]) -> Result:
    mean = {column: float(np.nanmean([row.values[column] for row in rows])) for column in COLUMNS}
    return Result(
        benchmark="transfer",
        protocol="the shipped network, the rules and both together, untouched, on repetitions of "
        "real people labelled right or wrong; no label is learned from, and how the network is "
        "trained was chosen with other people in view, whose rows stand below the mean",
        metric="AUC",
        goal="a table of what transfers; a score above 0.7 is of use, one near 0.5 says nothing",
        reached=mean[COLUMNS[0]] > 0.7,
        columns=COLUMNS,
        rows=tuple(rows),
        mean=mean,
        beside=tuple(chosen),
        notes=(
            "Wrong repetitions of UI-PRMD and IRDS are acted or measured against a therapist's "
            "ideal, which is not the ideal of the scores; wrong push-ups are mostly one man's.",
        ),
        predictions=tuple(predictions),
    )
