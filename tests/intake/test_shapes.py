"""What the shape of a file says: no source misses one of its own, and none is loaded for others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.test_fuzzed import EXAMPLES, FIT, MORE, TCX
from spotter.intake.archive import HEAD_BYTES
from spotter.intake.registry import SOURCES
from spotter.intake.shapes import shape_of

EVERY = {name: content for name, content in (EXAMPLES | MORE).items() if name != "any"}
# How text is saved: nobody's shape may hang on it.
SAVED = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")


@pytest.mark.parametrize("name", EVERY)
def test_whoever_knows_a_file_is_asked_about_it(name: str) -> None:
    head = EVERY[name][:HEAD_BYTES]
    known = [source.name for source in SOURCES if source.knows(head)]
    assert [source.name for source in SOURCES if source.detect(head)] == known == [name]


@pytest.mark.parametrize("encoding", SAVED)
@pytest.mark.parametrize("name", [name for name in EVERY if shape_of(EVERY[name]) != "binary"])
def test_however_a_file_is_saved_whoever_knows_it_is_asked(name: str, encoding: str) -> None:
    for before in ("", "\r\n"):
        head = (before + EVERY[name].decode()).encode(encoding)[:HEAD_BYTES]
        known = [source.name for source in SOURCES if source.knows(head)]
        assert [source.name for source in SOURCES if source.detect(head)] == known


@given(st.binary(max_size=40), st.sampled_from([b"", b"<", b"{", b"\xff\xfe", b"\xef\xbb\xbf"]))
def test_every_file_has_one_shape(content: bytes, begin: bytes) -> None:
    assert shape_of(begin + content) in {"xml", "json", "table", "binary"}


@pytest.mark.parametrize(
    ("reader", "content"),
    [
        ("spotter.intake.tcx", TCX.encode()),
        ("spotter.intake.fit.reader", FIT),
        ("spotter.intake.apple_health.export", EXAMPLES["apple_health"]),
    ],
)
def test_reading_a_file_loads_the_reader_of_no_other(
    reader: str, content: bytes, tmp_path: Path
) -> None:
    """Loading those before it in the table took longer than reading a track of an hour."""
    loaded = loaded_by(content, tmp_path)
    assert [source.module for source in SOURCES if source.module in loaded] == [reader]


def test_reading_a_track_loads_nothing_that_only_others_need(tmp_path: Path) -> None:
    loaded = loaded_by(TCX.encode(), tmp_path)
    assert "pyarrow.parquet" in loaded
    assert not loaded & {"pyarrow.compute", "pandas", "spotter.intake.plain.columns", "fitdecode"}


def loaded_by(content: bytes, tmp_path: Path) -> set[str]:
    """Return every module that is in memory once a file was imported."""
    (tmp_path / "file").write_bytes(content)
    code = (
        "import sys; from datetime import UTC, datetime; from pathlib import Path\n"
        "from spotter.intake.pipeline import import_file\n"
        "import_file(Path('file'), Path('out'), now=datetime(2026, 11, 1, tzinfo=UTC))\n"
        "print(*sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return set(ran.stdout.split())
