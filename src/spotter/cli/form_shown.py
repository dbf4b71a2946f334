"""A scored set as a person reads it in a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from spotter.form.cues import Level
from spotter.form.live.bands import Tone, tone
from spotter.form.told import HEADS, NOTICE, Row, Told, points, told

_COLOURS: Mapping[Tone, str] = {"good": "green", "fair": "dark_orange", "poor": "red"}


def show(document: Mapping[str, Any], level: Level, console: Console) -> None:
    """Print what was done, how well, what to try next, and what was in the way of seeing it."""
    said = told(document, level)
    console.print(_head(said))
    if said.rows:
        console.print(_table(said.rows))
    if said.trend:
        console.print(Text(said.trend))
    for one in said.advice[:1]:
        console.print(Text(f"{one.text} {one.advice}".strip(), style="bold"))
    for warning in said.warnings:
        console.print(Text(warning, style="yellow"))
    console.print(Text(NOTICE, style="dim"))


def _head(said: Told) -> Text:
    verdict = Text(said.verdict, style="dim" if said.score is None else _colour(said.score))
    head = Text(said.name, style="bold").append(f": {said.done}, ", style="none").append(verdict)
    return head.append(".").append(f" {said.sure}" if said.sure else "", style="dim")


def _table(rows: tuple[Row, ...]) -> Table:
    # With every heading whole, and room for faults in words beneath each other, in 80 columns.
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for name in ("", *HEADS):
        faults = name == "faults"
        table.add_column(name, justify="left" if faults else "right", no_wrap=not faults)
    for row in rows:
        table.add_row(str(row.number), row.start, *map(_points, row.scores), row.brief)
    return table


def _points(score: float | None) -> Text:
    return Text(points(score), style="dim" if score is None else _colour(score))


def _colour(score: float) -> str:
    return _COLOURS[tone(score)]
