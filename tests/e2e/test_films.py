"""The page of films in a real browser: a recording handed in, followed, read; measured by axe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.conftest import SETUP_TOKEN, Server, serving, watched
from e2e.eyes import look
from form.live.documents import landmark_json
from form.live.sets import frames, squats
from web.people import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path) as found:
        yield found


def _begin(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Setup token").fill(SETUP_TOKEN)
    page.get_by_label("Your name here").fill("sam")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create my account").click()
    expect(page).to_have_url(re.compile("/profile"))


def test_a_recording_is_judged_and_read_on_a_phone_too(
    server: Server, browser: Browser, tmp_path: Path
) -> None:
    recording = tmp_path / "a set of squats that never goes down far enough.json"
    recording.write_text(landmark_json(frames(squats(3, fps=15, deep=120))), encoding="utf-8")
    nothing = tmp_path / "holiday.mp4"
    nothing.write_bytes(b"no film")
    context = browser.new_context(base_url=server.url, reduced_motion="reduce")
    with watched(context.new_page(), server.url) as page:
        _begin(page)
        page.goto("/form/videos")
        look(page, "films before the first")
        for file, says in ((nothing, "Failed"), (recording, "Squat")):
            page.get_by_label("Exercise").select_option("squat")
            page.get_by_label("Film, PoseLog table or landmark JSON").set_input_files(file)
            page.get_by_role("button", name="Judge it").click()
            expect(page.locator("article").first).to_contain_text(says, timeout=60_000)
            expect(page.locator("article progress")).to_have_count(0, timeout=60_000)
        first = page.locator("article").first
        expect(first).to_contain_text("3 repetitions")
        expect(first).to_contain_text("What to try next")
        look(page, "films with a judged set and one that failed")
        page.get_by_role("button", name=re.compile("Forget it.*Squat")).click()
        expect(page.locator("article")).to_have_count(1)
    context.close()
