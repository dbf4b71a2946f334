"""Of an archive every member comes in, each by the source that knows it; the others are named."""

from __future__ import annotations

import gzip
import io
import random
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.exports import NOW, export_text, record
from intake.vendor_files import survives
from spotter.body import raw
from spotter.intake import errors, service
from spotter.intake.pipeline import ImportOutcome, import_file, look_at
from spotter.intake.report import report
from spotter.intake.seen import Seen
from spotter.store.uow import Units
from spotter.store.worker import Worker

HEVY = """title,start_time,end_time,exercise_title,set_index,set_type,weight_kg,reps
Legs,"7 Feb 2026, 10:14","7 Feb 2026, 11:00",Squat (Barbell),0,normal,{load},5
"""


POINT = '<trkpt lat="{lat}" lon="7"><time>2026-02-{day:02d}T08:{minute:02d}:00Z</time></trkpt>'


def gpx(day: int) -> bytes:
    points = "".join(POINT.format(lat=45 + i / 1000, day=day, minute=i) for i in range(3))
    return f"<gpx><trk><trkseg>{points}</trkseg></trk></gpx>".encode()


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def imported(tmp_path: Path, data: bytes, name: str = "out") -> ImportOutcome:
    path = tmp_path / "given"
    path.write_bytes(data)
    return import_file(path, tmp_path / f"{name}.parquet", now=NOW)


def tarred(members: Mapping[str, bytes], mode: Literal["w", "w:gz"] = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("../../etc/passwd")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return out.getvalue()


def account(outcome: ImportOutcome) -> Any:
    return report(outcome)["members"]


def test_every_member_is_read_by_its_own_source(tmp_path: Path) -> None:
    members = {
        "activities/1.gpx": gpx(1),
        "activities/2.gpx.gz": gzip.compress(gpx(2)),
        "lifting.csv": HEVY.format(load=100).encode(),
        "profile.json": b'{"name": "Alex"}',
    }
    outcome = imported(tmp_path, zipped(members))
    rows = raw.scan([outcome.path]).collect()
    assert rows.filter(signal="workout").height == 3
    assert rows.filter(signal="set")["si"].to_list() == [100.0]
    told = account(outcome)
    assert outcome.source == "several"
    assert {(one["source"], one["files"]) for one in told["sources"]} == {("gpx", 2), ("hevy", 1)}
    assert told["not_understood"] == [{"file": "profile.json", "why": "no source knows it"}]


def test_an_archive_of_one_source_is_of_that_source(tmp_path: Path) -> None:
    outcome = imported(tmp_path, zipped({"1.gpx": gpx(1), "2.gpx": gpx(2)}))
    assert outcome.source == "gpx"
    assert len(outcome.tally.dates) == 2


def test_archives_within_an_archive_are_read(tmp_path: Path) -> None:
    inner = zipped({"1.gpx": gpx(1), "deeper.zip": zipped({"2.gpx": gpx(2)})})
    outcome = imported(tmp_path, zipped({"upload.zip": inner, "3.gpx": gpx(3)}))
    assert outcome.tally.kinds["workout"].rows == 3
    assert account(outcome)["not_understood_files"] == 0


def test_archives_nested_beyond_sense_are_named_and_not_opened(tmp_path: Path) -> None:
    data = gpx(1)
    for _ in range(4):
        data = zipped({"in.zip": data})
    outcome = imported(tmp_path, zipped({"deep.zip": data, "2.gpx": gpx(2)}))
    assert outcome.tally.kinds["workout"].rows == 1
    (unread,) = account(outcome)["not_understood"]
    assert "unpack it" in unread["why"]


def test_a_gzipped_file_by_itself_is_read(tmp_path: Path) -> None:
    outcome = imported(tmp_path, gzip.compress(gpx(1)))
    assert outcome.source == "gpx"
    assert account(outcome) is None


def test_the_same_archive_twice_brings_nothing_new(tmp_path: Path) -> None:
    data = zipped({"1.gpx": gpx(1), "again.zip": zipped({"1.gpx": gpx(1), "2.gpx": gpx(2)})})
    first = imported(tmp_path, data)
    assert first.tally.repeated > 0
    (tmp_path / "given").write_bytes(data)
    known = raw.keys([first.path])
    again = import_file(tmp_path / "given", tmp_path / "b.parquet", known, now=NOW)
    assert again.tally.added == 0


def test_one_member_that_breaks_off_takes_nothing_from_the_others(tmp_path: Path) -> None:
    broken = gpx(1)[:-30]
    outcome = imported(tmp_path, zipped({"a/1.gpx": broken, "2.gpx": gpx(2)}))
    assert outcome.tally.kinds["workout"].rows == 2
    assert outcome.damage is not None
    assert outcome.damage.message.startswith("a/1.gpx: ")
    assert [one["file"] for one in account(outcome)["damaged"]] == ["a/1.gpx"]


def test_one_member_that_is_refused_is_named_and_the_others_come_in(tmp_path: Path) -> None:
    entities = b'<!DOCTYPE gpx [<!ENTITY a "aaaa">]><gpx><trk>&a;</trk></gpx>'
    outcome = imported(tmp_path, zipped({"bad.gpx": entities, "2.gpx": gpx(2)}))
    assert outcome.tally.kinds["workout"].rows == 1
    (unread,) = account(outcome)["not_understood"]
    assert (unread["file"], "entities" in unread["why"]) == ("bad.gpx", True)


def test_an_archive_of_which_every_member_is_refused_is_refused(tmp_path: Path) -> None:
    entities = b'<!DOCTYPE gpx [<!ENTITY a "aaaa">]><gpx><trk>&a;</trk></gpx>'
    with pytest.raises(errors.EntitiesRefused):
        imported(tmp_path, zipped({"bad.gpx": entities}))


def test_what_cannot_be_right_is_counted_for_each_member(tmp_path: Path) -> None:
    members = {"good.csv": HEVY.format(load=100), "bad.csv": HEVY.format(load=90_000)}
    outcome = imported(tmp_path, zipped({name: text.encode() for name, text in members.items()}))
    assert account(outcome)["rejected"] == [{"file": "bad.csv", "rows": 1}]


def test_an_apple_health_export_reads_its_folder_by_itself(tmp_path: Path) -> None:
    members = {
        "apple_health_export/export.xml": export_text(record()).encode(),
        "apple_health_export/workout-routes/route_1.gpx": gpx(1),
        "lifting.csv": HEVY.format(load=100).encode(),
    }
    outcome = imported(tmp_path, zipped(members))
    assert "workout" in outcome.tally.kinds, "of the log"
    assert "route" not in outcome.tally.kinds, "the export refers to none"
    assert account(outcome)["not_understood_files"] == 0


def test_a_computers_own_files_are_passed_over(tmp_path: Path) -> None:
    members = {"__MACOSX/._1.gpx": b"\0\5", "a/.DS_Store": b"\0\1Bud", "a/1.gpx": gpx(1)}
    assert account(imported(tmp_path, zipped(members)))["not_understood_files"] == 0


def test_a_member_without_a_name_is_read_like_any_other(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), gpx(1))
    outcome = imported(tmp_path, out.getvalue())
    assert outcome.tally.kinds.keys() == {"route", "workout"}


