"""The page of the camera: what it needs, what it may run, and which set it writes to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from spotter.form.exercises import EXERCISES
from spotter.form.exercises.movements import KIND_OF
from spotter.form.video.bundle import FOLDER, path
from spotter.training.catalogue import catalogue
from spotter.web import assets
from spotter.web.pages import form as page
from spotter.web.security import CAMERA_PAGE_POLICY, CONTENT_SECURITY_POLICY
from web.browser import answer_no, check_in_well, set_up, start, tell_profile


@pytest.fixture
def visitor(client: TestClient) -> TestClient:
    return set_up(client)


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Everything that Node makes is there."""
    (tmp_path / "pose.task").write_bytes(b"a network")
    monkeypatch.setattr(assets, "BUILT", ())
    monkeypatch.setattr(page, "path", lambda _: tmp_path / "pose.task")


def test_a_stranger_is_sent_to_sign_in(client: TestClient) -> None:
    assert client.get("/form").headers["location"] == "/login"
    assert client.get("/form/pose/lite.task").headers["location"] == "/login"


def test_webassembly_may_run_on_this_page_and_on_no_other(visitor: TestClient) -> None:
    policy = visitor.get("/form").headers["content-security-policy"]
    assert policy == CAMERA_PAGE_POLICY
    assert "'wasm-unsafe-eval'" in policy
    assert policy.replace(" 'wasm-unsafe-eval'", "") == CONTENT_SECURITY_POLICY
    other = visitor.get("/profile").headers
    assert other["content-security-policy"] == CONTENT_SECURITY_POLICY


@pytest.mark.usefixtures("ready")
def test_every_exercise_can_be_chosen_or_found_out(visitor: TestClient) -> None:
    html = visitor.get("/form").text
    offered = re.findall(r'<option value="(\w+)"', html.partition("</select>")[0])
    assert offered == ["auto", *EXERCISES]


def test_without_the_front_end_the_page_says_what_is_missing(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "BUILT", ("not_built.js",))
    html = visitor.get("/form").text
    assert "Node.js was not found" in html
    assert "data-form" not in html


def test_without_the_pose_network_the_page_says_what_is_missing(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(assets, "BUILT", ())
    monkeypatch.setattr(page, "path", lambda size: path(size, tmp_path))
    html = visitor.get("/form").text
    assert "make setup" in html
    assert "data-form" not in html


def test_the_network_is_the_one_that_films_are_watched_with(visitor: TestClient) -> None:
    file = path("lite")
    if not file.is_file():
        pytest.skip(f"no pose network in {FOLDER.name}: make setup")
    assert visitor.get("/form/pose/lite.task").content == file.read_bytes()


@pytest.mark.usefixtures("ready")
def test_without_a_session_the_page_says_where_to_start_one(visitor: TestClient) -> None:
    assert "No session is under way" in visitor.get("/form").text


@pytest.mark.usefixtures("ready")
def test_a_set_is_written_into_the_session_under_way_with_one_form(visitor: TestClient) -> None:
    tell_profile(visitor)
    answer_no(visitor)
    check_in_well(visitor)
    logger = start(visitor)
    html = visitor.get(f"/form?session={logger.rpartition('/')[2]}").text
    form = html.partition("data-write")[2].partition("</form>")[0]
    fields = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', form))
    counted = "duration_s" if "duration_s" in fields else "reps"
    answer = visitor.post(f"{logger}/sets", data={**fields, counted: "11", "rpe": "7"})
    assert answer.status_code == 303
    assert re.search(r"Done</h2>.*\b11\b", visitor.get(logger).text, re.DOTALL)


@pytest.mark.usefixtures("ready")
def test_the_logger_leads_to_the_camera(visitor: TestClient) -> None:
    tell_profile(visitor)
    answer_no(visitor)
    check_in_well(visitor)
    logger = start(visitor)
    assert f'href="/form?session={logger.rpartition("/")[2]}"' in visitor.get(logger).text


@pytest.mark.usefixtures("ready")
def test_somebody_elses_session_is_not_found(visitor: TestClient) -> None:
    assert visitor.get(f"/form?session={'0' * 32}").status_code == 404


def test_movements_of_the_catalogue_have_kinds_that_exist() -> None:
    known = catalogue()
    assert [one for one in KIND_OF if one not in known] == []
    assert set(KIND_OF.values()) <= EXERCISES.keys()
