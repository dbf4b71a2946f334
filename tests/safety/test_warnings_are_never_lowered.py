"""A later check-in of the same day can raise a warning, never lower it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from spotter.athletes.profile import BodySite
from spotter.body.checkin import Checkin
from spotter.safety.redflags import SYMPTOMS
from spotter.safety.reports import never_lowered, said_after, said_in
from spotter.training.session import Focus, LoggedSet, SessionLog

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LOCKING = [one.id for one in SYMPTOMS if one.locks]


@pytest.mark.parametrize("flag", LOCKING)
def test_none_of_them_after_a_locking_sign_keeps_the_sign(flag: str) -> None:
    earlier = Checkin(DAY, symptoms=frozenset({flag}))
    assert flag in said_in(never_lowered(earlier, Checkin(DAY, symptoms=frozenset())))


def test_an_emptied_note_does_not_unsay_what_it_said() -> None:
    earlier = Checkin(DAY, note="my chest feels tight and painful")
    told = said_in(earlier)
    assert told
    assert told <= said_in(never_lowered(earlier, Checkin(DAY, symptoms=frozenset(), note="")))


def test_a_sign_that_does_not_lock_can_be_taken_back() -> None:
    passing = next(one.id for one in SYMPTOMS if not one.locks)
    earlier = Checkin(DAY, symptoms=frozenset({passing}))
    assert never_lowered(earlier, Checkin(DAY, symptoms=frozenset())).symptoms == frozenset()


def test_not_asked_keeps_everything_and_none_told_stays_not_asked() -> None:
    assert never_lowered(Checkin(DAY, symptoms=frozenset({"fever"})), Checkin(DAY)).symptoms == {
        "fever"
    }
    assert never_lowered(Checkin(DAY), Checkin(DAY)).symptoms is None


@pytest.mark.parametrize(("pain", "warned"), [(2, False), (3, True), (10, True)])
def test_pain_in_the_chest_is_a_warning_sign_wherever_it_is_told(pain: int, warned: bool) -> None:
    one = LoggedSet("push_up", NOON, reps=5, pain=pain, pain_site=BodySite.CHEST)
    log = SessionLog("a", DAY, "Any", Focus.STRENGTH, sets=(one,))
    at_end = SessionLog("b", DAY, "Any", Focus.STRENGTH, pain={BodySite.CHEST: pain})
    asked = Checkin(DAY, pain={BodySite.CHEST: pain})
    for said in (said_in(asked), said_after(log), said_after(at_end)):
        assert ("chest_pain" in said) is warned
