"""Loads MediaPipe without what it would load for nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def without_frameworks() -> Iterator[None]:
    """Keep MediaPipe from importing TensorFlow, where that is installed beside it.

    It asks TensorFlow for one decorator of its documentation and goes on without; the running
    service has none, and where the lab's is there the import would take ten seconds and 400 MB.
    """
    if "tensorflow" in sys.modules:
        yield
        return
    sys.modules["tensorflow"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["tensorflow"]


def mediapipe() -> Any:
    """Return the package `mediapipe`, which ships no types."""
    with without_frameworks():
        import mediapipe

        return mediapipe
