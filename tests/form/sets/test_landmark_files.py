"""Landmarks in files: JSON of a browser and PoseLog tables are scored like a film."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from form.live.documents import landmark_json
from form.live.sets import clip_of, frames, squats
from spotter.form.clip import Clip
from spotter.form.live.frame import Frame
from spotter.form.sets.errors import Nobody, NotLandmarks
from spotter.form.sets.landmark_files import read, written
from spotter.form.sets.scoring import How, looked_at, score
from spotter.form.skeleton import LANDMARKS
from spotter.kit.errors import BadInput


def _pose_log(all_frames: list[Frame]) -> str:
    axes = ("x", "y", "z", "visibility")
    head = ["timestamp_ms", *(f"{name}_{axis}" for name in LANDMARKS for axis in axes)]
    lines = [",".join(head)]
    for frame in all_frames:
        cells = [
            f"{value:.4f}"
            for point, seen in zip(frame.world.tolist(), frame.visibility.tolist(), strict=True)
            for value in (*point, seen)
        ]
        lines.append(",".join([f"{frame.t_s * 1000:.1f}", *cells]))
    return "\n".join(lines)


def test_a_json_of_landmarks_is_counted_and_scored(tmp_path: Path) -> None:
    file = tmp_path / "set.json"
    file.write_text(landmark_json(frames(squats(3))))
    told = score(looked_at(file), How("squat"), file.name).document()
    assert told["set"]["count"] == 3
    assert told["reps"][0]["scores"]["depth"] > 90


def test_a_pose_log_longer_than_half_a_minute_gives_the_same_as_json(tmp_path: Path) -> None:
    body = frames(squats(13))
    (tmp_path / "a.json").write_text(landmark_json(body))
    (tmp_path / "b.csv").write_text(_pose_log(body))
    one, other = (
        score(looked_at(tmp_path / name), How("squat"), name).document()
        for name in ("a.json", "b.csv")
    )
    assert one["set"]["count"] == other["set"]["count"] == 13
    assert other["set"]["score"] == pytest.approx(one["set"]["score"], abs=3)


def test_landmarks_that_were_written_give_the_same_set_when_they_are_read() -> None:
    clip = clip_of([*frames(squats(3, fps=15)), Frame.empty(99.0)])
    again = read(written(clip).encode(), "set.json")
    assert isinstance(again, Clip)
    assert again.seen.tolist() == clip.seen.tolist()
    first, second = (score(each, How("squat"), "set.json").document() for each in (clip, again))
    assert second["set"]["count"] == first["set"]["count"] == 3
    assert second["set"]["score"] == pytest.approx(first["set"]["score"], abs=0.5)


def test_a_fault_of_a_film_says_which_picture_shows_it(tmp_path: Path) -> None:
    file = tmp_path / "set.json"
    file.write_text(landmark_json(frames(squats(2, deep=120))))
    told = score(looked_at(file), How("squat"), file.name).document()
    (fault, *_) = told["reps"][0]["faults"]
    assert fault["id"] == "shallow"
    assert fault["frame"] == round(fault["at_s"] * 30)


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b'{"frames": 7}',
        b'{"frames": []}',
        b'{"frames": [{"t_ms": 1, "world": [1, 2], "image": [], "visibility": []}]}',
        b'{"aspect": 0, "frames": []}',
        b"{" * 5000,
        b"a,b,c\n1,2,3\n",
        b'{"frames": [{"t_ms": 1, "people": 1e999}]}',
        b'{"frames": [{"t_ms": ' + b"9" * 400 + b"}]}",
        b'{"frames": [{"t_ms": 1, "world": [' + b"9" * 400 + b'], "image": [], "visibility": []}]}',
        b'{"frames": [{"t_ms": Infinity}]}',
        b'{"frames": [{"t_ms": NaN}, {"t_ms": 1}]}',
    ],
)
def test_what_is_no_recording_of_landmarks_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput):
        read(content, "set")


def test_what_a_recording_lacks_is_named() -> None:
    with pytest.raises(NotLandmarks, match=r"set\.json .* lacks 'frames'"):
        read(b'{"aspect": 1}', "set.json")


def test_times_that_go_back_are_refused() -> None:
    one = frames(squats(1))[:3]
    with pytest.raises(NotLandmarks, match="times increase"):
        read(landmark_json([one[1], one[0], one[2]]).encode(), "set.json")


def test_a_number_that_no_body_has_is_refused_by_name() -> None:
    told = json.loads(landmark_json(frames(squats(1))[:2]))
    told["frames"][1]["world"][0] = float("nan")
    with pytest.raises(BadInput) as refused:
        read(json.dumps(told).encode(), "set.json")
    assert refused.value.field == "world"


def test_a_recording_without_a_person_is_refused_in_words() -> None:
    empty = [Frame.empty(n / 30) for n in range(30)]
    with pytest.raises(Nobody, match="Nobody is to be seen"):
        score(read(landmark_json(empty).encode(), "set.json"), How(), "set.json")
