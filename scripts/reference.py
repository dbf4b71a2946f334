"""Write the reference pages from the tables in the code: `make docs`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from spotter import settings
from spotter.body.metrics import METRICS
from spotter.safety.rules import RULES
from spotter.training.reasons import REASONS

DOCS = Path(__file__).resolve().parent.parent / "docs"
NOTICE = "This page is written by `make docs` from the table in the code; change it there."


def main() -> None:
    """Write every page."""
    (DOCS / "reference").mkdir(exist_ok=True)
    (DOCS / "settings.md").write_text(settings.document(), encoding="utf-8")
    _write(
        "rules",
        "Safety rules",
        "Every rule of the gate. Where rules speak together, the strictest wins: stop, refer, "
        "block, cap, warn. A rule marked *awaits review* rests on a secondary source and errs on "
        "the safe side until a clinician has looked at it.",
        ("Rule", "Action", "What it says", "Source", "Review"),
        (
            (
                rule.id,
                rule.action.name.lower(),
                rule.say,
                rule.source,
                "reviewed" if rule.reviewed else "awaits review",
            )
            for rule in RULES
        ),
    )
    _write(
        "reasons",
        "Reason codes",
        "Why a session, an exercise, a load or a set is what it is. Words in braces are filled in "
        "from the evidence.",
        ("Code", "Words"),
        REASONS.items(),
    )
    _write(
        "metrics",
        "Daily metrics",
        "The numbers a day can have. Each is compared with its own 7 and 28 days before.",
        ("Metric", "Label", "Unit", "What it is", "Better"),
        ((one.name, one.label, one.unit, one.about, one.better) for one in METRICS.values()),
    )


def _write(
    name: str, title: str, about: str, heads: Iterable[str], rows: Iterable[Iterable[str]]
) -> None:
    heads = tuple(heads)
    lines = [f"# {title}", "", about, "", NOTICE, "", _row(heads), "|---" * len(heads) + "|"]
    for first, *rest in rows:
        lines.append(_row((f"`{first}`", *rest)))
    (DOCS / "reference" / f"{name}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    main()
