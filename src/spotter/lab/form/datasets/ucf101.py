"""UCF-101: short films of 101 actions, some of them exercises, in groups of one source each.

Soomro, Zamir and Shah, "UCF101: A Dataset of 101 Human Actions Classes From Videos in The Wild",
CRCV-TR-12-01, 2012. `UCF-101/<class>/v_<class>_gNN_cNN.avi`; films of one group share person and
place, so that splits are by group, as the published `trainlist0N.txt` and `testlist0N.txt` are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spotter.kit.errors import BadInput

# Its classes that are exercises of ours.
EXERCISES = {
    "BodyWeightSquats": "squat",
    "BenchPress": "bench_press",
    "JumpingJack": "jumping_jack",
    "Lunges": "lunge",
    "PullUps": "pull_up",
    "PushUps": "push_up",
}
_NAME = re.compile(r"v_(?P<action>\w+)_g(?P<group>\d{2})_c(?P<clip>\d{2})\.avi")


@dataclass(frozen=True, slots=True)
class ActionFilm:
    """One film: the action as published, the exercise of ours that it is, and its group."""

    path: Path
    action: str
    exercise: str
    group: int


def films(data: Path) -> Iterator[ActionFilm]:
    """Yield the films of exercises of ours in the folder, sorted; raises `BadInput` without any."""
    found = False
    for path in sorted(data.rglob("v_*.avi")):
        match = _NAME.fullmatch(path.name)
        if match and match["action"] in EXERCISES:
            found = True
            action = match["action"]
            yield ActionFilm(path, action, EXERCISES[action], int(match["group"]))
    if not found:
        raise BadInput(
            f"{data} holds no film of UCF-101 (UCF-101/PushUps/v_PushUps_g01_c01.avi …).",
            field="data",
        )


def listed(path: Path) -> list[str]:
    """Return the names of the films in a published list (`<class>/<film> [<number>]` a line)."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split()[0].rpartition("/")[2] for line in lines if line.strip()]
