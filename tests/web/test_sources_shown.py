"""What can be brought in is shown from the table of sources, to everybody."""

from __future__ import annotations

from html import unescape

from starlette.testclient import TestClient

from spotter.intake.registry import SOURCES
from web.people import Api


def test_the_page_names_every_source_and_what_it_was_tried_on(client: TestClient) -> None:
    text = unescape(client.get("/sources").text)
    assert [each.label for each in SOURCES if each.label not in text] == []
    tried = sum(each.tested == "real files" for each in SOURCES)
    assert text.count("files that people exported") == tried


def test_a_program_gets_the_same_table(sam: Api) -> None:
    found = sam.get("/sources")["sources"]
    assert [each["name"] for each in found] == [each.name for each in SOURCES]
    assert [each["tested_on"] for each in found] == [each.tested for each in SOURCES]
