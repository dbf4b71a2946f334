"""What the documentation says about imports is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from spotter.body.signals import SIGNALS
from spotter.intake import errors
from spotter.intake.apple_health.types import SIGNAL_OF_TYPE
from spotter.intake.limits import LIMITS
from spotter.intake.registry import SOURCES
from spotter.intake.report import REASONS
from spotter.kit.errors import BadInput, SpotterError

PAGE = (Path(__file__).parents[2] / "docs" / "importing.md").read_text(encoding="utf-8")
ROWS = {
    found[1]: [cell.strip() for cell in found[0].split("|")[1:-1]]
    for found in re.finditer(r"^\| `(\w+)` \|.*\|$", PAGE, re.MULTILINE)
}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_every_source_is_named(source: object) -> None:
    assert ROWS[source.name][1] == source.label  # type: ignore[attr-defined]


@pytest.mark.parametrize("signal", sorted(set(SIGNAL_OF_TYPE.values()) | set(LIMITS)))
def test_every_signal_is_named_with_its_unit_and_limits(signal: str) -> None:
    _, _, unit, believed, longest = ROWS[signal]
    assert unit == (SIGNALS[signal].unit or "–")
    limit = LIMITS.get(signal)
    if limit is None or limit.low == float("-inf"):
        assert believed == "–"
    else:
        low, high = believed.replace(" ", "").split("to")
        assert (float(low), float(high)) == (limit.low, limit.high)
    hours = limit.longest.total_seconds() / 3600 if limit and limit.longest else None
    assert longest == (f"{hours:.0f} h" if hours else "–")


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_for_a_refusal_is_named(reason: str) -> None:
    assert ROWS[reason][1] == REASONS[reason]


_GENERAL = (SpotterError, BadInput, errors.ImportRefused)
ERRORS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, SpotterError) and kind not in _GENERAL
]


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_is_named(kind: type[SpotterError]) -> None:
    assert kind.code in ROWS


def test_what_no_table_names_does_not_exist() -> None:
    known = {source.name for source in SOURCES} | set(SIGNALS) | set(REASONS)
    assert set(ROWS) <= known | {kind.code for kind in ERRORS}
