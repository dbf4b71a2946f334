"""Accounts: who may make one, how one is opened, and what a wrong try learns."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from spotter.athletes import accounts, doors
from spotter.athletes.accounts import SignedIn
from spotter.athletes.doors import TooManyAttempts
from spotter.athletes.principal import NotSignedIn, Principal
from spotter.kit.errors import BadInput, Conflict, NotAllowed
from spotter.store.records import AccountRecord
from spotter.store.uow import Units

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
PASSWORD = "three quiet lakes"


def set_up(units: Units, name: str = "Sam") -> AccountRecord:
    with units() as uow:
        token = accounts.ensure_setup_token(uow, AT)
        account = accounts.create_account(uow, name, PASSWORD, AT, setup_token=token)
        uow.commit()
    return account


def enter(units: Units, name: str = "sam", password: str = PASSWORD, **more: object) -> SignedIn:
    at = more.get("at", AT)
    assert isinstance(at, datetime)
    return accounts.sign_in(units, name, password, str(more.get("address", "192.0.2.1")), at)


@pytest.fixture
def owner(units: Units) -> AccountRecord:
    return set_up(units)


@pytest.fixture
def principal(units: Units, owner: AccountRecord) -> Principal:
    return enter(units).principal


# making accounts


def test_the_first_account_is_the_owners_and_needs_the_setup_token(units: Units) -> None:
    with units() as uow:
        assert accounts.needs_setup(uow)
        with pytest.raises(BadInput) as error:
            accounts.create_account(uow, "Sam", PASSWORD, AT, open_registration=True)
    assert error.value.field == "setup_token"
    assert set_up(units).role == "owner"
    with units() as uow:
        assert not accounts.needs_setup(uow)


def test_a_wrong_setup_token_makes_nothing(units: Units) -> None:
    with units() as uow:
        accounts.ensure_setup_token(uow, AT)
        with pytest.raises(BadInput, match="not the setup token"):
            accounts.create_account(uow, "Sam", PASSWORD, AT, setup_token="guess")
        assert uow.athletes.all_ids() == []


def test_the_setup_token_works_once(units: Units) -> None:
    with units() as uow:
        token = accounts.ensure_setup_token(uow, AT)
        assert token is not None
        account = accounts.create_account(uow, "Sam", PASSWORD, AT, setup_token=token)
        uow.athletes.delete(account.athlete_id)
        with pytest.raises(BadInput):
            accounts.create_account(uow, "Mallory", PASSWORD, AT, setup_token=token)


def test_each_start_makes_a_new_setup_token_until_there_is_an_owner(units: Units) -> None:
    with units() as uow:
        first = accounts.ensure_setup_token(uow, AT)
        second = accounts.ensure_setup_token(uow, AT)
        assert first != second
        with pytest.raises(BadInput):
            accounts.create_account(uow, "Sam", PASSWORD, AT, setup_token=first)
        accounts.create_account(uow, "Sam", PASSWORD, AT, setup_token=second)
        assert accounts.ensure_setup_token(uow, AT) is None


def test_a_setup_token_can_be_chosen(units: Units) -> None:
    with units() as uow:
        assert accounts.ensure_setup_token(uow, AT, "chosen-by-the-chart") is not None
        accounts.create_account(uow, "Sam", PASSWORD, AT, setup_token=" chosen-by-the-chart ")


def test_further_accounts_are_made_by_the_owner_only(units: Units, principal: Principal) -> None:
    with units() as uow:
        with pytest.raises(NotAllowed):
            accounts.create_account(uow, "Kim", PASSWORD, AT)
        member = accounts.create_account(uow, "Kim", PASSWORD, AT, by=principal)
        uow.commit()
    assert member.role == "member"
    with units() as uow, pytest.raises(NotAllowed):
        accounts.create_account(uow, "Lu", PASSWORD, AT, by=enter(units, "Kim").principal)


def test_open_registration_lets_anyone_make_an_account(units: Units, owner: AccountRecord) -> None:
    with units() as uow:
        account = accounts.create_account(uow, "Kim", PASSWORD, AT, open_registration=True)
    assert account.role == "member"


@pytest.mark.parametrize("name", ["sam", " SAM ", "ＳＡＭ"])
def test_a_name_is_taken_whatever_its_case_or_width(
    units: Units, owner: AccountRecord, name: str
) -> None:
    with units() as uow, pytest.raises(Conflict) as error:
        accounts.create_account(uow, name, PASSWORD, AT, open_registration=True)
    assert error.value.field == "name"


@pytest.mark.parametrize("name", ["", " ", "a" * 65, "a\nb", "-", "\x00", "\ud800", "<b>"])
def test_a_name_that_cannot_be_shown_is_refused(units: Units, name: str) -> None:
    with units() as uow, pytest.raises(BadInput) as error:
        accounts.create_account(uow, name, PASSWORD, AT)
    assert error.value.field == "name"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "at least 10"),
        ("a" * 201, "at most 200"),
        ("aaaaaaaaaaaa", "repeats"),
        ("Password123", "anyone would try"),
        ("sam-the-best", "name"),
    ],
)
def test_a_weak_password_is_refused_with_what_to_change(
    units: Units, password: str, why: str
) -> None:
    with units() as uow, pytest.raises(BadInput, match=why) as error:
        accounts.create_account(uow, "sam-the", password, AT)
    assert error.value.field == "password"


def test_every_account_has_an_athlete_of_its_own(units: Units, principal: Principal) -> None:
    with units() as uow:
        other = accounts.create_account(uow, "Kim", PASSWORD, AT, by=principal)
        assert other.athlete_id != principal.athlete_id
        assert uow.athletes.get(other.athlete_id).screening is None
        assert uow.outbox.of_athlete(other.athlete_id)[0].name == "account.created"


def test_nothing_that_opens_an_account_is_stored_in_clear(units: Units) -> None:
    with units() as uow:
        token = accounts.ensure_setup_token(uow, AT)
        uow.commit()
    with units() as uow:
        stored = str(uow.connection.execute(text("SELECT * FROM setup_tokens")).all())
        accounts.create_account(uow, "Sam", PASSWORD, AT, setup_token=token)
        uow.commit()
    secret = enter(units).secret
    with units() as uow:
        for table in ("accounts", "logins"):
            stored += str(uow.connection.execute(text(f"SELECT * FROM {table}")).all())
    assert token is not None
    assert not any(known in stored for known in (token, PASSWORD, secret))
    assert "$argon2id$" in stored


# signing in


def test_a_session_opens_by_name_and_password(units: Units, owner: AccountRecord) -> None:
    opened = enter(units, " SAM ")
    assert opened.expires_at == AT + timedelta(days=30)
    with units() as uow:
        found = accounts.authenticate_login(uow, opened.secret, AT)
    assert found == opened.principal
    assert (found.account_id, found.athlete_id) == (owner.id, owner.athlete_id)
    assert found.is_owner
    assert found.scopes == {"read", "write", "import", "account"}


def test_a_password_is_the_same_however_the_keyboard_composes_it(units: Units) -> None:
    with units() as uow:
        token = accounts.ensure_setup_token(uow, AT)
        accounts.create_account(uow, "Zoë", "drei grüne Äpfel", AT, setup_token=token)
        uow.commit()
    assert enter(units, "Zoe\u0308", "drei gru\u0308ne A\u0308pfel").principal.name == "Zoë"


@pytest.mark.parametrize(
    ("name", "password"),
    [("sam", "wrong one!"), ("nobody", PASSWORD), ("\x00", PASSWORD), ("\ud800", PASSWORD)],
)
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(
    units: Units, owner: AccountRecord, name: str, password: str
) -> None:
    with pytest.raises(NotSignedIn, match=r"^Name or password is wrong\.$"):
        enter(units, name, password)


def test_an_unknown_name_takes_as_long_as_a_wrong_password(
    units: Units, owner: AccountRecord, real_hashing: None
) -> None:
    def seconds(name: str) -> float:
        began = time.process_time()
        with pytest.raises(NotSignedIn):
            enter(units, name, "wrong one!")
        return time.process_time() - began

    seconds("warm up")
    known = sorted(seconds("sam") for _ in range(4))[1]
    unknown = sorted(seconds(f"nobody {n}") for n in range(4))[1]
    assert unknown > known / 2


@pytest.mark.parametrize("password", ["", "x" * 100_000, "\x00", "\ud800"])
def test_an_absurd_password_is_only_wrong(
    units: Units, owner: AccountRecord, password: str
) -> None:
    with pytest.raises(NotSignedIn):
        enter(units, "sam", password)


def test_a_session_ends_by_itself(units: Units, owner: AccountRecord) -> None:
    opened = enter(units)
    with units() as uow, pytest.raises(NotSignedIn):
        accounts.authenticate_login(uow, opened.secret, opened.expires_at)
    with units() as uow:
        assert uow.accounts.remove_expired_logins(opened.expires_at) == 1


def test_signing_out_ends_this_session_only(units: Units, owner: AccountRecord) -> None:
    here, there = enter(units), enter(units)
    with units() as uow:
        accounts.sign_out(uow, here.principal)
        with pytest.raises(NotSignedIn):
            accounts.authenticate_login(uow, here.secret, AT)
        assert accounts.authenticate_login(uow, there.secret, AT) == there.principal


def test_signing_out_everywhere_ends_every_session(units: Units, owner: AccountRecord) -> None:
    here, there = enter(units), enter(units)
    with units() as uow:
        accounts.sign_out_everywhere(uow, here.principal)
        for secret in (here.secret, there.secret):
            with pytest.raises(NotSignedIn):
                accounts.authenticate_login(uow, secret, AT)


@pytest.mark.parametrize("secret", ["", "login_guess", "\ud800", "x" * 10_000])
def test_a_made_up_session_is_nobodys(units: Units, owner: AccountRecord, secret: str) -> None:
    with units() as uow, pytest.raises(NotSignedIn) as error:
        accounts.authenticate_login(uow, secret, AT)
    assert error.value.status == 401


def test_the_session_of_a_deleted_athlete_is_nobodys(units: Units, owner: AccountRecord) -> None:
    opened = enter(units)
    with units() as uow:
        uow.athletes.delete(owner.athlete_id)
        with pytest.raises(NotSignedIn):
            accounts.authenticate_login(uow, opened.secret, AT)


def test_a_session_tells_the_revision_of_its_athlete(units: Units, owner: AccountRecord) -> None:
    opened = enter(units)
    with units() as uow:
        uow.athletes.bump(owner.athlete_id)
        assert accounts.authenticate_login(uow, opened.secret, AT).revision == 2


def test_no_password_opens_the_sample_account(units: Units) -> None:
    with units() as uow:
        account = accounts.add_sample_account(uow, "Sample", AT)
        uow.commit()
    for password in ("", "None", PASSWORD):
        with pytest.raises(NotSignedIn):
            enter(units, "Sample", password)
    with units() as uow:
        opened = accounts.open_login(uow, account, AT)
        assert accounts.authenticate_login(uow, opened.secret, AT).role == "sample"


# doors


def fail(units: Units, times: int, name: str = "sam", **more: object) -> None:
    for _ in range(times):
        with pytest.raises(NotSignedIn):
            enter(units, name, "wrong one!", **more)


def test_five_failures_shut_the_door_of_an_account_and_say_for_how_long(
    units: Units, owner: AccountRecord
) -> None:
    fail(units, doors.PER_ACCOUNT)
    with pytest.raises(TooManyAttempts, match="30 seconds") as error:
        enter(units, address="198.51.100.7")
    assert (error.value.retry_after_s, error.value.status) == (30, 429)
    assert enter(units, at=AT + timedelta(seconds=30)).principal.name == "Sam"


def test_the_door_stays_shut_longer_with_each_further_failure(
    units: Units, owner: AccountRecord
) -> None:
    fail(units, doors.PER_ACCOUNT)
    at, shut = AT, []
    for _ in range(7):
        with pytest.raises(TooManyAttempts) as error:
            enter(units, at=at)
        shut.append(error.value.retry_after_s)
        at += timedelta(seconds=error.value.retry_after_s)
        fail(units, 1, at=at)
    assert shut == [30, 60, 120, 240, 480, 900, 900]


def test_trying_while_the_door_is_shut_does_not_keep_it_shut(
    units: Units, owner: AccountRecord
) -> None:
    fail(units, doors.PER_ACCOUNT)
    for second in range(30):
        with pytest.raises(TooManyAttempts):
            enter(units, at=AT + timedelta(seconds=second))
    assert enter(units, at=AT + timedelta(seconds=30))


def test_a_success_forgets_the_failures_of_its_account(units: Units, owner: AccountRecord) -> None:
    fail(units, doors.PER_ACCOUNT - 1)
    enter(units)
    fail(units, doors.PER_ACCOUNT - 1)
    assert enter(units)


def test_failures_are_forgotten_after_a_while(units: Units, owner: AccountRecord) -> None:
    fail(units, doors.PER_ACCOUNT - 1)
    later = AT + doors.WINDOW + timedelta(seconds=1)
    fail(units, doors.PER_ACCOUNT - 1, at=later)
    assert enter(units, at=later)


def test_the_door_of_an_unknown_account_shuts_as_well(units: Units, owner: AccountRecord) -> None:
    fail(units, doors.PER_ACCOUNT, "nobody")
    with pytest.raises(TooManyAttempts):
        enter(units, "nobody")


def test_an_address_that_tries_many_names_is_shut_out(units: Units, owner: AccountRecord) -> None:
    for number in range(doors.PER_ADDRESS):
        fail(units, 1, f"name {number}")
    with pytest.raises(TooManyAttempts):
        enter(units)
    assert enter(units, address="198.51.100.7")


def test_signing_in_is_no_failure_of_the_address(units: Units, owner: AccountRecord) -> None:
    for _ in range(3 * doors.PER_ADDRESS):
        assert enter(units)
    assert enter(units)


def test_a_sign_in_between_guesses_does_not_forgive_the_guesses(
    units: Units, owner: AccountRecord
) -> None:
    for number in range(doors.PER_ADDRESS - 1):
        fail(units, 1, f"name {number}")
        enter(units)
    fail(units, 1, "one more")
    with pytest.raises(TooManyAttempts):
        enter(units)


def test_the_count_survives_a_restart(units: Units, owner: AccountRecord) -> None:
    fail(units, doors.PER_ACCOUNT)
    units.engine.dispose()
    with pytest.raises(TooManyAttempts):
        enter(Units(units.engine, units.data_dir))


def test_names_and_addresses_are_not_kept_in_clear(units: Units, owner: AccountRecord) -> None:
    fail(units, 1)
    with units() as uow:
        kept = str(uow.connection.execute(text("SELECT * FROM knocks")).all())
    assert "192.0.2.1" not in kept
    assert "sam" not in kept


def test_tries_made_all_at_once_get_no_more_than_the_allowed_ones(
    units: Units, owner: AccountRecord
) -> None:
    answers: list[type[Exception]] = []

    def try_once() -> None:
        try:
            enter(units, "sam", "wrong one!")
        except (NotSignedIn, TooManyAttempts) as error:
            answers.append(type(error))

    threads = [threading.Thread(target=try_once) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 16
    assert answers.count(NotSignedIn) == doors.PER_ACCOUNT
