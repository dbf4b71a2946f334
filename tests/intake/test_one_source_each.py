"""Of every file of a vendor exactly one source says that it is its own."""

from __future__ import annotations

import pytest

from intake import test_fitbit, test_garmin, test_polar, test_samsung, test_whoop, test_withings
from intake.test_health_connect import database
from spotter.intake.archive import HEAD_BYTES
from spotter.intake.registry import SOURCES

FILES: list[tuple[str, bytes]] = [
    *(("garmin", test_garmin.export(record)) for record in test_garmin.KNOWN),
    *(("polar", test_polar.file(content)) for content in test_polar.FILES),
    *(("samsung", table) for table in (test_samsung.HEART, test_samsung.SLEEP)),
    *(("withings", table.encode()) for table in test_withings.TABLES),
    *(("fitbit", text.encode()) for text, _, _ in test_fitbit.OWN),
    *(("fitbit", f"timestamp,{row[1]},data source\n".encode()) for row in test_fitbit.TAKEOUT),
    ("whoop", test_whoop.HEADER.encode()),
    ("health_connect", database()),
]


@pytest.mark.parametrize(("name", "content"), FILES, ids=[name for name, _ in FILES])
def test_a_file_is_of_one_source_alone(name: str, content: bytes) -> None:
    head = content[:HEAD_BYTES]
    assert [source.name for source in SOURCES if source.detect(head)] == [name]
