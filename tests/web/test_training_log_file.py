"""The training log goes out by page, API and terminal, and comes into another Spotter whole."""

from __future__ import annotations

import csv
import io

from starlette.testclient import TestClient

from spotter.bootstrap import Container
from spotter.training.log_csv import COLUMNS, sessions
from web.browser import csrf
from web.people import DAY, PASSWORD, Api, join

DATE = DAY.isoformat()


def train(sam: Api) -> None:
    sam.check_in()
    session = sam.post("/sessions", {"date": DATE})["id"]
    for reps in (5, 4):
        done = {"exercise": "barbell_back_squat", "reps": reps, "load_kg": 82.5, "rpe": 8}
        sam.post(f"/sessions/{session}/sets", done)
    sam.post(f"/sessions/{session}/finish", {"session_rpe": 7, "duration_min": 50})


def test_the_api_gives_what_was_logged(sam: Api, box: Container) -> None:
    train(sam)
    answer = sam("GET", "/export/training-log.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "training-log.csv" in answer.headers["content-disposition"]
    (log,) = sessions(csv.DictReader(io.StringIO(answer.text, newline="")))
    with box.uow.reading() as uow:
        assert [log] == uow.sessions.between(sam.get("/athlete")["id"], DAY, DAY)
    assert [one.reps for one in log.sets] == [5, 4]


def test_the_page_gives_the_same_file(client: TestClient, sam: Api) -> None:
    train(sam)
    form = {"csrf": csrf(client.get("/login").text), "name": "sam", "password": PASSWORD}
    client.post("/login", data=form)
    assert "/progress/training-log.csv" in client.get("/progress").text
    page = client.get("/progress/training-log.csv")
    assert page.text == sam("GET", "/export/training-log.csv").text


def test_it_holds_nobody_elses_sessions(client: TestClient, sam: Api) -> None:
    train(sam)
    assert join(client, "kim")("GET", "/export/training-log.csv").text == ",".join(COLUMNS) + "\r\n"


def test_it_comes_into_another_account_whole(client: TestClient, sam: Api, box: Container) -> None:
    train(sam)
    text = sam("GET", "/export/training-log.csv").text
    kim = join(client, "kim")
    kim.post("/imports", files={"file": ("training-log.csv", text.encode())})
    box.worker().run_until_idle()
    (found,) = kim.get("/imports")["imports"]
    assert (found["source"], found["counts"]["rejected"]) == ("spotter", 0)
    assert found["counts"]["by_kind"] == {"set": 2, "workout": 1, "effort": 1}
    with box.uow.reading() as uow:
        done = uow.done_sets.between(kim.get("/athlete")["id"], DAY, DAY)
    assert [(one.exercise, one.reps, one.load_kg, one.rpe) for one in done] == [
        ("barbell_back_squat", 5, 82.5, 8),
        ("barbell_back_squat", 4, 82.5, 8),
    ]
