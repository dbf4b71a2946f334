"""The catalogue as a page and as plain values."""

from __future__ import annotations

from itertools import groupby

from spotter.body.features.catalogue import FEATURES
from spotter.body.features.feature import Feature
from spotter.body.featurestore.services import SERVICES, Service

_TOP = """# Features

What is computed of each day of an athlete, for models and for people. Each is declared once
(`body/features/`), rests on its own day and earlier ones alone, and is absent, never zero, where it
cannot be known. The window counts the day itself; "past" is all that is known up to it. This page
is generated: `python -m spotter.body.features > docs/features.md`.

Where a source is named with "needs review", the source tells of the method, but the number was not
found in it; "own definition" is ours.

A baseline of what devices measure differently is of one device. A day without training counts as a
rest day when a watch was worn, something was entered, or an entry lies at most a week back; later
entries change nothing about it.
"""

_SERVICES = """
## What each model is given

Rows are kept in a feature store ([why](decisions/0010-feast-over-yearly-files.md)): offline one for
each day, online the newest. A feature service is what one model is trained on and served. Ratios
that are shown for information only are in none.

| service | for | families | features |
|---|---|---|---|
"""


def document() -> str:
    """Return docs/features.md."""
    parts = [_TOP]
    for family, members in groupby(FEATURES.values(), lambda one: one.family):
        parts.append(f"\n## {family.replace('_', ' ').capitalize()}\n\n")
        parts.append("| feature | unit | window | why a coach looks | how | missing | source |\n")
        parts.append("|---|---|---|---|---|---|---|\n")
        parts.extend(_row(one) for one in members)
    parts.append(_SERVICES)
    parts.extend(_service(one) for one in SERVICES.values())
    return "".join(parts)


def window(one: Feature) -> str:
    """Return the window of a feature in words."""
    return "past" if one.days is None else f"{one.days} d"


def entry(one: Feature) -> dict[str, object]:
    """Return a feature as JSON values."""
    return {
        "name": one.name,
        "family": one.family,
        "unit": one.unit,
        "window_days": one.days,
        "about": one.about,
        "formula": one.formula,
        "source": one.source,
        "missing": one.missing,
        "needs": list(one.needs),
    }


def _row(one: Feature) -> str:
    cells = (f"`{one.name}`", one.unit, window(one), one.about, one.formula, one.missing)
    return f"| {' | '.join((*cells, one.source))} |\n"


def _service(one: Service) -> str:
    families = ", ".join(sorted(one.families))
    return f"| `{one.name}` | {one.about} | {families} | {len(one.features)} |\n"
