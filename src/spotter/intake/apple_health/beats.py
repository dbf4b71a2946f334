"""Beat times: text of the phone's locale, without a date, that may cross midnight.

Seen in exports: "6:14:48.94 PM", "17:07:00,29", "3:10:02,11 AM", "03:00:01.10"; the marker may
stand before or after, in any language, with no-break spaces, and digits may be Arabic.
"""

from __future__ import annotations

import unicodedata

import numpy as np
import polars as pl

from spotter.intake.columns import mapped

_TIME = r"(\d{1,2})[:.hH](\d{1,2})[:.](\d{1,2})(?:[.,](\d{1,3}))?"
# Words for the first and second half of the day (Unicode CLDR, locales of the iPhone), folded and
# without dots and spaces.
_AM = {"am", "a", "上午", "午前", "오전", "ص", "πμ", "sa", "fm", "de", "vm", "rano", "पूर्वाह्न", "öö"}
_PM = {"pm", "p", "下午", "午後", "오후", "م", "μμ", "ch", "em", "du", "nm", "अपराह्न", "ös"}
# Where an English phone has its digits, and the other characters that are always the same.
_ENGLISH = np.frombuffer(b"06:14:48.94 PM", dtype=np.uint8)
_DIGITS = (0, 1, 3, 4, 6, 7, 9, 10)
_MARKS = (2, 5, 8, 11, 13)
_TENS = np.array([10, 1], dtype=np.int64)
_HALF_DAY_MS = 43_200_000
_DAY_MS = 2 * _HALF_DAY_MS


def _ascii_digits(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).replace("\u066b", ".")  # Arabic decimal mark
    return "".join(
        str(unicodedata.digit(char)) if char.isdigit() and not char.isascii() else char
        for char in folded
    )


def _half(marker: str) -> int | None:
    """Return 0 for a.m., 1 for p.m., -1 for a 24-hour clock, None for an unknown word."""
    folded = "".join(char for char in marker.casefold() if char not in ". \u00a0\u202f\u200f\u200e")
    if not folded:
        return -1
    if folded in _AM:
        return 0
    return 1 if folded in _PM else None


def day_ms(times: pl.Series) -> pl.Series:
    """Return milliseconds after midnight for locale texts, null where unreadable."""
    english = _english(times)
    return _parsed(times) if english is None else english


def _english(times: pl.Series) -> pl.Series | None:
    """Return what `_parsed` does for a column of times like `6:14:48.94 PM`, None for any other."""
    count, width = len(times), len(_ENGLISH)
    if not count or times.null_count() or not times.str.len_bytes().is_between(13, width).all():
        return None
    data: bytes = times.str.pad_start(width, "0").str.join("").cast(pl.Binary).item()
    if len(data) != count * width:
        return None
    table = np.frombuffer(data, dtype=np.uint8).reshape(count, width)
    digits = table[:, _DIGITS] - np.uint8(ord("0"))  # what stands before zero becomes large
    late = table[:, 12] == ord("P")
    known = late | (table[:, 12] == ord("A"))
    if (digits > 9).any() or (table[:, _MARKS] != _ENGLISH[list(_MARKS)]).any() or not known.all():
        return None
    hour, minute, second, hundredth = (digits[:, at : at + 2] @ _TENS for at in (0, 2, 4, 6))
    hours = hour % 12 + 12 * late
    total = pl.Series(((hours * 60 + minute) * 60 + second) * 1000 + hundredth * 10)
    sane = pl.Series((hour < 24) & (minute < 60) & (second < 60))
    return total.set(~sane, None).alias("time_ms")


def _parsed(times: pl.Series) -> pl.Series:
    if times.str.len_bytes().ne(times.str.len_chars()).any():
        times = times.map_elements(_ascii_digits, return_dtype=pl.String)
    parts = times.str.extract_groups(_TIME).struct.unnest()
    hour, minute, second = (parts[str(i)].cast(pl.Int64, strict=False) for i in (1, 2, 3))
    fraction = parts["4"].fill_null("").str.pad_end(3, "0").cast(pl.Int64, strict=False)
    marker = times.str.replace(_TIME, "")
    half = mapped(marker, _half, pl.Int64)
    frame = pl.DataFrame({"h": hour, "m": minute, "s": second, "f": fraction, "half": half})
    hours = pl.when(pl.col("half") >= 0).then(pl.col("h") % 12 + 12 * pl.col("half"))
    total = hours.otherwise(pl.col("h")) * 3_600_000 + pl.col("m") * 60_000
    total = total + pl.col("s") * 1000 + pl.col("f")
    sane = (pl.col("h") < 24) & (pl.col("m") < 60) & (pl.col("s") < 60)
    known = sane & pl.col("half").is_not_null()
    return frame.select(time_ms=pl.when(known).then(total))["time_ms"]


def beats_json(beats: pl.DataFrame) -> pl.DataFrame:
    """Return `order` and `beats` (JSON text) for beats of `order`, `bpm`, `time` in file order."""
    parsed = beats.select("order", "bpm", time_ms=day_ms(beats["time"]))
    step = pl.col("time_ms") - pl.col("time_ms").forward_fill().shift(1).over("order")
    wraps = (step < -_HALF_DAY_MS).fill_null(False).cast(pl.Int64).cum_sum().over("order")
    bpm = pl.col("bpm").cast(pl.Float64, strict=False)
    return (
        parsed.with_columns(time_ms=pl.col("time_ms") + wraps * _DAY_MS)
        .with_columns(
            pl.col("time_ms").cast(pl.String).fill_null("null"),
            bpm=pl.when(bpm.is_finite()).then(bpm.cast(pl.String)).fill_null("null"),
        )
        .group_by("order", maintain_order=True)
        .agg(pl.col("time_ms").str.join(","), pl.col("bpm").str.join(","))
        .select(
            "order",
            beats=pl.concat_str(
                pl.lit('{"time_ms":['), "time_ms", pl.lit('],"bpm":['), "bpm", pl.lit("]}")
            ),
        )
    )
