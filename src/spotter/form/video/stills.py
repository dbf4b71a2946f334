"""Single pictures of a film, as JPEG, with what was seen in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np

from spotter.form.clip import Clip
from spotter.form.live.events import Event
from spotter.form.live.report import SetReport
from spotter.form.video.annotate import draw, moments
from spotter.form.video.decode import open_film

_QUALITY = 80
_LONGEST_SIDE = 480


def stills(
    film: Path, clip: Clip, report: SetReport, events: Sequence[Event], wanted: Collection[int]
) -> dict[int, bytes]:
    """Return the pictures with these numbers as JPEG; the film is read up to the last of them."""
    import cv2

    found: dict[int, bytes] = {}
    last = max(wanted, default=-1)
    with open_film(film) as source:
        for number, picture in enumerate(source.pictures()):
            if number > min(last, len(clip) - 1):
                break
            if number not in wanted:
                continue
            rgb = picture.rgb
            scale = min(1.0, _LONGEST_SIDE / max(rgb.shape[:2]))
            size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
            small = np.ascontiguousarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA))
            draw(
                small.astype(np.uint8, copy=False),
                clip,
                number,
                moments(report, events, picture.time_s),
            )
            bgr = cv2.cvtColor(small, cv2.COLOR_RGB2BGR)
            _, coded = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
            found[number] = coded.tobytes()
    return found
