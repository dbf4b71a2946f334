"""The sample's log: check-ins and sets that fit the body they came from."""

from __future__ import annotations

import json
from datetime import date
from statistics import mean
from typing import Any

import pytest

from spotter.body.checkin import Checkin
from spotter.lab.sample.diary import checkins, sessions
from spotter.lab.sample.write import Sample, simulated, since
from spotter.store.codec import decode
from spotter.training.catalogue import catalogue
from spotter.training.session import SessionLog
from spotter.training.strength import e1rm

LAST = date(2026, 10, 30)


@pytest.fixture(scope="module")
def logs() -> list[SessionLog]:
    return list(sessions(simulated(seed=7, since=since(LAST, 8), until=LAST)))


def _lines(sample: Sample) -> list[dict[str, Any]]:
    return [json.loads(line) for line in sample.log.read_text(encoding="utf-8").splitlines()]


def test_every_exercise_is_in_the_catalogue(logs: list[SessionLog]) -> None:
    known = catalogue()
    assert {each.exercise for log in logs for each in log.sets} <= {one.id for one in known}


def test_every_line_reads_back_as_what_it_was(two_months: Sample) -> None:
    for line in _lines(two_months):
        kind = line.pop("kind")
        fact = decode(Checkin if kind == "checkin" else SessionLog, line)
        assert two_months.first <= fact.day < two_months.last


def test_the_last_day_is_left_to_whoever_looks(two_months: Sample) -> None:
    assert max(line["day"] for line in _lines(two_months)) < two_months.last.isoformat()


def test_lifts_grow_by_a_few_percent_in_eight_months(logs: list[SessionLog]) -> None:
    best = [
        max(e1rm(each.load_kg or 0, each.reps or 1, 8.0) for each in log.sets[:3])
        for log in logs
        if log.sets[0].exercise == "barbell_bench_press"
    ]
    assert 1.005 < mean(best[-5:]) / mean(best[:5]) < 1.08


def test_a_bad_day_shows_in_the_effort_not_in_the_plan() -> None:
    days = simulated(seed=7, since=since(LAST, 8), until=LAST)
    form = {body.day: body.form for body in days}
    lower = [log for log in sessions(days) if log.title == "Lower body"]
    by_form = sorted(lower, key=lambda log: form[log.day])

    def effort(some: list[SessionLog]) -> float:
        return mean(each.rpe or 0 for log in some for each in log.sets)

    assert effort(by_form[:6]) > effort(by_form[-6:])


def test_a_sick_morning_says_so() -> None:
    days = simulated(seed=7, since=since(LAST, 8), until=LAST)
    ill = {body.day for body in days if body.life.illness >= 0.5}
    said = {each.day for each in checkins(days) if each.ill}
    assert said
    assert said <= ill
