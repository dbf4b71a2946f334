"""Structured logs for every process: one line an event, and no health value in it."""

from __future__ import annotations

import sys
import traceback
from types import TracebackType

import structlog
from structlog.typing import EventDict, WrappedLogger

# Only these keys are ever written: an allow list cannot be forgotten for a new health value.
ALLOWED = frozenset(
    {
        "event", "level", "timestamp", "logger", "method", "route", "status", "duration_ms",
        "error", "code", "job", "kind", "state", "attempt", "worker", "host", "port", "version",
        "revision", "rows", "bytes", "removed", "seconds", "reason", "kinds", "where",
    }
)  # fmt: skip


def only_allowed(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Drop every key that is not known to be harmless."""
    return {key: value for key, value in event.items() if key in ALLOWED}


def without_values(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace an exception by its type and the places it passed: its message may quote a value."""
    raised = event.pop("exc_info", None)
    if raised is True:
        raised = sys.exc_info()
    error = raised[1] if isinstance(raised, tuple) else raised
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["where"] = _places(error.__traceback__)
    return event


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-12:]
    return [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]


def configure(level: str = "info", *, json: bool | None = None) -> None:
    """Set up structlog for the process: readable lines on a terminal, JSON anywhere else.

    `level` is the least important line shown: debug, info, warning or error.
    """
    json = not sys.stderr.isatty() if json is None else json
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_values,
            only_allowed,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
