"""Where the pose networks lie: one bundle for each size, made by `make setup`, never committed."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from spotter.kit.errors import SpotterError

Size = Literal["lite", "full", "heavy"]
SIZES: tuple[Size, ...] = get_args(Size)
FOLDER = Path(__file__).parent / "bundles"


class NoPoseBundle(SpotterError):
    """The networks that find a body in a picture have not been put together yet."""

    code = "no_pose_bundle"
    status = 503


def path(size: Size, folder: Path = FOLDER) -> Path:
    """Return where the bundle of `size` lies, whether it is there or not."""
    return folder / f"pose_landmarker_{size}.task"


def present(size: Size, folder: Path = FOLDER) -> Path:
    """Return the bundle of `size`; raises `NoPoseBundle` where it has not been made."""
    found = path(size, folder)
    if not found.is_file():
        raise NoPoseBundle(
            f"There is no pose network ({found.name}). Install Node.js 20 or newer and run "
            "'make setup': it puts the network together from a pinned package."
        )
    return found
