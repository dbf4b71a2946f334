"""The recogniser of exercises is made: of made-up movements alone, so any real film tests it.

    python -m spotter.lab.form.recognition

writes the arrays that are shipped, and prints what they reach on made-up people held out.
"""

from __future__ import annotations

import numpy as np

from spotter.form.exercises import EXERCISES
from spotter.form.motion import Doubles, Motion
from spotter.form.recognition.recogniser import SHIPPED, Recogniser, fitted, save
from spotter.form.recognition.traits import body_heights, traits
from spotter.lab.form.synthetic.block import SIDEWAYS
from spotter.lab.form.synthetic.camera import Camera, filmed, placed
from spotter.lab.form.synthetic.people import BLOCK, people
from spotter.lab.form.synthetic.performance import perform
from spotter.lab.form.synthetic.quality import drawn

SEED = 11
BLOCKS = 4
HELD_OUT = 1000
SHRINK = (0.05, 0.1, 0.2, 0.4)
_REPS_EACH = 2
# Films are made from where there is room: mostly, not always, from the better side.
_FROM_THE_SIDE = 0.7
# Clips begin and end anywhere, but show half of a repetition at least.
_CUT, _LEAST_SHARE = 0.5, 0.5
# Heights in a picture are misread by this much of a trunk.
_HEIGHT_NOISE = 0.03


def movements(block: int, count: int = BLOCK) -> tuple[list[str], Doubles]:
    """Return names (N) and traits (N, K) of what the first `count` athletes of a block do."""
    athletes = people(SEED, block).of(np.repeat(np.arange(count), _REPS_EACH))
    names: list[str] = []
    rows: list[Doubles] = []
    for exercise in EXERCISES.values():
        rng = np.random.default_rng([SEED, exercise.number, block])
        done = perform(exercise, athletes, drawn(exercise, athletes.pace, rng), rng)
        for xyz, seconds in zip(done.xyz, done.seconds, strict=True):
            side = exercise.id in SIDEWAYS and rng.random() < _FROM_THE_SIDE
            names.append(exercise.id)
            rows.append(_filmed(xyz, float(seconds), side, rng))
    return names, np.stack(rows)


def _filmed(xyz: Doubles, seconds: float, side: bool, rng: np.random.Generator) -> Doubles:
    shot = placed(Camera(noise=rng.uniform(0.3, 2.0)), side, rng)
    motion = filmed(shot, xyz, seconds, rng)
    moments = np.linspace(0, seconds, len(xyz))
    true = body_heights(xyz)
    heights = np.stack([np.interp(motion.times_s, moments, each) for each in true.T], axis=1)
    heights += rng.normal(0, _HEIGHT_NOISE, heights.shape)
    start, end = _cut(rng)
    inside = (motion.times_s >= start * seconds) & (motion.times_s <= end * seconds)
    part = Motion(motion.times_s[inside], motion.xyz_m[inside], motion.visibility[inside])
    return traits(part, heights[inside])


def _cut(rng: np.random.Generator) -> tuple[float, float]:
    start, end = np.sort(rng.uniform(0, 1, 2))
    if rng.random() > _CUT or end - start < _LEAST_SHARE:
        return 0.0, 1.0
    return float(start), float(end)


def accuracy(recogniser: Recogniser, names: list[str], table: Doubles) -> float:
    """Return the share of movements whose exercise is told rightly."""
    told = [recogniser.exercises[int(np.argmax(recogniser.shares(row)))] for row in table]
    return float(np.mean([each == name for each, name in zip(told, names, strict=True)]))


def trained() -> tuple[Recogniser, float]:
    """Return the recogniser and its accuracy on made-up people held out, which choose `shrink`."""
    blocks = [movements(block) for block in range(BLOCKS)]
    names = [name for found, _ in blocks for name in found]
    table = np.concatenate([rows for _, rows in blocks])
    others, their = movements(HELD_OUT)
    made = [fitted(names, table, shrink=shrink) for shrink in SHRINK]
    reached = [accuracy(each, others, their) for each in made]
    best = int(np.argmax(reached))
    return made[best], reached[best]


def main() -> None:
    """Make the recogniser, keep it in the package and say what it reaches."""
    recogniser, reached = trained()
    save(recogniser, SHIPPED)
    size = SHIPPED.stat().st_size // 1024
    print(f"{len(recogniser.exercises)} exercises, {reached:.1%} of made-up people; {size} KB")


if __name__ == "__main__":
    main()
