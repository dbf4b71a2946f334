"""What an import brought, as a person reads it in a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from spotter.store.records import ImportRecord

MOST_KINDS = 40


def show_report(done: ImportRecord, console: Console) -> None:
    """Print what came in, by kind, span and source, what was skipped and why."""
    told: Mapping[str, Any] = done.report
    if done.duplicate or not told["added"]:
        console.print(f"Everything in {done.name} was here already; nothing changed.")
        return
    console.print(f"{told['added']:,} of {told['records']:,} records in {done.name} are new.")
    console.print(_kinds(told["kinds"]))
    for count, words in ((told["known"], "were here already"), (told["repeated"], "are repeats")):
        if count:
            console.print(f"{count:,} {words}.")
    for one in told["refusals"]:
        console.print(f"{one['rows']:,} × {one['type']} left out: {one['text']}.", style="yellow")
    for what, count in told["skipped"].items():
        console.print(f"{count:,} × {what} not read: nothing here uses it.", style="dim")
    if told["damage"]:
        console.print(f"{told['damage']['text']} What came before it is kept.", style="bold yellow")


def _kinds(kinds: list[Mapping[str, Any]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Kind")
    table.add_column("Records", justify="right")
    table.add_column("From")
    table.add_column("To")
    table.add_column("Sources", overflow="fold")
    for kind in kinds[:MOST_KINDS]:
        first, last = str(kind["first"])[:10], str(kind["last"])[:10]
        table.add_row(kind["name"], f"{kind['rows']:,}", first, last, ", ".join(kind["sources"]))
    if len(kinds) > MOST_KINDS:
        rest = sum(kind["rows"] for kind in kinds[MOST_KINDS:])
        table.add_row(f"{len(kinds) - MOST_KINDS} more kinds", f"{rest:,}")
    return table
