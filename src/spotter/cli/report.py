"""What an import brought, as a person reads it in a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table

from spotter.intake.reasons import REASONS, kind_words

if TYPE_CHECKING:
    from spotter.store.records import RejectedRecord
from spotter.intake.account import of_members

MOST_KINDS = 40


def show_report(
    name: str, told: Mapping[str, Any], console: Console, *, looked: bool = False
) -> None:
    """Print what came in, by kind, span and source, what was skipped and why.

    `told` is the report of the file called `name`, which was only `looked` at, or imported.
    """
    if not told["records"] - told["rejected"]:
        _say(console, f"Nothing in {name} could be used; nothing changed.", style="yellow")
    elif not told["added"]:
        _say(console, f"Everything in {name} was here already; nothing changed.")
        return
    else:
        end = "would be new; nothing was changed." if looked else "are new."
        _say(console, f"{told['added']:,} of {told['records']:,} records in {name} {end}")
        console.print(_kinds(told["kinds"]))
    for line in of_members(told):
        _say(console, line)
    for count, words in ((told["known"], "were here already"), (told["repeated"], "are repeats")):
        if count:
            _say(console, f"{count:,} {words}.")
    for one in told["refusals"]:
        _say(
            console,
            f"{one['rows']:,} × {kind_words(one['type'])} left out: {one['text']}.",
            style="yellow",
        )
    for what, count in told["skipped"].items():
        _say(console, f"{count:,} × {what} not read: nothing here uses it.", style="dim")
    if told.get("suggested"):
        _say(console, _suggested(told["suggested"]))
    if told["damage"]:
        _say(console, f"{told['damage']['text']} What came before it is kept.", style="bold yellow")


def _suggested(told: Mapping[str, Any]) -> str:
    """Return what a file says of the person, and that it was only read."""
    words = {"birth_date": "born {}", "sex": "{}", "height_m": "{:g} m", "mass_kg": "{:g} kg"}
    said = [
        text.format(told[field]) + (f" on {told[f'{field}_on']}" if f"{field}_on" in told else "")
        for field, text in words.items()
        if field in told
    ]
    return (
        f"It says of you: {', '.join(said)}. Nothing of this was entered; the page Your data "
        "offers what your profile lacks."
    )


def show_rejected(
    records: Sequence[RejectedRecord], told: Mapping[str, Any], console: Console
) -> None:
    """Print each record that was refused, with why and what could be read of it."""
    for one in records:
        said = ", ".join(f"{name} {value}" for name, value in one.told.items())
        why = REASONS.get(one.reason, one.reason)
        _say(console, f"{kind_words(one.type) or 'record'} {why}: {said or 'nothing readable'}")
    if told["rejected"] > len(records):
        _say(
            console,
            f"These are the first {len(records):,} of {told['rejected']:,}; all are counted above.",
            style="yellow",
        )


def _say(console: Console, text: str, style: str = "") -> None:
    # Names come from the file and may hold brackets, which Rich would take for its own markup.
    console.print(text, style=style, markup=False)


def _kinds(kinds: list[Mapping[str, Any]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Kind")
    table.add_column("Records", justify="right")
    table.add_column("From")
    table.add_column("To")
    table.add_column("Sources", overflow="fold")
    for kind in kinds[:MOST_KINDS]:
        first, last = str(kind["first"])[:10], str(kind["last"])[:10]
        table.add_row(
            kind_words(kind["name"]), f"{kind['rows']:,}", first, last, ", ".join(kind["sources"])
        )
    if len(kinds) > MOST_KINDS:
        rest = sum(kind["rows"] for kind in kinds[MOST_KINDS:])
        table.add_row(f"{len(kinds) - MOST_KINDS} more kinds", f"{rest:,}")
    return table
