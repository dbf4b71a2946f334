"""What can be wrong with what is handed in to be scored; each says what to do."""

from __future__ import annotations

from spotter.kit.errors import BadInput


class Nobody(BadInput):
    """In the whole film or recording no person was found."""

    code = "nobody_seen"


class NotLandmarks(BadInput):
    """The file holds no landmarks that can be read."""

    code = "not_landmarks"
