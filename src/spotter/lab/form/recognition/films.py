"""Made-up films to recognise: exercises and strangers, filmed whole and in part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.random import Generator

from spotter.form.exercises import EXERCISES
from spotter.form.motion import Doubles, Floats, Motion
from spotter.form.recognition.heights import body_heights
from spotter.form.recognition.traits import traits
from spotter.form.skeleton import MIRROR, Joint
from spotter.lab.form.synthetic.block import SIDEWAYS
from spotter.lab.form.synthetic.camera import AT_HOME, Camera, filmed, placed
from spotter.lab.form.synthetic.people import BLOCK, people
from spotter.lab.form.synthetic.performance import perform
from spotter.lab.form.synthetic.quality import drawn
from spotter.lab.form.synthetic.rep import Rep
from spotter.lab.form.synthetic.strangers import STRANGERS, by_chance
from spotter.lab.form.synthetic.timing import progress, tremors
from spotter.lab.form.synthetic.variants import ways_of
from spotter.lab.form.synthetic.ways import Way, moved

OTHER: Final = "other"
SEED: Final = 11
# Films are made from where there is room: mostly, not always, from the better side.
_FROM_THE_SIDE = 0.7
# Clips begin and end anywhere, but show half of a repetition at least.
_CUT, _LEAST_SHARE = 0.5, 0.5
# Heights in a picture are misread by this much (metres), from film to film.
_HEIGHT_NOISE_M = (0.005, 0.05)
_HELD_M = 0.08
# In this share of the films the body is misread for a while: a part of its frames, in which its
# sides change places or joints lie so far off (metres).
_MISREAD, _MISREAD_SHARE, _MISREAD_M = 0.4, 0.35, 0.25
# A joint outside the picture is taken for seen in this share of cases, and lies anywhere.
_BELIEVED = 0.2
# Shares of the films in which all of the body is in the picture, its lower part is cut off, its
# upper part, one side; and in which something stands before a pair of joints. Of who lies only one
# side is cut off: a picture that is too low for a lying body is not made.
_CROPS: Final = {"none": 0.40, "below": 0.37, "above": 0.13, "aside": 0.10}
_LYING_CROPS: Final = {"none": 0.75, "aside": 0.25}
_COVERED = 0.15
_COVERS: Final = ("ANKLE", "KNEE", "WRIST", "ELBOW", "HIP")
_BY_CHANCE: Final = "by chance"

Table = tuple[list[str], list[str], Doubles]


def ours(block: int, count: int = BLOCK, each: int = 2) -> Table:
    """Return names, kinds (N) and traits (N, K) of what the first `count` athletes of a block do.

    Each does every exercise of the table `each` times.
    """
    athletes = people(SEED, block).of(np.repeat(np.arange(count), each))
    names: list[str] = []
    rows: list[Doubles] = []
    for exercise in EXERCISES.values():
        rng = np.random.default_rng([SEED, exercise.number, block])
        done = perform(exercise, athletes, drawn(exercise, athletes.pace, rng), rng)
        for xyz, seconds in zip(done.xyz, done.seconds, strict=True):
            names.append(exercise.id)
            rows.append(film(xyz, float(seconds), exercise.id in SIDEWAYS, rng))
        ways = ways_of(exercise.id)
        for _ in range(count * each if ways else 0):
            way = ways[int(rng.integers(len(ways)))]
            for xyz, lasts in _performed(way, block, 1, rng):
                names.append(exercise.id)
                rows.append(film(xyz, lasts, exercise.id in SIDEWAYS, rng))
    return names, list(names), np.stack(rows)


def strangers(
    block: int, count: int = BLOCK, kinds: Sequence[str] = (*STRANGERS, _BY_CHANCE)
) -> Table:
    """Return the same of movements that are none of ours: their names are all 'other'."""
    found: list[str] = []
    rows: list[Doubles] = []
    for kind in kinds:
        number = (*STRANGERS, _BY_CHANCE).index(kind)
        rng = np.random.default_rng([SEED, 100 + number, block])
        for xyz, seconds in _moved(kind, block, count, rng):
            found.append(kind)
            lying = bool(np.ptp(xyz[0, :, 1]) < _LOW_M)
            rows.append(film(xyz, seconds, lying, rng))
    return [OTHER] * len(found), found, np.stack(rows)


# A body of which every joint lies lower than this lies or crawls, and is filmed from the side.
_LOW_M = 1.0
# As many ways are drawn by chance in a block for each athlete.
_WAYS = 4


def _moved(kind: str, block: int, count: int, rng: Generator) -> Iterator[tuple[Doubles, float]]:
    if kind != _BY_CHANCE:
        yield from _performed(STRANGERS[kind], block, count, rng)
        return
    for _ in range(_WAYS * count):
        yield from _performed(by_chance(rng), block, 1, rng)


def _performed(way: Way, block: int, count: int, rng: Generator) -> Iterator[tuple[Doubles, float]]:
    athletes = people(SEED, block).of(rng.permutation(BLOCK)[:count])
    phase = np.tile(np.linspace(0, 1, 2 * 90 - 1), (count, 1))
    seconds = np.exp(rng.normal(np.log(2.2), 0.4, (count, 1)))
    rep = Rep(
        body=athletes.body,
        phase=phase,
        progress=progress(phase, rng),
        depth=rng.uniform(0.7, 1.05, (count, 1)),
        faults={},
        shaking=tremors(phase, seconds, rng.uniform(0.1, 1.0, (count, 1)), 1, rng),
        style=athletes.style,
    )
    for xyz, lasts in zip(moved(way, rep, rng), seconds[:, 0], strict=True):
        yield xyz, float(lasts)


def film(xyz: Doubles, seconds: float, lying: bool, rng: Generator) -> Doubles:
    """Return the traits (K,) that a film of joints (T, 19, 3) shows, wherever it was made from."""
    camera = AT_HOME if rng.random() < 0.5 else Camera(noise=rng.uniform(0.3, 2.0))
    shot = placed(camera, lying and rng.random() < _FROM_THE_SIDE, rng)
    motion = filmed(shot, xyz, seconds, rng)
    # Frames begin a little before or after the repetition, or with some rest.
    lasted = float(motion.times_s[-1])
    moments = np.linspace(0, lasted, len(xyz))
    high = np.stack([np.interp(motion.times_s, moments, y) for y in xyz[..., 1].T], axis=1)
    start, end = _cut(rng)
    inside = (motion.times_s >= start * lasted) & (motion.times_s <= end * lasted)
    crops = _LYING_CROPS if lying else _CROPS
    kept = _in_picture(high, motion.xyz_m[..., 0], crops, rng)
    believed = rng.random(kept.shape[1]) < _BELIEVED
    xyz_m = _misread(motion.xyz_m, rng)
    guessed = ((kept == 0) & believed)[..., None]
    xyz_m = np.where(guessed, xyz_m + rng.normal(0, _MISREAD_M, xyz_m.shape), xyz_m)
    seen = motion.visibility * np.where(believed, np.maximum(kept, 0.6), kept)
    part = Motion(
        motion.times_s[inside],
        xyz_m[inside].astype(np.float32),
        seen[inside].astype(np.float32),
    )
    heights = body_heights(high, seen) * rng.uniform(0.9, 1.1)
    heights += rng.normal(0, rng.uniform(*_HEIGHT_NOISE_M), heights.shape)
    # A camera in somebody's hand moves with everything in its picture.
    heights += (
        rng.uniform(0, _HELD_M)
        * np.sin(rng.uniform(0, 6) + rng.uniform(0.5, 4) * motion.times_s)[:, None, None]
    )
    return traits(part, heights[inside])


def _in_picture(
    high: Doubles, across: Doubles | Floats, crops: Mapping[str, float], rng: Generator
) -> Doubles:
    """Return what of each joint (T, 19) a camera sees that was not set up well: 1 or 0."""
    kept = np.ones_like(high)
    crop = rng.choice(list(crops), p=list(crops.values()))
    low, top = np.nanpercentile(high, (1, 99))
    if crop == "below":
        kept = high > low + rng.uniform(0.05, 0.75) * (top - low)
    elif crop == "above":
        kept = high < top - rng.uniform(0.05, 0.4) * (top - low)
    elif crop == "aside":
        left, right = np.nanpercentile(across, (1, 99))
        side = rng.choice([-1, 1])
        edge = right if side > 0 else left
        kept = side * (edge - across) > rng.uniform(0.05, 0.5) * (right - left)
    kept = kept.astype(float)
    if rng.random() < _COVERED:
        hidden = rng.choice(_COVERS)
        kept[:, [joint for joint in Joint if joint.name.endswith(hidden)]] = 0.0
    return np.asarray(kept)


def _misread(xyz_m: Floats, rng: Generator) -> Doubles:
    """Return joints of a film in which a network errs for a while, now and then."""
    found = xyz_m.astype(np.float64)
    if rng.random() > _MISREAD:
        return found
    count = len(found)
    begin, length = rng.integers(0, count), int(rng.uniform(0, _MISREAD_SHARE) * count)
    there = slice(int(begin), int(begin) + length)
    if rng.random() < 0.5:
        found[there] = found[there][:, list(MIRROR)]
    else:
        found[there] += rng.normal(0, _MISREAD_M, found[there].shape[1:])
    return found


def _cut(rng: Generator) -> tuple[float, float]:
    start, end = np.sort(rng.uniform(0, 1, 2))
    if rng.random() > _CUT or end - start < _LEAST_SHARE:
        return 0.0, 1.0
    return float(start), float(end)
