"""A password is changed by who knows it, or by who holds the machine; others are signed out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from spotter.athletes import accounts, doors, tokens
from spotter.athletes.accounts import SignedIn
from spotter.athletes.doors import TooManyAttempts
from spotter.athletes.principal import NotSignedIn, Principal
from spotter.kit.errors import BadInput, NotAllowed, SpotterError
from spotter.store.records import AccountRecord
from spotter.store.uow import Units

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
OLD, NEW = "three quiet lakes", "four loud rivers"
HERE = "192.0.2.1"


@pytest.fixture
def owner(units: Units) -> AccountRecord:
    with units() as uow:
        token = accounts.ensure_setup_token(uow, AT)
        account = accounts.create_account(uow, "Sam", OLD, AT, setup_token=token)
        uow.commit()
    return account


def enter(units: Units, password: str) -> SignedIn:
    return accounts.sign_in(units, "sam", password, HERE, AT)


def change(units: Units, who: Principal, current: str = OLD, new: str = NEW) -> None:
    accounts.change_password(units, who, current, new, address=HERE, now=AT)


def is_open(units: Units, session: SignedIn) -> bool:
    with units.reading() as uow:
        try:
            accounts.authenticate_login(uow, session.secret, AT)
        except NotSignedIn:
            return False
    return True


def test_the_new_password_opens_and_the_old_does_not(units: Units, owner: AccountRecord) -> None:
    change(units, enter(units, OLD).principal)
    assert enter(units, NEW).principal.account_id == owner.id
    with pytest.raises(NotSignedIn):
        enter(units, OLD)


def test_every_other_browser_is_signed_out_and_this_one_is_not(
    units: Units, owner: AccountRecord
) -> None:
    here, there = enter(units, OLD), enter(units, OLD)
    change(units, here.principal)
    assert is_open(units, here)
    assert not is_open(units, there)


def test_nobody_else_is_signed_out(units: Units, owner: AccountRecord) -> None:
    with units() as uow:
        accounts.create_account(uow, "Kim", OLD, AT, open_registration=True)
        uow.commit()
    kim = accounts.sign_in(units, "kim", OLD, HERE, AT)
    change(units, enter(units, OLD).principal)
    assert is_open(units, kim)
    assert accounts.prove(units, "kim", OLD, HERE, AT).name == "Kim"


def test_tokens_stay_and_a_token_ends_every_browser_session(
    units: Units, owner: AccountRecord
) -> None:
    browser = enter(units, OLD)
    with units() as uow:
        made = tokens.create_token(uow, owner, "script", ["read"], AT)
        who = accounts.authenticate_token(uow, made.secret, AT)
        uow.commit()
    change(units, who)
    assert not is_open(units, browser)
    with units.reading() as uow:
        assert accounts.authenticate_token(uow, made.secret, AT).account_id == owner.id


def test_without_the_present_password_nothing_changes(units: Units, owner: AccountRecord) -> None:
    here, there = enter(units, OLD), enter(units, OLD)
    with pytest.raises(NotAllowed) as error:
        change(units, here.principal, current="a guess at it")
    assert error.value.field == "current_password"
    assert is_open(units, there)
    assert enter(units, OLD)


def test_guesses_at_the_present_password_are_counted(units: Units, owner: AccountRecord) -> None:
    here = enter(units, OLD).principal
    for _ in range(doors.PER_ACCOUNT):
        with pytest.raises(NotAllowed):
            change(units, here, current="a guess at it")
    with pytest.raises(TooManyAttempts):
        change(units, here)


@pytest.mark.parametrize("new", ["short", "password123", "sam", "aaaaaaaaaaaaaaa"])
def test_a_weak_new_password_is_refused(units: Units, owner: AccountRecord, new: str) -> None:
    with pytest.raises(BadInput) as error:
        change(units, enter(units, OLD).principal, new=new)
    assert error.value.field == "new_password"
    assert enter(units, OLD)


def test_the_change_is_told_without_the_password(units: Units, owner: AccountRecord) -> None:
    change(units, enter(units, OLD).principal)
    with units.reading() as uow:
        told = uow.outbox.of_athlete(owner.athlete_id)[-1]
    assert (told.name, dict(told.data)) == ("account.password_changed", {})


def test_whoever_holds_the_machine_needs_no_old_password(
    units: Units, owner: AccountRecord
) -> None:
    browser = enter(units, OLD)
    accounts.set_password(units, " SAM ", NEW, AT)
    assert not is_open(units, browser)
    assert enter(units, NEW)


def test_a_door_that_guesses_have_shut_is_open_again(units: Units, owner: AccountRecord) -> None:
    for _ in range(doors.PER_ACCOUNT):
        with pytest.raises(NotSignedIn):
            enter(units, "a guess at it")
    with pytest.raises(TooManyAttempts):
        enter(units, OLD)
    accounts.set_password(units, "Sam", NEW, AT)
    assert enter(units, NEW)


@pytest.mark.parametrize(
    ("name", "new", "field"), [("Nobody", NEW, "name"), ("Sam", "short", "new_password")]
)
def test_what_cannot_be_set_is_named(
    units: Units, owner: AccountRecord, name: str, new: str, field: str
) -> None:
    with pytest.raises(SpotterError) as error:
        accounts.set_password(units, name, new, AT)
    assert error.value.field == field


def test_the_sample_athlete_gets_no_password(units: Units) -> None:
    with units() as uow:
        sample = accounts.add_sample_account(uow, "Robin", AT)
        login = accounts.open_login(uow, sample, AT)
        uow.commit()
    with pytest.raises(BadInput):
        accounts.set_password(units, "Robin", NEW, AT)
    with pytest.raises(NotAllowed):
        change(units, login.principal)
