"""Films to landmarks: MediaPipe's PoseLandmarker follows one person from picture to picture."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np

from spotter.form.clip import Clip
from spotter.form.motion import Floats
from spotter.form.skeleton import LANDMARKS
from spotter.form.video.bundle import FOLDER, Size, present
from spotter.form.video.decode import MOST_FPS, Picture, open_film
from spotter.form.video.library import mediapipe

# Following one person costs half of looking for several in each picture (measured: 15 against
# 28 ms); so the others are counted by a second look, once a second.
CENSUS_S = 1.0
_MOST_PEOPLE = 4
_VALUES = 7
_NOBODY: Final = np.full((len(LANDMARKS), _VALUES), np.nan, np.float32)

Watching = Callable[[float, float | None], None]


def _ignore(done_s: float, duration_s: float | None) -> None:
    """Take no note of progress."""


class Looks(Protocol):
    """What follows the person of one film."""

    def look(self, picture: Picture) -> tuple[Floats, int]:
        """Return landmarks (33, 7) and the number of persons of the next picture."""

    def close(self) -> None:
        """Let go of what was held for the film."""


class Follower:
    """Follows one person through one film; make a fresh one for each film, and close it.

    A landmarker remembers where the person was: used for a second film it would look there.
    Raises `NoPoseBundle` where the networks are missing.
    """

    def __init__(self, size: Size = "lite", folder: Path = FOLDER) -> None:
        self._mp = mediapipe()
        model = str(present(size, folder))
        self._film = self._landmarker(model, "VIDEO", 1)
        self._whole = self._landmarker(model, "IMAGE", _MOST_PEOPLE)
        self._last_ms = -1
        self._next_census_s = 0.0

    def _landmarker(self, model: str, mode: str, people: int) -> Any:
        vision, base = self._mp.tasks.vision, self._mp.tasks.BaseOptions
        options = vision.PoseLandmarkerOptions(
            base_options=base(model_asset_path=model, delegate=base.Delegate.CPU),
            running_mode=vision.RunningMode[mode],
            num_poses=people,
        )
        return vision.PoseLandmarker.create_from_options(options)

    def look(self, picture: Picture) -> tuple[Floats, int]:
        """Return the person's landmarks and how many persons there are (-1: not counted).

        (33, 7) float32: x, y, z in metres, x, y, z in the picture, visibility; NaN without a
        person. Pictures come in the order of their times.
        """
        image = self._mp.Image(image_format=self._mp.ImageFormat.SRGB, data=picture.rgb)
        self._last_ms = max(self._last_ms + 1, round(picture.time_s * 1000))
        landmarks = _read(self._film.detect_for_video(image, self._last_ms))
        people = -1
        if picture.time_s >= self._next_census_s:
            self._next_census_s = picture.time_s + CENSUS_S
            people = len(self._whole.detect(image).pose_landmarks)
        return landmarks, people

    def close(self) -> None:
        """Let go of the networks."""
        self._film.close()
        self._whole.close()


def watch(
    path: Path,
    size: Size = "lite",
    *,
    most_fps: float = MOST_FPS,
    on_progress: Watching = _ignore,
    follow: Callable[[Size], Looks] = Follower,
) -> Clip:
    """Return the landmarks of the film at `path`.

    `on_progress` is told the seconds watched and the film's length (None when unknown). Raises what
    `open_film` and its pictures raise, and `NoPoseBundle`. A film without a person gives a clip in
    which nobody is seen.
    """
    times: list[float] = []
    seen: list[Floats] = []
    people: list[int] = []
    aspect = 1.0
    with open_film(path) as film, closing(follow(size)) as follower:
        for picture in film.pictures(most_fps):
            aspect = picture.rgb.shape[1] / picture.rgb.shape[0]
            landmarks, count = follower.look(picture)
            times.append(picture.time_s)
            seen.append(landmarks)
            people.append(count)
            on_progress(picture.time_s, film.duration_s)
        table = np.stack(seen)
        return Clip(
            times_s=np.array(times),
            world=table[..., :3],
            image=table[..., 3:6],
            visibility=np.nan_to_num(table[..., 6]),
            people=np.array(people, np.int8),
            aspect=aspect,
            broke_off_s=film.broke_off_s,
        )


def _read(result: Any) -> Floats:
    if not result.pose_landmarks:
        return _NOBODY
    pairs = zip(result.pose_world_landmarks[0], result.pose_landmarks[0], strict=True)
    rows = [(w.x, w.y, w.z, p.x, p.y, p.z, p.visibility) for w, p in pairs]
    return np.array(rows, np.float32)
