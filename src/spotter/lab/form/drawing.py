"""Skeletons as pictures: one frame, a moving picture, a sheet of many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from spotter.form.skeleton import BONES, Joint
from spotter.lab.form.synthetic.space import Array, rad

_PAPER, _FLOOR, _INK, _GEAR = "#ffffff", "#d9dde2", "#30343b", "#8a9099"
_LEFT, _RIGHT = "#1764ab", "#c2541b"
# Drawn this many times larger and shrunk: lines without steps.
_FINE = 3
Spot = Callable[[Array], tuple[float, float]]
_SHORT = {Joint.PELVIS, Joint.NECK}


@dataclass(frozen=True, slots=True)
class Scene:
    """How a movement is shown: `yaw_deg` to the camera's side (0: the person faces it), `size` in
    pixels, a `title`, and whether a `bar` joins the hands.
    """

    yaw_deg: float
    size: int = 240
    title: str = ""
    bar: bool = False


def frames(xyz: Array, scene: Scene) -> list[Image.Image]:
    """Return postures (T, 19, 3) metres, floor at 0, as square pictures from one fixed camera.

    Left limbs are blue, right ones orange; what is nearer is drawn last.
    """
    view = _view(xyz, scene.yaw_deg)
    return [_drawn(one, scene, view) for one in xyz]


def moving(xyz: Array, path: Path, scene: Scene, *, seconds: float) -> None:
    """Write postures (T, 19, 3), evenly spread over `seconds`, as a GIF that repeats."""
    small = [one.quantize(32, dither=Image.Dither.NONE) for one in frames(xyz, scene)]
    small[0].save(
        path,
        save_all=True,
        append_images=small[1:],
        duration=max(int(1000 * seconds / len(small)), 20),
        loop=0,
    )


def sheet(pictures: Sequence[Image.Image], path: Path, *, across: int) -> None:
    """Write pictures of one size as one PNG, so many to a row."""
    wide, high = pictures[0].size
    rows = -(-len(pictures) // across)
    whole = Image.new("RGB", (wide * across, high * rows), _PAPER)
    for number, one in enumerate(pictures):
        whole.paste(one, (number % across * wide, number // across * high))
    whole.quantize(32, dither=Image.Dither.NONE).save(path, optimize=True)


def _projected(xyz: Array, yaw_deg: float) -> Array:
    """Return x to the right, y up and nearness (..., 3) as a camera sees it, looking down by 8°."""
    w, p = rad(yaw_deg), rad(8.0)
    turn = np.array([[np.cos(w), 0, np.sin(w)], [0, 1, 0], [-np.sin(w), 0, np.cos(w)]])
    tilt = np.array([[1, 0, 0], [0, np.cos(p), -np.sin(p)], [0, np.sin(p), np.cos(p)]])
    return np.asarray(xyz @ (tilt @ turn).T)


def _view(xyz: Array, yaw_deg: float) -> tuple[float, float, float]:
    """Return the middle and the reach, in metres, of all that a moving picture must show."""
    seen = _projected(xyz, yaw_deg).reshape(-1, 3)
    floor = _projected(np.zeros((1, 3)), yaw_deg)[0, 1]
    low, high = seen.min(axis=0), seen.max(axis=0)
    low[1] = min(low[1], floor)
    reach = max(high[0] - low[0], high[1] - low[1], 1.6) * 1.14
    return float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2, float(reach)


def _drawn(xyz: Array, scene: Scene, view: tuple[float, float, float]) -> Image.Image:
    full = scene.size * _FINE
    picture = Image.new("RGB", (full, full), _PAPER)
    pen = ImageDraw.Draw(picture)
    middle_x, middle_y, reach = view
    seen = _projected(xyz, scene.yaw_deg)

    def spot(point: Array) -> tuple[float, float]:
        x, y = point[0] - middle_x, point[1] - middle_y
        return full * (0.5 + x / reach), full * (0.53 - y / reach)

    _ground(pen, scene.yaw_deg, spot, full)
    thick = int(full * 0.021)
    bones = [bone for bone in BONES if bone != (Joint.NECK, Joint.NOSE)]
    for bone in sorted(bones, key=lambda one: float(seen[list(one), 2].mean())):
        pen.line([spot(seen[bone[0]]), spot(seen[bone[1]])], fill=_colour(bone), width=thick)
        for end in bone:
            x, y = spot(seen[end])
            half = thick / 2
            pen.ellipse([x - half, y - half, x + half, y + half], fill=_colour(bone))
    if scene.bar:
        hands = seen[[Joint.LEFT_WRIST, Joint.RIGHT_WRIST]]
        out = (hands[0] - hands[1]) * 0.35
        pen.line([spot(hands[0] + out), spot(hands[1] - out)], fill=_GEAR, width=thick)
    head, neck = seen[Joint.NOSE], seen[Joint.NECK]
    x, y = spot(head * 0.8 + neck * 0.2)
    radius = full * 0.1 / reach
    pen.ellipse(
        [x - radius, y - radius, x + radius, y + radius], outline=_INK, width=thick, fill=_PAPER
    )
    if scene.title:
        pen.text(
            (full * 0.03, full * 0.02),
            scene.title,
            fill=_INK,
            font=ImageFont.load_default(full * 0.06),
        )
    return picture.resize((scene.size, scene.size), Image.Resampling.LANCZOS)


def _ground(pen: ImageDraw.ImageDraw, yaw_deg: float, spot: Spot, full: int) -> None:
    for way in np.linspace(-2, 2, 9):
        for line in ([[way, 0, -2], [way, 0, 2]], [[-2, 0, way], [2, 0, way]]):
            seen = _projected(np.array(line), yaw_deg)
            pen.line([spot(seen[0]), spot(seen[1])], fill=_FLOOR, width=full // 240)


def _colour(bone: tuple[Joint, Joint]) -> str:
    names = {joint.name.partition("_")[0] for joint in bone if joint not in _SHORT}
    return _LEFT if names == {"LEFT"} else _RIGHT if names == {"RIGHT"} else _INK
