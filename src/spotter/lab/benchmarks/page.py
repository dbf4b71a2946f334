"""Reports as text: the table of one benchmark, and the page of all that lie in a folder."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from spotter.lab.benchmarks.result import Result, Row, result


def lines(report: Result) -> Iterator[str]:
    """Yield the report as Markdown, line by line."""
    yield f"## {report.benchmark}"
    yield ""
    yield f"Protocol: {report.protocol}"
    yield ""
    yield f"Goal: {report.goal}. **{'Reached' if report.reached else 'Missed'}.**"
    yield ""
    yield from _table(report)
    if report.anchors:
        yield ""
        yield "To compare with:"
        yield ""
        yield from (f"- {each.name}: {each.value:g} ({each.source})" for each in report.anchors)
    for note in report.notes:
        yield ""
        yield note


def _table(report: Result) -> Iterator[str]:
    yield f"| {report.metric} | samples | {' | '.join(report.columns)} |"
    yield "|" + "---|" * (len(report.columns) + 2)
    mean = Row("**mean**", sum(row.count for row in report.rows), report.mean)
    for row in (*report.rows, mean, *report.beside):
        cells = (_cell(row.values, column) for column in report.columns)
        yield f"| {row.name} | {row.count} | {' | '.join(cells)} |"


def _cell(values: Mapping[str, float], column: str) -> str:
    return f"{values[column]:.4g}" if column in values else "–"


def page(folder: Path, head: str) -> str:
    """Return the page under `head` of all reports (`*.json`) in the folder, by name."""
    reports = [
        result(json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(folder.glob("*.json"))
    ]
    return "\n".join([head, *("\n".join(lines(each)) + "\n" for each in reports)])


def keep(report: Result, folder: Path, head: str) -> None:
    """Write the report, its predictions and the page of all reports under `head` into the folder.

    Each file is complete or not there: it is written under another name and then renamed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / f"{report.benchmark}.json", json.dumps(report.document(), indent=1) + "\n")
    if report.predictions:
        _write(folder / f"{report.benchmark}.csv", _csv(report))
    _write(folder / "README.md", page(folder, head))


def _csv(report: Result) -> str:
    text = io.StringIO()
    table = csv.DictWriter(text, list(report.predictions[0]), lineterminator="\n")
    table.writeheader()
    table.writerows(report.predictions)
    return text.getvalue()


def _write(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
