"""Push-ups judged: whole performers are left out, and nothing of them reaches the judge."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from spotter.kit.errors import BadInput
from spotter.lab.form.benchmarks import push_up
from spotter.lab.form.benchmarks.pushups import trees
from spotter.lab.form.benchmarks.pushups.channels import angles
from spotter.lab.form.benchmarks.pushups.trees import Clips, Setting, judged, parts, seen
from spotter.lab.form.datasets.push_ups import PushUp, read_push_ups

_HIP = (23, 24)


def _landmarks(sag: float, low: float) -> np.ndarray:
    """A body from the side in 30 frames, lowered once by `low`, the hip hanging by `sag`."""
    down = low * np.sin(np.linspace(0, np.pi, 30))
    points = np.zeros((30, 33, 4), np.float32)
    points[:, :, 3] = 0.9
    spots = {7: (0.9, 0.4), 11: (0.8, 0.4), 13: (0.8, 0.55), 15: (0.8, 0.7)}
    spots |= {23: (0.5, 0.5), 25: (0.35, 0.55), 27: (0.2, 0.6)}
    for joint, (x, y) in spots.items():
        for side in (joint, joint + 1):
            points[:, side, 0] = x
            points[:, side, 1] = y + (0 if joint in (15, 27) else down)
            points[:, side, 2] = 0
    points[:, _HIP, 1] += sag
    return points


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return 24 made-up clips of six performers: who sags is wrong."""
    chance = np.random.default_rng(3)
    rows, points, labels = [], [], []
    for number in range(24):
        right = number % 2 == 0
        sag = chance.uniform(0, 0.03) if right else chance.uniform(0.1, 0.2)
        points.append(_landmarks(sag, chance.uniform(0.1, 0.2)))
        labels.append(int(right))
        rows.append((f"clip{number:02d}", f"performer{number // 4}", 75, 25, 640, 360))
    head = ("clip", "performer_group", "frames", "fps", "width", "height")
    with (tmp_path / "clips.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    np.savez(
        tmp_path / "keypoints_30f.npz",
        kp=np.stack(points),
        label=np.array(labels, np.int8),
        clip=np.array([row[0] for row in rows]),
    )
    return tmp_path


@pytest.fixture
def clips(folder: Path) -> Clips:
    return seen(read_push_ups(folder))


@pytest.fixture
def few_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        trees, "SETTINGS", (Setting("levels", "sqrt", 10), Setting("levels", 0.3, 10))
    )
    monkeypatch.setattr(trees, "_FLOOR", Setting("floor", "sqrt", 10))


def _push_up(points: np.ndarray) -> PushUp:
    xy = points[:, :, :2] * np.array([640, -360], np.float32)
    return PushUp("a", "b", True, xy, points[:, :, 3], 10.0)


def test_a_straight_body_has_a_straight_hip_and_a_sagging_one_has_not() -> None:
    straight = angles(_push_up(_landmarks(sag=0, low=0)))
    sagging = angles(_push_up(_landmarks(sag=0.15, low=0)))
    assert straight[:, 1] == pytest.approx(180, abs=0.5)
    assert sagging[:, 1].max() < 165


def test_frames_in_which_nobody_was_found_are_bridged() -> None:
    points = _landmarks(sag=0.1, low=0.2)
    clip = _push_up(points)
    gap = clip.xy_px.copy()
    gap[14] = np.nan
    bridged = angles(replace(clip, xy_px=gap))
    assert np.abs(bridged - angles(clip)).max() < 6


def test_no_performer_is_on_both_sides_of_a_split(clips: Clips) -> None:
    everybody = np.ones(len(clips.right), bool)
    masks = list(parts(clips, everybody, 5, seed=0))
    assert np.array_equal(np.sum(masks, axis=0), everybody)
    for out in masks:
        assert not set(clips.performer[out]) & set(clips.performer[~out])


@pytest.mark.usefixtures("few_settings")
def test_the_labels_of_the_performers_left_out_change_nothing(clips: Clips) -> None:
    asked = clips.performer == "performer2"
    lied = replace(clips, right=np.where(asked, ~clips.right, clips.right))
    assert np.array_equal(judged(clips, asked, 0), judged(lied, asked, 0))


@pytest.mark.usefixtures("few_settings")
def test_what_is_easy_to_tell_apart_is_told_apart_in_every_seed(folder: Path) -> None:
    report = push_up.run(folder, seeds=2, tell=lambda _: None)
    assert [row.name for row in report.rows] == ["seed 0", "seed 1"]
    assert report.reached
    assert report.beside[0].values["ours"] > 0.9
    assert len(report.predictions) == 24


def test_a_folder_without_clips_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="keypoints_30f"):
        read_push_ups(tmp_path)


def test_a_clip_the_table_does_not_know_is_refused_by_name(folder: Path) -> None:
    table = folder / "clips.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("clip07", "other"), encoding="utf-8")
    with pytest.raises(BadInput, match="clip07"):
        read_push_ups(folder)


def test_the_published_clips_are_read(form_data: Path) -> None:
    clips = read_push_ups(form_data)
    assert {clip.right for clip in clips} == {True, False}
    assert all(not np.isnan(angles(clip)).any() for clip in clips)
