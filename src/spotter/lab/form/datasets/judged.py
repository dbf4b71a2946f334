"""Repetitions that people judged on `/annotate`, as the service hands them out.

A line of JSON is a repetition (`form.annotation.sharing.training_lines` says what it holds).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from spotter.form.errors import BadMotion
from spotter.form.exercises import EXERCISES, FAULTS
from spotter.form.motion import Motion
from spotter.form.rep_input import rep_input
from spotter.form.scores import DIMENSIONS
from spotter.form.skeleton import Joint
from spotter.kit.errors import BadInput
from spotter.lab.form.reps import Reps, shard, write_about

_UNSEEN = (None,) * 3
_MOST_TOLD = 20


def make(file: Path, out: Path, *, at_least: int = 1) -> int:
    """Write the repetitions of `file` to `out`, as training reads them; return how many.

    Those of fewer than `at_least` raters are left out. Raises `BadInput` naming the lines that
    cannot be read, and where nothing is left; nothing is written then.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInput(f"{file} cannot be read: {problem}.", field="data") from problem
    found, problems = [], []
    for number, line in enumerate(lines, start=1):
        try:
            told = json.loads(line)
            if told["raters"] >= at_least:
                found.append(_rep(told))
        except (ValueError, KeyError, TypeError, IndexError, BadMotion) as problem:
            problems.append(f"line {number}: {problem}")
    if problems:
        shown = "; ".join(problems[:_MOST_TOLD])
        raise BadInput(f"{file.name}: {shown}. Nothing was read.", field="data")
    if not found:
        raise BadInput(f"{file} has no repetition of {at_least} or more raters.", field="data")
    columns = {name: np.stack([one[name] for one in found]) for name in found[0]}
    reps = Reps(**columns)
    out.mkdir(parents=True, exist_ok=True)
    reps.save(shard(out, 0))
    write_about(out, reps, seed=0, source=file.name)
    return len(reps)


def _rep(told: dict[str, Any]) -> dict[str, Any]:
    xyz = np.array([[point or _UNSEEN for point in frame] for frame in told["xyz_m"]], np.float64)
    motion = Motion.of(told["times_s"], xyz.reshape(-1, len(Joint), 3), told["visibility"])
    unknown = set(told["faults"]) - set(FAULTS)
    if unknown:
        raise ValueError(f"unknown faults {', '.join(sorted(unknown))}")
    return {
        "input": rep_input(motion),
        "scores": np.array([told["scores"][name] for name in DIMENSIONS], np.float32),
        "exercise": np.int64(EXERCISES[told["exercise"]].number),
        "person": np.int64(told["person"]),
        "fault": np.array([name in told["faults"] for name in FAULTS], np.bool_),
    }
