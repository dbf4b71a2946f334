"""Progress counts what the athlete can have done, and says what it leaves out."""

from __future__ import annotations

from typing import Any

from starlette.testclient import TestClient

from web.browser import sign_in
from web.people import DAY, Api

DATE = DAY.isoformat()


def log_bench_press(sam: Api, *loads_kg: float) -> None:
    started = sam.post("/sessions", {"date": DATE})
    for number, load in enumerate(loads_kg):
        done = {"exercise": "barbell_bench_press", "load_kg": load, "reps": 5, "rpe": 8}
        key = {"client_key": f"set-{number}", "at": f"{DATE}T17:{number:02d}:00+00:00"}
        sam.post(f"/sessions/{started['id']}/sets", {**done, **key})
    sam.post(f"/sessions/{started['id']}/finish", {"session_rpe": 7, "duration_min": 30})


def progress(sam: Api) -> dict[str, Any]:
    return dict(sam.get(f"/progress?on={DATE}&weeks=1"))


def with_mass(sam: Api, mass_kg: float) -> None:
    sam.put("/athlete", {**sam.get("/athlete")["profile"], "mass_kg": mass_kg})


def test_a_set_that_the_athlete_cannot_have_done_counts_nowhere(sam: Api) -> None:
    sam.check_in(DAY)
    with_mass(sam, 165.0)
    log_bench_press(sam, 60.0, 400.0)
    before = progress(sam)
    assert before["sets_left_out"] == 0
    assert before["weeks"][0]["sets_done"] == 2
    assert before["lifts"][0]["latest_kg"] > 400
    with_mass(sam, 65.0)
    after = progress(sam)
    assert after["sets_left_out"] == 1
    assert after["weeks"][0]["sets_done"] == 1
    assert after["lifts"][0]["latest_kg"] < 100
    chest = [one["weeks"][0]["muscle_sets"]["chest"] for one in (before, after)]
    assert chest[1] == chest[0] / 2
    assert after["sessions"][0]["set_count"] == 1


def test_the_page_says_that_a_set_is_left_out(sam: Api, client: TestClient) -> None:
    sam.check_in(DAY)
    with_mass(sam, 165.0)
    log_bench_press(sam, 60.0, 400.0)
    with_mass(sam, 65.0)
    sign_in(client)
    assert "1 set is not counted here" in client.get("/progress?days=366").text
