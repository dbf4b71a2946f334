"""Why a message of a live set is not taken; the set goes on as if it had never come."""

from __future__ import annotations

from spotter.kit.errors import BadInput, Conflict, NotFound


class NotAMessage(BadInput):
    """Not JSON, not an object, or of no known type."""

    code = "not_a_message"


class MessageTooLong(BadInput):
    """Longer than the frames of one message can be."""

    code = "message_too_long"


class BadFrame(BadInput):
    """A frame lacks something, or has the wrong number of numbers."""

    code = "bad_frame"


class NotANumber(BadInput):
    """A number is missing, not finite, or no place a body can be at."""

    code = "not_a_number"


class RepeatedFrame(Conflict):
    """A frame has been taken already."""

    code = "repeated_frame"


class MissingFrame(Conflict):
    """Frames before this one have not come."""

    code = "missing_frame"


class TimeGoesBack(Conflict):
    """A frame is not later than the one before it."""

    code = "time_goes_back"


class SetTooLong(Conflict):
    """A set lasts longer than any set does."""

    code = "set_too_long"


class NoSet(NotFound):
    """There is no such set under way, here or any more."""

    code = "no_set"


class SetUnderWay(Conflict):
    """A set is under way already, or has that name."""

    code = "set_under_way"


class SetOver(Conflict):
    """The set is finished; nothing more can be added to it."""

    code = "set_over"


class TooManySets(Conflict):
    """The athlete, or the server, has as many sets under way as it may."""

    code = "too_many_sets"
    status = 429
