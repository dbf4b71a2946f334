"""A report in words, the same wherever it is shown."""

from __future__ import annotations

from typing import Any

from form.live.sets import frames, squats
from spotter.form.cues import Cues, Level
from spotter.form.live.watcher import Watcher
from spotter.form.scores import DIMENSIONS
from spotter.form.told import brief, told


def report(*faults: str, **changes: Any) -> dict[str, Any]:
    """Return a report of one squat with `faults`."""
    seen = [{"id": one, "says": one, "at_s": 1.25} for one in faults]
    rep = {"start_s": 0.5, "scores": dict.fromkeys(DIMENSIONS, 80.0), "faults": seen}
    whole = {"exercise": "squat", "confidence": 0.87, "named": True, "reps": [rep], "trend": None}
    done = {"set": {"score": 80.4, "band": "good", "count": 1}, "warnings": []}
    return whole | done | changes


def test_what_the_engine_reports_can_be_told() -> None:
    engine = Watcher("squat", aspect=1.0)
    for frame in frames(squats(5, deep=120)):
        engine.frame(frame)
    said = told(engine.finish().document())
    assert (said.name, said.done, len(said.rows)) == ("Squat", "5 repetitions", 5)
    assert said.trend.startswith("From repetition to repetition: ")
    assert "stops well short" in said.rows[0].faults
    assert said.rows[0].brief == "shallow"


def test_a_score_is_told_with_its_band_and_none_as_none() -> None:
    assert told(report()).verdict == "80 of 100, good"
    nothing = told(report(set={"score": None, "band": None, "count": 1}))
    assert (nothing.done, nothing.verdict, nothing.score) == ("1 repetition", "no score", None)


def test_an_exercise_nobody_named_says_how_sure_it_is() -> None:
    assert told(report()).sure == ""
    assert told(report(named=False)).sure == "The exercise was recognised, 87% sure."
    assert told(report(exercise=None, named=False, reps=[])).name == "Nothing recognised"


def test_advice_begins_with_what_was_seen_most_often() -> None:
    (often,) = told(report("shallow")).advice
    reps = report("knees_in", "shallow")["reps"] + report("shallow")["reps"]
    assert told(report(reps=reps)).advice[0] == often
    assert told(report("shallow"), Level.ADVANCED).advice[0].text == (
        Cues("squat", Level.ADVANCED).of("shallow").text
    )


def test_what_is_held_is_told_in_seconds() -> None:
    held = report(exercise="plank", hold_s=29.6, holds=[])
    del held["reps"]
    assert told(held).done == "30 s held"


def test_a_trend_tells_what_was_measured_alone() -> None:
    slopes = {"score_per_rep": -1.25, "rom_percent_per_rep": None, "speed_percent_per_rep": -4.0}
    said = told(report(trend=slopes)).trend
    assert said == "From repetition to repetition: score -1.2 points, speed -4.0 %."


def test_a_set_is_told_in_brief_with_each_warning_once() -> None:
    warned = [{"at_s": at, "code": "low_fps", "text": "Too few pictures."} for at in (1.0, 4.0)]
    reps = report("shallow")["reps"]
    reps.append({**reps[0], "scores": dict.fromkeys(DIMENSIONS), "faults": []})
    said = brief(report(reps=reps, warnings=warned))
    assert said == {
        "summary": "Squat: 1 repetition, 80 of 100, good.",
        "rows": ["80 of 100, good: shallow (1.2 s)", "not judged"],
        "trend": "",
        "warnings": ["Too few pictures."],
    }


def test_a_set_of_which_nothing_was_seen_is_told_too() -> None:
    nothing = {"score": None, "band": None, "count": 0}
    said = brief(report(exercise=None, named=False, reps=[], set=nothing))
    assert said["summary"] == "Nothing recognised: 0 repetitions, no score."
