"""Errors that say what to do next."""

from __future__ import annotations


class SpotterError(Exception):
    """An error a person can act on.

    `code` is stable and machine-readable, `status` the HTTP status it maps to, `field` the input
    that caused it when there is one. The message names the problem and what to do about it.
    """

    code = "internal"
    status = 500

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class BadInput(SpotterError):
    """What came in cannot be used as it is; nothing was changed."""

    code = "bad_input"
    status = 422


class NotFound(SpotterError):
    """The thing asked for does not exist, or belongs to somebody else."""

    code = "not_found"
    status = 404


class NotAllowed(SpotterError):
    """The caller is known but may not do this."""

    code = "not_allowed"
    status = 403


class Conflict(SpotterError):
    """The request contradicts what is already there."""

    code = "conflict"
    status = 409


class StoreAway(SpotterError):
    """A store beside the database does not answer; what waits for it is not given up."""

    code = "store_away"
    status = 503
