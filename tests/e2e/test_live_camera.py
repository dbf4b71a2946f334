"""Real films as the camera of a real browser: counted, told apart, and not a picture sent."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, WebSocketRoute, expect, sync_playwright

from e2e.conftest import SETUP_TOKEN, Server, serving
from e2e.eyes import look
from spotter.form.video.bundle import path as bundle
from spotter.lab.form.camera import chromium
from spotter.lab.form.camera.film import camera_film

pytestmark = pytest.mark.browser
_BESIDE = Path(__file__).resolve().parents[3] / "shared" / "data"
FILMS = Path(os.environ.get("SPOTTER_TEST_DATA", _BESIDE)) / "form" / "exercise_videos"
# Of a frame: 231 numbers of at most nine characters, and the names around them.
_FRAME_BYTES = 231 * 9 + 200
# A busy machine shows fewer, and then the page itself says that it cannot judge.
_LEAST_FPS = 8.0
# As many frames as the page sends ahead of the server's answer.
_ON_THE_WAY = 90


@pytest.fixture(scope="module")
def films() -> Path:
    if not FILMS.is_dir():
        pytest.skip(f"no films in {FILMS.parent.name}/{FILMS.name}")
    if not bundle("lite").is_file():
        pytest.skip("the pose network is not put together: make setup")
    return FILMS


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("live")) as found:
        yield found


@pytest.fixture(scope="module")
def state(playwright: Playwright, server: Server) -> Any:
    """Return the cookies of somebody who has just made their account."""
    browser = playwright.chromium.launch(
        executable_path=str(chromium.CHROMIUM), args=["--no-sandbox"]
    )
    page = browser.new_page(base_url=server.url)
    page.goto("/")
    page.get_by_label("Setup token").fill(SETUP_TOKEN)
    page.get_by_label("Your name here").fill("sam")
    page.get_by_label("Password").fill("four words make sense")
    page.get_by_role("button", name="Create my account").click()
    expect(page).to_have_url(re.compile("/profile"))
    kept = page.context.storage_state()
    browser.close()
    return kept


def test_a_squat_is_counted_told_from_others_and_nothing_but_landmarks_leaves(
    films: Path, playwright: Playwright, server: Server, state: Any, tmp_path: Path
) -> None:
    camera = camera_film(films / "squat_c8.mp4", tmp_path / "squat.mjpeg")
    with chromium.filmed(playwright.chromium, camera, server.url, state) as (page, network):
        page.add_init_script(_SPOKEN)
        chromium.open_camera(page)
        look(page, "the camera before a set")
        chromium.start(page)
        taken = chromium.finish(page, network)
        look(page, "the camera after a set")
        # What the overlay showed was told as text.
        assert page.get_by_text(taken.summary).count() >= 1
        spoken = page.evaluate("window.spoken")
    _only_landmarks(network, server.url)
    if not _fast_enough(taken):
        return
    assert taken.report["exercise"] == "squat"
    # And aloud, for who does not look.
    assert spoken[0].startswith("The camera is on.")
    assert {"This looks like: Squat.", taken.summary} <= set(spoken)
    assert taken.count in {1, 2}
    assert taken.report["reps"][0]["scores"]["overall"] is not None


def _fast_enough(taken: chromium.Taken) -> bool:
    """Return whether there were pictures enough to count by; where not, the page said so."""
    told = "low_fps" in {one["code"] for one in taken.report["warnings"]}
    assert told or taken.fps >= _LEAST_FPS, taken.fps
    return not told


def _only_landmarks(network: chromium.Network, url: str) -> None:
    assert network.elsewhere(url) == []
    # The page itself posts nothing; what goes up goes up through the one socket.
    assert [one for one in network.requests if one[0] != "GET" or one[2]] == []
    assert len(network.sockets) == 1
    frames = network.frames
    assert len(frames) > 5
    allowed = {"seq", "t_ms", "people", "world", "image", "visibility"}
    assert all(frame.keys() <= allowed for frame in frames)
    assert max(len(json.dumps(frame)) for frame in frames) <= _FRAME_BYTES
    others = [one for one in network.messages if '"frames"' not in str(one)]
    assert sum(len(one) for one in others) < 500


def test_a_set_survives_a_lost_connection(
    films: Path, playwright: Playwright, server: Server, state: Any, tmp_path: Path
) -> None:
    camera = camera_film(films / "pullup_c11.mp4", tmp_path / "pullup.mjpeg")
    with chromium.filmed(playwright.chromium, camera, server.url, state) as (page, network):
        page.add_init_script(_LOSE)
        chromium.open_camera(page, "pull_up")
        chromium.start(page)
        page.wait_for_timeout(2500)
        page.evaluate("window.lose()")
        expect(page.locator("[data-link]")).to_contain_text("lost")
        expect(page.locator("[data-link]")).to_contain_text("Connected", timeout=10_000)
        taken = chromium.finish(page, network)
    numbers = [event["number"] for event in taken.happened if event["kind"] == "rep"]
    assert numbers == list(range(1, len(numbers) + 1))
    seqs = {frame["seq"] for frame in network.frames}
    assert seqs == set(range(max(seqs) + 1))
    assert sum('"resume"' in str(message) for message in network.messages) == 1
    if not _fast_enough(taken):
        return
    # The end of the set finishes what was under way, so the report may have one more.
    assert abs(taken.count - 3) <= 1, taken.happened


def test_a_page_that_the_server_hung_up_on_stops_and_says_why(
    films: Path, playwright: Playwright, server: Server, state: Any, tmp_path: Path
) -> None:
    camera = camera_film(films / "squat_c16.mp4", tmp_path / "squat.mjpeg")
    with chromium.filmed(playwright.chromium, camera, server.url, state) as (page, _):
        page.route_web_socket("**/form/live", _hang_up)
        chromium.open_camera(page, "squat")
        page.click("[data-start]")
        expect(page.locator("[data-status]")).to_contain_text("Sign in again.")
        expect(page.locator("[data-link]")).to_contain_text("gone for good")
        expect(page.locator("[data-form]")).to_have_attribute("data-state", "watching")


def _hang_up(socket: WebSocketRoute) -> None:
    socket.on_message(lambda _: socket.close(code=1008, reason="Sign in again."))


def test_a_page_that_is_signed_out_stops_says_so_and_goes_on_when_signed_in_again(
    films: Path, playwright: Playwright, server: Server, state: Any, tmp_path: Path
) -> None:
    camera = camera_film(films / "squat_c16.mp4", tmp_path / "squat.mjpeg")
    with chromium.filmed(playwright.chromium, camera, server.url, state) as (page, network):
        page.add_init_script(_SPOKEN + _LOSE)
        chromium.open_camera(page, "squat")
        _begin(page)
        signed_in = page.context.cookies()
        page.context.clear_cookies()
        page.evaluate("window.lose()")
        expect(page.locator("[data-status]")).to_contain_text("You are signed out", timeout=15_000)
        expect(page.get_by_role("link", name="Sign in again")).to_be_visible()
        look(page, "the camera of who is signed out")
        assert any("You are signed out" in words for words in page.evaluate("window.spoken"))
        tried = len(network.sockets)
        page.wait_for_timeout(3000)
        assert len(network.sockets) == tried
        page.context.add_cookies(signed_in)  # type: ignore[arg-type]  # as `cookies` gave them
        page.reload()
        expect(page.locator("[data-status]")).to_contain_text("Your set goes on", timeout=60_000)


def test_a_server_that_is_away_is_asked_again_until_it_is_back(
    films: Path, playwright: Playwright, server: Server, state: Any, tmp_path: Path
) -> None:
    camera = camera_film(films / "squat_c16.mp4", tmp_path / "squat.mjpeg")
    with chromium.filmed(playwright.chromium, camera, server.url, state) as (page, network):
        page.add_init_script(_SPOKEN + _LOSE)
        chromium.open_camera(page, "squat")
        _begin(page)
        page.route("**/form/live", lambda asked: asked.abort())
        page.evaluate("window.shut = true; window.lose()")
        expect(page.locator("[data-status]")).to_contain_text("cannot be reached", timeout=15_000)
        assert any("cannot be reached" in words for words in page.evaluate("window.spoken"))
        page.wait_for_timeout(6000)
        expect(page.locator("[data-form]")).to_have_attribute("data-state", "set")
        page.unroute("**/form/live")
        page.evaluate("window.shut = false; window.dispatchEvent(new Event('online'))")
        expect(page.locator("[data-link]")).to_have_text("Connected", timeout=20_000)
    assert sum('"resume"' in str(message) for message in network.messages) == 1


def test_a_live_connection_that_never_comes_through_is_given_up_with_the_reason(
    films: Path, playwright: Playwright, server: Server, state: Any, tmp_path: Path
) -> None:
    camera = camera_film(films / "squat_c16.mp4", tmp_path / "squat.mjpeg")
    with chromium.filmed(playwright.chromium, camera, server.url, state) as (page, _):
        page.add_init_script(_LOSE)
        chromium.open_camera(page, "squat")
        page.evaluate("window.shut = true")
        page.click("[data-start]")
        said = page.locator("[data-status]")
        expect(said).to_contain_text(
            "A proxy before it must let WebSockets through", timeout=30_000
        )
        expect(page.locator("[data-link]")).to_contain_text("gone for good", timeout=30_000)
        expect(page.locator("[data-form]")).to_have_attribute("data-state", "watching")


def _begin(page: Page) -> None:
    page.click("[data-start]")
    expect(page.locator("[data-link]")).to_have_text("Connected", timeout=30_000)


def test_a_page_loaded_anew_in_mid_set_goes_on_with_it(
    films: Path, playwright: Playwright, server: Server, state: Any, tmp_path: Path
) -> None:
    camera = camera_film(films / "pullup_c11.mp4", tmp_path / "pullup.mjpeg")
    with chromium.filmed(playwright.chromium, camera, server.url, state) as (page, network):
        shown = _listed(page)
        chromium.open_camera(page, "pull_up")
        page.uncheck("[name=mirror]")
        chromium.start(page)
        page.wait_for_timeout(2500)
        before = network.frames
        page.reload()
        chromium.listen(page)
        expect(page.locator("[data-form]")).to_have_attribute("data-state", "set", timeout=60_000)
        expect(page.locator("[data-status]")).to_contain_text("Your set goes on")
        expect(page.locator("[name=exercise]")).to_have_value("pull_up")
        assert not page.is_checked("[name=mirror]")
        look(page, "the camera with a set gone on with")
        page.wait_for_timeout(1500)
        page.click("[data-finish]")
        page.wait_for_selector("[data-summary]:not([hidden])", timeout=30_000)
        report = page.evaluate("window.report")
        kept = _listed(page) - shown
        page.goto("/form")
        expect(page.locator("[data-form]")).to_have_attribute("data-state", "off")
    after = network.frames[len(before) :]
    anew = next(n for n, one in enumerate(after) if one["t_ms"] > before[-1]["t_ms"] + 500)
    # The page counts on from what the server has, and its time has gone on meanwhile. What was on
    # the way when it was left may have been lost, and may have been sent without our seeing it.
    last = max(one["seq"] for one in (*before, *after[:anew]))
    assert abs(after[anew]["seq"] - last) <= _ON_THE_WAY
    assert report["duration_s"] == pytest.approx(after[-1]["t_ms"] / 1000, abs=0.5)
    assert sum('"start"' in str(message) for message in network.messages) == 1
    assert kept == (1 if report["reps"] else 0)


def _listed(page: Page) -> int:
    """Return how many sets the page of sets shows; the browser goes there."""
    page.goto("/form/videos")
    return page.locator("article[id^=set-]").count()


def test_a_set_whose_summary_was_lost_on_the_way_is_kept_once(
    films: Path, playwright: Playwright, server: Server, state: Any, tmp_path: Path
) -> None:
    camera = camera_film(films / "squat_c8.mp4", tmp_path / "squat.mjpeg")
    with chromium.filmed(playwright.chromium, camera, server.url, state) as (page, network):
        before = _listed(page)
        page.add_init_script(_LOSE_THE_FIRST_SUMMARY)
        chromium.open_camera(page, "squat")
        chromium.start(page)
        taken = chromium.finish(page, network)
        assert page.evaluate("window.summaries") == 2
        kept = _listed(page) - before
    assert sum('"resume"' in str(message) for message in network.messages) == 1
    assert kept == (1 if taken.report["reps"] else 0)


# Swallows the first summary, and the connection with it.
_LOSE_THE_FIRST_SUMMARY = """(() => {
  const Real = window.WebSocket;
  window.summaries = 0;
  window.WebSocket = class extends Real {
    addEventListener(kind, act) {
      if (kind !== "message") return super.addEventListener(kind, act);
      super.addEventListener(kind, (event) => {
        if (JSON.parse(event.data).type === "summary" && window.summaries++ === 0) this.close(4000);
        else act(event);
      });
    }
  };
})()"""
_UNPLUG = """() => document.querySelector("[data-video]").srcObject.getVideoTracks()[0]
  .dispatchEvent(new Event("ended"))"""
_SPOKEN = """(() => {
  window.spoken = [];
  speechSynthesis.speak = (words) => window.spoken.push(words.text);
})();"""
# Closes every socket of the page as a network that goes away does; while `shut`, handshakes fail.
_LOSE = """(() => {
  const sockets = [];
  const Real = window.WebSocket;
  window.WebSocket = class extends Real {
    constructor(address) { super(window.shut ? address + "/shut" : address); sockets.push(this); }
  };
  window.lose = () => sockets.forEach((one) => one.close(4000));
})()"""


def test_a_title_screen_with_nobody_in_it_has_no_score(
    films: Path, playwright: Playwright, server: Server, state: Any, tmp_path: Path
) -> None:
    # The film's blue lead alone: nobody is ever in the picture.
    camera = camera_film(films / "squat_c16.mp4", tmp_path / "nobody.mjpeg", lead_s=12.0)
    with chromium.filmed(playwright.chromium, camera, server.url, state) as (page, network):
        chromium.open_camera(page, "squat")
        chromium.until_blue(page, False)
        chromium.until_blue(page)
        page.click("[data-start]")
        page.wait_for_timeout(4500)
        expect(page.locator("[data-warnings]")).to_contain_text("Nobody is in the picture")
        taken = chromium.finish(page, network)
        # A camera that is unplugged is told of, and can be turned on again.
        page.evaluate(_UNPLUG)
        expect(page.locator("[data-status]")).to_contain_text("The camera has gone")
        expect(page.get_by_role("button", name="Turn the camera on")).to_be_visible()
    assert (taken.count, taken.report["set"]["score"]) == (0, None)
    assert "0 repetitions, no score" in taken.summary
    assert [event for event in taken.happened if event["kind"] == "rep"] == []
