"""A run of training on disk: what was asked, how far it came, and its history.

Written so that a kill at any moment loses at most the epoch under way: the checkpoint is renamed
into place first, then the state that names it, and only then is the checkpoint before it removed.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from spotter.kit.errors import Conflict

BEST = "best.keras"


@dataclass(frozen=True, slots=True)
class State:
    """How far a run came: epochs done of a phase, the best loss and the epochs since it."""

    phase: int
    epochs: int
    best: float
    since_best: int
    checkpoint: str
    ended: bool = False


class Run:
    """The folder of a run."""

    def __init__(self, folder: Path, asked: dict[str, Any]) -> None:
        """Open `folder` for the run that `asked` describes, or begin it.

        Raises `Conflict` when the folder holds a run that was asked for otherwise.
        """
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "run.json"
        asked = json.loads(json.dumps(asked))
        if path.exists() and (before := json.loads(path.read_text(encoding="utf-8"))) != asked:
            keys = {*before, *asked}
            other = sorted(key for key in keys if before.get(key) != asked.get(key))
            raise Conflict(
                f"{folder} holds a run with another {', '.join(other)}. Name another --out, or "
                "give the same options to go on with that run.",
                field="out",
            )
        if not path.exists():
            _write(path, json.dumps(asked, indent=2))

    def state(self) -> State | None:
        """Return how far the run came, or None before its first epoch ended."""
        path = self.folder / "state.json"
        return State(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None

    def keep(self, model: Any, state: State, line: dict[str, Any], *, best: bool) -> None:
        """Store an epoch: the network (a copy as the best one if it is), the state, the history."""
        self._save(model, state.checkpoint)
        if best:
            self._save(model, best_of(state.phase))
        self._tell(state, line)
        for path in self.folder.glob("phase*.keras"):
            if path.name != state.checkpoint:
                path.unlink()

    def end(self, state: State) -> None:
        """Note that a phase is over: its best network is now the best of the run."""
        beside = self.folder / f".part-{BEST}"
        shutil.copyfile(self.folder / best_of(state.phase), beside)
        os.replace(beside, self.folder / BEST)
        _write(self.folder / "state.json", json.dumps(asdict(state)))

    def history(self) -> list[dict[str, Any]]:
        """Return what each finished epoch measured, in order."""
        path = self.folder / "history.json"
        found: list[dict[str, Any]] = (
            json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
        )
        return found

    def _tell(self, state: State, line: dict[str, Any]) -> None:
        # An epoch whose state was not reached before a kill is measured anew: drop its line.
        key = (line["phase"], line["epoch"])
        lines = [one for one in self.history() if (one["phase"], one["epoch"]) < key]
        _write(self.folder / "history.json", json.dumps([*lines, line], indent=1))
        _write(self.folder / "state.json", json.dumps(asdict(state)))

    def _save(self, model: Any, name: str) -> None:
        beside = self.folder / f".part-{name}"
        model.save(beside)
        os.replace(beside, self.folder / name)


def best_of(phase: int) -> str:
    """Return the file's name of the best network of a phase."""
    return f"best-phase{phase}.keras"


def _write(path: Path, text: str) -> None:
    beside = path.with_name(f".part-{path.name}")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
