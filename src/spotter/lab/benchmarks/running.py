"""Run one benchmark, keep its report where that is asked for, and print it."""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from spotter.kit.errors import BadInput
from spotter.lab.benchmarks.page import keep, lines
from spotter.lab.benchmarks.shelf import Shelf


def run(
    shelf: Shelf,
    name: str,
    data: Path | None,
    *,
    seeds: int,
    out: Path | None,
    as_json: bool,
    asked: Mapping[str, Any] | None = None,
) -> None:
    """Print the report of the benchmark `name`; with `out` also keep it there.

    `asked` are options by name that only some benchmarks have. How far the work is goes to standard
    error, so that JSON is one document and nothing else. Raises `BadInput` for a name there is not
    or an option that it does not have, and what the benchmark raises.
    """
    work = shelf.find(name).run
    report = work(data, seeds=seeds, tell=_tell, **_known(name, work, asked or {}))
    if out is not None:
        keep(report, out, shelf.head)
    if as_json:
        print(json.dumps(report.document(), indent=2))
        return
    for line in lines(report):
        print(line)


def _known(name: str, work: Callable[..., Any], asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the options that were given; raises `BadInput` where the benchmark has none such."""
    given = {option: value for option, value in asked.items() if value is not None}
    for option in given:
        if option not in inspect.signature(work).parameters:
            raise BadInput(f"The benchmark '{name}' has no option --{option}.", field=option)
    return given


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
