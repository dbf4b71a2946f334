"""Every kind of exercise is counted: sets of made-up people, seen by a made-up phone."""

from __future__ import annotations

import numpy as np
import pytest

from spotter.form.exercises import EXERCISES, Exercise, Style
from spotter.form.motion import Motion
from spotter.form.reps import segment
from spotter.form.skeleton import Joint
from spotter.lab.form.synthetic.block import SIDEWAYS
from spotter.lab.form.synthetic.camera import AT_HOME, filmed, placed
from spotter.lab.form.synthetic.people import people
from spotter.lab.form.synthetic.performance import perform
from spotter.lab.form.synthetic.quality import of

REPEATED = [one for one in EXERCISES.values() if one.style is Style.REPS and one.drivers]
_REPS, _PEOPLE, _HZ, _REST_S = 3, 4, 60, 0.4


def _sets(exercise: Exercise, tier: int, seed: int = 3) -> list[Motion]:
    """Return a set of each of four people: three times the same repetition, short rests between."""
    rng = np.random.default_rng([seed, exercise.number])
    athletes = people(seed, 0).of(np.arange(_PEOPLE))
    tiers = np.full(_PEOPLE, tier)
    sizes = {one: np.zeros((_PEOPLE, 1)) for one in exercise.faults}
    done = perform(exercise, athletes, of(exercise, tiers, sizes, athletes.pace, rng), rng)
    found = []
    for xyz, seconds in zip(done.xyz, done.seconds, strict=True):
        body = xyz - xyz[:, Joint.PELVIS][:, None]
        frames = np.linspace(0, len(body) - 1, max(int(seconds * _HZ), 8)).round().astype(int)
        share = np.linspace(0, 1, int(_REST_S * _HZ))[:, None, None]
        rest = body[-1] * (1 - share) + body[0] * share
        whole = np.concatenate([rest[-1:].repeat(30, axis=0), *[body[frames], rest] * _REPS])
        shot = placed(AT_HOME, exercise.id in SIDEWAYS, rng)
        found.append(filmed(shot, whole, len(whole) / _HZ, rng))
    return found


@pytest.mark.parametrize("exercise", REPEATED, ids=lambda one: one.id)
def test_three_repetitions_are_counted_as_three(exercise: Exercise) -> None:
    assert [len(segment(each, exercise)) for each in _sets(exercise, tier=1)] == [_REPS] * _PEOPLE
