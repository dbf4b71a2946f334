"""`spotter sources`: who told of what, and whom to believe first."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from spotter.body.sources import Believed

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Whom to believe where several told the same."
)
Athlete = Annotated[str, typer.Option(help="Account it is for, when there is more than one")]


@app.command("list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document")] = False,
    athlete: Athlete = "",
) -> None:
    """List for each signal who told of it, the order chosen, and the rule after it."""
    from spotter.body.sources import believed
    from spotter.cli.handin import database_of

    with database_of(athlete or None) as (container, athlete_id), container.uow.reading() as uow:
        found = believed(uow, athlete_id)
    if as_json:
        print(json.dumps({"signals": [asdict(one) for one in found]}, ensure_ascii=False, indent=2))
    else:
        _show(found)


@app.command()
def prefer(
    signal: Annotated[str, typer.Argument(help="What was told, such as sleep or workout")],
    sources: Annotated[
        list[str] | None, typer.Argument(help="Names of sources, the first believed first")
    ] = None,
    athlete: Athlete = "",
) -> None:
    """Believe these sources first; without any, by rule again. Days are computed anew."""
    from spotter.body.sources import put_orders
    from spotter.cli.handin import database_of

    with database_of(athlete or None) as (container, athlete_id):
        with container.uow() as uow:
            found = put_orders(uow, athlete_id, {signal: sources or []}, container.clock())
            uow.commit()
        container.worker().run_until_idle()
    _show([one for one in found if one.signal == signal])


def _show(found: list[Believed]) -> None:
    table = Table("signal", "told by", "believed first", "by rule")
    for one in found:
        table.add_row(one.signal, ", ".join(one.sources), ", ".join(one.order), one.rule)
    Console(markup=False).print(table)
