"""A decision as a person reads it in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from rich import box
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from spotter.intake.reasons import REASONS, kind_words
from spotter.kit.units import load_words
from spotter.prescribe.spoken import said_once

Document = Mapping[str, Any]

_PARTS = {
    "warm_up": "Warm-up",
    "main": "Main",
    "accessory": "Accessory",
    "conditioning": "Conditioning",
    "cool_down": "Cool-down",
}
_VERDICTS = {
    "approved": ("green", "Approved by the safety gate"),
    "modified": ("yellow", "Approved with changes by the safety gate"),
    "refused": ("red", "No session today"),
}
_ACTION_STYLE = {"STOP": "bold red", "REFER": "red", "BLOCK": "red", "CAP": "yellow"}
NOTICE = (
    "Spotter is not a medical device and does not diagnose or treat. Stop and get help for chest "
    "pain, fainting or sudden severe symptoms."
)


def show(document: Document, console: Console, *, imperial: bool = False) -> None:
    """Print readiness, session, reasons, rules and where the numbers came from."""
    parts = [
        _readiness(document["readiness"]),
        _session(document, imperial),
        _listed("Why", document.get("reasons", ())),
        _rules(document.get("rules", ())),
        _listed("Instead, you could do", _others(document.get("alternatives", ()))),
        _imported(document.get("import")),
    ]
    for part in parts:
        if part is not None:
            console.print(part)
            console.print()
    console.print(Text(NOTICE, style="dim"))


def _readiness(readiness: Document) -> RenderableType:
    score = readiness["score"]
    head = Text()
    if score is None:
        head.append("unknown", style="bold yellow")
        head.append("  nothing to rest on yet")
    else:
        head.append(f"{score:.0f}", style=f"bold {_colour(score)}")
        head.append(" of 100  ")
        head.append_text(_bar(score))
        head.append(f"  confidence {readiness['confidence']:.0%}", style="dim")
    lines: list[RenderableType] = [head]
    if readiness["evidence"]:
        lines += [Text(), _evidence(readiness["evidence"])]
    for lever in readiness.get("levers", ())[:4]:
        lines.append(Text(f"would change it: {lever['text']}", style="dim"))
    for gap in readiness["missing"]:
        lines.append(Text(f"missing: {gap['text']}", style="dim"))
    return Panel(Group(*lines), title="Readiness", title_align="left", box=box.ROUNDED)


def _evidence(evidence: Sequence[Document]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for part in evidence:
        table.add_row(part["label"], _bar(part["score"], 10), Text(part["text"]))
    return table


def _bar(score: float, width: int = 20) -> Text:
    full = round(width * score / 100)
    return Text("━" * full, style=_colour(score)).append("━" * (width - full), style="bright_black")


def _colour(score: float) -> str:
    return "green" if score >= 66 else "yellow" if score >= 40 else "red"


def _session(document: Document, imperial: bool) -> RenderableType:
    colour, words = _VERDICTS[document["verdict"]]
    session = document["session"]
    if session is None:
        words_only = Text(words, style=f"bold {colour}")
        step = document.get("next_step")
        body = Text.assemble(words_only, "\n", step) if step else words_only
        return Panel(body, title=document["date"], title_align="left")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True)
    table.add_column("Exercise", ratio=2)
    table.add_column("Sets", ratio=3)
    table.add_column("Effort", no_wrap=True)
    table.add_column("Rest", no_wrap=True)
    said: set[str] = set()
    for part, blocks in groupby(session["blocks"], key=lambda block: block["part"]):
        table.add_row(Text(_PARTS.get(part, part), style="bold cyan"))
        for block in blocks:
            for row in (*_rows(block, imperial), *_reasons(block, said)):
                table.add_row(*row)
    title = f"{document['date']} · {session['title']} · about {session['duration_min']} min"
    verdict = Text(words, style=f"bold {colour}")
    return Panel(Group(verdict, table), title=title, title_align="left", box=box.ROUNDED)


def _rows(block: Document, imperial: bool) -> Iterator[tuple[RenderableType, ...]]:
    """Yield a line for each run of equal sets."""
    name = block["name"] + (" (each side)" if block.get("one_sided") else "")
    working = block["part"] not in {"warm_up", "cool_down"}
    for dose, run in groupby(block["sets"], key=lambda one: (_dose(one, imperial), one["rpe"])):
        sets = list(run)
        ramp = " to warm up" if working and sets[0].get("kind") == "warm_up" else ""
        yield (
            Text(f"  {name}"),
            f"{len(sets)} × {dose[0]}{ramp}",
            f"RPE {dose[1]:g}",
            _clock(sets[-1]["rest_s"]) if sets[-1]["rest_s"] else "",
        )
        name = ""


def _reasons(block: Document, said: set[str]) -> Iterator[tuple[RenderableType, ...]]:
    """Yield the block's own reasons, each only where it is said for the first time."""
    for reason in block.get("reasons", ()):
        if reason["text"] not in said:
            said.add(reason["text"])
            yield "", Text(reason["text"], style="dim italic")


