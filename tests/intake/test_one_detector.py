"""Every real file that is meant to come in is known by one source, and by one alone."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.test_archives import gpx
from intake.vendor_files import survives
from spotter.intake.archive import HEAD_BYTES
from spotter.intake.registry import SOURCES

_REAL = Path(os.environ.get("SPOTTER_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))
# Folder below the real files → the sources its files are for.
MEANT = {
    "apple_health/apple-export-2016-es-josejamilena": {"apple_health"},
    "apple_health/apple-export-2021-fr-garmin-bwassim": {"apple_health"},
    "apple_health/apple-fixtures": {"apple_health", "gpx"},
    "fit/strength": {"fit"},
    "fit/indoor": {"fit"},
    "fit/fixtures": {"fit"},
    "strength_logs/strong": {"strong"},
    "strength_logs/hevy": {"hevy"},
    "strength_logs/other": {"fitnotes", "stronglifts"},
    "tcx_gpx": {"tcx", "gpx"},
    "whoop": {"whoop"},
    "oura/responses": {"oura"},
    "wellness/pmdata": {"fitbit", "pmsys"},
    "wellness/garmin_hevy": {"garmin_tables", "hevy"},
}
# Zips made to hold no track.
REFUSED = {"fittrackee_gpx_test_no_gpx.zip", "fittrackee_gpx_test_incorrect.zip"}
# Answers about subscriptions and lists of a study: nothing that was measured.
NOT_MEANT = {"webhook_subscription_create.json", "webhook_subscription_list.json"}
_KINDS = {".xml", ".gpx", ".tcx", ".fit", ".csv", ".json"}


def heads(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the first bytes of a file, of a zip those of each member."""
    if path.suffix != ".zip":
        with path.open("rb") as file:
            yield path.name, file.read(HEAD_BYTES)
        return
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            name = info.filename
            # The second XML of an export holds the same again: left out on purpose.
            hidden = Path(name).name.startswith(".")
            if Path(name).suffix in _KINDS and not hidden and not name.endswith("_cda.xml"):
                with archive.open(info) as member:
                    yield info.filename, member.read(HEAD_BYTES)


@pytest.mark.parametrize("folder", MEANT)
def test_exactly_one_source_knows_each_file_that_is_meant_for_it(folder: str) -> None:
    if not (_REAL / folder).is_dir():
        pytest.skip(f"no {folder} at SPOTTER_TEST_DATA or ../shared/data")
    known: dict[str, list[str]] = {}
    for path in sorted((_REAL / folder).rglob("*")):
        if path.suffix in {*_KINDS, ".zip"} and path.name not in REFUSED | NOT_MEANT:
            for name, head in heads(path):
                known[name] = [one.name for one in SOURCES if one.detect(head)]
    assert known
    several = {name: names for name, names in known.items() if len(names) > 1}
    assert several == {}
    assert {names[0] for names in known.values() if names} == MEANT[folder]
    unknown = [name for name, names in known.items() if not names]
    assert unknown == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 255)), max_size=6),
    st.integers(1, 400),
)
def test_no_change_of_bytes_of_a_track_brings_it_down(
    changes: list[tuple[int, int]], cut: int
) -> None:
    data = bytearray(gpx(1))
    for place, byte in changes:
        data[place % len(data)] = byte
    survives(bytes(data[:cut]))
