"""Every page about what came in, with something to show: read, used and measured by axe.

With PAGE_SHOTS=DIR each page is also kept as pictures, at phone and desktop width.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from e2e.conftest import Server, serving, watched
from e2e.eyes import DESKTOP, PHONE, look
from intake.exports import export_text, record
from intake.oura.fake_oura import night
from intake.oura.fake_oura import serving as serving_oura
from web.people import PASSWORD, SETUP_TOKEN, Api, good, join

pytestmark = pytest.mark.browser
_BESIDE = Path(__file__).parents[3] / "shared" / "data"
_OURA = Path(os.environ.get("SPOTTER_TEST_DATA", _BESIDE)) / "oura" / "openapi-1.29.json"
TODAY = date.today()  # noqa: DTZ011
_WRONG = 60
# One word, longer than a phone is wide.
SCALES = "scales_of_the_gym_in_the_neighbourhood_2026.xml"
# Two names that mean nothing yet, one of them long, and no unit anywhere.
LOG = "Date,Workout Name,Exercise Name,Set Order,Weight,Reps\n" + "".join(
    f"{TODAY - timedelta(days=day)} 18:00:00,Push,{name},{n},{weight},5\n"
    for day in (2, 9, 16)
    for name, weight in (
        ("Benchpress Barbel", 135),
        ("Seated Single Arm Behind The Back Cable Curl (Neutral Grip - Slow)", 45),
        ("Squat (Barbell)", 185),
    )
    for n in (1, 2)
)
TABLE = "Tag;Übung;Gewicht;Wdh\n2026-02-01;Squat;62,5;5\n".encode()


def _told_twice() -> bytes:
    """Return an export in which two scales weigh one body, and a heart beats 900 times a minute."""
    scales = [
        record(
            "BodyMass",
            f"{mass + day / 10}",
            "kg",
            sourceName=source,
            startDate=f"2026-02-{day:02} {hour}:00:00 +0100",
            endDate=f"2026-02-{day:02} {hour}:00:00 +0100",
        )
        for day in range(1, 20)
        for source, mass, hour in (("Scale", 79, "07"), ("Gym of the Neighbourhood", 80.5, "12"))
    ]
    return export_text(*scales, *(record(value=str(900 + n)) for n in range(_WRONG))).encode()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of these tests alone, with an application at Oura where its document lies."""
    with ExitStack() as open_:
        settings = {"SPOTTER_SETUP_TOKEN": SETUP_TOKEN}
        if _OURA.exists():
            oura = open_.enter_context(serving_oura(json.loads(_OURA.read_text(encoding="utf-8"))))
            oura.put("sleep", night(str(TODAY - timedelta(days=1))))
            settings |= {
                "SPOTTER_OURA_CLIENT_ID": "client",
                "SPOTTER_OURA_CLIENT_SECRET": "secret",
                "SPOTTER_OURA_API_URL": oura.url,
                "SPOTTER_OURA_LOGIN_URL": oura.url,
            }
        yield open_.enter_context(serving(tmp_path_factory.mktemp("data"), **settings))


@pytest.fixture(scope="module")
def sam(server: Server) -> Iterator[Api]:
    """The owner, who has told everything but what these pages ask."""
    with httpx.Client(base_url=server.url, timeout=30) as client:
        person = join(client, "sam")  # type: ignore[arg-type]
        person.answer_screening(TODAY)
        yield person


@pytest.fixture(scope="module")
def context(browser: Browser, server: Server, sam: Api) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=DESKTOP, base_url=server.url)
    page = context.new_page()
    page.goto("/login")
    page.get_by_label("Name").fill("sam")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/today"))
    page.close()
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, server: Server) -> Iterator[Page]:
    with watched(context.new_page(), server.url) as page:
        yield page


