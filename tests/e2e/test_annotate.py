"""Repetitions judged in a real browser: played, scored by keyboard alone, measured by axe."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.conftest import SETUP_TOKEN, Server, serving, watched
from e2e.eyes import look
from form.live.sets import frames, squats
from web.browser import csrf
from web.landmarks import sent
from web.people import PASSWORD

pytestmark = pytest.mark.browser
_DRAWN = """() => {
  const canvas = document.querySelector("[data-figure]");
  const dots = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  return dots.filter((value, at) => at % 4 === 3 && value > 0).length;
}"""


def _drawn(page: Page) -> None:
    """Wait for a figure; asked from outside, since the page's policy lets it evaluate nothing."""
    for _ in range(100):
        if page.evaluate(_DRAWN) > 500:
            return
        page.wait_for_timeout(100)
    raise AssertionError("no figure was drawn")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path) as found:
        yield found


def test_a_repetition_is_judged_without_a_mouse(server: Server, browser: Browser) -> None:
    context = browser.new_context(reduced_motion="reduce")
    with httpx.Client(base_url=server.url, follow_redirects=True) as person:
        token = csrf(person.get("/").text)
        account = {"csrf": token, "name": "judge", "password": PASSWORD}
        person.post("/setup", data={**account, "setup_token": SETUP_TOKEN})
        told = [sent(frame, seq) for seq, frame in enumerate(frames(squats(2, fps=15)))]
        page = person.get("/annotate").text
        person.post(
            "/annotate/recordings",
            files={"file": ("set.json", json.dumps({"aspect": 1.0, "frames": told}).encode())},
            data={
                "csrf": csrf(page),
                "exercise": "squat",
                "consent": "yes",
            },
        ).raise_for_status()
        cookie = person.cookies["spotter_login"]
    context.add_cookies([{"name": "spotter_login", "value": cookie, "url": server.url}])
    with watched(context.new_page(), server.url) as seen:
        seen.goto(f"{server.url}/annotate")
        expect(seen.get_by_role("heading", name="Squat")).to_be_visible()
        _drawn(seen)
        look(seen, "judging")
        if shots := os.environ.get("PAGE_SHOTS"):
            seen.screenshot(path=str(Path(shots) / "annotate.png"), full_page=True)
        first = seen.locator("[data-annotate]").get_attribute("data-annotate")
        seen.keyboard.press("1")
        for _ in range(5):
            seen.keyboard.press("ArrowRight")
        expect(seen.locator("output[for=score_depth]")).to_have_text("75")
        seen.keyboard.press("Enter")
        expect(seen.locator("[data-annotate]")).not_to_have_attribute("data-annotate", first or "")
        _drawn(seen)
        seen.keyboard.press("f")
        expect(seen.get_by_text("You have judged every repetition")).to_be_visible()
    context.close()
