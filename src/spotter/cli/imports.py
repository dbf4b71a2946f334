"""`spotter imports`: what came in, and taking it back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from spotter.kit.errors import SpotterError
from spotter.kit.ids import ID_LENGTH

if TYPE_CHECKING:
    from spotter.store.records import ImportRecord

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="List what came in, or take an import back."
)
Athlete = Annotated[str, typer.Option(help="Account it is for, when there is more than one")]


class StillThereError(SpotterError):
    """The import could not be taken back."""

    code = "still_there"
    status = 500


@app.command("list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document")] = False,
    athlete: Athlete = "",
) -> None:
    """List every import, newest first."""
    from spotter.cli.handin import database_of
    from spotter.intake.service import list_imports

    with database_of(athlete or None) as (container, athlete_id), container.uow.reading() as uow:
        found = list_imports(uow, athlete_id)
    if as_json:
        told = [_told(one) for one in found]
        print(json.dumps({"imports": told}, ensure_ascii=False, indent=2))
        return
    Console().print(_table(found))


def _table(found: list[ImportRecord]) -> Table:
    """Return the imports, a line each in 80 columns unless a file has a long name."""
    # An id is there to be copied, however narrow the terminal is.
    named = Column("Import", no_wrap=True, min_width=ID_LENGTH)
    table = Table(named, "Since", Column("New", justify="right"), box=None, padding=(0, 1, 0, 0))
    for name in ("Source", "File"):
        table.add_column(name, overflow="fold")
    for one in found:
        told = _told(one)
        new = f"{told['added']:,}" if one.state == "finished" else one.state
        table.add_row(one.id, f"{one.created_at:%F}", new, one.source, one.name)
    return table


def _told(one: ImportRecord) -> dict[str, object]:
    return {
        "id": one.id,
        "created_at": f"{one.created_at:%F %H:%M}",
        "file": one.name,
        "source": one.source,
        "state": one.state,
        "added": one.report.get("added", 0),
    }


@app.command()
def remove(
    import_id: Annotated[str, typer.Argument(help="Its id, as `spotter imports list` shows it")],
    athlete: Athlete = "",
) -> None:
    """Take an import back with all that it brought; its days are computed anew."""
    from spotter.cli.handin import database_of
    from spotter.intake.removal import request_removal
    from spotter.kit.errors import NotFound

    with database_of(athlete or None) as (container, athlete_id):
        with container.uow() as uow:
            asked = request_removal(uow, athlete_id, import_id, container.clock())
            uow.commit()
        container.worker().run_until_idle()
        try:
            with container.uow.reading() as uow:
                left = uow.imports.get(athlete_id, import_id)
        except NotFound:
            print(f"{asked.name} was taken back, and its days were computed anew.")
            return
    if left.leaving:
        print(f"{asked.name} is being taken back by the server.")
        return
    raise StillThereError(f"{asked.name} could not be taken back. Try again.")
