"""Access to Oura: locked at rest, renewed by one at a time, told plainly when it has ended."""

from __future__ import annotations

import contextlib
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from intake.oura.fake_oura import heart_rate, night
from intake.oura.house import House
from spotter.intake.oura import connection, login
from spotter.intake.oura.app import (
    App,
    NotConnected,
    NotRegistered,
    Refused,
    Revoked,
    UnknownApp,
    Unreachable,
)
from spotter.intake.oura.connection import Oura
from spotter.intake.oura.login import Grant
from spotter.kit.errors import BadInput
from spotter.store.vault import Vault, VaultClosed


def test_a_code_becomes_a_grant_that_is_renewed_before_it_ends(house: House) -> None:
    house.fake.codes.add("code-1")
    grant = login.granted(house.oura.app, "http://here/callback", "code-1", house.clock())
    assert (grant.access, grant.refresh) == ("access-1", "refresh-1")
    assert grant.expires_at is not None
    assert timedelta(hours=23) < grant.expires_at - house.clock() < timedelta(hours=24)
    with pytest.raises(Refused):
        login.granted(house.oura.app, "http://here/callback", "code-1", house.clock())


def test_a_wrong_secret_is_told_as_what_it_is(house: House) -> None:
    app = App("client", "wrong", "", house.fake.url, house.fake.url)
    with pytest.raises(UnknownApp, match="SPOTTER_OURA_CLIENT_SECRET"):
        login.granted(app, "", "code", house.clock())
    with pytest.raises(NotRegistered):
        login.authorize_url(App(), "http://here", "state")


def test_no_token_stands_in_the_database_in_clear(house: House) -> None:
    house.connect()
    record = house.record
    assert record is not None
    assert b"access-0" not in record.secret
    assert b"refresh-0" not in record.secret
    assert "access-0" not in repr(record)
    assert "access-0" not in repr(Grant("access-0"))


def test_a_secret_opens_only_for_its_athlete_and_under_its_key() -> None:
    vault = Vault(b"a" * 32)
    locked = vault.lock("secret", "oura/anna")
    assert vault.open(locked, "oura/anna") == "secret"
    assert locked != vault.lock("secret", "oura/anna")
    with pytest.raises(VaultClosed):
        vault.open(locked, "oura/ben")
    with pytest.raises(VaultClosed, match="Connect again"):
        Vault(b"b" * 32).open(locked, "oura/anna")
    with pytest.raises(VaultClosed):
        vault.open(locked[:-1], "oura/anna")


def test_access_that_has_run_out_is_renewed_with_a_token_that_is_used_once(house: House) -> None:
    house.fake.put("sleep", night("2026-02-28"))
    house.connect(lasts=timedelta(hours=2))
    house.sync()
    house.later(hours=3)
    house.later(hours=30)
    assert house.fake.renewals == 2
    assert house.fake.refresh == {"refresh-2"}
    assert house.status.trouble is None
    assert house.status.synced_at == house.clock()


def test_access_that_oura_ends_early_is_renewed_and_the_page_asked_again(house: House) -> None:
    house.fake.put("sleep", night("2026-02-28"))
    house.connect()
    house.fake.access = {"another"}
    house.sync()
    assert house.fake.renewals == 1
    assert house.rows.filter(type="sleep").height == 1


def test_many_who_find_the_access_run_out_renew_it_once(house: House) -> None:
    house.connect(lasts=timedelta(minutes=1))
    house.clock.forward(hours=1)
    house.fake.renewal_takes_s = 0.5
    got: list[str] = []

    def ask() -> None:
        access = connection.access_of(house.units, house.oura, house.athlete_id, house.clock)
        got.append(access(False))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == ["access-1"] * 4
    assert house.fake.renewals == 1


def test_a_renewal_that_was_killed_is_taken_up_by_another_after_a_minute(house: House) -> None:
    house.connect(lasts=timedelta(minutes=1))
    house.clock.forward(hours=1)
    with house.units() as uow:
        limit = timedelta(seconds=60)
        assert uow.connections.begin_renewal(house.athlete_id, "oura", house.clock(), limit)
        assert not uow.connections.begin_renewal(house.athlete_id, "oura", house.clock(), limit)
        uow.commit()
    house.clock.forward(seconds=61)
    access = connection.access_of(house.units, house.oura, house.athlete_id, house.clock)
    assert access(False) == "access-1"


@pytest.mark.parametrize("how", ["refresh token refused", "access refused"])
def test_revoked_access_is_told_and_nothing_more_is_asked(house: House, how: str) -> None:
    house.fake.put("sleep", night("2026-02-28"))
    house.connect()
    house.sync()
    house.fake.access = set()
    if how == "refresh token refused":
        house.fake.refresh = set()
    else:
        house.fake.collection = lambda *_: (401, {}, {})  # type: ignore[method-assign]
    house.later(hours=1)
    status = house.status
    assert (status.state, status.next_at) == ("revoked", None)
    assert "revoked" in str(status.trouble)
    assert "Connect again" in str(status.trouble)
    house.fake.asked.clear()
    assert house.later(days=2) == 0
    assert house.fake.asked == []
    with house.units() as uow, pytest.raises(Revoked):
        connection.sync_now(uow, house.athlete_id, house.clock())
    assert house.rows.filter(type="sleep").height == 1