def test_progress_grows_to_all_bytes(tmp_path: Path) -> None:
    members = {f"{day}.gpx": gpx(day) for day in range(1, 9)}
    path = tmp_path / "given"
    path.write_bytes(zipped({"up.zip": zipped(members), "x.bin": b"?", **members}))
    told: list[tuple[int, int]] = []

    def tell(done: int, total: int, _: int) -> None:
        told.append((done, total))

    look_at(path, Seen(raw.keys([])), now=NOW, on_progress=tell)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] == told[-1][1] > 0
    assert len({done for done, _ in told}) > 8


@pytest.mark.parametrize("within", [False, True])
def test_a_gzip_bomb_is_refused_whole(tmp_path: Path, within: bool) -> None:
    bomb = gpx(1).replace(b"<trk>", b"<trk>" + b" " * (80 << 20))
    packed = gzip.compress(bomb)
    with pytest.raises(errors.ZipBomb):
        imported(tmp_path, zipped({"in.gz": packed}) if within else packed)
    assert [one.name for one in tmp_path.iterdir()] == ["given"]


def test_a_bomb_spread_over_many_members_is_refused_whole(tmp_path: Path) -> None:
    page = gpx(1).replace(b"<trk>", b"<trk>" + b" " * (8 << 20))
    with pytest.raises(errors.ZipBomb):
        imported(tmp_path, zipped({f"{i}.gpx": page for i in range(8)}))


def test_a_directory_that_would_fill_the_memory_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spotter.intake.archive._LARGEST_DIRECTORY", 4_000)
    with pytest.raises(errors.ZipBomb, match="lists its files"):
        imported(tmp_path, zipped({f"{n:0100}.gpx": gpx(1) for n in range(40)}))


