"""Points taken out by the thousand say what the exact parser hears of each, whatever the file."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from intake.exports import NOW
from spotter.intake import elements, gpx, tcx
from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.errors import Damaged, ImportRefused
from spotter.intake.points import instant, instants, number, numbers

Read = Callable[..., Iterator[Batch]]


def opened(data: bytes) -> Opened:
    return Opened(io.BytesIO(data), data[:1_000], len(data))


def rows_of(read: Read, data: bytes, *, careful: bool) -> tuple[pl.DataFrame, object, type | None]:
    """Return the rows of `data` in the order of their keys, what was refused, and the error."""
    rows: list[pl.DataFrame] = []
    refused: dict[object, int] = {}
    error: type | None = None
    try:
        for batch in read(opened(data), now=NOW, about=About(), careful=careful):
            rows.append(batch.rows)
            for reason, count in (batch.rejected | batch.skipped).items():
                refused[reason] = refused.get(reason, 0) + count
    except ImportRefused as broken:
        error = type(broken)
    return pl.concat(rows).sort("key", "metadata") if rows else pl.DataFrame(), refused, error


def both_ways(read: Read, data: bytes, part: int = 1 << 18) -> pl.DataFrame:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(elements, "_PART", part)
        fast, careful = (rows_of(read, data, careful=way) for way in (False, True))
    assert_frame_equal(fast[0], careful[0])
    assert fast[1:] == careful[1:]
    return fast[0]


TIMES = (
    "2026-02-01T08:00:{:02d}Z",
    "2026-02-01T08:00:{:02d}.250Z",
    "2026-02-01T09:00:{:02d}+01:00",
)
NUMBERS = (
    "48.137{:02d}",
    "1{:02d}",
    "-0.0000{:02d}",
    "1e2",
    "1_{:02d}",
    "&#49;{:02d}",
    " 7{:02d} ",
    "NaN",
    "",
    "x",
)
ODD = (
    "<!-- <Trackpoint><Time>2026-02-01T08:00:00Z</Time></Trackpoint> -->",
    "<!-- <trkpt lat='1' lon='2'><time>2026-02-01T08:00:00Z</time></trkpt> -->",
    "<![CDATA[<Trackpoint></Trackpoint>]]>",
    "<?track?>",
    "<Trackpoint/>",
    "<TrackpointKind>1</TrackpointKind>",
    "&amp;",
    "ü",
    "</Track></Lap><Notes><![CDATA[<Trackpoint><Time>1</Time></Trackpoint>]]></Notes><Lap><Track>",
    "</Track><Track>",
    "</trkseg><trkseg>",
)


@st.composite
def tcx_points(draw: st.DrawFn) -> str:
    """Draw points that one application wrote alike, with numbers of several kinds."""
    gap = draw(st.sampled_from(("", "\n  ", "\r\n\t")))
    space = draw(st.sampled_from(("", ' xmlns="http://x/2"')))
    prefix = draw(st.sampled_from(("", "", "x:", "y:")))
    time, shape = draw(st.sampled_from(TIMES)), draw(st.sampled_from(NUMBERS))
    parts = draw(st.lists(st.sampled_from(range(6)), unique=True).map(sorted))
    return "".join(
        f"<Trackpoint>{gap}"
        + gap.join(
            (
                f"<Time>{time.format(n % 60)}</Time>",
                f"<Position><LatitudeDegrees>48.1{n:02d}</LatitudeDegrees>{gap}"
                f"<LongitudeDegrees>{shape.format(n)}</LongitudeDegrees></Position>",
                f"<AltitudeMeters>{shape.format(n)}</AltitudeMeters>",
                f"<HeartRateBpm{space}><Value>{100 + n}</Value></HeartRateBpm>",
                f"<Extensions><{prefix}TPX{space}><{prefix}Speed>{shape.format(n)}</{prefix}Speed>"
                f"<Speed/></{prefix}TPX></Extensions>",
                "<Value>9</Value>",
            )[part]
            for part in parts
        )
        + f"{gap}</Trackpoint>{gap}"
        for n in range(draw(st.integers(1, 30)))
    )


@st.composite
def gpx_points(draw: st.DrawFn) -> str:
    """Draw points of a GPX track, as `tcx_points` does."""
    gap, shape = draw(st.sampled_from(("", "\n"))), draw(st.sampled_from(NUMBERS))
    time = draw(st.sampled_from(TIMES))
    quote = draw(st.sampled_from('"""\''))
    extra = draw(st.sampled_from(("", ' lat="1"', ' xmlns="u"', " foo='1'")))
    heart = draw(st.sampled_from(("hr", "x:hr", "y:hr", "heartrate")))
    return "".join(
        f"<trkpt lat={quote}48.1{n:02d}{quote} lon={quote}{shape.format(n)}{quote}{extra}>{gap}"
        f"<ele>{shape.format(n)}</ele><time>{time.format(n % 60)}</time>{gap}"
        f"<extensions><{heart}>{90 + n}</{heart}><power>{shape.format(n)}</power></extensions>"
        f"</trkpt>{gap}"
        for n in range(draw(st.integers(1, 30)))
    )


