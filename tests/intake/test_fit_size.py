"""A FIT file that says it holds more than any device writes is refused before it is read."""

from __future__ import annotations

import io
import struct
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake.exports import NOW
from intake.fit_files import run
from spotter.intake.errors import Damaged, FileTooLarge
from spotter.intake.fit.wire import segments
from spotter.intake.pipeline import import_file

RUN = run(datetime(2026, 2, 1, 7, tzinfo=UTC), range(120, 160))


def claiming(length: int) -> bytes:
    return RUN[:4] + struct.pack("<I", length) + RUN[8:]


def test_it_is_refused_by_name_with_what_to_do_and_nothing_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "long.fit"
    path.write_bytes(claiming(300_000_000))
    with pytest.raises(
        FileTooLarge, match=r"holds 300 MB; 42 MB are the most .* one by one"
    ) as told:
        import_file(path, tmp_path / "out.parquet", now=NOW)
    assert (told.value.code, told.value.status) == ("file_too_large", 422)
    assert [one.name for one in tmp_path.iterdir()] == ["long.fit"]


def test_what_the_header_claims_decides_before_anything_else_is_read() -> None:
    class Told(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert 0 <= size < 100, "no more than the header is asked for"
            return super().read(size)

    with pytest.raises(FileTooLarge):
        next(segments(Told(claiming(42_000_001))))


def test_the_longest_there_may_be_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "cut.fit"
    path.write_bytes(claiming(42_000_000))
    outcome = import_file(path, tmp_path / "out.parquet", now=NOW)
    assert isinstance(outcome.damage, Damaged)
    assert outcome.by_kind["heart_rate"] == 40
