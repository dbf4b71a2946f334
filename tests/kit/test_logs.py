"""Logs tell what happened and never what somebody's body did."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from spotter.kit import logs


@pytest.fixture(autouse=True)
def _logging() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def _lines(captured: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in captured.readouterr().err.splitlines()]


def test_a_line_is_json_with_its_level_and_time(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure()
    structlog.get_logger().info("job_finished", job="j1")
    (line,) = _lines(capsys)
    assert line["event"] == "job_finished"
    assert line["level"] == "info"
    assert line["timestamp"].endswith("Z")


def test_a_health_value_is_dropped_whatever_it_is_called(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure()
    structlog.get_logger().info("day_updated", hrv_sdnn_ms=41.5, note="chest pain", rows=3)
    (line,) = _lines(capsys)
    assert set(line) == {"event", "level", "timestamp", "rows"}


def test_the_words_of_an_exception_are_not_logged_but_its_place_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure()
    try:
        raise ValueError("resting heart rate 191")
    except ValueError:
        structlog.get_logger().exception("job_broke")
    (line,) = _lines(capsys)
    assert line["error"] == "ValueError"
    assert "test_logs.py" in line["where"][-1]
    assert "191" not in json.dumps(line)


def test_less_important_lines_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("warning")
    structlog.get_logger().info("request")
    structlog.get_logger().warning("worker_died")
    assert [line["event"] for line in _lines(capsys)] == ["worker_died"]
