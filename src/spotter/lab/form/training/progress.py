"""What a person sees while a network trains."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

SHOWN = {"loss": ".4f", "mae": ".2f", "rmse": ".2f", "accuracy": ".3f", "rate": ".1e"}
"""Loss, MAE and RMSE in points, type accuracy (of clip scorers) and the learning rate."""
WIDE = 160


class Watcher(Protocol):
    """Whoever is told how training goes."""

    def batch(self, epoch: str, done: int, of: int, values: Mapping[str, float]) -> None:
        """Hear of a batch: the epoch's name, batches done and in all, the epoch's means so far."""

    def epoch(self, line: Mapping[str, float]) -> None:
        """Hear of the end of an epoch."""


class Silent:
    """Watches nothing."""

    def batch(self, epoch: str, done: int, of: int, values: Mapping[str, float]) -> None:
        """Ignore it."""

    def epoch(self, line: Mapping[str, float]) -> None:
        """Ignore it."""


class Live:
    """A bar for the epoch under way and a line for each that ended."""

    def __init__(self) -> None:
        self._console = Console(markup=False, width=None if sys.stdout.isatty() else WIDE)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=20),
            MofNCompleteColumn(),
            TextColumn("{task.fields[values]}"),
            TimeRemainingColumn(),
            console=self._console,
            disable=not sys.stdout.isatty(),
        )
        self._task = self._progress.add_task("", total=1, values="")
        self._began = time.monotonic()

    def __enter__(self) -> Live:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, it: BaseException | None, at: TracebackType | None
    ) -> None:
        self._progress.stop()

    def batch(self, epoch: str, done: int, of: int, values: Mapping[str, float]) -> None:
        """Move the bar."""
        self._progress.update(
            self._task, description=epoch, completed=done, total=of, values=_told(values)
        )

    def epoch(self, line: Mapping[str, float]) -> None:
        """Print the line of an epoch."""
        learned = {key: value for key, value in line.items() if not key.startswith("val_")}
        held = {key[4:]: value for key, value in line.items() if key.startswith("val_")}
        seconds = time.monotonic() - self._began
        self._console.print(
            f"phase {line['phase']:.0f} epoch {line['epoch']:3.0f}  {_told(learned)}  "
            f"validation {_told(held)}  {seconds:.0f} s"
        )


def _told(values: Mapping[str, float]) -> str:
    return " ".join(f"{key} {values[key]:{how}}" for key, how in SHOWN.items() if key in values)
