"""Records read at fixed distances: which lines are, and that the others lose nothing by it."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.exports import export_text, parent, record
from intake.test_fast_and_careful_agree import both_ways
from spotter.intake.apple_health.blocks import places
from spotter.intake.apple_health.layouts import OPEN, SELF
from spotter.intake.apple_health.plain import Plain, plain

DEVICE = "&lt;&lt;HKDevice: 0x3066&gt;, name:Apple Watch, model:Watch, hardware:Watch6,7&gt;"


def told(device: str = DEVICE, **more: str) -> str:
    """Return a Record as the phone writes it, its device before its unit."""
    return record(**more).replace(" unit=", f' device="{device}" unit=', 1)


PLAIN = told()


def read(*lines: str) -> Plain:
    data = "".join(lines).encode()
    return plain(data, places(data, ord("\n")))


@pytest.mark.parametrize("value", ["0", "61", "-4.25", "1e3", "12345678.123456789", "0.1"])
def test_a_record_that_ends_in_three_stamps_and_a_number_is_plain(value: str) -> None:
    found = read(PLAIN, record(value=value), "  <MetadataEntry key='x'/>\n", PLAIN)
    assert found.lines.tolist() == [0, 1, 3]
    assert found.rows["value"].to_list() == [60, float(value), 60]


def test_a_plain_record_may_have_children() -> None:
    lines = parent("  <MetadataEntry/>\n").splitlines(keepends=True)
    assert read(PLAIN, *lines).kinds.tolist() == [SELF, OPEN]


def test_a_head_says_type_source_device_and_unit() -> None:
    row = read(told(sourceName="A &amp; B")).rows.row(0, named=True)
    assert row["source"] == "A & B"
    assert row["device"] == "watch Watch6,7"
    assert row["unit"] == "count/min"


# Each stands between plain records; what it is instead decides whoever reads the other lines.
_NOT_PLAIN = {
    "a category": record(value="HKCategoryValueSleepAnalysisAsleepREM"),
    "no finite number": record(value="inf"),
    "a value that is empty": record(value=""),
    "a stamp of another length": record(creationDate="2026-02-01 08:00:05 +01:00"),
    "an attribute after the value": record(later="1"),
    "a reference in the value": record(value="&#54;0"),
    "a control character in the head": record(sourceName="a\x0bb"),
    "a blank before the end": PLAIN.replace('"/>', '" />'),
    "a carriage return": PLAIN.replace("\n", "\r\n"),
    "another element": PLAIN.replace("<Record", "<Sample"),
}


_NO_XML = {
    "a head with an attribute of the tail": PLAIN.replace("<Record", '<Record value="7"'),
    "a head with a doubled attribute": PLAIN.replace("<Record", '<Record unit="7"'),
    "a raw tag in the head": record(sourceName="a<b"),
    "an unknown entity in the head": record(sourceName="&nbsp;"),
}


@pytest.mark.parametrize("line", (_NOT_PLAIN | _NO_XML).values(), ids=_NOT_PLAIN | _NO_XML)
def test_what_is_not_plain_is_left_to_the_others(line: str) -> None:
    assert read(PLAIN, line, PLAIN).lines.tolist() == [0, 2]


@pytest.mark.parametrize("line", _NOT_PLAIN.values(), ids=_NOT_PLAIN)
def test_what_is_not_plain_means_what_the_careful_way_says(line: str) -> None:
    later = line.replace("08:00:00", "08:30:00"), PLAIN.replace("08:00:00", "09:00:00")
    both_ways(export_text(PLAIN, *later))


def test_one_impossible_stamp_leaves_its_block_to_the_others() -> None:
    assert not len(read(PLAIN, record(startDate="2026-02-30 08:00:00 +0100")).lines)


def test_a_head_that_is_no_text_is_left_to_the_others() -> None:
    data = PLAIN.encode() + record(sourceName="\x01").encode().replace(b"\x01", b"\xff")
    assert plain(data, places(data, ord("\n"))).lines.tolist() == [0]


def test_a_number_that_is_no_text_leaves_its_block_to_the_others() -> None:
    data = PLAIN.encode() + record(value="\x01").encode().replace(b"\x01", b"\xff")
    assert not len(plain(data, places(data, ord("\n"))).lines)


_ANY = {
    "value": st.floats(allow_nan=False, allow_infinity=False).map(str),
    "sourceName": st.sampled_from(("Watch", "Alex’s\u00a0iPhone", "&#65;")),
    "device": st.sampled_from(("", DEVICE)),
    "startDate": st.datetimes(datetime(1990, 1, 1), datetime(2026, 1, 1)).map(
        "{:%Y-%m-%d %H:%M:%S} +0100".format
    ),
}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.fixed_dictionaries({}, optional=_ANY), min_size=1, max_size=8), st.booleans())
def test_plain_records_read_as_the_careful_way_reads_them(
    varied: list[dict[str, str]], children: bool
) -> None:
    lines = [told(**one) for one in varied]
    if children:
        lines.insert(1, parent('  <MetadataEntry key="a" value="b"/>\n'))
    assert both_ways(export_text(*lines)).records == len(lines)
