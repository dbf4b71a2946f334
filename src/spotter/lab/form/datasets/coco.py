"""COCO keypoints: people in photographs, seventeen joints each, as published in 2017.

Lin et al., "Microsoft COCO: Common Objects in Context", ECCV 2014; `person_keypoints_*.json` of
`annotations_trainval2017.zip`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from spotter.form.motion import Floats, Motion
from spotter.form.skeleton import Joint
from spotter.kit.errors import BadInput

# COCO's order; eyes and ears are none of our joints.
_JOINTS = (
    Joint.NOSE,
    None,
    None,
    None,
    None,
    Joint.LEFT_SHOULDER,
    Joint.RIGHT_SHOULDER,
    Joint.LEFT_ELBOW,
    Joint.RIGHT_ELBOW,
    Joint.LEFT_WRIST,
    Joint.RIGHT_WRIST,
    Joint.LEFT_HIP,
    Joint.RIGHT_HIP,
    Joint.LEFT_KNEE,
    Joint.RIGHT_KNEE,
    Joint.LEFT_ANKLE,
    Joint.RIGHT_ANKLE,
)
# Its flags: 0 not labelled, 1 labelled but hidden, 2 visible.
_SEEN = (0.0, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a photograph: its file, and a motion of one frame, flat, in pixels."""

    photograph: str
    pose: Motion


def people(path: Path, least: int = 1) -> Iterator[Person]:
    """Yield the people of a `person_keypoints_*.json` of whom `least` joints are labelled.

    Crowds are left out. Raises `BadInput` for a file that is none.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        files = {each["id"]: str(each["file_name"]) for each in document["images"]}
        annotations = document["annotations"]
    except (ValueError, KeyError, TypeError) as problem:
        raise BadInput(f"{path.name} holds no keypoints of COCO.", field="data") from problem
    for each in annotations:
        if not each.get("iscrowd") and each.get("num_keypoints", 0) >= least:
            yield Person(files[each["image_id"]], _pose(each, path))


def _pose(annotation: Any, path: Path) -> Motion:
    points = np.array(annotation["keypoints"], np.float32)
    if points.shape != (3 * len(_JOINTS),):
        raise BadInput(f"{path.name}: annotation {annotation.get('id')} has not 17 keypoints.")
    xyz: Floats = np.full((1, len(Joint), 3), np.nan, np.float32)
    seen: Floats = np.zeros((1, len(Joint)), np.float32)
    for joint, (x, y, flag) in zip(_JOINTS, points.reshape(-1, 3), strict=True):
        if joint is not None and flag:
            xyz[0, joint] = (x, -y, 0.0)
            seen[0, joint] = _SEEN[int(flag)]
    for middle, left, right in (
        (Joint.NECK, Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER),
        (Joint.PELVIS, Joint.LEFT_HIP, Joint.RIGHT_HIP),
    ):
        xyz[0, middle] = (xyz[0, left] + xyz[0, right]) / 2
        seen[0, middle] = min(seen[0, left], seen[0, right])
    return Motion.of([0.0], xyz, seen)
