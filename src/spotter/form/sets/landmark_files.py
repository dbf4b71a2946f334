"""Landmarks from and to a file: a PoseLog table, or JSON as a browser sends them.

The JSON is an object with `aspect` (width over height) and `frames`, each with `t_ms`, `world` (99
numbers), `image` (99), `visibility` (33) and `people`; without `world` nobody was found in a frame.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotter.form.adapters import from_pose_log
from spotter.form.clip import Clip
from spotter.form.live.frame import Frame
from spotter.form.motion import Floats, Motion
from spotter.form.sets.errors import NotLandmarks
from spotter.form.skeleton import LANDMARKS
from spotter.intake import pose_log
from spotter.intake.archive import Opened
from spotter.intake.batch import About
from spotter.kit.errors import BadInput

# Ten minutes at 30 frames a second in JSON; a table has some of it in more words.
MOST_BYTES = 64 * 1024 * 1024
MOST_FRAMES = 36_000
_HEAD = 64 * 1024
_COUNT = len(LANDMARKS)
_AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)


def is_landmarks(head: bytes) -> bool:
    """Return whether a file that begins with `head` may hold landmarks, and not pictures."""
    return head.lstrip()[:1] == b"{" or pose_log.detect(head)


def read(content: bytes, name: str) -> Clip | Motion:
    """Return what a file of landmarks holds: of JSON a clip, of a table a motion.

    Raises `NotLandmarks`, or `BadMotion` and `BadFrame` for numbers that are no body.
    """
    if len(content) > MOST_BYTES:
        raise NotLandmarks(f"{name} is larger than 64 MB. Cut it into one file for each set.")
    if content.lstrip()[:1] == b"{":
        return _of_json(content, name)
    if pose_log.detect(content[:_HEAD]):
        return _of_table(content, name)
    raise NotLandmarks(
        f"{name} holds no landmarks. Hand in a PoseLog table, or JSON with frames of "
        "'world', 'image' and 'visibility'; `spotter form score FILM --landmarks FILE` writes it."
    )


def written(clip: Clip) -> str:
    """Return the landmarks of a clip as the JSON that `read` reads."""
    frames = [_written(clip, number) for number in range(len(clip))]
    return json.dumps({"aspect": clip.aspect, "frames": frames}, allow_nan=False)


def _written(clip: Clip, number: int) -> dict[str, Any]:
    told = {
        "t_ms": round(1000 * float(clip.times_s[number]), 1),
        "people": int(clip.people[number]),
    }
    if not clip.seen[number]:
        return told
    # A tenth of a millimetre, and of a thousandth of the picture: no camera tells more.
    return told | {
        "world": _rounded(clip.world[number], 4),
        "image": _rounded(clip.image[number], 4),
        "visibility": _rounded(clip.visibility[number], 3),
    }


def _rounded(values: Floats, digits: int) -> list[float]:
    return [round(value, digits) for value in values.ravel().tolist()]


def _of_table(content: bytes, name: str) -> Motion:
    opened = Opened(BytesIO(content), content[:_HEAD], len(content), name=name)
    times: list[float] = []
    landmarks: list[Any] = []
    first: datetime | None = None
    for batch in pose_log.batches(opened, now=_AT_ONCE, about=About()):
        for row in batch.rows.iter_rows(named=True):
            kept = json.loads(row["metadata"])
            first = first or row["start"]
            begin_ms = (row["start"] - first).total_seconds() * 1000
            times += [begin_ms + at for at in kept["t_ms"]]
            landmarks += kept["landmarks"]
            _check_count(len(times), name)
    if not times:
        raise NotLandmarks(f"{name} holds no frame that can be read.")
    return from_pose_log(times, landmarks)


def _of_json(content: bytes, name: str) -> Clip:
    try:
        document = json.loads(content)
        told = document["frames"]
        aspect = float(document.get("aspect", 1.0))
        if not isinstance(told, list) or not 0.1 <= aspect <= 10:
            raise TypeError("frames must be a list, aspect a number from 0.1 to 10")
        _check_count(len(told), name)
        every = [_frame(each, number) for number, each in enumerate(told)]
    except BadInput:
        raise
    except KeyError as problem:
        raise NotLandmarks(f"{name} is no JSON of landmarks: it lacks {problem}.") from problem
    except (
        ValueError,
        TypeError,
        AttributeError,
        RecursionError,
        OverflowError,
    ) as problem:
        raise NotLandmarks(f"{name} is no JSON of landmarks: {problem}.") from problem
    times = np.array([one.t_s for one in every], dtype=np.float64)
    if not every or np.any(np.diff(times) <= 0):
        raise NotLandmarks(f"{name} must hold frames whose times increase.")
    return Clip(
        times_s=times - times[0],
        world=np.stack([one.world for one in every]),
        image=np.stack([one.image for one in every]),
        visibility=np.stack([one.visibility for one in every]),
        people=np.array([one.people for one in every], dtype=np.int8),
        aspect=aspect,
    )


def _frame(told: Mapping[str, Any], number: int) -> Frame:
    at_s, people = float(told["t_ms"]) / 1000, int(told.get("people", -1))
    if not math.isfinite(at_s):
        raise NotLandmarks(f"Frame {number} has no time.", field="t_ms")
    if not -1 <= people <= 100:
        raise NotLandmarks(f"Frame {number} says {people} people.", field="people")
    if told.get("world") is None:
        return Frame.empty(at_s, people)
    frame = Frame(
        at_s,
        _numbers(told["world"], (_COUNT, 3)),
        _numbers(told["image"], (_COUNT, 3)),
        _numbers(told["visibility"], (_COUNT,)),
        people,
    )
    frame.check()
    return frame


def _numbers(told: Any, shape: tuple[int, ...]) -> Floats:
    found: NDArray[np.float32] = np.array(told, dtype=np.float32)
    return found.reshape(shape)


def _check_count(frames: int, name: str) -> None:
    if frames > MOST_FRAMES:
        raise NotLandmarks(f"{name} has more than {MOST_FRAMES} frames. Cut it into one set each.")
