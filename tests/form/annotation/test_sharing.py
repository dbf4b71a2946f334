"""Repetitions shared with consent, judged blindly, handed to the workshop, taken back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from form.live.sets import squats
from spotter.form.annotation import sharing
from spotter.form.annotation.ratings import Rating, Verdict
from spotter.form.scores import DIMENSIONS
from spotter.kit.errors import BadInput, NotFound
from spotter.lab.form.datasets.judged import make
from spotter.lab.form.reps import read
from spotter.store.records import AccountRecord
from spotter.store.uow import UnitOfWork, Units

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def scored(score: float, *faults: str) -> Rating:
    return Rating(Verdict.SCORED, dict.fromkeys(DIMENSIONS, score), frozenset(faults))


def rater(uow: UnitOfWork, athlete_id: str, name: str) -> str:
    account = AccountRecord(name, athlete_id, name, "member", NOW, "hash")
    uow.accounts.add(account, name)
    return account.id


@pytest.fixture
def shared(units: Units, athlete_id: str, other_id: str) -> Units:
    with units() as uow:
        rater(uow, athlete_id, "ann")
        rater(uow, other_id, "ben")
        assert sharing.share(uow, athlete_id, squats(3), "squat", consent=True, now=NOW) == 3
        uow.commit()
    return units


def test_without_consent_nothing_is_shared(units: Units, athlete_id: str) -> None:
    with units() as uow:
        with pytest.raises(BadInput, match="consent"):
            sharing.share(uow, athlete_id, squats(3), "squat", consent=False, now=NOW)
        assert uow.annotations.shared(athlete_id) == []


def test_a_recording_without_a_repetition_says_what_to_do(units: Units, athlete_id: str) -> None:
    with units() as uow, pytest.raises(BadInput, match="film the whole body"):
        sharing.share(uow, athlete_id, squats(0), "squat", consent=True, now=NOW)


def test_the_same_recording_shared_again_adds_nothing(shared: Units, athlete_id: str) -> None:
    with shared() as uow:
        assert sharing.share(uow, athlete_id, squats(3), "squat", consent=True, now=NOW) == 0


def test_a_rater_gets_each_repetition_once_and_one_half_judged_first(shared: Units) -> None:
    with shared() as uow:
        first = sharing.next_to_judge(uow, "ann", None)
        assert first is not None
        sharing.judge(uow, "ann", first.id, scored(80), NOW)
        again = sharing.next_to_judge(uow, "ann", None)
        assert again is not None
        assert again.id != first.id
        sharing.judge(uow, "ann", again.id, Rating(Verdict.SKIPPED), NOW)
        second = sharing.next_to_judge(uow, "ben", "squat")
        assert second is not None
        assert second.id in {first.id, again.id}
        assert sharing.next_to_judge(uow, "ben", "plank") is None


def test_what_others_said_is_seen_only_of_what_one_has_judged(shared: Units) -> None:
    with shared() as uow:
        for _ in range(3):
            rep = sharing.next_to_judge(uow, "ann", None)
            assert rep is not None
            sharing.judge(uow, "ann", rep.id, scored(80, "shallow"), NOW)
        assert sharing.standing(uow, "ben").pairs == []
        rep = sharing.next_to_judge(uow, "ben", None)
        assert rep is not None
        sharing.judge(uow, "ben", rep.id, scored(70), NOW)
        standing = sharing.standing(uow, "ben")
        assert (standing.judged, standing.left) == (1, 2)
        assert [pair.reps for pair in standing.pairs] == [1]
        assert standing.names == {"ben": "you", "ann": "rater 1"}


def test_a_rating_that_does_not_fit_changes_nothing(shared: Units) -> None:
    with shared() as uow:
        rep = sharing.next_to_judge(uow, "ann", None)
        assert rep is not None
        with pytest.raises(BadInput):
            sharing.judge(uow, "ann", rep.id, scored(120), NOW)
        with pytest.raises(NotFound):
            sharing.judge(uow, "ann", "0" * 32, scored(20), NOW)
        assert sharing.standing(uow, "ann").judged == 0


def test_judged_repetitions_become_a_training_set(shared: Units, tmp_path: Path) -> None:
    with shared() as uow:
        for who, score in (("ann", 80.0), ("ben", 60.0)):
            rep = sharing.next_to_judge(uow, who, None)
            assert rep is not None
            sharing.judge(uow, who, rep.id, scored(score, "shallow"), NOW)
        file = tmp_path / "judged.jsonl"
        file.write_text("".join(sharing.training_lines(uow)), encoding="utf-8")
    assert make(file, tmp_path / "set", at_least=2) == 1
    reps, about = read(tmp_path / "set")
    assert reps.scores.tolist() == [[70.0] * len(DIMENSIONS)]
    assert about["exercises"] == {"squat": 1}
    knee = reps.input[0, :, 0] * 180
    assert knee.min() == pytest.approx(80, abs=6)
    assert "ann" not in file.read_text("utf-8")


def test_a_file_that_is_none_names_its_lines_and_writes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "judged.jsonl"
    file.write_text('{"raters": 2}\nno json\n', encoding="utf-8")
    with pytest.raises(BadInput, match=r"line 1: .*line 2: "):
        make(file, tmp_path / "set")
    assert not (tmp_path / "set").exists()


def test_taken_back_is_gone_with_every_rating_of_it(shared: Units, athlete_id: str) -> None:
    with shared() as uow:
        rep = sharing.next_to_judge(uow, "ben", None)
        assert rep is not None
        sharing.judge(uow, "ben", rep.id, scored(80), NOW)
        ((recording, exercise, count),) = uow.annotations.shared(athlete_id)
        assert (exercise, count) == ("squat", 3)
        sharing.take_back(uow, athlete_id, recording)
        assert list(sharing.training_lines(uow)) == []
        assert sharing.standing(uow, "ben").judged == 0
