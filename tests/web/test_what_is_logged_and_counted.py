"""Logs and metrics: what happened, and nothing of anybody's body or name."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
import structlog
from fastapi import FastAPI
from starlette.testclient import TestClient

from spotter.athletes.profile import Profile
from spotter.bootstrap import Container
from spotter.events.types import Event
from spotter.kit.logs import configure
from web.people import DAY, Api, join

# Values that stand out: each would be found wherever it leaked.
PLANTED = {"systolic_mmhg": 137.25, "glucose_mmol_l": 6.66, "note": "knee as ever, Zebulon says"}
NAME = "Zebulon-Quux"
_CLOCKS = {"timestamp", "duration_ms"}


@pytest.fixture(autouse=True)
def _plain_logs_afterwards() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def use_everything(client: TestClient) -> Api:
    person = join(client, NAME)
    person.put(
        "/athlete", {"mass_kg": 77.77, "height_m": 1.83, "sex": "male", "birth_date": "1981-07-13"}
    )
    person.answer_screening()
    person.check_in(pain={"knee": 2}, **PLANTED)
    person.plan()
    for n in range(1, 4):
        day = DAY + timedelta(days=n)
        person.check_in(day)
        if person.plan(day)["session"]:
            started = person("POST", "/sessions", {"date": day.isoformat()})
            if started.status_code == 201:
                view = started.json()
                done = {"exercise": view["next"]["exercise"], "reps": 33, "pain": 1}
                person("POST", f"/sessions/{view['id']}/sets", done)
                break
    person("PUT", "/athlete", {"mass_kg": -77.77})
    person("POST", "/imports", files={"file": ("Zebulon.zip", b"61 bpm")})
    return person


def test_no_log_line_holds_a_health_value_a_name_or_an_id(
    client: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(json=True)
    person = use_everything(client)
    person_id = person.get("/athlete")["id"]
    err = capsys.readouterr().err
    lines = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
    assert len(lines) > 10
    # Digits of a clock may look like any value.
    told = json.dumps([{k: line[k] for k in line if k not in _CLOCKS} for line in lines])
    for planted in ("137.25", "6.66", "77.77", "Zebulon", "knee", person_id, person.token):
        assert planted not in told


def test_a_failure_is_logged_by_its_place_not_its_message(
    client: TestClient, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("heart rate 61 of Zebulon")

    configure(json=True)
    sam = join(client, "sam")
    monkeypatch.setattr("spotter.web.api.athlete.service.get", broken)
    assert sam("GET", "/athlete").status_code == 500
    err = capsys.readouterr().err
    assert "ValueError" in err
    assert "where" in err
    assert "61" not in err.split("request_failed")[1].split("timestamp")[0]
    assert "Zebulon" not in err


def test_metrics_count_by_route_template_without_ids_or_values(client: TestClient) -> None:
    person = use_everything(client)
    text = client.get("/metrics").text
    assert 'route="/api/v1/plan"' in text
    assert 'route="/api/v1/sessions/{session_id}/sets"' in text
    assert "spotter_gate_verdicts_total" in text
    assert "spotter_imports_requested_total 1.0" in text
    for planted in ("137.25", "77.77", "Zebulon", person.get("/athlete")["id"]):
        assert planted not in text


def test_unknown_addresses_share_one_label(client: TestClient) -> None:
    for n in range(5):
        client.get(f"/nothing-{n}")
    assert "nothing-" not in client.get("/metrics").text


def worker_seen(box: Container, ago: timedelta) -> None:
    with box.uow() as uow:
        at = box.clock() - ago
        uow.workers.seen("here-1-a", at, at)
        uow.commit()


def test_the_server_is_ready_when_everything_it_needs_is(
    client: TestClient, box: Container
) -> None:
    worker_seen(box, timedelta())
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["migrations"] == "ok"


def test_without_a_worker_elsewhere_it_serves_on_and_says_what_to_start(client: TestClient) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["worker"] == "no worker has started yet; start `spotter worker`"


def test_a_worker_that_has_been_silent_for_a_lease_is_dead(
    client: TestClient, box: Container
) -> None:
    worker_seen(box, timedelta(seconds=box.settings.lease_seconds - 5))
    assert client.get("/readyz").json()["worker"] == "ok"
    assert "spotter_workers_alive 1.0" in client.get("/metrics").text
    worker_seen(box, timedelta(seconds=box.settings.lease_seconds + 1))
    answer = client.get("/readyz")
    assert answer.json()["status"] == "degraded"
    assert answer.json()["worker"].startswith("no worker lives since")
    text = client.get("/metrics").text
    assert "spotter_workers_alive 0.0" in text
    assert "spotter_worker_seen_timestamp_seconds 1." in text


def test_a_server_whose_own_worker_is_dead_is_not_ready(
    app: FastAPI, client: TestClient, box: Container
) -> None:
    worker_seen(box, timedelta(seconds=box.settings.lease_seconds + 1))
    app.state.worker = threading.main_thread()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["worker"].startswith("no worker lives since")


def test_rows_that_wait_for_a_store_that_is_away_are_told_of(
    client: TestClient, box: Container
) -> None:
    assert client.get("/readyz").json()["features"] == "ok"
    with box.uow() as uow:
        athlete_id = uow.athletes.add(Profile(), box.clock())
        uow.outbox.add(Event("features.changed", athlete_id, box.clock()))
        uow.commit()
    with box.uow() as uow:
        for envelope in uow.outbox.waiting(box.clock()):
            uow.outbox.failed(envelope.id, "StoreAway", box.clock())
        uow.commit()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert "rows of 1 athletes wait" in answer.json()["features"]


def test_work_that_nobody_takes_up_is_told_of(client: TestClient, box: Container) -> None:
    worker_seen(box, timedelta())
    with box.uow() as uow:
        long_ago = box.clock() - timedelta(hours=1)
        uow.jobs.enqueue("intake.import", None, {}, "stuck", now=long_ago)
        uow.commit()
    answer = client.get("/readyz")
    assert answer.json()["status"] == "degraded"
    assert "spotter worker" in answer.json()["worker"]


def test_a_database_behind_its_migrations_is_not_ready(client: TestClient, box: Container) -> None:
    with box.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'older'")
    assert client.get("/readyz").status_code == 503


def test_living_says_nothing_but_that(client: TestClient) -> None:
    assert client.get("/healthz").json()["status"] == "ok"


def test_the_drift_of_features_is_shown_of_enough_people_only(
    client: TestClient, box: Container
) -> None:
    note = box.shelf.folder / "drift.json"
    note.parent.mkdir(exist_ok=True)
    for athletes, shown in ((20, True), (19, False)):
        note.write_text(json.dumps({"athletes": athletes, "psi": {"resting_hr_last": 0.31}}))
        line = 'spotter_feature_drift_psi{feature="resting_hr_last"} 0.31'
        assert (line in client.get("/metrics").text) == shown