def _dose(one: Document, imperial: bool) -> str:
    reps, seconds = one.get("reps"), one.get("duration_s")
    amount = f"{reps} reps" if reps is not None else _clock(seconds or 0)
    load = one.get("load_kg")
    if load:
        amount += f" at {load_words(load)}" if imperial else f" at {load:g} kg"
    pace = one.get("pace") or ""
    pulse = one.get("hr_bpm")
    beats = f" ({pulse[0]}-{pulse[1]} bpm)" if pulse else ""
    return f"{amount}{', ' + pace if pace else ''}{beats}"


def _clock(seconds: int) -> str:
    """Return seconds as a person says them."""
    if seconds < 90:
        return f"{seconds} s"
    return f"{seconds // 60}:{seconds % 60:02}" if seconds % 60 else f"{seconds // 60} min"


def _listed(title: str, reasons: Sequence[Document]) -> RenderableType | None:
    if not reasons:
        return None
    lines = [Text.assemble(("• ", "cyan"), reason["text"]) for reason in reasons]
    return Group(Text(title, style="bold"), *lines)


def _others(alternatives: Sequence[Document]) -> list[Document]:
    """Return the alternatives as lines: what each is, and how long it takes."""
    return [{"text": _other(one["label"], one["session"])} for one in alternatives]


def _other(label: str, session: Document) -> str:
    title = "" if session["title"] in label else f": {session['title']}"
    minutes = session["duration_min"]
    return f"{label}{title}{f', about {minutes} min' if minutes else ''}"


def _rules(rules: Sequence[Document]) -> RenderableType | None:
    if not rules:
        return None
    lines: list[RenderableType] = [Text("What the safety rules said", style="bold")]
    for rule in said_once(rules):
        action = str(rule.get("action", "")).upper()
        review = " (source awaits clinical review)" if rule.get("needs_review") else ""
        lines.append(
            Text.assemble(
                (f"{rule['code']:<4} ", "dim"),
                (f"{action.lower():<6}", _ACTION_STYLE.get(action, "dim")),
                rule["text"],
                (review, "dim"),
            )
        )
    return Group(*lines)


def _imported(report: Document | None) -> RenderableType | None:
    if report is None:
        return None
    if not report["by_kind"]:
        text = "Nothing in this export could be used: it holds no records."
        if report["records"]:
            text = f"None of the {report['records']:,} records in this export could be used."
    else:
        kinds = sorted(report["by_kind"].items(), key=lambda kind: -int(kind[1]))
        most = ", ".join(f"{kind_words(name)} {count:,}" for name, count in kinds[:6])
        more = f" and {len(kinds) - 6} more kinds" if len(kinds) > 6 else ""
        days = f"{report['days']:,} day{'' if report['days'] == 1 else 's'}"
        text = f"Read {report['records']:,} records over {days}: {most}{more}."
        if report["rejected"]:
            text += f" {report['rejected']:,} could not be used."
    for reason, count in report.get("rejected_by_reason", {}).items():
        text += f"\n{count:,} × {REASONS.get(reason, reason)}."
    return Text(text, style="dim")
