"""What can be wrong with a motion, each with a name and a sentence that says what to do."""

from __future__ import annotations

from spotter.kit.errors import BadInput


class BadMotion(BadInput):
    """Arrays that are no motion of a body: wrong shape, frozen times, impossible values."""

    code = "bad_motion"