@pytest.fixture(scope="module")
def brought(sam: Api, export: Path) -> dict[str, str]:
    """Import months of a watch, two scales and a log; the ids of the imports by name."""
    files = {
        "watch.zip": export.read_bytes(),
        SCALES: _told_twice(),
        "strong.csv": LOG.encode(),
    }
    ids = {
        name: sam.post("/imports", files={"file": (name, data)})["id"]
        for name, data in files.items()
    }
    _wait(sam)
    return ids


def _wait(sam: Api) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        states = {one["state"] for one in sam.get("/imports")["imports"]}
        if states == {"finished"}:
            return
        time.sleep(0.2)
    raise TimeoutError(f"the imports are still {states}")


def see(page: Page, what: str) -> None:
    """Check the page as it stands; keep its pictures when they are wanted."""
    look(page, what)
    wanted = os.environ.get("PAGE_SHOTS")
    if wanted:
        Path(wanted).mkdir(parents=True, exist_ok=True)
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(size)
            page.wait_for_timeout(300)
            name = f"{what.replace(' ', '-').replace('/', '')}-{size['width']}.png"
            page.screenshot(path=Path(wanted) / name, full_page=True)
        page.set_viewport_size(DESKTOP)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/data", "Nothing yet"),
        ("/data/exercises", "No training log came in yet"),
        ("/data/sources", "told by two sources"),
        ("/sources", "A file is known by its content"),
        ("/progress", "Progress"),
        ("/today", "Readiness"),
    ],
)
def test_a_newcomer_reads_pages_with_nothing_on_them(page: Page, path: str, says: str) -> None:
    page.goto(path)
    expect(page.get_by_text(says).first).to_be_visible()
    see(page, f"empty {path}")


def test_targets_are_told_on_the_profile(page: Page) -> None:
    page.goto("/profile")
    page.get_by_text("Tell a target").click()
    one = page.get_by_role("group", name="Target 1")
    one.get_by_label("Aim").select_option(label="Body mass")
    one.get_by_label("Value").fill("75")
    one.get_by_label("By, if there is a day").fill(str(TODAY + timedelta(days=90)))
    see(page, "targets being told")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    expect(page.get_by_role("group", name="Target 1").get_by_label("Value")).to_have_value("75")
    see(page, "targets told")


def test_a_file_is_looked_at_first(page: Page) -> None:
    page.goto("/data")
    page.get_by_text("Look first, without bringing it in").click()
    page.get_by_label("A file to look at").set_input_files(
        {"name": "strong.csv", "mimeType": "text/csv", "buffer": LOG.encode()}
    )
    page.get_by_role("button", name="Look first").click()
    preview = page.get_by_role("region", name="Preview of strong.csv")
    expect(preview).to_contain_text("Nothing was kept")
    expect(preview).to_contain_text("Benchpress Barbel")
    see(page, "a preview")


def test_the_columns_of_an_own_table_are_asked_for(page: Page) -> None:
    page.goto("/data")
    page.get_by_text("Look first, without bringing it in").click()
    page.get_by_label("A file to look at").set_input_files(
        {"name": "mine.csv", "mimeType": "text/csv", "buffer": TABLE}
    )
    with page.expect_response("**/imports/look") as answer:
        page.get_by_role("button", name="Look first").click()
    assert answer.value.status == 422
    expect(page.get_by_label("Tag", exact=True)).to_have_value("start")
    see(page, "columns asked for")


def test_templates_can_be_downloaded(page: Page) -> None:
    page.goto("/sources")
    links = page.get_by_role("link", name="Download it to fill in")
    assert links.count() > 1
    with page.expect_download() as waiting:
        links.first.click()
    assert waiting.value.path().read_text(encoding="utf-8").count(",") > 1
    page.get_by_text(re.compile("^Its columns")).first.click()
    see(page, "sources with columns")


def test_what_came_in_is_told(page: Page, brought: dict[str, str]) -> None:
    page.goto("/data")
    one = page.locator(f"#import-{brought[SCALES]}")
    for part in ("By kind", "By source and device", "Skipped, and why"):
        one.get_by_text(part).click()
    see(page, "what came in")
    one.get_by_role("link", name=re.compile("See each record")).click()
    expect(page.get_by_role("heading", name="What was refused")).to_be_visible()
    see(page, "refused records")
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("list", name="Refused records").get_by_role("listitem")).to_have_count(
        _WRONG - 50
    )
    see(page, "the last refused records")


