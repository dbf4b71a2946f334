"""A set watched frame by frame: what is told, when, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from form.live.sets import frames, squats
from spotter.form.live.errors import BadFrame, OutOfOrder
from spotter.form.live.events import Event, Phase, Rep, Warned
from spotter.form.live.frame import Frame
from spotter.form.live.watcher import Watcher
from spotter.form.motion import Motion


def _watched(watcher: Watcher, all_frames: list[Frame]) -> list[Event]:
    return [event for frame in all_frames for event in watcher.frame(frame)]


def _codes(events: list[Event]) -> list[str]:
    return [one.code for one in events if isinstance(one, Warned) and not one.over]


def test_a_repetition_is_told_at_its_finish_with_six_scores() -> None:
    watcher = Watcher("squat", aspect=1.0)
    told = {}
    for frame in frames(squats(3)):
        for event in watcher.frame(frame):
            if isinstance(event, Rep):
                told[event.number] = (event, frame.t_s)
    assert list(told) == [1, 2, 3]
    for rep, at_s in told.values():
        assert 0 <= at_s - rep.end_s <= 0.5
        assert rep.start_s < rep.turn_s < rep.end_s
        assert rep.scores["depth"] == pytest.approx(97, abs=5)
        assert rep.scores["overall"] is not None


def test_phases_go_down_and_up_in_each_squat() -> None:
    events = _watched(Watcher("squat", aspect=1.0), frames(squats(2)))
    phases = [one.phase for one in events if isinstance(one, Phase)]
    assert [one for one in phases if one in {"down", "up"}] == ["down", "up"] * 2


def test_every_event_and_the_report_are_json() -> None:
    watcher = Watcher("squat", aspect=1.0)
    events = _watched(watcher, frames(squats(2)))
    for told in (*(one.document() for one in events), watcher.finish().document()):
        json.dumps(told, allow_nan=False)
    assert {"phase", "rep"} <= {one.document()["kind"] for one in events}


def test_nobody_in_the_picture_gives_a_warning_and_no_score() -> None:
    watcher = Watcher("squat", aspect=1.0)
    events = _watched(watcher, [Frame.empty(n / 30, people=0) for n in range(150)])
    report = watcher.finish().document()
    assert _codes(events) == ["nobody"]
    assert report["reps"] == []
    assert report["set"] == {"score": None, "band": None, "count": 0}


def test_a_jump_to_another_person_is_told_and_breaks_off_the_repetition() -> None:
    watcher = Watcher("squat", aspect=1.0)
    body = squats(2)
    here, there = frames(body, at=0.2, size=0.2), frames(body, at=0.9, size=0.2)
    # The first repetition goes from 0.5 to 2.5 s: at 1.5 s it is at its turn.
    cut = 45
    events = _watched(watcher, here[:cut] + there[cut:])
    assert _codes(events) == ["jumped"]
    assert watcher.finish().document()["set"]["count"] == 1


def test_a_second_person_is_told_once_and_so_is_that_they_left() -> None:
    watcher = Watcher("squat", aspect=1.0)
    crowd = [2 if 20 <= n < 40 else 1 for n in range(90)]
    body = [replace(one, people=n) for one, n in zip(frames(squats(1)), crowd, strict=False)]
    told = [one for one in _watched(watcher, body) if isinstance(one, Warned)]
    assert [(one.code, one.over) for one in told] == [
        ("second_person", False),
        ("second_person", True),
    ]


def test_few_frames_a_second_are_told_and_steadiness_has_no_score() -> None:
    watcher = Watcher("squat", aspect=1.0)
    events = _watched(watcher, frames(squats(3, fps=8)))
    assert "low_fps" in _codes(events)
    reps = watcher.finish().reps
    assert len(reps) == 3
    assert all(rep.scores["stability"] is None for rep in reps)


def test_frames_just_at_the_limit_are_told_of_once() -> None:
    watcher = Watcher("squat", aspect=1.0)
    jitter = np.random.default_rng(1).uniform(-0.004, 0.004, 1000)
    body = [
        replace(one, t_s=one.t_s + 0.01 + float(jitter[n]))
        for n, one in enumerate(frames(squats(6, fps=10)))
    ]
    assert _codes(_watched(watcher, body)).count("low_fps") <= 1


def test_from_the_side_left_and_right_are_not_compared() -> None:
    watcher = Watcher("squat", aspect=1.0)
    events = _watched(watcher, frames(squats(2, yaw=90)))
    assert "wrong_angle_symmetry" in _codes(events)
    assert all(rep.scores["symmetry"] is None for rep in watcher.finish().reps)
    assert all(rep.scores["depth"] is not None for rep in watcher.finish().reps)


def test_an_exercise_nobody_named_is_recognised_and_no_repetition_is_lost() -> None:
    watcher = Watcher("auto", aspect=1.0)
    events = _watched(watcher, frames(squats(5)))
    assert "recognised" in [one.document()["kind"] for one in events]
    assert len(watcher.finish().reps) == 5


def _lying(body: Motion) -> Motion:
    x, y, z = np.moveaxis(body.xyz_m, -1, 0)
    return Motion.of(body.times_s, np.stack([x, -z, y], axis=-1), body.visibility)


def test_a_set_longer_than_the_tape_keeps_its_repetitions_and_its_duration() -> None:
    watcher = Watcher("auto", aspect=1.0)
    watcher.tape.longest_s = 10.0
    body = frames(squats(6, fps=15))
    # After a minute nothing but the end of the set may correct what the exercise is; what is then
    # left on the tape is taken for pull-ups.
    body += [replace(one, t_s=one.t_s + 70) for one in frames(_lying(squats(5, fps=15)))]
    _watched(watcher, body)
    counted = watcher.reps
    assert len(counted) > 6
    report = watcher.finish()
    assert (report.exercise, report.reps) == ("other", counted)
    assert report.duration_s == pytest.approx(body[-1].t_s - body[0].t_s)


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        ({"world": np.zeros((32, 3), np.float32)}, "world"),
        ({"world": np.full((33, 3), np.inf, np.float32)}, "world"),
        ({"world": np.full((33, 3), 99.0, np.float32)}, "world"),
        ({"visibility": np.full(33, 1.5, np.float32)}, "visibility"),
        ({"t_s": float("nan")}, "t_ms"),
    ],
)
def test_a_bad_frame_is_refused_by_name_and_the_set_goes_on(broken: dict, field: str) -> None:
    watcher = Watcher("squat", aspect=1.0)
    body = frames(squats(1))
    for frame in body[:10]:
        watcher.frame(frame)
    with pytest.raises(BadFrame) as refused:
        watcher.frame(replace(body[10], **broken))
    assert refused.value.field == field
    for frame in body[10:]:
        watcher.frame(frame)
    assert len(watcher.finish().reps) == 1


def test_frames_out_of_order_are_refused() -> None:
    watcher = Watcher("squat", aspect=1.0)
    body = frames(squats(1))
    watcher.frame(body[1])
    for late in (body[0], body[1]):
        with pytest.raises(OutOfOrder):
            watcher.frame(late)


def test_three_pictures_a_second_are_told_within_three_seconds() -> None:
    watcher = Watcher("squat", aspect=1.0)
    told = [(one.t_s, watcher.frame(one)) for one in frames(squats(3, fps=3))]
    first = next(at for at, events in told if "low_fps" in _codes(events))
    assert first <= 3.0
