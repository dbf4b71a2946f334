"""The composition root: a folder in, a working Spotter out, twice the same."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from spotter.athletes import accounts
from spotter.bootstrap import Container, DataFolderUnusable, build
from spotter.lab.sample.write import write
from spotter.settings import Settings
from spotter.store.migrate import is_current


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "var")


def built(settings: Settings) -> Container:
    container = build(settings)
    container.close()
    return container


def test_a_first_start_makes_all_that_is_missing(settings: Settings) -> None:
    container = built(settings)
    assert is_current(container.engine)
    assert container.data_dir == settings.data_dir
    assert len(container.seal_key) == 32
    container.close()


def test_the_data_folder_and_the_key_are_their_owners_alone(settings: Settings) -> None:
    built(settings)
    assert settings.data_dir.stat().st_mode & 0o777 == 0o700
    assert (settings.data_dir / "seal.key").stat().st_mode & 0o777 == 0o600


def test_the_key_stays_the_same(settings: Settings) -> None:
    assert built(settings).seal_key == built(settings).seal_key


def test_two_folders_have_two_keys(settings: Settings, tmp_path: Path) -> None:
    other = replace(settings, data_dir=tmp_path / "other")
    assert built(settings).seal_key != built(other).seal_key


def test_a_key_from_the_environment_is_used_and_not_written(settings: Settings) -> None:
    container = built(replace(settings, seal_key=b"k" * 32))
    assert container.seal_key == b"k" * 32
    assert not (settings.data_dir / "seal.key").exists()


def test_many_first_starts_at_once_agree_on_one_key(settings: Settings) -> None:
    keys: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: keys.append(built(settings).seal_key)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1
    assert [path.name for path in settings.data_dir.glob("seal.key*")] == ["seal.key"]


def test_a_damaged_key_is_not_replaced_silently(settings: Settings) -> None:
    built(settings)
    (settings.data_dir / "seal.key").write_bytes(b"half")
    with pytest.raises(DataFolderUnusable, match="damaged"):
        built(settings)


def test_a_folder_that_cannot_be_made_is_answered_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(DataFolderUnusable, match="SPOTTER_DATA_DIR"):
        built(Settings(data_dir=tmp_path / "file" / "var"))


def test_the_key_does_not_show_when_the_container_is_printed(settings: Settings) -> None:
    container = built(settings)
    assert repr(container.seal_key) not in repr(container)


def test_the_worker_and_the_relay_are_wired_to_the_same_database(settings: Settings) -> None:
    container = build(settings)
    assert container.worker().run_until_idle() == 0
    assert container.relay().drain() == 0
    assert container.athlete_dir("a1") == container.data_dir / "athletes" / "a1"
    container.close()


def test_a_new_spotter_welcomes_the_sample_athlete_once(settings: Settings) -> None:
    write(settings.data_dir / "sample", seed=7, months=1, until=date(2026, 3, 2))
    container = build(settings)
    # The import, and the days once more where this athlete lives.
    assert container.worker().run_until_idle() == 2
    assert container.worker().run_until_idle() == 0
    with container.uow.reading() as uow:
        account = uow.accounts.by_role("sample")
        assert account is not None
        imported = uow.imports.list(account.athlete_id)
        assert uow.days.span(account.athlete_id) is not None
    container.close()
    assert [(one.state, one.error) for one in imported] == [("finished", None)]


def test_a_spotter_with_an_owner_makes_no_sample_athlete(settings: Settings) -> None:
    write(settings.data_dir / "sample", seed=7, months=1, until=date(2026, 3, 2))
    container = build(settings)
    with container.uow() as uow:
        token = accounts.ensure_setup_token(uow, container.clock())
        accounts.create_account(
            uow, "Sam", "three quiet lakes", container.clock(), setup_token=token
        )
        uow.commit()
    assert container.worker().run_until_idle() == 0
    container.close()


def test_a_damaged_sample_athlete_does_not_keep_the_worker_from_starting(
    settings: Settings,
) -> None:
    write(settings.data_dir / "sample", seed=7, months=1, until=date(2026, 3, 2))
    (settings.data_dir / "sample" / "log.jsonl").write_text("nonsense\n", encoding="utf-8")
    container = build(settings)
    assert container.worker().run_until_idle() == 0
    container.close()
