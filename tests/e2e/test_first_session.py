"""From an empty server to a finished session, as a person does it, at desktop and phone width.

With README_SHOT=docs/img/today.png the picture in the README is made on the way.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from e2e.conftest import SETUP_TOKEN, Server, watched
from e2e.eyes import DESKTOP, PHONE, look
from spotter.safety import screening

pytestmark = pytest.mark.browser
PASSWORD = "four words make sense"


@pytest.fixture(scope="module")
def context(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """One person's browser: what they did in one step is there in the next."""
    context = browser.new_context(viewport=DESKTOP, base_url=server.url)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, server: Server) -> Iterator[Page]:
    with watched(context.new_page(), server.url) as page:
        yield page


def test_1_the_first_page_offers_both_ways_and_an_account_is_made(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", name="Set up my own")).to_be_visible()
    expect(page.get_by_role("heading", name="Look around")).to_be_visible()
    look(page, "welcome")
    page.get_by_label("Setup token").fill(SETUP_TOKEN)
    page.get_by_label("Your name here").fill("sam")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create my account").click()
    expect(page).to_have_url(re.compile("/profile"))


def test_2_they_say_who_they_are(page: Page) -> None:
    page.goto("/profile")
    look(page, "profile")
    page.get_by_label("Goal").select_option("strength")
    page.get_by_label("Experience").select_option("intermediate")
    page.get_by_label("Date of birth").fill("1990-05-14")
    page.get_by_label("Sex", exact=True).select_option("male")
    page.get_by_label("Height").fill("181")
    page.get_by_label("Body mass").fill("79")
    for item in ("Dumbbell", "Bench", "Barbell", "Rack", "Mat"):
        page.get_by_label(item, exact=True).check()
    page.get_by_label("Time zone").fill("Europe/Berlin")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()


def test_2_the_health_questions_say_at_once_what_an_answer_means(page: Page) -> None:
    page.goto("/screening")
    look(page, "screening")
    page.get_by_role("group", name=re.compile("last month")).get_by_label("Chest pain").check()
    expect(page.locator("#consequences")).to_contain_text("Stop")
    page.get_by_role("group", name=re.compile("last month")).get_by_label("Chest pain").uncheck()
    for name, answer in screening.all_clear(date.today()).answers.items():  # noqa: DTZ011
        box = page.locator(f"[data-question={name}]")
        if isinstance(answer, bool):
            box.locator(f"input[value={'yes' if answer else 'no'}]").check()
        elif isinstance(answer, tuple | str):
            first = answer if isinstance(answer, str) else answer[0]
            box.locator(f"input[value={first}]").check()
        else:
            box.locator("input").fill(str(answer))
    page.get_by_role("button", name="Save my answers").click()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()


def test_3_they_bring_their_data_and_may_close_the_page(page: Page, export: Path) -> None:
    page.goto("/data")
    look(page, "data")
    page.get_by_label("Choose or drop").set_input_files(export)
    expect(page.locator("article").filter(has_text="export.zip")).to_be_visible()
    page.goto("about:blank")
    page.goto("/data")
    done = page.locator("article").filter(has_text="Done")
    expect(done).to_be_visible(timeout=60_000)
    expect(done).to_contain_text("new records")
    done.get_by_text("By kind").click()
    expect(done.get_by_role("row", name=re.compile("Heart rate"))).to_be_visible()
    look(page, "data after an import")


def test_4_today_has_readiness_a_session_and_reasons(page: Page) -> None:
    page.goto("/today")
    expect(page.get_by_text("You have not checked in today")).to_be_visible()
    look(page, "today before the check-in")
    for legend in ("How did you sleep?", "Energy", "Mood"):
        page.get_by_role("group", name=legend).get_by_label("4").check()
    page.get_by_role("group", name="Stress").get_by_label("2").check()
    page.get_by_role("group", name="Sore muscles").get_by_text("Say where").click()
    page.get_by_label("Thigh", exact=True).first.fill("3")
    page.get_by_label("Calf", exact=True).first.fill("2")
    page.get_by_label("No pain").check()
    page.get_by_role("group", name="Fever").get_by_label("No").check()
    page.get_by_label("None of them").check()
    page.get_by_role("button", name="Check in").click()
    expect(page.get_by_role("heading", name="Checked in")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("Readiness"))).to_be_visible()
    for part in ("Warm-up", "Cool-down"):
        expect(page.get_by_role("heading", name=part)).to_be_visible()
    # A place that was said stays in sight.
    expect(page.get_by_label("Calf", exact=True).first).to_have_value("2")
    look(page, "today")
    _picture(page)


def _picture(page: Page) -> None:
    wanted = os.environ.get("README_SHOT")
    if wanted:
        page.set_viewport_size({"width": 1280, "height": 1000})
        page.wait_for_timeout(400)  # the width has just changed; let colours settle
        Path(wanted).parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=wanted)
        assert Path(wanted).stat().st_size < 300_000


