"""How an importer tells the one who waits how far it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called now and then with bytes read, bytes in all (0 when unknown) and records found."""

    def __call__(self, done_bytes: int, total_bytes: int, records: int) -> None:
        """Take note of the progress; raising stops the import and publishes nothing."""


def ignore(done_bytes: int, total_bytes: int, records: int) -> None:
    """Take no note of progress."""
