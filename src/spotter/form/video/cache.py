"""Landmarks kept beside the film they are of: a film is watched once for each network.

A file's name is the hash of the film's content, the size of the network and the version of what
watched it; whatever of these changes, it is watched again. Files appear whole or not at all.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import numpy as np

from spotter.form.clip import Clip
from spotter.form.video.bundle import Size
from spotter.form.video.landmarks import watch

# Raise it when the same film gives other landmarks than before.
VERSION = 1
_ARRAYS = ("times_s", "world", "image", "visibility", "people")


def place(film: Path, folder: Path, size: Size = "lite") -> Path:
    """Return where in `folder` the landmarks of `film` are kept, watched or not yet."""
    with film.open("rb") as stream:
        content = hashlib.file_digest(stream, "sha256").hexdigest()
    return folder / f"{content}.{size}.{VERSION}-{version('mediapipe')}.npz"


def landmarks(
    film: Path,
    folder: Path,
    size: Size = "lite",
    *,
    watch: Callable[[Path, Size], Clip] = watch,
) -> Clip:
    """Return the landmarks of `film`, watching it only where `folder` has none.

    Raises what `watch` raises; then nothing is kept.
    """
    kept = place(film, folder, size)
    if (clip := load(kept)) is None:
        clip = watch(film, size)
        save(clip, kept)
    return clip


def save(clip: Clip, path: Path) -> None:
    """Write `clip` to `path`, which has it whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    broke_off = np.nan if clip.broke_off_s is None else clip.broke_off_s
    try:
        with draft.open("wb") as stream:
            np.savez_compressed(
                stream,
                allow_pickle=False,
                aspect=clip.aspect,
                broke_off_s=broke_off,
                **{name: getattr(clip, name) for name in _ARRAYS},
            )
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def load(path: Path) -> Clip | None:
    """Return the clip that `save` wrote to `path`; None where there is none, or a damaged one."""
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in _ARRAYS}
            aspect, broke_off = float(kept["aspect"]), float(kept["broke_off_s"])
    except (FileNotFoundError, zipfile.BadZipFile, KeyError, EOFError, ValueError):
        return None
    return Clip(**arrays, aspect=aspect, broke_off_s=None if np.isnan(broke_off) else broke_off)
