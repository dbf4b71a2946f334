"""`spotter today`: from an export to today's session, without a server."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from spotter.cli.options import LogFile, ProfileFile, existing, parse_day
from spotter.kit.errors import BadInput

app = typer.Typer(add_completion=False)


@app.command()
def today(
    export: Annotated[
        Path | None,
        typer.Option(help="One file of any source: export, archive, track or log (needed)"),
    ] = None,
    profile: ProfileFile = None,
    log: LogFile = None,
    day: Annotated[
        str, typer.Option("--date", help="YYYY-MM-DD; default: the last day in a past export")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the decision as JSON")] = False,
) -> None:
    """Decide today's session from an export and a profile, and say why."""
    if export is None:
        raise BadInput(
            "Say which export to read: spotter today --export export.zip", field="export"
        )
    wanted = parse_day(day)
    existing(export, "export")
    from spotter.cli import diary, offline

    errors = Console(stderr=True)
    asked = offline.asked(profile, wanted)
    written = diary.NOTHING_WRITTEN if log is None else diary.read(log)
    document = offline.decide(export, asked, errors, written)
    for note in document["notes"]:
        errors.print(note["text"], style="dim", highlight=False, soft_wrap=True, markup=False)
    if as_json:
        json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
        print()
        return
    from spotter.cli.show import show

    show(document, Console(), imperial=asked.profile.imperial)
