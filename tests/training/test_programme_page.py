"""The page of programmes is of the data there are, and the loader refuses what cannot be."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from spotter.athletes.profile import AthleteKind
from spotter.training.programme_checks import check
from spotter.training.programme_docs import page
from spotter.training.programmes import Method, Programme, WeekPlan, alternatives, programmes

DOCS = Path(__file__).parents[2] / "docs"


def item(name: str = "strength_waves") -> Programme:
    return next(one for one in programmes() if one.id == name)


def test_the_page_is_what_the_data_say() -> None:
    assert (DOCS / "programmes.md").read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("one", [*programmes(), *alternatives()], ids=lambda one: one.id)
def test_every_programme_names_what_it_rests_on(one: Programme) -> None:
    assert one.sources
    for source in one.sources:
        assert source.review or re.search(r"\b(19|20)\d\d\b", source.text), source.text


@pytest.mark.parametrize("method", Method)
def test_every_method_has_a_programme(method: Method) -> None:
    assert any(one.method is method for one in programmes())


WEEK = WeekPlan(1, "One")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"rpe_cap": 9.5}, "rpe_cap"),
        ({"days_per_week": (1, 8)}, "days_per_week"),
        ({"minutes": (3, 60)}, "minutes"),
        ({"kinds": frozenset()}, "no kind"),
        ({"kinds": frozenset({AthleteKind.SENIOR})}, "older athletes"),
        ({"weeks": (WEEK,) * 8}, "without a lighter one"),
        ({"weeks": (replace(WEEK, taper=True), WEEK)}, "must stand last"),
        ({"weeks": (replace(WEEK, taper=True),)}, "does not taper"),
        ({"weekly_sets": (30, 40)}, "weekly sets for the"),
    ],
)
def test_a_programme_that_asks_too_much_is_refused(change: dict[str, object], fault: str) -> None:
    assert check(item()) == ""
    assert fault in check(replace(item(), **change))  # type: ignore[arg-type]


def test_muscle_programmes_say_how_many_weekly_sets_they_mean() -> None:
    told = [one.id for one in programmes() if one.weekly_sets is not None]
    assert {"muscle_full_body", "muscle_upper_lower", "muscle_push_pull_legs"} <= set(told)


def test_every_programme_for_a_condition_says_that_it_needs_a_clinician() -> None:
    for one in programmes():
        if one.conditions:
            assert f"**{one.name}.** {one.about} **Needs clinical review.**" in page()


def test_what_nobody_looked_up_again_is_marked_wherever_it_is_cited() -> None:
    lines = [line for line in page().splitlines() if line.startswith("- Sources:")]
    cited = {source for one in programmes() for source in one.sources if source.from_memory}
    assert cited
    for source in cited:
        told = [line for line in lines if source.text in line]
        assert all(f"({source.text}: from memory, unverified" in line for line in told), source
