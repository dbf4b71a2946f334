"""What an athlete says is checked, kept and told; what they want forgotten is gone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from spotter.athletes import accounts, service
from spotter.athletes.profile import Goal, Profile
from spotter.kit.errors import BadInput, NotFound
from spotter.safety.questions import all_clear
from spotter.store.engine import fold_log
from spotter.store.uow import Units
from spotter.store.worker import Worker

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def names(units: Units, athlete_id: str) -> list[str]:
    with units.reading() as uow:
        return [event.name for event in uow.outbox.of_athlete(athlete_id)]


def test_a_new_profile_is_kept_told_and_makes_plans_stale(units: Units, athlete_id: str) -> None:
    with units() as uow:
        found = service.put_profile(uow, athlete_id, Profile(goal=Goal.STRENGTH), AT)
        uow.commit()
    assert (found.profile.goal, found.revision) == (Goal.STRENGTH, 2)
    assert names(units, athlete_id) == ["athlete.updated", "features.changed"]


def test_the_same_profile_again_changes_nothing(units: Units, athlete_id: str) -> None:
    with units() as uow:
        assert service.put_profile(uow, athlete_id, Profile(), AT).revision == 1
        uow.commit()
    assert names(units, athlete_id) == []


def test_part_of_a_profile_can_be_changed(units: Units, athlete_id: str) -> None:
    with units() as uow:
        service.put_profile(uow, athlete_id, Profile(goal=Goal.MUSCLE), AT)
        found = service.patch_profile(uow, athlete_id, {"mass_kg": 71.5}, AT)
    assert found.profile == Profile(goal=Goal.MUSCLE, mass_kg=71.5)


@pytest.mark.parametrize(
    ("profile", "field"),
    [
        (Profile(mass_kg=1000.0), "mass_kg"),
        (Profile(birth_date=date(2030, 1, 1)), "birth_date"),
        (Profile(dislikes=frozenset({"no_such_exercise"})), "dislikes"),
        (Profile(time_zone="Nowhere"), "time_zone"),
    ],
)
def test_a_profile_that_cannot_be_true_changes_nothing(
    units: Units, athlete_id: str, profile: Profile, field: str
) -> None:
    with units() as uow:
        with pytest.raises(BadInput) as error:
            service.put_profile(uow, athlete_id, profile, AT)
        assert uow.athletes.revision(athlete_id) == 1
    assert error.value.field == field


def test_today_is_where_the_athlete_lives(units: Units, athlete_id: str) -> None:
    born_tomorrow = Profile(birth_date=date(2026, 3, 3), time_zone="Pacific/Kiritimati")
    with units() as uow:
        late = datetime(2026, 3, 2, 11, tzinfo=UTC)
        assert service.put_profile(uow, athlete_id, born_tomorrow, late)
        with pytest.raises(BadInput):
            service.put_profile(uow, athlete_id, born_tomorrow, AT)


def test_screening_answers_are_kept_and_told_without_their_content(
    units: Units, athlete_id: str
) -> None:
    with units() as uow:
        found = service.put_screening(uow, athlete_id, all_clear(AT.date()), AT)
        told = uow.outbox.of_athlete(athlete_id)[0]
    assert (found.screening, found.revision) == (all_clear(AT.date()), 2)
    assert (told.name, dict(told.data)) == ("screening.answered", {"answered_on": "2026-03-02"})


def test_a_deleted_athlete_leaves_nothing_but_the_fact(units: Units) -> None:
    with units() as uow:
        account = accounts.add_sample_account(uow, "Sam", AT)
        uow.commit()
    folder = units.data_dir / "athletes" / account.athlete_id
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / "one.parquet").write_bytes(b"beats")
    waiting = units.data_dir / "uploads" / "export.zip"
    waiting.parent.mkdir()
    waiting.write_bytes(b"not read yet")
    with units() as uow:
        uow.imports.add(account.athlete_id, "export.zip", 12, upload=str(waiting))
        service.delete(uow, account.athlete_id, AT)
        uow.commit()
    handlers = {service.REMOVE_FOLDER: service.remove_folder_handler(units.data_dir)}
    assert Worker(units, handlers).run_until_idle() == 1
    assert not folder.exists()
    assert not waiting.exists()
    assert names(units, account.athlete_id) == ["athlete.deleted"]
    with units() as uow:
        assert uow.accounts.by_name("sam") is None
        with pytest.raises(NotFound):
            service.get(uow, account.athlete_id)
        with pytest.raises(NotFound):
            service.delete(uow, account.athlete_id, AT)


def test_a_folder_that_is_gone_already_is_fine(data_dir: Path) -> None:
    service.remove_folder(data_dir, "0a1b")


@pytest.mark.parametrize("odd", ["..", "../other", "", "a/b"])
def test_only_an_athletes_folder_can_be_removed(data_dir: Path, odd: str) -> None:
    (data_dir / "athletes").mkdir()
    with pytest.raises(BadInput):
        service.remove_folder(data_dir, odd)
    assert (data_dir / "athletes").exists()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_deleted_words_are_not_left_in_the_file(units: Units) -> None:
    word = "unmistakable-word"
    with units() as uow:
        athlete_id = uow.athletes.add(Profile(sport=word), AT)
        uow.commit()
    with units() as uow:
        service.delete(uow, athlete_id, AT)
        uow.commit()
    Worker(
        units, {service.REMOVE_FOLDER: service.remove_folder_handler(units.data_dir)}
    ).run_until_idle()
    path = Path(str(units.engine.url.database))
    for file in path.parent.glob(f"{path.name}*"):
        assert word.encode() not in file.read_bytes(), file.name


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_emptying_the_log_waits_for_who_reads_it(units: Units, athlete_id: str) -> None:
    handlers = {service.REMOVE_FOLDER: service.remove_folder_handler(units.data_dir)}
    with units() as uow:
        service.delete(uow, athlete_id, AT)
        uow.commit()
    with units.reading() as reader:
        reader.athletes.all_ids()
        # Something newer than the reader's view keeps the log from being emptied.
        with units() as uow:
            uow.athletes.add(Profile(), AT)
            uow.commit()
        assert not fold_log(units.engine)
    assert Worker(units, handlers).run_until_idle() == 1
    assert fold_log(units.engine)


def test_answers_of_a_day_that_has_not_begun_anywhere_are_refused(
    units: Units, athlete_id: str
) -> None:
    with units() as uow:
        service.put_screening(uow, athlete_id, all_clear(AT.date()), AT)
        with pytest.raises(BadInput) as problem:
            service.put_screening(uow, athlete_id, all_clear(AT.date() + timedelta(days=2)), AT)
    assert problem.value.field == "answered_on"
