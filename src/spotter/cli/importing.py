"""`spotter import`: files into the server's database, or a look at what they would bring."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from spotter.kit.errors import BadInput, SpotterError

if TYPE_CHECKING:
    from spotter.cli.handin import Account, Takes

app = typer.Typer(add_completion=False)


@app.command("import")
def import_(
    paths: Annotated[
        list[Path], typer.Argument(help="Files or folders; `docs/sources.md` lists what is read")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would come in; nothing is changed")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document")] = False,
    athlete: Annotated[
        str, typer.Option(help="Account it is for, when there is more than one")
    ] = "",
) -> None:
    """Bring files into the database, a folder whole; a server may go on serving meanwhile."""
    from spotter.cli import handin

    opened = handin.looking if dry_run else handin.importing
    with opened(athlete or None) as takes:
        done = [_told(account, as_json) for account in _each(paths, takes)]
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
    from spotter.intake.folders import files_under

    for path in (file for each in paths for file in files_under(each)):
        why = _unreadable(path)
        try:
            yield Account(path, error=why) if why else takes(path)
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


def _told(account: Account, as_json: bool) -> dict[str, Any]:
    """Return the account of one file for a program, having shown it to a person."""
    from spotter.cli.report import show_report
    from spotter.intake import brief

    name = str(account.path)
    if account.error:
        if not as_json:
            words = " ".join(f"{account.path.name} was not imported. {account.error}".split())
            print(f"spotter: {words}", file=sys.stderr)
        return brief.refused(name, account.error)
    if not as_json:
        show_report(account.path.name, account.report, Console(), looked=account.looked)
    return brief.understood(name, account.report)


def _sum_up(done: list[dict[str, Any]]) -> None:
    bad = [one for one in done if one["error"]]
    added = sum(one["added"] for one in done)
    print(f"{len(done) - len(bad)} of {len(done)} files understood, {added:,} new records in all.")