def test_4_an_alternative_can_be_chosen(page: Page) -> None:
    page.goto("/today")
    options = page.get_by_role("navigation", name="Alternatives").get_by_role("link")
    assert options.count() > 2
    options.nth(1).click()
    expect(page).to_have_url(re.compile("choice="))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_5_they_log_sets_on_the_phone_also_without_a_network(
    page: Page, context: BrowserContext
) -> None:
    page.goto("/today")
    page.get_by_role("button", name="Start this session").click()
    expect(page.get_by_role("button", name="Log this set")).to_be_visible()
    look(page, "the logger")
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="More: Reps").or_(
        page.get_by_role("button", name="More: Seconds")
    ).click()
    page.get_by_role("button", name="Log this set").click()
    logged = page.locator("#logger [role=status].visually-hidden")
    expect(logged).to_have_text(re.compile("^1 of "))
    context.set_offline(True)
    page.get_by_role("button", name="Log this set").click()
    banner = page.locator("[data-outbox-status]")
    expect(banner).to_contain_text("1 set is kept on this device")
    # The page hears of it, sends what it kept and loads anew.
    context.set_offline(False)
    expect(banner).to_be_hidden()
    expect(logged).to_have_text(re.compile("^2 of "))


def test_5_they_do_the_rest_and_finish(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/today")
    page.get_by_role("link", name="Go on").click()
    logger = page.locator("#logger")
    for _ in range(60):
        if page.get_by_role("button", name="Log this set").count() == 0:
            break
        before = logger.locator("[role=status].visually-hidden").inner_text()
        page.get_by_role("spinbutton", name="Effort, RPE").fill("7")
        page.get_by_role("button", name="Log this set").click()
        expect(logger.locator("[role=status].visually-hidden")).not_to_have_text(before)
    expect(page.get_by_role("heading", name="Every set is logged")).to_be_visible()
    look(page, "the logger when all is logged")
    page.get_by_role("link", name="Finish the session").click()
    look(page, "finish")
    page.get_by_role("group", name="Effort of the whole session").get_by_label("7").check()
    page.get_by_role("group", name="Mood now").get_by_label("4").check()
    page.get_by_label("Minutes").fill("48")
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_text("Finished")).to_be_visible()
    look(page, "finished")


def test_5_tomorrow_differs_for_a_reason_that_it_states(page: Page) -> None:
    page.goto("/today")
    expect(page.get_by_role("heading", name="Today’s training is done")).to_be_visible()
    look(page, "today when it is done")
    page.get_by_role("link", name="See it").click()
    title = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="See tomorrow").click()
    expect(page.get_by_text(re.compile(re.escape(title))).first).to_be_visible()
    expect(page.locator("#session")).not_to_have_text(title)


def test_progress_draws_and_tells(page: Page) -> None:
    page.goto("/progress")
    expect(page.locator(".uplot").first).to_be_visible()
    expect(page.get_by_role("heading", name="Readiness", exact=True)).to_be_visible()
    look(page, "progress")


def test_a_drawing_still_as_wide_as_before_does_not_widen_the_page(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/progress")
    drawing = page.locator(".uplot").first
    expect(drawing).to_be_visible()
    drawing.evaluate("(it) => { it.style.width = '1000px'; }")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("path", ["/about", "/api/docs", "/nothing-here"])
def test_the_other_pages_are_fit_to_read(page: Page, path: str) -> None:
    page.goto(path)
    look(page, path)


def test_the_owner_lets_somebody_in_and_removes_them(page: Page) -> None:
    page.goto("/profile")
    page.get_by_role("link", name="Look after the accounts").click()
    page.get_by_label("Their name here").fill("ann")
    page.get_by_label("A password to begin with").fill(PASSWORD)
    page.get_by_role("button", name="Add the account").click()
    expect(page.get_by_role("heading", name="ann", exact=True)).to_be_visible()
    page.get_by_text("New password for ann").click()
    page.get_by_text("Remove ann", exact=True).click()
    look(page, "accounts")
    page.get_by_label("Type ann to confirm").fill("ann")
    page.get_by_role("button", name="Remove ann").click()
    expect(page.get_by_role("status").filter(has_text="was removed")).to_be_visible()


def test_a_symptom_closes_the_day_kindly(page: Page) -> None:
    page.goto("/today?date=2026-01-10")
    page.get_by_text("Show the list").click()
    page.get_by_role("checkbox", name=re.compile("chest", re.I)).first.check()
    page.get_by_role("button", name="Check in").click()
    expect(page.get_by_role("heading", name="Please do not train now")).to_be_visible()
    look(page, "a refusal")


def test_signing_out_and_in_again(page: Page) -> None:
    page.goto("/profile")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/login")
    look(page, "login")
    page.get_by_label("Name").fill("sam")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/today"))
