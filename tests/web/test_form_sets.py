"""Films and landmarks handed in to be judged: jobs that end, recordings that go, own sets only."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.exc import OperationalError

from form.live.documents import landmark_json
from form.live.sets import clip_of, frames, squats
from form.video.films import film
from spotter.body.record import record_of
from spotter.bootstrap import Container
from spotter.form.cues import Level
from spotter.form.live.frame import Frame
from spotter.form.live.watcher import Watcher
from spotter.form.sets import beside, films, keeping
from spotter.form.video.decode import open_film
from spotter.form.watched import WatchedSet
from spotter.store.uow import UnitOfWork, Units
from spotter.web.live.protocol import Start
from spotter.web.live.watchers import KeptWatcher, Watchers
from web.people import Api

SET = "a" * 32


def _recording(times: int = 3, *, deep: float = 80) -> tuple[str, bytes]:
    return "set.json", landmark_json(frames(squats(times, fps=15, deep=deep))).encode()


def _hand_in(sam: Api, file: tuple[str, bytes], **fields: str) -> str:
    told = sam.post("/form/videos", files={"file": file}, data=fields)
    assert told["state"] == "queued"
    return str(told["id"])


def _recordings(box: Container) -> list[Path]:
    return sorted(box.data_dir.glob("athletes/*/films/*"))


def test_a_recording_is_judged_by_the_worker_and_then_deleted(box: Container, sam: Api) -> None:
    set_id = _hand_in(sam, _recording(), exercise="squat")
    assert len(_recordings(box)) == 1
    box.worker().run_until_idle()
    told = sam.get(f"/form/videos/{set_id}")
    assert (told["state"], told["exercise"], told["reps"]) == ("finished", "squat", 3)
    assert told["report"]["reps"][0]["scores"]["depth"] > 90
    assert told["band"] in {"excellent", "good"}
    assert _recordings(box) == []


def test_a_recording_is_kept_where_that_was_asked_and_goes_with_its_set(
    box: Container, sam: Api
) -> None:
    set_id = _hand_in(sam, _recording(), exercise="squat", keep="yes")
    box.worker().run_until_idle()
    assert len(_recordings(box)) == 1
    assert sam("DELETE", f"/form/sets/{set_id}").status_code == 204
    assert _recordings(box) == []
    assert sam("GET", f"/form/videos/{set_id}").status_code == 404


def test_every_judged_set_has_a_page_of_its_own(box: Container, sam: Api) -> None:
    set_id = _hand_in(sam, _recording(), exercise="squat")
    assert sam("GET", f"/form/sets/{set_id}/page.html").status_code == 404
    box.worker().run_until_idle()
    told = sam("GET", f"/form/sets/{set_id}/page.html")
    assert "3 repetitions" in told.text
    assert told.headers["content-disposition"].startswith('attachment; filename="set-')
    assert sam("GET", f"/form/sets/{set_id}/film.mp4").status_code == 404


def test_beside_a_film_that_is_kept_lie_its_page_and_what_was_seen_until_it_is_forgotten(
    box: Container, sam: Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = clip_of(frames(squats(2, fps=15), size=0.3))
    monkeypatch.setattr(films, "looked_at", lambda *_, **__: seen)
    shown = film(tmp_path / "a.mp4", [round(1000 * at) for at in seen.times_s], size=(96, 72))
    set_id = _hand_in(sam, ("a.mp4", shown.read_bytes()), exercise="squat", keep="yes")
    box.worker().run_until_idle()
    assert len(_recordings(box)) == 3
    told = sam("GET", f"/form/sets/{set_id}/page.html").text
    assert told.count("data:image/jpeg") == 2
    assert "a.mp4" in told
    annotated = sam("GET", f"/form/sets/{set_id}/film.mp4")
    assert annotated.headers["content-type"] == "video/mp4"
    (tmp_path / "out.mp4").write_bytes(annotated.content)
    with open_film(tmp_path / "out.mp4") as out:
        assert len(list(out.pictures())) == len(seen)
    assert films.remove_orphans(box.uow) == 0
    assert sam("DELETE", f"/form/sets/{set_id}").status_code == 204
    assert _recordings(box) == []


def test_a_film_that_cannot_be_written_leaves_the_set_judged(
    box: Container, sam: Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = clip_of(frames(squats(2, fps=15), size=0.3))
    monkeypatch.setattr(films, "looked_at", lambda *_, **__: seen)
    shown = film(tmp_path / "a.mp4", [round(1000 * at) for at in seen.times_s])
    monkeypatch.setattr(beside, "annotate", _full)
    set_id = _hand_in(sam, ("a.mp4", shown.read_bytes()), exercise="squat", keep="yes")
    box.worker().run_until_idle()
    assert sam.get(f"/form/sets/{set_id}")["state"] == "finished"
    assert len(_recordings(box)) == 1
    assert "2 repetitions" in sam("GET", f"/form/sets/{set_id}/page.html").text


def _full(*_: object, **__: object) -> None:
    raise OSError("No space left on device")


def test_what_is_no_film_fails_in_words_and_is_not_kept(
    box: Container, sam: Api, tmp_path: Path
) -> None:
    slow = film(tmp_path / "slow.mp4", range(0, 8000, 1000)).read_bytes()
    ids = [_hand_in(sam, file) for file in (("a.mp4", b"nothing"), ("b.mp4", slow))]
    box.worker().run_until_idle()
    told = [sam.get(f"/form/videos/{one}") for one in ids]
    assert [one["state"] for one in told] == ["failed", "failed"]
    assert told[0]["error"].startswith("a.mp4 cannot be read as a film")
    assert "pictures a second" in told[1]["error"]
    assert _recordings(box) == []


def test_an_unknown_exercise_is_refused_and_leaves_nothing(box: Container, sam: Api) -> None:
    refused = sam("POST", "/form/videos", files={"file": _recording()}, data={"exercise": "juggle"})
    assert refused.status_code == 422
    assert "squat" in refused.json()["detail"]
    assert sam.get("/form/sets")["sets"] == []
    assert _recordings(box) == list(box.data_dir.glob("uploads/*")) == []


def test_landmarks_are_judged_at_once_and_listed(sam: Api) -> None:
    told = sam.post("/form/landmarks?exercise=squat", files={"file": _recording()})
    assert (told["state"], told["source"], told["reps"]) == ("finished", "landmarks", 3)
    (listed,) = sam.get("/form/sets")["sets"]
    assert listed["id"] == told["id"]
    assert "report" not in listed


@pytest.mark.parametrize("content", [b"x,y\n1,2\n", b'{"frames": []}', b"{"])
def test_landmarks_that_are_none_are_refused(sam: Api, content: bytes) -> None:
    answer = sam("POST", "/form/landmarks", files={"file": ("set.csv", content)})
    assert answer.status_code == 422
    assert sam.get("/form/sets")["sets"] == []


def test_who_never_goes_deep_is_held_against_the_own_range_once_it_is_known(
    box: Container, sam: Api
) -> None:
    shallow = _recording(6, deep=115)

    def faults() -> set[str]:
        told = sam.post("/form/landmarks?exercise=squat", files={"file": shallow})
        return {fault["id"] for rep in told["report"]["reps"] for fault in rep["faults"]}

    assert "shallow" in faults()  # by the norm
    assert "shallow" in faults()  # six repetitions of one set are not enough to know a person by
    assert "shallow" not in faults()
    with box.uow.reading() as uow:
        known = keeping.own(uow, str(sam.get("/athlete")["id"]))
    assert known["squat"].known


def test_a_judged_set_is_told_to_others_without_its_scores(box: Container, sam: Api) -> None:
    sam.post("/form/landmarks?exercise=squat", files={"file": _recording()})
    with box.uow.reading() as uow:
        told = uow.outbox.of_athlete(sam.get("/athlete")["id"])
    (event,) = [one for one in told if one.name == "form.judged"]
    assert set(event.data) == {"set_id", "exercise", "reps"}


def _job_of(box: Container, sam: Api, set_id: str) -> str:
    with box.uow.reading() as uow:
        return str(uow.form_sets.get(str(sam.get("/athlete")["id"]), set_id).job_id)


def _ended(box: Container, job_id: str) -> tuple[str, str | None]:
    with box.uow.reading() as uow:
        job = uow.jobs.get(job_id)
        return job.state, job.error


def test_a_set_deleted_before_its_film_is_judged_leaves_no_failed_job(
    box: Container, sam: Api
) -> None:
    set_id = _hand_in(sam, _recording())
    job_id = _job_of(box, sam, set_id)
    assert sam("DELETE", f"/form/sets/{set_id}").status_code == 204
    box.worker().run_until_idle()
    assert _ended(box, job_id) == ("finished", None)


@pytest.mark.parametrize("before", [True, False])
def test_a_set_deleted_while_its_film_is_watched_leaves_no_failed_job(
    box: Container, sam: Api, before: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_id = _hand_in(sam, _recording())
    job_id = _job_of(box, sam, set_id)
    watch = films.looked_at

    def watch_and_delete(film: Path, **how: Any) -> Any:
        seen = None if before else watch(film, **how)
        assert sam("DELETE", f"/form/sets/{set_id}").status_code == 204
        return watch(film, **how) if before else seen

    monkeypatch.setattr(films, "looked_at", watch_and_delete)
    box.worker().run_until_idle()
    assert _ended(box, job_id) == ("finished", None)
    assert _recordings(box) == []


def test_a_recording_that_a_killed_process_left_is_removed(box: Container, sam: Api) -> None:
    set_id = _hand_in(sam, _recording())
    (waiting,) = _recordings(box)
    left = waiting.with_name("0" * 32 + ".mp4")
    left.write_bytes(b"x")
    old = time.time() - 2 * 86_400
    for path in (left, waiting):
        os.utime(path, (old, old))
    assert films.remove_orphans(box.uow) == 1
    assert _recordings(box) == [waiting]
    assert sam.get(f"/form/videos/{set_id}")["state"] == "queued"


class Away(Units):
    """A store that does not answer."""

    def __call__(self) -> UnitOfWork:
        raise OperationalError("BEGIN", {}, Exception("away"))


def test_a_live_set_whose_store_is_away_is_kept_once_it_is_back(box: Container, sam: Api) -> None:
    athlete_id = str(sam.get("/athlete")["id"])
    engine = Watcher("squat", aspect=1.0)
    for frame in frames(squats(2)):
        engine.frame(frame)
    report = engine.finish()
    lost = KeptWatcher(engine, replace(box, uow=Away(box.engine, box.data_dir)), athlete_id, SET)
    assert not lost.keep(report)
    assert sam.get("/form/sets")["sets"] == []
    assert replace(lost, box=box).keep(report)
    assert len(sam.get("/form/sets")["sets"]) == 1


def test_a_set_that_comes_or_goes_touches_its_own_day_alone(box: Container, sam: Api) -> None:
    athlete_id = str(sam.get("/athlete")["id"])

    def touched() -> tuple[set[date], list[WatchedSet]]:
        with box.uow() as uow:
            marked = uow.feature_days.marked(athlete_id)
            uow.feature_days.clear(athlete_id, marked)
            uow.commit()
            return set(marked), list(record_of(uow, athlete_id).watched)

    touched()
    told = sam.post("/form/landmarks?exercise=squat", files={"file": _recording()})
    days, (seen,) = touched()
    assert days == {seen.day}
    assert (seen.kind, seen.reps, seen.score) == ("squat", 3, told["score"])
    sam("DELETE", f"/form/sets/{told['id']}")
    assert touched() == (days, [])


class Mumbling(Units):
    """A store that does what it is told, but whose answer to a commit is lost."""

    def __call__(self) -> UnitOfWork:
        return _Mumbled(self.engine, self.data_dir)


class _Mumbled(UnitOfWork):
    def commit(self) -> None:
        super().commit()
        raise OperationalError("COMMIT", {}, Exception("the connection was lost"))


def test_a_live_set_whose_commit_is_not_answered_is_kept_once(box: Container, sam: Api) -> None:
    athlete_id = str(sam.get("/athlete")["id"])
    engine = Watcher("squat", aspect=1.0)
    for frame in frames(squats(2)):
        engine.frame(frame)
    report = engine.finish()
    lost = replace(box, uow=Mumbling(box.engine, box.data_dir))
    watcher = KeptWatcher(engine, lost, athlete_id, SET)
    assert not watcher.keep(report)
    assert replace(watcher, box=box).keep(report)
    (kept,) = sam.get("/form/sets")["sets"]
    assert (kept["id"], kept["reps"]) == (SET, 2)
    with box.uow.reading() as uow:
        told = uow.outbox.of_athlete(athlete_id)
    assert [one.name for one in told].count("form.judged") == 1


def test_a_set_before_the_camera_is_kept_when_it_is_over(box: Container, sam: Api) -> None:
    athlete_id = str(sam.get("/athlete")["id"])
    for body in (frames(squats(2)), [Frame.empty(n / 30) for n in range(30)]):
        start = Start(str(uuid4()), "squat", 1.0, Level.BEGINNER)
        watcher = Watchers(box)(athlete_id, start)
        for frame in body:
            watcher.frame(frame)
        assert watcher.keep(watcher.finish())
    (kept,) = sam.get("/form/sets")["sets"]  # what shows nobody is not kept
    assert (kept["source"], kept["exercise"], kept["reps"]) == ("live", "squat", 2)
