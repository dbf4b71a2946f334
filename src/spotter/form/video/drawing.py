"""A skeleton and words drawn into a picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spotter.form.live.bands import tone
from spotter.form.motion import Floats
from spotter.form.skeleton import LANDMARKS

Pixels = NDArray[np.uint8]
Colour = tuple[int, int, int]

GREEN: Colour = (46, 160, 67)
ORANGE: Colour = (230, 126, 34)
RED: Colour = (207, 34, 46)
GREY: Colour = (170, 170, 170)
WHITE: Colour = (255, 255, 255)
# How long a cue or a warning stands.
SHOWN_S = 2.0
# A joint less visible than this is not drawn: it is a guess.
_VISIBLE = 0.3
# Sizes are shares of the picture's shorter side.
_LINE, _DOT, _TEXT = 0.008, 0.010, 0.0022

_LINES = tuple(
    (LANDMARKS.index(one), LANDMARKS.index(other))
    for one, other in (
        ("left_shoulder", "right_shoulder"),
        ("left_hip", "right_hip"),
        *(
            (f"{side}_{one}", f"{side}_{other}")
            for side in ("left", "right")
            for one, other in (
                ("shoulder", "elbow"),
                ("elbow", "wrist"),
                ("shoulder", "hip"),
                ("hip", "knee"),
                ("knee", "ankle"),
                ("ankle", "heel"),
                ("ankle", "foot_index"),
                ("heel", "foot_index"),
            )
        ),
    )
)


def colour_of(score: float | None) -> Colour:
    """Return the colour of a score: green from 70, orange from 50, red below, grey for none."""
    if score is None:
        return GREY
    return {"good": GREEN, "fair": ORANGE, "poor": RED}[tone(score)]


def skeleton(rgb: Pixels, image: Floats, visibility: Floats, colour: Colour) -> None:
    """Draw the body of `image` (33, 3), shares of the picture, into `rgb` in place."""
    import cv2

    if np.isnan(image[0, 0]):
        return
    height, width = rgb.shape[:2]
    # Far outside of the picture there is nothing to draw, and numbers would overflow.
    places = np.clip(image[:, :2], -1, 2) * (width, height)
    points = [(round(float(x)), round(float(y))) for x, y in places]
    line = max(1, round(min(width, height) * _LINE))
    for one, other in _LINES:
        if min(visibility[one], visibility[other]) >= _VISIBLE:
            cv2.line(rgb, points[one], points[other], colour, line, cv2.LINE_AA)
    dot = max(1, round(min(width, height) * _DOT))
    for number in sorted({number for pair in _LINES for number in pair}):
        if visibility[number] >= _VISIBLE:
            cv2.circle(rgb, points[number], dot, WHITE, -1, cv2.LINE_AA)


def words(rgb: Pixels, lines: Sequence[tuple[str, Colour]], *, bottom: bool = False) -> None:
    """Write lines into the upper left (or the lower left) corner of `rgb`, on a dark ground."""
    import cv2

    if not lines:
        return
    height, width = rgb.shape[:2]
    scale = max(0.35, min(width, height) * _TEXT)
    thick = max(1, round(scale * 1.6))
    face = cv2.FONT_HERSHEY_SIMPLEX
    step = round(34 * scale)
    first = height - step * len(lines) if bottom else step
    for number, (text, colour) in enumerate(lines):
        # This face knows no other letters.
        said = text.encode("ascii", "replace").decode()
        at = (round(10 * scale), first + step * number - round(6 * scale))
        (wide, high), below = cv2.getTextSize(said, face, scale, thick)
        ground = (at[0] - below // 2, at[1] - high - below // 2, wide + below, high + below + 2)
        x, y = max(0, ground[0]), max(0, ground[1])
        rgb[y : y + ground[3], x : x + ground[2]] //= 4
        cv2.putText(rgb, said, at, face, scale, colour, thick, cv2.LINE_AA)
