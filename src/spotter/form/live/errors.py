"""What can be wrong with a frame, each with a name."""

from __future__ import annotations

from spotter.kit.errors import BadInput


class BadFrame(BadInput):
    """A frame is no 33 landmarks, or holds numbers that no body has; the set goes on without it."""

    code = "bad_frame"


class OutOfOrder(BadInput):
    """A frame is not later than the one before; the set goes on without it."""

    code = "out_of_order"
