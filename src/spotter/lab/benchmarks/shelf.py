"""A shelf of benchmarks: each is a module with a `run`, found by its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from spotter.kit.errors import BadInput


@dataclass(frozen=True)
class Shelf:
    """Benchmarks by name, each the module that runs it, and the head of the page they fill.

    A module offers `run(data, *, seeds, tell) -> Result`: `data` is the folder of recordings,
    `tell` hears how far the work is. `head` is Markdown.
    """

    modules: Mapping[str, str]
    head: str

    def find(self, name: str) -> Any:
        """Return the module of a benchmark; raises `BadInput` for a name there is not."""
        if name not in self.modules:
            raise BadInput(
                f"There is no benchmark '{name}'; there are {', '.join(self.modules)}.",
                field="name",
            )
        return import_module(self.modules[name])
