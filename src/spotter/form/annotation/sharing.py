"""Sharing repetitions to be judged, judging them, and what raters found together: the service."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from spotter.form.annotation.packed import pack, unpack
from spotter.form.annotation.ratings import Pair, Rating, Said, consensus, pairs
from spotter.form.exercises import EXERCISES, Exercise
from spotter.form.motion import Bools, Motion
from spotter.form.reps import segment
from spotter.kit.errors import BadInput
from spotter.kit.ids import new_id
from spotter.store.records import SharedRep

if TYPE_CHECKING:
    from spotter.store.uow import UnitOfWork

_MOST_REPS = 500


@dataclass(frozen=True, slots=True)
class ToJudge:
    """A repetition in front of a rater."""

    id: str
    exercise: str
    motion: Motion


@dataclass(frozen=True, slots=True)
class Standing:
    """How a rater's work stands: agreement only over what the rater has judged already."""

    judged: int
    left: int
    pairs: list[Pair]
    names: dict[str, str]


def share(
    uow: UnitOfWork,
    athlete_id: str,
    motion: Motion,
    exercise_name: str,
    *,
    consent: bool,
    now: datetime,
) -> int:
    """Share each repetition of a recording to be judged; return how many are new.

    The same recording shared twice adds nothing. Raises `BadInput` without consent, for an unknown
    exercise, and where no repetition is found.
    """
    if not consent:
        raise BadInput(
            "Sharing needs consent: the moving figure of these repetitions is shown to raters who "
            "have an account here, and ratings may train models.",
            field="consent",
        )
    kind = _kind(exercise_name)
    parts = [motion.between(each.start_s, each.end_s) for each in segment(motion, kind)]
    parts = [part for part in parts if len(part) >= 2]
    if not parts:
        raise BadInput(
            f"No repetition of {kind.name.lower()} was found in this recording. Choose the "
            "exercise that it shows; film the whole body.",
            field="file",
        )
    if len(parts) > _MOST_REPS:
        raise BadInput(f"A recording has at most {_MOST_REPS} repetitions; share parts of it.")
    reps = [SharedRep(new_id(), kind.id, pack(_from_zero(part))) for part in parts]
    return uow.annotations.share(athlete_id, _name(motion), reps, now)


def take_back(uow: UnitOfWork, athlete_id: str, recording: str) -> None:
    """Stop sharing a recording: its repetitions and all ratings of them go."""
    uow.annotations.take_back(athlete_id, recording)


def next_to_judge(uow: UnitOfWork, rater: str, exercise_name: str | None) -> ToJudge | None:
    """Return a repetition that the rater (an account's id) has not judged, None when all are.

    Nothing of what others said of it comes along: a second rating is blind.
    """
    if exercise_name is not None:
        _kind(exercise_name)
    found = uow.annotations.next_for(rater, exercise_name)
    return None if found is None else ToJudge(found.id, found.exercise, unpack(found.motion))


def to_judge(uow: UnitOfWork, rep_id: str) -> ToJudge:
    """Return a shared repetition; raises `NotFound`."""
    found = uow.annotations.get(rep_id)
    return ToJudge(found.id, found.exercise, unpack(found.motion))


def judge(uow: UnitOfWork, rater: str, rep_id: str, rating: Rating, now: datetime) -> None:
    """Keep a rating in the place of the rater's earlier one; raises `NotFound` or `BadInput`."""
    shared = uow.annotations.get(rep_id)
    uow.annotations.rate(Said(rep_id, rater, rating.checked(shared.exercise)), now)


def standing(uow: UnitOfWork, rater: str) -> Standing:
    """Return how many repetitions the rater has judged and has left, and how far raters agree.

    Others are called by a number: whose rating is whose is nobody's business but their own.
    """
    said = uow.annotations.beside(rater)
    mine = {one.rep for one in said if one.rater == rater}
    exercises = uow.annotations.exercises(sorted(mine))
    others = sorted({one.rater for one in said} - {rater})
    names = {rater: "you", **{other: f"rater {n}" for n, other in enumerate(others, start=1)}}
    left = uow.annotations.left_for(rater)
    return Standing(len(mine), left, pairs(said, exercises), names)


def training_lines(uow: UnitOfWork) -> Iterator[str]:
    """Yield each judged repetition as a line of JSON, as `spotter lab form datasets judged` reads.

    A line has `exercise`, `person` (a number that says nothing of who it is), `raters`, the six
    mean `scores`, the `faults` that at least half of the raters saw, `times_s` (T), `xyz_m`
    (T, 19, 3) with null where a joint was not seen, and `visibility` (T, 19). What a rater flagged
    or nobody scored is left out.
    """
    people: dict[str, int] = {}
    for athlete_id, shared, ratings in uow.annotations.judged():
        together = consensus(ratings)
        if together is None:
            continue
        motion = unpack(shared.motion)
        line = {
            "exercise": shared.exercise,
            "person": people.setdefault(athlete_id, len(people)),
            "raters": together.raters,
            "scores": {name: round(score, 2) for name, score in together.scores.items()},
            "faults": sorted(together.faults),
            **arrays(motion),
        }
        yield json.dumps(line, separators=(",", ":")) + "\n"


def arrays(motion: Motion) -> dict[str, Any]:
    """Return `times_s`, `xyz_m` and `visibility` as JSON, null for a joint that was not seen."""
    xyz = np.round(motion.xyz_m.astype(np.float64), 4)
    seen: Bools = np.all(np.isfinite(xyz), axis=-1)
    return {
        "times_s": [round(float(each), 4) for each in motion.times_s],
        "xyz_m": [
            [point.tolist() if known else None for point, known in zip(frame, there, strict=True)]
            for frame, there in zip(xyz, seen.tolist(), strict=True)
        ],
        "visibility": np.round(motion.visibility.astype(np.float64), 2).tolist(),
    }


def _kind(name: str) -> Exercise:
    if name not in EXERCISES:
        known = ", ".join(EXERCISES)
        raise BadInput(f"'{name[:40]}' is no exercise; there are {known}.", field="exercise")
    return EXERCISES[name]


def _from_zero(motion: Motion) -> Motion:
    return Motion(motion.times_s - motion.times_s[0], motion.xyz_m, motion.visibility)


def _name(motion: Motion) -> str:
    """Return a name that the same recording always has."""
    whole = hashlib.sha256(motion.times_s.tobytes())
    whole.update(np.nan_to_num(motion.xyz_m).tobytes())
    return whole.hexdigest()
