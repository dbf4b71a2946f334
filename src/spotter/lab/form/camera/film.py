"""A film as Chromium's camera plays it: over and over, with a blue screen before each time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spotter.form.video.decode import open_film

# Chromium plays raw Motion JPEG at this rate, whatever the file says.
FPS: Final = 30
# While it is blue there is time to load the networks, and nobody to be seen.
LEAD_S: Final = 6.0
BLUE: Final = (20, 40, 220)
# JPEG quantiser: so that landmarks are those of the film.
_QUALITY: Final = 2
_SIDE: Final = 640

Rgb = NDArray[np.uint8]


def camera_film(film: Path, out: Path, lead_s: float = LEAD_S) -> Path:
    """Write the film at `film` to `out` as Motion JPEG, blue for `lead_s` seconds first."""
    import av

    with av.open(str(out), "w", format="mjpeg") as container:
        stream: Any = None
        for picture in _played(film, lead_s):
            if stream is None:
                stream = container.add_stream("mjpeg", rate=FPS)
                stream.height, stream.width = picture.shape[:2]
                stream.pix_fmt = "yuvj420p"
                stream.time_base = stream.codec_context.time_base = Fraction(1, FPS)
                stream.codec_context.qmin = stream.codec_context.qmax = _QUALITY
            container.mux(stream.encode(_narrow(picture)))
        container.mux(stream.encode())
    return out


def _narrow(picture: Rgb) -> Any:
    """Return a frame of luminance 16 to 235, called one of 0 to 255.

    JPEG stores the whole range, but Chromium reads its camera's as if it were video: dark and
    bright parts of a film written as they are would be lost.
    """
    import av

    video = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")
    return av.VideoFrame.from_ndarray(video.to_ndarray(), format="yuvj420p")


def _played(film: Path, lead_s: float) -> Iterator[Rgb]:
    """Yield blue and then the film's pictures, one for each 1/30 s."""
    shown, last = 0, None
    with open_film(film) as opened:
        for picture in opened.pictures():
            now = _even(picture.rgb)
            if last is None:
                yield from [np.full_like(now, BLUE)] * round(lead_s * FPS)
            while last is not None and shown / FPS < picture.time_s:
                shown += 1
                yield last
            last = now
    if last is not None:
        yield last


def _even(rgb: Rgb) -> Rgb:
    """Return a picture of even sides, as its colours are stored, no side above 640."""
    from PIL import Image

    height, width = rgb.shape[:2]
    scale = min(1.0, _SIDE / max(height, width))
    size = (round(width * scale) // 2 * 2, round(height * scale) // 2 * 2)
    if size == (width, height):
        return rgb
    return np.asarray(Image.fromarray(rgb).resize(size, Image.Resampling.BILINEAR), dtype=np.uint8)
