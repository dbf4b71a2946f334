"""`spotter import`: files into the server's database, or a look at what they would bring."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import typer
from rich.console import Console

from spotter.kit.errors import BadInput, SpotterError

if TYPE_CHECKING:
    from spotter.cli.handin import Account, Takes

app = typer.Typer(add_completion=False)


@app.command("import")
def import_(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files or folders; `docs/sources.md` lists what is read"),
    ] = None,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would come in; nothing is changed")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document")] = False,
    rejected: Annotated[
        bool, typer.Option("--rejected", help="Show each record that was refused, and why")
    ] = False,
    mass_unit: Annotated[
        str, typer.Option(help="kg or lb: what loads are in, in a log that does not say so")
    ] = "",
    column: Annotated[
        list[str] | None,
        typer.Option(help="Of a table of your own, what you call a column: 'Gewicht=load_kg'"),
    ] = None,
    template: Annotated[
        str, typer.Option(help="Print a table to fill in: workout_data.csv or user_data.csv")
    ] = "",
    athlete: Annotated[
        str, typer.Option(help="Account it is for, when there is more than one")
    ] = "",
) -> None:
    """Bring files into the database, a folder whole; a server may go on serving meanwhile."""
    from spotter.cli import handin, plain

    if template:
        print(plain.template(template), end="")
        return
    if not paths:
        raise BadInput("Say which files: spotter import export.zip", field="paths")
    if mass_unit not in {"", "kg", "lb"}:
        raise BadInput("Masses are in kg or lb; say one of them.", field="mass-unit")
    unit = cast(Literal["kg", "lb"] | None, mass_unit or None)
    name = athlete or None
    with handin.looking(name) if dry_run else handin.importing(name, unit) as straight:
        takes = plain.named(straight, column) if column else straight
        done = [_told(account, as_json, rejected) for account in _each(paths, takes)]
    if as_json:
        print(json.dumps({"files": done}, ensure_ascii=False, indent=2))
    elif len(done) > 1:
        _sum_up(done)
    elif not done:
        raise BadInput("There is no file in there to read.", field="paths")
    if any(one["error"] for one in done):
        raise typer.Exit(2)


def _each(paths: list[Path], takes: Takes) -> Iterator[Account]:
    from spotter.cli.handin import Account
    from spotter.intake.unzipped import Unzipped, gathered, packed

    every = [one for each in paths for one in gathered(each)]
    # Named one by one, as a shell does with `folder/*`, they still come in with their export only.
    beside = {file for one in every if isinstance(one, Unzipped) for file in one.beside}
    for found in (one for one in every if one not in beside):
        path = found.export if isinstance(found, Unzipped) else found
        why = _unreadable(path)
        try:
            if why:
                yield Account(path, error=why)
            elif isinstance(found, Unzipped):
                with packed(found) as whole:
                    yield replace(takes(whole), path=path)
            else:
                yield takes(path)
        except SpotterError as problem:
            if problem.status >= 500:
                raise
            yield Account(path, error=problem.message)


def _unreadable(path: Path) -> str:
    """Return why there is nothing to read at `path`, empty when there is."""
    if path.exists() and not path.is_file():
        return "It is neither a file nor a folder."
    try:
        path.open("rb").close()
    except OSError as problem:
        return f"It cannot be read: {problem.strerror}."
    return ""


def _told(account: Account, as_json: bool, each_rejected: bool) -> dict[str, Any]:
    """Return the account of one file for a program, having shown it to a person."""
    from spotter.cli.report import show_rejected, show_report
    from spotter.intake import brief

    name = str(account.path)
    if account.error:
        if not as_json:
            words = " ".join(f"{account.path.name} was not imported. {account.error}".split())
            print(f"spotter: {words}", file=sys.stderr)
        return brief.refused(name, account.error)
    if not as_json:
        show_report(account.path.name, account.report, Console(), looked=account.looked)
        if each_rejected:
            show_rejected(account.rejected, account.report, Console())
    told = brief.understood(name, account.report)
    if each_rejected:
        told["rejected"]["records"] = [asdict(one) for one in account.rejected]
    return told


def _sum_up(done: list[dict[str, Any]]) -> None:
    bad = [one for one in done if one["error"]]
    added = sum(one["added"] for one in done)
    print(f"{len(done) - len(bad)} of {len(done)} files understood, {added:,} new records in all.")
