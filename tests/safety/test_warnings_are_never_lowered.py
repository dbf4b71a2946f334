"""A later check-in of the same day can raise a warning, never lower it."""

from __future__ import annotations

from datetime import date

import pytest

from spotter.body.checkin import Checkin
from spotter.safety.redflags import SYMPTOMS
from spotter.safety.reports import never_lowered, said_in

DAY = date(2026, 3, 2)
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
