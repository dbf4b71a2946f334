"""The sample athlete: made once from a folder, open to visitors until there is an owner."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from spotter.athletes import accounts, profile_toml, sample
from spotter.athletes.principal import Principal
from spotter.athletes.profile import Goal, Profile
from spotter.body.checkin import Checkin
from spotter.kit.errors import BadInput, NotAllowed, NotFound
from spotter.safety.questions import all_clear
from spotter.store.codec import encode
from spotter.store.uow import UnitOfWork, Units
from spotter.training.session import Focus, LoggedSet, SessionLog

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAY = date(2026, 3, 1)
LOG = SessionLog(
    "sample-1", DAY, "Lower body", Focus.STRENGTH, (LoggedSet("squat", AT, 5),), session_rpe=7.0
)


class Imports:
    """Notes what was asked to be imported."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Path, dict[str, object]]] = []

    def __call__(self, uow: UnitOfWork, athlete_id: str, path: Path, /, **facts: object) -> object:
        self.asked.append((athlete_id, path, facts))
        return None


@pytest.fixture
def imports() -> Imports:
    return Imports()


@pytest.fixture
def folder(data_dir: Path) -> Path:
    folder = data_dir / "sample"
    folder.mkdir()
    (folder / "export.zip").write_bytes(b"PK export")
    text = profile_toml.dump(Profile(goal=Goal.STRENGTH), all_clear(DAY))
    (folder / "profile.toml").write_text(text, encoding="utf-8")
    lines = (
        {"kind": "checkin", **encode(Checkin(DAY, mood=4))},
        {"kind": "session", **encode(LOG)},
    )
    text = "".join(f"{json.dumps(line)}\n" for line in lines)
    (folder / "log.jsonl").write_text(text, encoding="utf-8")
    return folder


def owner(uow: UnitOfWork) -> Principal:
    token = accounts.ensure_setup_token(uow, AT)
    made = accounts.create_account(uow, "Sam", "three quiet lakes", AT, setup_token=token)
    return accounts.open_login(uow, made, AT).principal


def test_the_sample_athlete_has_a_profile_a_diary_and_an_import(
    units: Units, folder: Path, imports: Imports
) -> None:
    with units() as uow:
        account = sample.create(uow, imports, AT)
        found = uow.athletes.get(account.athlete_id)
        checkins = uow.checkins.between(account.athlete_id, DAY, DAY)
        logs = uow.sessions.between(account.athlete_id, DAY, DAY)
    assert (account.role, found.profile.goal) == ("sample", Goal.STRENGTH)
    assert found.screening == all_clear(DAY)
    assert checkins == [Checkin(DAY, mood=4)]
    assert (logs[0].title, logs[0].sets, logs[0].finished) == ("Lower body", LOG.sets, True)
    asked_for, path, facts = imports.asked[0]
    assert asked_for == account.athlete_id
    assert path.read_bytes() == b"PK export"
    assert path.parent == units.data_dir / "uploads"
    assert facts["size_bytes"] == 9
    assert (folder / "export.zip").exists()


def test_there_is_only_ever_one(units: Units, folder: Path, imports: Imports) -> None:
    with units() as uow:
        first = sample.create(uow, imports, AT)
        assert sample.create(uow, imports, AT).id == first.id
    assert len(imports.asked) == 1


def test_visitors_may_look_around_until_there_is_an_owner(
    units: Units, folder: Path, imports: Imports
) -> None:
    with units() as uow:
        account = sample.create(uow, imports, AT)
        assert sample.visit(uow).id == account.id
        me = owner(uow)
        with pytest.raises(NotAllowed):
            sample.visit(uow)
        assert sample.visit(uow, me).id == account.id


def test_once_there_is_an_owner_only_who_is_signed_in_makes_one(
    units: Units, folder: Path, imports: Imports
) -> None:
    with units() as uow:
        me = owner(uow)
        with pytest.raises(NotAllowed):
            sample.create(uow, imports, AT)
        assert sample.create(uow, imports, AT, me).role == "sample"


def test_the_sample_athlete_is_no_owner(units: Units, folder: Path, imports: Imports) -> None:
    with units() as uow:
        sample.create(uow, imports, AT)
        assert accounts.needs_setup(uow)


@pytest.mark.parametrize("missing", ["export.zip", "profile.toml", "log.jsonl"])
def test_without_all_its_files_there_is_none(
    units: Units, folder: Path, imports: Imports, missing: str
) -> None:
    assert sample.is_ready(units.data_dir)
    (folder / missing).unlink()
    assert not sample.is_ready(units.data_dir)
    with units() as uow, pytest.raises(NotFound):
        sample.create(uow, imports, AT)
    with units() as uow, pytest.raises(NotFound):
        sample.visit(uow)


@pytest.mark.parametrize(
    "line", ["not json", "3", "{}", '{"kind": "poem"}', '{"kind": "checkin", "day": "x"}']
)
def test_a_damaged_log_makes_nothing(
    units: Units, folder: Path, imports: Imports, line: str
) -> None:
    (folder / "log.jsonl").write_text(f"{line}\n", encoding="utf-8")
    with units() as uow, pytest.raises(BadInput, match="Line 1") as error:
        sample.create(uow, imports, AT)
    assert error.value.field == "log.jsonl"
    with units() as uow:
        assert uow.athletes.all_ids() == []
