"""From the rotations and the contacts of a body to its nineteen joints."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from spotter.form.skeleton import MIRROR, Joint
from spotter.lab.form.synthetic.body import Body
from spotter.lab.form.synthetic.space import Array, dot, rad, reach, turned, unit, vector

LEFT, RIGHT = 1.0, -1.0
SIDES = (LEFT, RIGHT)


def _joint(side: float, part: str) -> Joint:
    return Joint[f"{'LEFT' if side > 0 else 'RIGHT'}_{part}"]


@dataclass
class Figure:
    """A body being put into B × T poses: first the trunk, then limb by limb.

    `joints` fills as the limbs are placed; each place is (B, T, 3) metres in the room.
    """

    body: Body
    pelvis: Array
    left: Array
    up: Array
    ahead: Array
    joints: dict[Joint, Array] = field(default_factory=dict)

    @classmethod
    def standing(
        cls,
        body: Body,
        pelvis: Array,
        pitch: Array | float,
        roll: Array | float = 0.0,
        *,
        yaw: Array | float = 0.0,
        nod: Array | float = 0.0,
    ) -> Figure:
        """Return a figure with its trunk in place; angles in degrees, `nod` of the head."""
        shape = pelvis.shape[:2]
        left, up, ahead = turned(*(np.broadcast_to(angle, shape) for angle in (pitch, roll, yaw)))
        made = cls(body, pelvis, left, up, ahead)
        neck = pelvis + body.trunk[..., None] * up
        _, head_up, head_ahead = turned(
            np.broadcast_to(pitch, shape) + nod,
            np.broadcast_to(roll, shape),
            np.broadcast_to(yaw, shape),
        )
        made.joints = {Joint.PELVIS: pelvis, Joint.NECK: neck}
        made.joints[Joint.NOSE] = (
            neck + body.nose_up[..., None] * head_up + body.nose_ahead[..., None] * head_ahead
        )
        for side in SIDES:
            made.joints[_joint(side, "SHOULDER")] = neck + side * body.shoulder[..., None] * left
            made.joints[_joint(side, "HIP")] = pelvis + side * body.hip[..., None] * left
        return made

    def shoulder(self, side: float) -> Array:
        """Return where the shoulder of `side` is."""
        return self.joints[_joint(side, "SHOULDER")]

    def hip(self, side: float) -> Array:
        """Return where the hip of `side` is."""
        return self.joints[_joint(side, "HIP")]

    def plant_hand(self, side: float, wrist: Array, pole: Array) -> None:
        """Place an arm whose wrist is held at `wrist`; the elbow bends towards `pole`."""
        body = self.body
        elbow = reach(self.shoulder(side), wrist, body.upper_arm, body.forearm, pole)
        self._lay(side, ("ELBOW", elbow), ("WRIST", wrist), body.forearm)

    def swing_arm(
        self, side: float, raised: Array, aside: Array, bent: Array, towards: Array
    ) -> None:
        """Place a free arm: `raised` from the side, in the plane `aside` (0 ahead, 90 sideways).

        The elbow is `bent` (0 straight) so that the forearm swings towards `towards`.
        """
        out = self._out(side, raised, aside)
        elbow = self.shoulder(side) + self.body.upper_arm[..., None] * out
        forearm = _bent(out, bent, towards)
        wrist = elbow + self.body.forearm[..., None] * forearm
        self.joints |= {_joint(side, "ELBOW"): elbow, _joint(side, "WRIST"): wrist}

    def plant_foot(
        self, side: float, ankle: Array, pole: Array, toes: Array, sole: Array | None = None
    ) -> None:
        """Place a leg whose ankle is held at `ankle`; `toes` and `sole` say how the foot lies.

        `toes` points from heel to toes, `sole` from the ankle to the sole (down unless told).
        """
        body = self.body
        knee = reach(self.hip(side), ankle, body.thigh, body.shank, pole)
        self._lay(side, ("KNEE", knee), ("ANKLE", ankle), body.shank)
        self._foot(side, toes, sole)

    def swing_leg(self, side: float, raised: Array, aside: Array, bent: Array) -> None:
        """Place a free leg: `raised` at the hip, in the plane `aside`, the knee `bent`."""
        out = self._out(side, raised, aside)
        knee = self.hip(side) + self.body.thigh[..., None] * out
        shank = _bent(out, bent, -np.cross(out, self.left))
        ankle = knee + self.body.shank[..., None] * shank
        self.joints |= {_joint(side, "KNEE"): knee, _joint(side, "ANKLE"): ankle}
        # A foot that hangs points its toes halfway down.
        ahead = unit(self.ahead - dot(self.ahead, shank) * shank)
        self._foot(side, unit(shank * 0.6 + ahead), unit(shank - 0.6 * ahead))

    def xyz(self) -> Array:
        """Return all joints (B, T, 19, 3); raises `KeyError` while a limb is not placed."""
        return np.stack([self.joints[joint] for joint in Joint], axis=-2)

    def _out(self, side: float, raised: Array, aside: Array) -> Array:
        level = (
            np.cos(rad(aside))[..., None] * self.ahead
            + side * np.sin(rad(aside))[..., None] * self.left
        )
        return np.asarray(
            np.sin(rad(raised))[..., None] * level - np.cos(rad(raised))[..., None] * self.up
        )

    def _lay(
        self, side: float, middle: tuple[str, Array], end: tuple[str, Array], length: Array
    ) -> None:
        """Note a limb; its end is put at the bone's length, should the target be out of reach."""
        towards = unit(end[1] - middle[1])
        self.joints[_joint(side, middle[0])] = middle[1]
        self.joints[_joint(side, end[0])] = middle[1] + length[..., None] * towards

    def _foot(self, side: float, toes: Array, sole: Array | None) -> None:
        ankle = self.joints[_joint(side, "ANKLE")]
        down = vector(0.0, -1.0, 0.0) if sole is None else sole
        below = ankle + self.body.ankle[..., None] * down
        length = self.body.foot[..., None]
        self.joints[_joint(side, "HEEL")] = below - 0.25 * length * toes
        self.joints[_joint(side, "TOE")] = below + 0.75 * length * toes


def _bent(bone: Array, bent: Array, towards: Array) -> Array:
    """Return the direction of a bone that is `bent` degrees off `bone`, towards `towards`."""
    across = unit(towards - dot(towards, bone) * bone)
    return np.asarray(np.cos(rad(bent))[..., None] * bone + np.sin(rad(bent))[..., None] * across)


def mirrored(xyz: Array, which: Array) -> Array:
    """Return joints (B, T, 19, 3) with the rows `which` (B,) as a mirror shows them."""
    other = xyz[..., list(MIRROR), :] * np.array([-1.0, 1.0, 1.0])
    return np.where(which[:, None, None, None], other, xyz)
