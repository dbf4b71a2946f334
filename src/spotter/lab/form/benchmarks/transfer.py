"""Synthetic → real without any fine-tuning: does a score tell right repetitions from wrong ones?

The shipped network has only ever seen made-up people. Here its scores, and those of the rules, are
held against labels of real ones that neither has learned from: the area under the ROC curve, 0.5
for a score that says nothing and below it for one that says the opposite.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spotter.form.adapters import from_kinect, from_kinect_25, from_mediapipe_image
from spotter.form.exercises import EXERCISES, Exercise
from spotter.form.motion import Motion
from spotter.form.rep_input import rep_input
from spotter.form.scores import DIMENSIONS, scores
from spotter.form.served import RepScorer, shipped
from spotter.kit.errors import BadInput
from spotter.lab.form.benchmarks.result import Judgement, Result, Row, Tell
from spotter.lab.form.datasets.ui_prmd import FRAMES_PER_S, found, read

Sample = tuple[str, Motion, bool]
SQUAT, LUNGE = "kinect_m01.npz", "kinect_m03.npz"
PUSH_UPS = "keypoints_30f.npz"
IRDS = "irds_*.npz"
_ELBOW_FLEXION = (0, 1)
_WIDE = 640 / 360
COLUMNS = (
    *(f"model {name}" for name in reversed(DIMENSIONS)),
    *(f"rule {name}" for name in reversed(DIMENSIONS)),
)


def run(data: Path, *, seeds: int, tell: Tell) -> Result:
    """Return the AUC of every score on each kind of recording that lies in the folder."""
    if not any(found(data, pattern) for _, pattern, _, _ in KINDS):
        raise BadInput(f"{data} holds none of UI-PRMD, push-up clips and IRDS.", field="data")
    network = RepScorer(shipped())
    rows: list[Row] = []
    predictions: list[Judgement] = []
    for name, pattern, exercise, samples in KINDS:
        for path in found(data, pattern):
            told, right, kept = _told(network, EXERCISES[exercise], samples(path))
            areas = [auc(column, right) for column in told.T]
            rows.append(Row(name, len(right), dict(zip(COLUMNS, areas, strict=True))))
            tell(f"{name}: model {areas[0]:.2f}, rules {areas[len(DIMENSIONS)]:.2f}")
            predictions += [
                {"sample": one, "right": int(good), **dict(zip(COLUMNS, row, strict=True))}
                for one, good, row in zip(kept, right, told.round(1).tolist(), strict=True)
            ]
    return _report(rows, predictions)


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
        model = network.score(rep_input(motion), exercise)[::-1]
        told.append(np.concatenate([model, scores(motion, exercise)[::-1]]))
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


def _report(rows: list[Row], predictions: list[Judgement]) -> Result:
    mean = {column: float(np.nanmean([row.values[column] for row in rows])) for column in COLUMNS}
    return Result(
        benchmark="transfer",
        protocol="the shipped network and the rules, untouched, on repetitions of real people "
        "labelled right or wrong; no label is learned from, nothing is chosen by them",
        metric="AUC",
        goal="a table of what transfers; a score above 0.7 is of use, one near 0.5 says nothing",
        reached=mean[COLUMNS[0]] > 0.7,
        columns=COLUMNS,
        rows=tuple(rows),
        mean=mean,
        notes=(
            "Wrong repetitions of UI-PRMD and IRDS are acted or measured against a therapist's "
            "ideal, which is not the ideal of the scores; wrong push-ups are mostly one man's.",
        ),
        predictions=tuple(predictions),
    )