@st.composite
def files(draw: st.DrawFn, head: str, points: st.SearchStrategy[str], tail: str) -> bytes:
    """Draw a file: groups of alike points, odd things between them, perhaps changed or cut off."""
    text = head + "".join(draw(st.lists(points | st.sampled_from(ODD), max_size=5))) + tail
    data = bytearray(text.encode())
    for place, byte in draw(
        st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=2)
    ):
        data[place % len(data)] = byte
    return bytes(data[: draw(st.integers(0, len(data)) | st.just(len(data)))])


TCX_FILES = files(
    '<TrainingCenterDatabase xmlns:x="http://x/2"><Activities><Activity Sport="Running">'
    "<Lap><Track>",
    tcx_points(),
    "</Track></Lap></Activity></Activities></TrainingCenterDatabase>",
)
GPX_FILES = files('<gpx xmlns:x="u"><trk><trkseg>', gpx_points(), "</trkseg></trk></gpx>")


PARTS = st.sampled_from((50, 333, 1 << 18))


@settings(max_examples=80, deadline=None)
@given(data=TCX_FILES, part=PARTS)
def test_points_of_tcx_are_read_alike_both_ways(data: bytes, part: int) -> None:
    both_ways(tcx.batches, data, part)


@settings(max_examples=80, deadline=None)
@given(data=GPX_FILES, part=PARTS)
def test_points_of_gpx_are_read_alike_both_ways(data: bytes, part: int) -> None:
    both_ways(gpx.batches, data, part)


def test_every_real_track_is_read_alike_both_ways(apple_health: Path) -> None:
    paths = [*apple_health.parent.rglob("*.tcx"), *apple_health.parent.rglob("*.gpx")]
    assert len(paths) >= 7
    for path in paths:
        read = tcx.batches if path.suffix == ".tcx" else gpx.batches
        assert both_ways(read, path.read_bytes()).height


def test_damage_behind_a_long_run_is_told_at_its_byte_of_the_file() -> None:
    point = '<trkpt lat="48.1" lon="7"><time>2026-02-01T08:00:00Z</time></trkpt>\n'
    data = f"<gpx><trk><trkseg>{point * 5_000}</trk>".encode()
    found = []
    for careful in (False, True):
        with pytest.raises(Damaged) as caught:
            list(gpx.batches(opened(data), now=NOW, about=About(), careful=careful))
        found.append(caught.value.offset)
    assert found[0] == found[1]


@given(
    st.lists(
        st.none() | st.sampled_from([each.format(7) for each in NUMBERS]) | st.text(max_size=8)
    )
)
def test_numbers_of_a_column_are_those_of_its_texts(texts: list[str | None]) -> None:
    assert numbers(pl.Series(texts, dtype=pl.String)).to_list() == [number(each) for each in texts]


STAMPS = (
    "2016-12-31T23:59:60Z",
    "2026-02-30T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "2026-02-01T24:00:00Z",
    "2026-02-01T08:00:00.1234567Z",
    "2026-02-01",
    " 2026-02-01T08:00:00Z ",
)


@given(
    st.lists(
        st.none()
        | st.sampled_from([*STAMPS, *(each.format(7) for each in TIMES)])
        | st.datetimes().map(lambda at: f"{at.isoformat()}Z")
        | st.text(max_size=8)
    )
)
def test_instants_of_a_column_are_those_of_its_texts(texts: list[str | None]) -> None:
    assert instants(pl.Series(texts, dtype=pl.String)).to_list() == [
        instant(each) for each in texts
    ]
