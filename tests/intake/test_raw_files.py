"""Raw Parquet files appear whole or not at all."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from spotter.body import raw


def rows(*keys: int) -> pl.DataFrame:
    at = datetime(2024, 1, 1, tzinfo=UTC)
    known = {"key": list(keys), "type": "t", "signal": "steps", "source": "s", "device": "watch"}
    frame = pl.DataFrame(
        {name: [value] * len(keys) if name != "key" else value for name, value in known.items()}
    )
    frame = frame.with_columns(start=pl.lit(at), end=pl.lit(at), value=pl.lit(1.0))
    missing = [pl.lit(None).alias(name) for name in raw.SCHEMA if name not in frame.columns]
    return frame.with_columns(missing).cast(dict(raw.SCHEMA)).select(raw.SCHEMA.names())


def test_what_was_written_is_read_back_with_the_schema(tmp_path: Path) -> None:
    with raw.RawWriter(tmp_path / "a.parquet") as writer:
        writer.write(rows(1, 2))
        writer.write(rows(3))
    back = raw.scan([tmp_path / "a.parquet"]).collect()
    assert back.schema == raw.SCHEMA
    assert back["key"].to_list() == [1, 2, 3]
    assert writer.rows == 3


def test_an_error_while_writing_leaves_nothing(tmp_path: Path) -> None:
    def write_until_the_disk_is_full() -> None:
        with raw.RawWriter(tmp_path / "a.parquet") as writer:
            writer.write(rows(1))
            raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        write_until_the_disk_is_full()
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_at_the_path_before_the_end(tmp_path: Path) -> None:
    with raw.RawWriter(tmp_path / "a.parquet") as writer:
        writer.write(rows(1))
        assert not (tmp_path / "a.parquet").exists()


def test_a_half_written_file_of_a_killed_run_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.parquet.partial").write_bytes(b"half")
    with raw.RawWriter(tmp_path / "a.parquet") as writer:
        writer.write(rows(1))
    assert [path.name for path in tmp_path.iterdir()] == ["a.parquet"]


def test_keys_of_several_files_are_distinct_and_ascending(tmp_path: Path) -> None:
    for name, held in (("a", (5, 1)), ("b", (3, 5))):
        with raw.RawWriter(tmp_path / f"{name}.parquet") as writer:
            writer.write(rows(*held))
    found = raw.keys([tmp_path / "a.parquet", tmp_path / "b.parquet"])
    assert found.tolist() == [1, 3, 5]


def test_no_files_have_no_rows_and_no_keys() -> None:
    assert raw.scan([]).collect().schema == raw.SCHEMA
    assert raw.keys([]).tolist() == []
