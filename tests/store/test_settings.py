"""Settings: every one documented, every wrong one named."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from spotter import settings
from spotter.kit.errors import BadInput
from spotter.settings import Settings, load, variable
from spotter.store import engine

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


def test_nothing_needs_to_be_set() -> None:
    assert load({}) == Settings()
    assert load({}).database == "sqlite:///var/spotter.db"


def test_postgresql_without_its_driver_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine, "find_spec", lambda _name: None)
    with pytest.raises(BadInput, match="pip install") as caught:
        engine.open_engine("postgresql+psycopg://somebody@127.0.0.1/nothing")
    assert caught.value.field == "SPOTTER_DATABASE_URL"


def test_the_page_says_what_the_code_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == settings.document()


@pytest.mark.parametrize("name", [variable(one) for one in fields(Settings)])
def test_every_setting_is_documented(name: str) -> None:
    assert f"| `{name}` |" in PAGE.read_text(encoding="utf-8")


def test_every_setting_can_be_set() -> None:
    given = {
        "SPOTTER_DATA_DIR": "/srv/spotter",
        "SPOTTER_DATABASE_URL": "postgresql://u:p@db/spotter",
        "SPOTTER_HOST": "0.0.0.0",
        "SPOTTER_PORT": "9000",
        "SPOTTER_REGISTRATION": "Open",
        "SPOTTER_SETUP_TOKEN": "a-long-enough-token",
        "SPOTTER_SEAL_KEY": "ab" * 32,
        "SPOTTER_LOGIN_DAYS": "7",
        "SPOTTER_MAX_UPLOAD_MB": "500",
        "SPOTTER_TRUSTED_PROXIES": "10.0.0.1",
        "SPOTTER_ALLOWED_HOSTS": "spotter.example",
        "SPOTTER_OURA_CLIENT_ID": "id",
        "SPOTTER_OURA_CLIENT_SECRET": "secret",
        "SPOTTER_OURA_REDIRECT_URL": "https://spotter.example/connections/oura/callback",
        "SPOTTER_OURA_API_URL": "http://127.0.0.1:4010",
        "SPOTTER_OURA_LOGIN_URL": "http://127.0.0.1:4011",
        "SPOTTER_OURA_EVERY_MINUTES": "30",
        "SPOTTER_LEASE_SECONDS": "30",
        "SPOTTER_FEATURES_ONLINE": "redis://cache:6379/1",
        "SPOTTER_PRIVACY_BUDGET": "1",
        "SPOTTER_RANKER": "hybrid",
        "SPOTTER_LOG_LEVEL": "DEBUG",
    }
    found = load(given)
    untouched = [one.name for one in fields(Settings) if getattr(found, one.name) == one.default]
    assert untouched == []
    assert found.database == "postgresql+psycopg://u:p@db/spotter"
    assert (found.registration, found.log_level, found.port) == ("open", "debug", 9000)
    assert found.seal_key == bytes.fromhex("ab" * 32)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SPOTTER_PORT", "0"),
        ("SPOTTER_PORT", "65536"),
        ("SPOTTER_PORT", "http"),
        ("SPOTTER_PORT", "-1"),
        ("SPOTTER_DATABASE_URL", "mysql://x"),
        ("SPOTTER_DATABASE_URL", "nonsense"),
        ("SPOTTER_REGISTRATION", "maybe"),
        ("SPOTTER_SETUP_TOKEN", "short"),
        ("SPOTTER_SEAL_KEY", "xyz"),
        ("SPOTTER_LOGIN_DAYS", "1.5"),
        ("SPOTTER_LEASE_SECONDS", "1"),
        ("SPOTTER_FEATURES_ONLINE", "cache:6379"),
        ("SPOTTER_LOG_LEVEL", "loud"),
        ("SPOTTER_PROT", "8000"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(BadInput) as error:
        load({name: value})
    assert error.value.field == name
    assert name in error.value.message


def test_an_error_does_not_repeat_a_secret() -> None:
    with pytest.raises(BadInput) as error:
        load({"SPOTTER_SEAL_KEY": "deadbeef"})
    assert "deadbeef" not in error.value.message


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    shown = repr(
        load(
            {
                "SPOTTER_SEAL_KEY": "ab" * 32,
                "SPOTTER_SETUP_TOKEN": "a-long-enough-token",
                "SPOTTER_DATABASE_URL": "postgresql://u:hunter2@db/spotter",
            }
        )
    )
    assert "hunter2" not in shown
    assert "a-long-enough-token" not in shown
    assert "\\xab" not in shown


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert load({"SPOTTER_PORT": "", "PATH": "/bin"}) == Settings()


def test_variables_of_the_tests_are_let_through() -> None:
    assert load({"SPOTTER_CI": "1", "SPOTTER_TEST_DATA": "x"}) == Settings()
