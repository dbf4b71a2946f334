"""API tokens: scoped, ended, revoked, and kept by nobody but their holder."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, text

from spotter.athletes import accounts, tokens
from spotter.athletes.principal import NotSignedIn, Principal
from spotter.kit.errors import BadInput, NotAllowed, NotFound
from spotter.store.records import AccountRecord
from spotter.store.uow import Units

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def account(units: Units) -> AccountRecord:
    with units() as uow:
        account = accounts.add_sample_account(uow, "Sam", AT)
        uow.commit()
    return account


@pytest.fixture
def signed_in(units: Units, account: AccountRecord) -> Principal:
    with units() as uow:
        opened = accounts.open_login(uow, account, AT)
        uow.commit()
    return opened.principal


def make(units: Units, account: AccountRecord, *scopes: str, days: int | None = None) -> str:
    with units() as uow:
        made = tokens.create_token(uow, account, "script", scopes or ("read",), AT, days=days)
        uow.commit()
    return made.secret


def known(units: Units, secret: str, at: datetime = AT) -> Principal:
    with units.reading() as uow:
        return accounts.authenticate_token(uow, secret, at)


def test_a_token_stands_for_its_account_with_its_scopes_only(
    units: Units, account: AccountRecord
) -> None:
    found = known(units, make(units, account, "read", "import"))
    assert (found.account_id, found.athlete_id) == (account.id, account.athlete_id)
    assert found.scopes == {"read", "import"}
    found.need("read")
    with pytest.raises(NotAllowed, match="write"):
        found.need("write")
    with pytest.raises(NotAllowed):
        found.need("account")


@pytest.mark.parametrize("scopes", [(), ("admin",), ("read", "account")])
def test_only_known_scopes_are_given_away(
    units: Units, account: AccountRecord, scopes: tuple[str, ...]
) -> None:
    with units() as uow, pytest.raises(BadInput) as error:
        tokens.create_token(uow, account, "script", scopes, AT)
    assert error.value.field == "scopes"


@pytest.mark.parametrize(
    ("name", "days", "field"), [("", 1, "name"), ("a\nb", 1, "name"), ("a", 0, "days")]
)
def test_a_token_needs_a_name_and_a_sensible_life(
    units: Units, account: AccountRecord, name: str, days: int, field: str
) -> None:
    with units() as uow, pytest.raises(BadInput) as error:
        tokens.create_token(uow, account, name, ("read",), AT, days=days)
    assert error.value.field == field


def test_a_token_ends_on_its_day(units: Units, account: AccountRecord) -> None:
    secret = make(units, account, days=2)
    assert known(units, secret, AT + timedelta(days=2, seconds=-1))
    with pytest.raises(NotSignedIn):
        known(units, secret, AT + timedelta(days=2))


def test_a_token_without_days_goes_on(units: Units, account: AccountRecord) -> None:
    assert known(units, make(units, account), AT + timedelta(days=10_000))


def test_tokens_are_listed_without_their_secrets(
    units: Units, account: AccountRecord, signed_in: Principal
) -> None:
    secret = make(units, account)
    with units() as uow:
        listed = tokens.list_tokens(uow, signed_in)
        stored = str(uow.connection.execute(text("SELECT * FROM tokens")).all())
    assert [record.name for record in listed] == ["script"]
    assert secret not in str(listed) + stored


def test_a_revoked_token_is_useless_at_once(
    units: Units, account: AccountRecord, signed_in: Principal
) -> None:
    secret = make(units, account)
    with units() as uow:
        tokens.revoke_token(uow, signed_in, tokens.list_tokens(uow, signed_in)[0].id, AT)
        names = [event.name for event in uow.outbox.of_athlete(account.athlete_id)]
        uow.commit()
    assert names == ["account.created", "token.created", "token.revoked"]
    with pytest.raises(NotSignedIn):
        known(units, secret)


def test_a_token_may_end_itself_but_no_other(units: Units, account: AccountRecord) -> None:
    one, two = known(units, make(units, account)), known(units, make(units, account))
    with units() as uow:
        with pytest.raises(NotAllowed):
            tokens.revoke_token(uow, one, two.credential_id, AT)
        tokens.revoke_token(uow, one, one.credential_id, AT)
        assert [record.id for record in tokens.list_tokens(uow, two)] == [two.credential_id]


def test_an_unknown_token_cannot_be_revoked(units: Units, signed_in: Principal) -> None:
    with units() as uow, pytest.raises(NotFound):
        tokens.revoke_token(uow, signed_in, "none", AT)


def test_a_session_secret_is_no_token_and_a_token_no_session(
    units: Units, account: AccountRecord
) -> None:
    with units() as uow:
        login = accounts.open_login(uow, account, AT).secret
        with pytest.raises(NotSignedIn):
            accounts.authenticate_token(uow, login, AT)
    secret = make(units, account)
    with units() as uow, pytest.raises(NotSignedIn):
        accounts.authenticate_login(uow, secret, AT)


def test_a_token_is_recognised_by_one_indexed_query(units: Units, account: AccountRecord) -> None:
    secret = make(units, account)
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(units.engine, "before_cursor_execute", note)
    with units() as uow:
        accounts.authenticate_token(uow, secret, AT)
        queries = [statement for statement in asked if statement.startswith("SELECT")]
        assert len(queries) == 1
        if units.engine.dialect.name == "sqlite":
            plan = uow.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {queries[0]}", (secret,))
            assert "SCAN" not in str(plan.all())


def test_a_token_secret_says_what_it_is(units: Units, account: AccountRecord) -> None:
    secret = make(units, account)
    assert secret.startswith("spotter_")
    assert len(secret) > 40
