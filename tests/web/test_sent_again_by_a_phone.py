"""What a phone sends again, grown meanwhile, takes the place of what it sent before."""

from __future__ import annotations

from typing import Any

from spotter.body import raw
from spotter.bootstrap import Container
from web.people import Api

RUN = {"id": "1", "name": "Run", "start": "2026-02-01 07:00:00 +0100", "duration": 600,
       "end": "2026-02-01 07:10:00 +0100"}  # fmt: skip


def send(sam: Api, box: Container, steps: int, beats: int) -> None:
    entry = {"date": "2026-02-01 00:00:00 +0100", "qty": steps}
    beat = [
        {"date": f"2026-02-01 07:0{i}:00 +0100", "Avg": 120, "units": "bpm"} for i in range(beats)
    ]
    body: dict[str, Any] = {
        "data": {
            "metrics": [{"name": "step_count", "units": "count", "data": [entry]}],
            "workouts": [{**RUN, "heartRateData": beat}],
        }
    }
    sam("POST", "/imports", body)
    box.worker().run_until_idle()


def test_the_sum_of_a_day_is_the_last_one_sent(sam: Api, box: Container) -> None:
    for steps, beats in ((3_000, 1), (9_000, 3), (9_000, 3)):
        send(sam, box, steps, beats)
    assert sam.get("/days/2026-02-01")["metrics"]["steps"]["value"] == 9_000
    with box.uow.reading() as uow:
        rows = raw.scan(list(uow.imports.files(sam.get("/athlete")["id"]))).collect()
    assert rows.filter(signal="steps")["si"].to_list() == [9_000]
    assert rows.filter(signal="workout").height == 1
    assert rows.filter(signal="heart_rate").height == 3
