"""What is remembered of a watched set rests on repetitions that were seen well."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from form.live.sets import frames, squats
from spotter.form.live.watcher import Watcher
from spotter.form.watched import WatchedSet

DAY = date(2026, 3, 2)


def rep(**changes: Any) -> dict[str, Any]:
    """Return a repetition as a report tells it."""
    dimensions = ("depth", "stability", "symmetry", "tempo", "alignment", "overall")
    told: dict[str, Any] = {
        "scores": dict.fromkeys(dimensions, 80.0),
        "trust": dict.fromkeys(dimensions, 0.9),
        "asymmetry_deg": 4.0,
        "faults": [],
    }
    return told | changes


def report(*reps: dict[str, Any], **told: Any) -> dict[str, Any]:
    return {"reps": list(reps), "set": {"score": 80.0}, "trend": None, **told}


def test_a_report_of_the_engine_is_understood() -> None:
    engine = Watcher("squat", aspect=1.0)
    for frame in frames(squats(5)):
        engine.frame(frame)
    found = WatchedSet.of("squat", DAY, engine.finish().document())
    assert (found.reps, found.faulty_share) == (5, 0.0)
    assert found.score is not None
    assert found.depth is not None
    assert found.speed_slope == pytest.approx(0, abs=3)


def test_the_sides_are_compared_only_where_both_were_seen() -> None:
    badly = {"trust": {"symmetry": 0.2}}
    seen = [rep(asymmetry_deg=degrees) for degrees in (3.0, 5.0, 9.0)]
    assert WatchedSet.of("squat", DAY, report(*seen, rep(**badly))).asymmetry_deg == 5
    assert WatchedSet.of("squat", DAY, report(*seen[:2], rep(**badly))).asymmetry_deg is None


def test_faults_are_a_share_of_the_repetitions() -> None:
    fault = [{"id": "knees_in"}]
    found = WatchedSet.of("squat", DAY, report(rep(), rep(), rep(), rep(faults=fault)))
    assert (found.faulty_share, found.faulty) == (0.25, False)


def test_two_repetitions_say_nothing() -> None:
    found = WatchedSet.of("squat", DAY, report(rep(), rep()))
    assert (found.score, found.faulty_share, found.depth) == (None, None, None)


def test_what_is_held_has_its_score() -> None:
    held = {"holds": [], "hold_s": 30.0, "set": {"score": 71.0}}
    assert WatchedSet.of("plank", DAY, held).score == 71


def test_how_a_set_went_on_is_remembered() -> None:
    slopes = {"score_per_rep": -1.5, "rom_percent_per_rep": None, "speed_percent_per_rep": -4.0}
    found = WatchedSet.of("squat", DAY, report(rep(), trend=slopes))
    assert (found.score_slope, found.range_slope, found.speed_slope) == (-1.5, None, -4)