def test_a_bomb_in_an_archive_within_is_refused_whole(tmp_path: Path) -> None:
    page = gpx(1).replace(b"<trk>", b"<trk>" + b" " * (20 << 20))
    inner = zipped({f"{i}.gpx": page for i in range(2)})
    with pytest.raises(errors.ZipBomb):
        imported(tmp_path, zipped({"1.gpx": gpx(1), "in.zip": inner}))


@pytest.mark.parametrize("seed", range(25))
def test_no_change_of_bytes_brings_it_down(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    inner = zipped({"2.gpx": gpx(2), "l.csv": HEVY.format(load=90).encode()})
    data = bytearray(zipped({"1.gpx.gz": gzip.compress(gpx(1)), "in.zip": inner}))
    for _ in range(chance.randint(1, 6)):
        data[chance.randrange(4, len(data))] = chance.randrange(256)
    try:
        outcome = imported(tmp_path, bytes(data[: chance.choice([len(data), len(data) - 40])]))
    except errors.ImportRefused:
        return
    assert outcome.records > 0 or outcome.members.passed_over


def test_an_archive_is_one_import_with_its_members(units: Units, athlete_id: str) -> None:
    path = units.data_dir / "uploads" / "1.part"
    path.parent.mkdir()
    path.write_bytes(zipped({"1.gpx": gpx(1), "l.csv": HEVY.format(load=90).encode(), "x": b"?"}))
    with units() as uow:
        asked = service.request_import(
            uow, athlete_id, path, name="all.zip", size_bytes=1, sha256="0" * 64, now=NOW
        )
        uow.commit()
    handlers = {service.IMPORT: service.import_handler(lambda: NOW)}
    Worker(units, handlers, clock=lambda: NOW).run_until_idle()
    with units.reading() as uow:
        (found,) = service.list_imports(uow, athlete_id)
    assert (found.id, found.state, found.source) == (asked.id, "finished", "several")
    members = found.report["members"]
    assert isinstance(members, dict)
    assert members["files"] == 2
    left = [one.name for one in units.data_dir.rglob("*") if one.is_file()]
    assert [name for name in left if not name.startswith("spotter.db")] == [f"{asked.id}-1.parquet"]


@pytest.mark.parametrize("where", ["its header", "the directory"])
def test_a_name_that_is_not_the_text_it_says_it_is_is_refused_by_name(
    tmp_path: Path, where: str
) -> None:
    data = zipped({"é.csv": HEVY.format(load=100).encode()})
    name = "é.csv".encode()
    at = data.index(name) if where == "its header" else data.rindex(name)
    with pytest.raises(errors.ImportRefused):
        imported(tmp_path, data[:at] + b"\xff\xff" + data[at + 2 :])


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_a_tar_archive_is_read_as_a_zip_is(tmp_path: Path, mode: Literal["w", "w:gz"]) -> None:
    members = {
        "Takeout/1.gpx": gpx(1),
        "Takeout/lifting.csv": HEVY.format(load=100).encode(),
        "Takeout/old.zip": zipped({"2.gpx": gpx(2)}),
        "Takeout/readme.html": b"<html></html>",
    }
    packed = imported(tmp_path, tarred(members, mode))
    assert account(packed) == account(imported(tmp_path, zipped(members), "zip"))
    assert packed.tally.added > 4


def test_a_tar_archive_that_breaks_off_is_told_as_one(tmp_path: Path) -> None:
    whole = tarred({"1.gpx": random.Random(1).randbytes(100_000)})
    with pytest.raises(errors.TruncatedArchive):
        imported(tmp_path, whole[: len(whole) // 2])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4_000), st.integers(0, 255)), max_size=8),
    st.integers(300, 10_240),
)
def test_no_change_of_bytes_of_a_tar_archive_brings_it_down(
    changes: list[tuple[int, int]], cut: int
) -> None:
    data = bytearray(tarred({"n" * 120 + "/1.gpx": gpx(1), "2.gpx": gpx(2)}, "w"))
    for place, byte in changes:
        data[place % len(data)] = byte
    survives(bytes(data[:cut]))


def test_a_tar_archive_with_a_header_without_end_is_refused(tmp_path: Path) -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 2 << 20
    data = info.tobuf(tarfile.GNU_FORMAT) + bytes(2 << 20) + bytes(1024)
    with pytest.raises(errors.TruncatedArchive, match="header is too large"):
        imported(tmp_path, data)


def test_a_tar_archive_that_unpacks_to_far_more_than_it_is_gives_nothing(tmp_path: Path) -> None:
    with pytest.raises(errors.ZipBomb):
        imported(tmp_path, tarred({"1.gpx": bytes(40 << 20)}))
