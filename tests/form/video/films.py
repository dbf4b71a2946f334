"""Small films made for a test: a bright mark that moves over grey."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

WIDTH, HEIGHT = 64, 48


def film(
    path: Path,
    times_ms: Sequence[int],
    *,
    codec: str = "mpeg4",
    size: tuple[int, int] = (WIDTH, HEIGHT),
    rotation: int = 0,
) -> Path:
    """Write a film with one picture at each of `times_ms`; its top left corner is white."""
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(codec, rate=30)
        stream.width, stream.height = size
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, 1000)
        if rotation:
            stream.set_display_rotation(rotation)
        for at in times_ms:
            frame = av.VideoFrame.from_ndarray(_picture(*size), format="rgb24")
            frame.pts, frame.time_base = at, Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def _picture(width: int, height: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    picture = np.full((height, width, 3), 60, np.uint8)
    picture[: height // 3, : width // 3] = 255
    return picture


def sound(path: Path) -> Path:
    """Write a file that holds a second of silence and no picture."""
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("aac", rate=8000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 8000), np.float32), "fltp", "mono")
        frame.sample_rate = 8000
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path
