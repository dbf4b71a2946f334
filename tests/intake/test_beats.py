"""Beat times are text of any locale; they become milliseconds after midnight."""

from __future__ import annotations

import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.exports import parent, rows_of
from spotter.intake.apple_health.beats import day_ms


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("6:14:48.94 PM", 65_688_940),
        ("6:14:48.94\u202fPM", 65_688_940),
        ("10:13:58.26 PM", 80_038_260),
        ("17:07:00,29", 61_620_290),
        ("3:10:02,11 AM", 11_402_110),
        ("03:00:01.10", 10_801_100),
        ("12:00:00.00 AM", 0),
        ("12:00:00.00 PM", 43_200_000),
        ("下午6:14:48.94", 65_688_940),
        ("6:14:48,94 p. m.", 65_688_940),
        ("오전 3:10:02.11", 11_402_110),
        ("٣:١٠:٠٢٫١١ م", 54_602_110),
        ("25:00:00.00", None),
        ("6:61:00.00", None),
        ("6:14:48.94 zz", None),
        ("soon", None),
        (None, None),
    ],
)
def test_a_time_of_day_in_any_locale(text: str | None, ms: int | None) -> None:
    assert day_ms(pl.Series([text], dtype=pl.String)).to_list() == [ms]


@given(
    st.lists(
        st.builds(
            "{}:{:02d}:{:02d}.{:02d} {}M".format,
            st.integers(0, 25),
            *[st.integers(0, high) for high in (61, 61, 99)],
            st.sampled_from("AP"),
        ),
        min_size=1,
    )
)
def test_a_column_of_one_locale_is_read_as_a_mixed_one_is(times: list[str]) -> None:
    mixed = day_ms(pl.Series([*times, "17:07:00,29"])).to_list()
    assert day_ms(pl.Series(times)).to_list() == mixed[:-1]


def test_arabic_digits_are_digits() -> None:
    assert day_ms(pl.Series(["١٧:٠٧:٠٠.٢٩"])).to_list() == [61_620_290]


def beats(*pairs: tuple[str, str]) -> dict[str, list[float | None]]:
    lines = "".join(
        f'   <InstantaneousBeatsPerMinute bpm="{bpm}" time="{time}"/>\n' for bpm, time in pairs
    )
    listed = f"  <HeartRateVariabilityMetadataList>\n{lines}  </HeartRateVariabilityMetadataList>\n"
    row = rows_of(parent(listed, "HeartRateVariabilitySDNN", "45.3", "ms")).only()
    found: dict[str, list[float | None]] = json.loads(row["metadata"])["beats"]
    return found


def test_the_beats_of_a_reading_stand_in_its_metadata() -> None:
    found = beats(("72", "7:47:41.86 PM"), ("68", "7:47:42.78 PM"))
    assert found == {"time_ms": [71_261_860, 71_262_780], "bpm": [72, 68]}


def test_a_run_that_crosses_midnight_grows_on() -> None:
    found = beats(("60", "11:59:59.50 PM"), ("?", "12:00:00.40 AM"), ("61", "12:00:01.30 AM"))
    assert found["time_ms"] == [86_399_500, 86_400_400, 86_401_300]
    assert found["bpm"] == [60, None, 61]
