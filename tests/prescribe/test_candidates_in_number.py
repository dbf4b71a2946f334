"""Twelve to thirty whole sessions to choose from, whoever it is and whatever the day."""

from __future__ import annotations

import pytest

from prescribe.people import DAY, EVERYTHING, athlete, checkin, inputs, ready
from spotter.athletes.profile import BodySite, Equipment, Experience, Goal, Profile
from spotter.prescribe.candidate import Candidate, Kind
from spotter.prescribe.decide import weigh
from spotter.prescribe.inputs import observed
from spotter.training.session import Part, SetKind

BARE = frozenset[Equipment]()
PEOPLE = [
    athlete(),
    athlete(minutes_per_session=15, equipment=BARE, experience=Experience.BEGINNER),
    athlete(minutes_per_session=10, equipment=BARE, goal=Goal.MOBILITY),
    athlete(age_years=72, equipment=BARE, goal=Goal.HEALTH, minutes_per_session=30),
    athlete(goal=Goal.ENDURANCE, minutes_per_session=90, days_per_week=5),
    athlete(goal=Goal.MUSCLE, minutes_per_session=120, days_per_week=6, equipment=EVERYTHING),
]


def found(profile: Profile, **told: object) -> tuple[Candidate, ...]:
    given = inputs(profile, **told)  # type: ignore[arg-type]
    return weigh(given, observed(given)).found


@pytest.mark.parametrize("profile", PEOPLE)
@pytest.mark.parametrize("score", [20.0, 80.0])
def test_there_are_twelve_to_thirty_whole_sessions(profile: Profile, score: float) -> None:
    sessions = found(profile, readiness=ready(score))
    assert 12 <= len(sessions) <= 30
    for one in sessions:
        if one.kind is Kind.REST:
            continue
        assert one.session.duration_min <= max(profile.minutes_per_session, 10)
        for block in one.session.blocks:
            assert block.sets
            assert all((each.reps or each.duration_s or 0) > 0 for each in block.sets)


def test_pain_leaves_as_many_to_choose_from() -> None:
    assert len(found(athlete(), checkins=(checkin(DAY, pain={BodySite.KNEE: 7}),))) >= 12


def test_variants_of_every_sort_are_among_them() -> None:
    kinds = {one.kind for one in found(athlete(minutes_per_session=60))}
    assert kinds >= {
        Kind.PLANNED, Kind.EASIER, Kind.MUCH_EASIER, Kind.THIRTY, Kind.SHORTER, Kind.SHORTEST,
        Kind.OTHER_EQUIPMENT, Kind.LONGER_RESTS, Kind.MORE_MOBILITY, Kind.SWAPPED, Kind.HARDER,
        Kind.RECOVERY, Kind.REST,
    }  # fmt: skip


def test_longer_rests_change_nothing_but_the_rests() -> None:
    sessions = {one.kind: one.session for one in found(athlete(minutes_per_session=120))}
    planned, rested = sessions[Kind.PLANNED], sessions[Kind.LONGER_RESTS]

    def work(session: object) -> list[tuple[str, float | None, int]]:
        return [
            (block.exercise, one.load_kg, one.rest_s)
            for block in session.blocks  # type: ignore[attr-defined]
            if block.part is Part.MAIN
            for one in block.sets
            if one.kind is SetKind.WORK
        ]

    pairs = list(zip(work(planned), work(rested), strict=True))
    assert [a[:2] for a, _ in pairs] == [b[:2] for _, b in pairs]
    assert all(a[2] < b[2] <= 240 for a, b in pairs)


def test_more_mobility_leaves_a_fifth_of_the_time_to_range_of_motion() -> None:
    sessions = {one.kind: one.session for one in found(athlete(minutes_per_session=45))}

    def supple(kind: Kind) -> int:
        return sum("fill_minutes" in str(block.reasons) for block in sessions[kind].blocks)

    assert supple(Kind.MORE_MOBILITY) > supple(Kind.PLANNED)
