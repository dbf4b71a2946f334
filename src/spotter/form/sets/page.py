"""One page about a set, in one file that needs nothing else: figures, faults, pictures."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from spotter.form.cues import Level
from spotter.form.live.bands import tone
from spotter.form.live.events import Rep
from spotter.form.sets.scoring import Scored, picture_at
from spotter.form.told import HEADS, NOTICE, Advice, Row, Told, points, told
from spotter.form.video.stills import stills

# More than this nobody looks at, and a page is sent by mail.
_MOST_PICTURES = 12
_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .3rem .6rem; text-align: right; border-bottom: 1px solid #8884; }
th:first-child, td:last-child { text-align: left; }
.good { color: #1a7f37; } .fair { color: #b35900; } .poor { color: #cf222e; font-weight: 600; }
.pictures { display: grid; gap: 1rem; }
.pictures { grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); }
figure { margin: 0; } img { width: 100%; border-radius: .5rem; } .quiet { opacity: .75; }
@media (prefers-color-scheme: dark) {
  .good { color: #56d364; } .fair { color: #f0a35e; } .poor { color: #ff7b72; }
}
"""


def page(film: Path | None, scored: Scored, name: str, level: Level) -> str:
    """Return the page of a scored set as HTML; pictures are taken from `film`."""
    return of_report(scored.document(), name, level, _pictures(film, scored))


def of_report(report: Mapping[str, Any], name: str, level: Level, pictures: str = "") -> str:
    """Return the page of a set's report as HTML, with `pictures` that are HTML already."""
    said = told(report, level)
    body = [
        f"<h1>{escape(said.name)}</h1>",
        f"<p class=quiet>{escape(name)}</p>",
        f"<p>{_summary(said)}</p>",
        _table(said.rows),
        f"<p>{escape(said.trend)}</p>" if said.trend else "",
        _advice(said.advice),
        pictures,
        _warnings(said.warnings),
        f"<p class=quiet>{escape(NOTICE)}</p>",
    ]
    return (
        f'<!doctype html>\n<html lang=en><meta charset="utf-8">'
        f"<title>{escape(said.name)}</title>"
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style>\n'
        f"<body>{''.join(part for part in body if part)}</body></html>\n"
    )


def _summary(said: Told) -> str:
    marked = "quiet" if said.score is None else tone(said.score)
    return f"{said.done}, <span class={marked}>{said.verdict}</span>. {said.sure}".rstrip()


def _table(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    head = "".join(f"<th scope=col>{name}</th>" for name in HEADS)
    body = "".join(
        f"<tr><th scope=row>{row.number}</th><td>{row.start}</td>"
        + "".join(map(_cell, row.scores))
        + f"<td>{escape(row.faults)}</td></tr>"
        for row in rows
    )
    return f"<table><thead><tr><th></th>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(score: float | None) -> str:
    marked = "" if score is None else f" class={tone(score)}"
    return f"<td{marked}>{points(score)}</td>"


def _judged(scored: Scored) -> list[Rep]:
    return [*scored.report.reps, *(one.judged for one in scored.report.holds)]


def _advice(advice: Sequence[Advice]) -> str:
    if not advice:
        return ""
    items = "".join(
        f"<li><strong>{escape(one.text)}</strong> {escape(one.advice)} "
        f"<small class=quiet>{escape(one.source)}</small></li>"
        for one in advice
    )
    return f"<h2>What to try next</h2><ul>{items}</ul>"


def _pictures(film: Path | None, scored: Scored) -> str:
    """Return the worst moment of each repetition, or its turn where it has no fault."""
    clip = scored.clip
    if film is None or clip is None:
        return ""
    chosen: dict[int, str] = {}
    for rep in _judged(scored)[:_MOST_PICTURES]:
        worst = max(rep.faults, key=lambda one: one.severity, default=None)
        at_s = worst.at_s if worst else rep.turn_s
        what = worst.says if worst else "the turn"
        chosen[picture_at(clip, at_s)] = f"{rep.number}, at {at_s:.1f} s: {what}"
    taken = stills(film, clip, scored.report, scored.events, chosen)
    figures = "".join(
        f'<figure><img alt="{escape(chosen[n])}" src="data:image/jpeg;base64,'
        f'{b64encode(picture).decode()}"><figcaption>{escape(chosen[n])}</figcaption></figure>'
        for n, picture in sorted(taken.items())
    )
    return f"<h2>Pictures</h2><div class=pictures>{figures}</div>" if figures else ""


def _warnings(warnings: Sequence[str]) -> str:
    if not warnings:
        return ""
    items = "".join(f"<li>{escape(one)}</li>" for one in warnings)
    return f"<h2>What was in the way</h2><ul>{items}</ul>"
