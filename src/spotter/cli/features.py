"""`spotter features`: the catalogue, and one day's row of it."""

from __future__ import annotations

import json
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from spotter.cli.today import existing, parse_day
from spotter.kit.errors import BadInput

app = typer.Typer(add_completion=False, no_args_is_help=True, help="What is computed of each day.")


@app.command("list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="Print the catalogue as JSON")] = False,
) -> None:
    """List every feature with its unit, window and why a coach looks at it."""
    from spotter.body.features.catalogue import FEATURES
    from spotter.body.features.document import entry, window

    if as_json:
        _print([entry(one) for one in FEATURES.values()])
        return
    table = Table("feature", "unit", "window", "why a coach looks")
    for one in FEATURES.values():
        table.add_row(one.name, one.unit, window(one), one.about)
    Console(markup=False).print(table)


@app.command()
def show(
    export: Annotated[Path | None, typer.Option(help="File to read days from (needed)")] = None,
    profile: Annotated[
        Path | None, typer.Option(help="Profile file; see: spotter profile --template")
    ] = None,
    log: Annotated[
        Path | None, typer.Option(help="Check-ins and sessions, one JSON object a line")
    ] = None,
    day: Annotated[
        str, typer.Option("--date", help="YYYY-MM-DD; default: the last day in the export")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the row as JSON")] = False,
) -> None:
    """Show one day's features, each with the share of its window that is known."""
    if export is None:
        raise BadInput(
            "Say which export to read: spotter features show --export export.zip", field="export"
        )
    wanted = parse_day(day)
    existing(export, "export")
    row = _row(export, profile, log, wanted)
    if as_json:
        _print(row)
        return
    table = Table("feature", "value", "unit", "coverage", title=str(row["date"]))
    for one in row["features"]:  # type: ignore[attr-defined]
        value = "" if one["value"] is None else f"{one['value']:.4g}"
        table.add_row(one["name"], value, one["unit"], f"{one['coverage']:.0%}")
    Console(markup=False).print(table)


def _row(
    export: Path, profile: Path | None, log: Path | None, wanted: date | None
) -> dict[str, object]:
    """Return date and features of the day asked for; raises `BadInput` for one not known."""
    from spotter.body.features.catalogue import FEATURES
    from spotter.body.features.compute import coverage, features
    from spotter.body.features.table import Record, daily_table
    from spotter.body.service import compute
    from spotter.cli import diary, offline
    from spotter.intake.errors import Damaged
    from spotter.intake.pipeline import import_file
    from spotter.kit.time import utc_now

    who = offline.asked(profile, wanted)
    written = diary.NOTHING_WRITTEN if log is None else diary.read(log)
    with tempfile.TemporaryDirectory(prefix="spotter-") as folder:
        samples = Path(folder) / "raw.parquet"
        report = import_file(export, samples, now=utc_now())
        if report.damage is not None:
            raise Damaged(f"{report.damage.message} Nothing was shown.", report.damage.offset)
        days = compute(who.profile, [samples])
    record = Record("", days, written.checkins, written.sessions, profile=who.profile)
    table = daily_table(record, last=wanted)
    if table.is_empty():
        raise BadInput("Nothing is known up to that day; name a later --date.", field="date")
    values, shares = features(table).row(-1, named=True), coverage(table).row(-1, named=True)
    found = [
        {"name": name, "value": values[name], "unit": one.unit, "coverage": shares[name] or 0.0}
        for name, one in FEATURES.items()
    ]
    return {"date": values["day"].isoformat(), "features": found}


def _print(document: object) -> None:
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
    print()
