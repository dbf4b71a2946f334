"""Frames as the JSON that a browser sends."""

from __future__ import annotations

import json
from collections.abc import Iterable

from spotter.form.live.frame import Frame


def landmark_json(frames: Iterable[Frame], *, aspect: float = 1.0) -> str:
    """Return a recording of `frames`, as `form.sets.landmark_files` reads it."""
    return json.dumps({"aspect": aspect, "frames": [_told(frame) for frame in frames]})


def _told(frame: Frame) -> dict[str, object]:
    told: dict[str, object] = {"t_ms": frame.t_s * 1000, "people": frame.people}
    if frame.seen:
        told["world"] = frame.world.round(4).ravel().tolist()
        told["image"] = frame.image.round(4).ravel().tolist()
        told["visibility"] = frame.visibility.tolist()
    return told
