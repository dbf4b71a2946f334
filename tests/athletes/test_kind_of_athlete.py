"""Which of the five kinds of athlete somebody is."""

from __future__ import annotations

from datetime import date

import pytest

from spotter.athletes.profile import (
    AthleteKind,
    BodySite,
    Experience,
    Limitation,
    Profile,
    Severity,
)

DAY = date(2026, 3, 2)


def limits(*severities: Severity) -> tuple[Limitation, ...]:
    return tuple(Limitation(site, how) for site, how in zip(BodySite, severities, strict=False))


@pytest.mark.parametrize(
    ("severities", "kind"),
    [
        ((Severity.MODERATE,), AthleteKind.ENTHUSIAST),
        ((Severity.MILD,) * 3, AthleteKind.ENTHUSIAST),
        ((Severity.MODERATE, Severity.MODERATE), AthleteKind.SENIOR),
        ((Severity.SEVERE,), AthleteKind.SENIOR),
    ],
)
def test_one_moderate_limit_is_trained_around_and_more_change_the_programme(
    severities: tuple[Severity, ...], kind: AthleteKind
) -> None:
    who = Profile(experience=Experience.INTERMEDIATE, age_years=35, limitations=limits(*severities))
    assert who.kind_on(DAY) is kind


def test_the_most_careful_kind_wins() -> None:
    assert Profile(age_years=70, competes=True).kind_on(DAY) is AthleteKind.SENIOR
    assert Profile(competes=True, minutes_per_session=20).kind_on(DAY) is AthleteKind.COMPETITOR
    assert Profile(minutes_per_session=20).kind_on(DAY) is AthleteKind.BUSY
    assert Profile().kind_on(DAY) is AthleteKind.BEGINNER