def test_an_answer_of_something_in_between_is_no_revocation(house: House) -> None:
    house.connect(lasts=timedelta(minutes=1))
    house.clock.forward(hours=1)
    house.fake.token = lambda _: (403, {}, {"message": "blocked"})  # type: ignore[method-assign]
    access = connection.access_of(house.units, house.oura, house.athlete_id, house.clock)
    with pytest.raises(Unreachable):
        access(False)
    assert house.status.state == "connected"


def test_connecting_again_after_that_goes_on_where_it_ended(house: House) -> None:
    house.connect()
    house.sync()
    house.fake.access, house.fake.refresh = set(), set()
    house.later(hours=1)
    house.fake.access, house.fake.refresh = {"access-0"}, {"refresh-0"}
    house.fake.put("heartrate", heart_rate("2026-03-02T08:30:00Z", 61))
    house.connect()
    house.sync()
    assert house.status.state == "connected"
    assert house.rows.filter(signal="heart_rate").height == 1


def test_a_personal_token_works_without_renewal(house: House) -> None:
    house.fake.put("sleep", night("2026-02-28"))
    house.connect(personal=True)
    house.sync()
    assert house.status.personal
    assert house.rows.filter(type="sleep").height == 1
    house.fake.access = set()
    house.later(hours=1)
    assert house.status.state == "revoked"


def test_a_token_that_oura_does_not_accept_is_refused_and_nothing_is_kept(house: House) -> None:
    for token in ("", "  ", "two words\n", "ö", "x" * 5000):
        with pytest.raises(BadInput):
            connection.personal(token)
    grant = connection.personal(" wrong ")
    with pytest.raises(BadInput, match="does not accept"):
        connection.connect(house.units, house.oura, house.athlete_id, grant, house.clock)
    assert house.record is None
    assert house.sync() == 0


def test_disconnecting_forgets_the_tokens_gives_the_access_back_and_keeps_the_data(
    house: House,
) -> None:
    house.fake.put("sleep", night("2026-02-28"))
    house.connect()
    house.sync()
    assert connection.disconnect(house.units, house.oura, house.athlete_id)
    assert house.record is None
    assert house.fake.revoked == ["access-0"]
    house.fake.asked.clear()
    house.later(days=2)
    assert house.fake.asked == []
    assert house.rows.filter(type="sleep").height == 1
    with house.units() as uow, pytest.raises(NotConnected):
        connection.sync_now(uow, house.athlete_id, house.clock())


def test_tokens_that_cannot_be_opened_any_more_are_forgotten_all_the_same(house: House) -> None:
    house.connect()
    other_key = Oura(house.oura.app, Vault(b"x" * 32))
    assert not connection.disconnect(house.units, other_key, house.athlete_id)
    assert house.record is None


def test_a_deleted_athlete_has_no_connection(house: House) -> None:
    house.connect()
    with house.units() as uow:
        uow.athletes.delete(house.athlete_id)
        uow.commit()
    assert house.record is None
    house.fake.asked.clear()
    assert house.sync() == 0
    assert house.fake.asked == []


class _Dripping(BaseHTTPRequestHandler):
    """An answer that comes one blank at a time and does not end."""

    def do_POST(self) -> None:
        self.send_response(200)
        self.end_headers()
        with contextlib.suppress(OSError):
            for _ in range(200):
                self.wfile.write(b" ")
                time.sleep(0.02)

    def log_message(self, format: str, *_: object) -> None:
        """Say nothing."""


def test_an_answer_that_drips_is_given_up_while_the_renewal_is_still_claimed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert connection._RENEWAL.total_seconds() > login._WHOLE_S + 2 * login.TIMEOUT_S
    monkeypatch.setattr(login, "_WHOLE_S", 0.1)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Dripping)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    began = time.monotonic()
    try:
        with pytest.raises(Unreachable):
            login.renewed(App("client", "secret", "", url, url), "refresh", datetime.now(UTC))
    finally:
        server.shutdown()
        server.server_close()
    assert time.monotonic() - began < 3.0, "its 200 blanks would take four seconds"


def test_connected_to_another_account_the_sync_that_was_on_its_way_begins_anew(
    house: House,
) -> None:
    house.fake.put("sleep", night("2026-02-28"))
    house.fake.page_size = 1
    house.connect()
    house.fake.once["tag"] = [(429, {"Retry-After": "3600"}, {})]
    house.sync()
    assert house.imports == [], "what was fetched waits on the disk"
    house.clock.forward(minutes=5)
    house.fake.documents["sleep"] = [night("2026-02-20")]
    house.connect()
    house.later(hours=2)
    (row,) = house.rows.filter(type="sleep").to_dicts()
    assert row["end"].day == 20, "and not the night of the account before"


def test_an_access_asked_for_under_the_connection_before_is_not_given(house: House) -> None:
    house.connect()
    access = connection.access_of(house.units, house.oura, house.athlete_id, house.clock)
    assert access(False) == "access-0"
    house.clock.forward(minutes=1)
    house.connect()
    with pytest.raises(Unreachable, match="anew"):
        access(False)
