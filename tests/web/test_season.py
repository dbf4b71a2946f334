"""A season through the API, with dates that the client gives."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from starlette.testclient import TestClient

from web.people import DAY, Api

WEEKS = 5


def do_session(sam: Api, started: dict[str, Any], rpe: float = 7.0) -> dict[str, Any]:
    """Log every set as planned, then finish."""
    view = started
    for number in range(120):
        if view["next"] is None:
            break
        planned = view["next"]["set"]
        done = {
            "exercise": view["next"]["exercise"],
            "block": view["next"]["block"],
            "kind": planned["kind"],
            "reps": planned["reps"],
            "duration_s": planned["duration_s"],
            "load_kg": planned["load_kg"],
            "rpe": min(rpe, 10),
            "client_key": f"{started['id']}-{number}",
            "at": f"{started['date']}T17:{number // 2 % 60:02d}:00+00:00",
        }
        view = sam.post(f"/sessions/{started['id']}/sets", done)
    assert view["next"] is None
    ended = {"session_rpe": rpe, "duration_min": 45, "mood": 4}
    return dict(sam.post(f"/sessions/{started['id']}/finish", ended))


def test_five_weeks_are_played_through_and_move_forward(sam: Api) -> None:
    titles, heaviest = [], 0.0
    for n in range(WEEKS * 7):
        day = DAY + timedelta(days=n)
        sam.check_in(day)
        plan = sam.plan(day)
        assert plan["verdict"] in {"approved", "modified", "refused"}
        if not plan["session"] or plan["session"]["focus"] in {"rest", "recovery"}:
            continue
        if len(titles) >= n * 3 / 7 + 1:
            continue
        done = do_session(sam, sam.post("/sessions", {"date": day.isoformat()}))
        titles.append(done["title"])
        heaviest = max([heaviest, *(one["load_kg"] or 0 for one in done["logged"])])
    assert len(titles) >= 2 * WEEKS
    assert len(set(titles)) > 1
    last = (DAY + timedelta(days=WEEKS * 7 - 1)).isoformat()
    progress = sam.get(f"/progress?on={last}&weeks={WEEKS + 1}")
    assert sum(week["sessions"] for week in progress["weeks"]) == len(titles)
    grown = [lift for lift in progress["lifts"] if len(lift["e1rm_kg"]) > 3]
    assert any(lift["e1rm_kg"][-1]["value"] > lift["e1rm_kg"][0]["value"] for lift in grown)
    listed = sam.get(f"/sessions?first={DAY.isoformat()}&last={last}")["sessions"]
    assert [each["finished"] for each in listed] == [True] * len(titles)


def test_tomorrow_differs_and_says_why(sam: Api) -> None:
    sam.check_in()
    today = sam.plan()
    do_session(sam, sam.post("/sessions", {"date": DAY.isoformat()}))
    tomorrow = DAY + timedelta(days=1)
    sam.check_in(tomorrow)
    plan = sam.plan(tomorrow)
    assert plan["session"] != today["session"]
    assert any(today["session"]["title"] in reason["text"] for reason in plan["reasons"])


def test_the_same_set_sent_twice_is_logged_once(sam: Api) -> None:
    sam.check_in()
    started = sam.post("/sessions", {"date": DAY.isoformat()})
    one = {"exercise": started["next"]["exercise"], "reps": 5, "client_key": "set-1"}
    path = f"/sessions/{started['id']}/sets"
    assert len(sam.post(path, one)["logged"]) == 1
    assert len(sam.post(path, one)["logged"]) == 1


def test_the_idempotency_header_works_like_the_key(sam: Api) -> None:
    sam.check_in()
    started = sam.post("/sessions", {"date": DAY.isoformat()})
    one = {"exercise": started["next"]["exercise"], "reps": 5}
    path, headers = f"/sessions/{started['id']}/sets", {"Idempotency-Key": "set-1"}
    sam.post(path, one, headers=headers)
    assert len(sam.post(path, one, headers=headers)["logged"]) == 1


def test_a_refusal_is_an_answer_not_an_error(sam: Api) -> None:
    symptom = next(each["id"] for each in sam.get("/symptoms")["symptoms"] if "chest" in each["id"])
    sam.check_in(symptoms=[symptom])
    plan = sam.plan()
    assert (plan["verdict"], plan["session"]) == ("refused", None)
    assert plan["rules"][0]["text"]
    refused = sam("POST", "/sessions", {"date": DAY.isoformat()})
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:spotter:plan_refused"


def test_red_flags_in_a_note_count_as_symptoms(sam: Api) -> None:
    sam.check_in()
    started = sam.post("/sessions", {"date": DAY.isoformat()})
    note = "felt a strong pressure on my chest in the last set"
    done = sam.post(f"/sessions/{started['id']}/finish", {"session_rpe": 8, "note": note})
    assert done["symptoms"]
    assert sam.plan(DAY + timedelta(days=1))["verdict"] == "refused"


def test_a_plan_that_nothing_changed_is_the_same_bytes(sam: Api) -> None:
    sam.check_in()
    first = sam("GET", f"/plan?date={DAY.isoformat()}")
    again = sam("GET", f"/plan?date={DAY.isoformat()}")
    assert first.content == again.content
    sam.check_in(soreness={"thigh": 6})
    assert sam("GET", f"/plan?date={DAY.isoformat()}").content != first.content


def test_a_plan_changed_in_the_database_is_never_served(sam: Api, client: TestClient) -> None:
    sam.check_in()
    honest = sam.plan()
    box = client.app.state.container  # type: ignore[attr-defined]
    with box.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE plans SET body = CAST(replace(CAST(body AS TEXT), 'rpe', 'RPE') AS BLOB)"
        )
    assert sam.plan() == honest


def test_a_day_shows_every_metric_with_its_baselines(sam: Api) -> None:
    sam.check_in(mood=5)
    day = sam.get(f"/days/{DAY.isoformat()}")
    assert day["metrics"]["mood"]["value"] == 5
    assert {"baseline_7", "baseline_28"} <= day["metrics"]["mood"].keys()