def test_nothing_refused_is_said_too(page: Page, brought: dict[str, str]) -> None:
    page.goto(f"/imports/{brought['strong.csv']}/rejected")
    expect(page.get_by_text("nothing to look at")).to_be_visible()
    see(page, "nothing refused")


def test_names_of_exercises_are_told_and_taken_back(page: Page, brought: dict[str, str]) -> None:
    assert "strong.csv" in brought
    page.goto("/data/exercises")
    expect(page.get_by_role("heading", name="Pounds or kilograms")).to_be_visible()
    see(page, "names not known yet")
    bench = page.get_by_role("group", name="Benchpress Barbel")
    bench.get_by_role("textbox").or_(bench.get_by_role("combobox")).fill("no such lift")
    with page.expect_response("**/data/exercises") as answer:
        page.get_by_role("button", name="Save", exact=True).click()
    assert answer.value.status == 422
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved")
    see(page, "a name that means nothing")
    page.get_by_role("button", name=re.compile("is what Benchpress Barbel means")).first.click()
    expect(page.get_by_role("heading", name="Said by you")).to_be_visible()
    see(page, "names told")


def test_what_files_say_of_the_person_is_taken_over_with_one_tap(
    page: Page, brought: dict[str, str]
) -> None:
    page.goto("/data")
    see(page, "what files say of the person")
    page.get_by_role("button", name="Take over mass").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.locator("#mass")).not_to_have_value("")
    expect(page.get_by_role("button", name="Take over mass")).to_have_count(0)


def test_whom_to_believe_is_chosen(page: Page, brought: dict[str, str]) -> None:
    assert SCALES in brought
    page.goto("/data/sources")
    see(page, "whom to believe")
    page.locator("#first_mass").select_option("Gym of the Neighbourhood")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    see(page, "whom to believe, chosen")


def test_the_levers_of_readiness_are_named_today(
    page: Page, sam: Api, brought: dict[str, str]
) -> None:
    assert "watch.zip" in brought
    sam.check_in(TODAY, sleep_quality=2, mood=2, energy=2, stress=5)
    page.goto("/today")
    expect(page.get_by_role("heading", name="What would change it")).to_be_visible()
    see(page, "readiness and its levers")


def test_progress_leads_to_the_log_as_a_file(page: Page, brought: dict[str, str]) -> None:
    assert "strong.csv" in brought
    page.goto("/progress")
    see(page, "progress with a log")
    with page.expect_download() as waiting:
        page.locator("a[href$='training-log.csv']").click()
    assert waiting.value.suggested_filename.endswith(".csv")


def test_oura_is_connected_and_disconnected(page: Page, sam: Api) -> None:
    if not _OURA.exists():
        pytest.skip("no Oura document at SPOTTER_TEST_DATA or ../shared/data")
    page.goto("/connections/oura")
    expect(page.get_by_role("link", name="Connect Oura")).to_be_visible()
    page.get_by_text("I have a personal access token").click()
    see(page, "Oura not connected")
    page.get_by_label("Personal access token").fill("not one")
    page.get_by_role("button", name="Connect with it").click()
    expect(page.get_by_role("alert")).to_be_visible()
    see(page, "Oura that says no")
    good(sam("PUT", "/connections/oura", {"token": "access-0"}))
    page.goto("/connections/oura")
    expect(page.get_by_role("heading", name="Connected", exact=True)).to_be_visible()
    see(page, "Oura connected")
    page.get_by_role("button", name="Sync now").click()
    page.get_by_text("Disconnect", exact=True).click()
    page.get_by_role("button", name="Disconnect Oura").click()
    expect(page.get_by_role("heading", name="Not connected")).to_be_visible()
