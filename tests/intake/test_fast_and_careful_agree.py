"""The fast way and the careful way give the same rows, whatever the file looks like."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from intake.exports import Result, export_text, result


def assert_same(fast: Result, careful: Result) -> None:
    assert_frame_equal(fast.rows, careful.rows)
    assert fast.records == careful.records
    assert fast.rejected == careful.rejected
    assert fast.skipped == careful.skipped
    assert fast.about == careful.about


def both_ways(data: bytes | str, block_bytes: int = 8 << 20) -> Result:
    fast = result(data, block_bytes=block_bytes)
    assert_same(fast, result(data, careful=True))
    return fast


def test_over_every_fixture(apple_health: Path) -> None:
    paths = sorted(apple_health.rglob("*export*.xml"))
    assert len(paths) >= 10
    for path in paths:
        both_ways(path.read_bytes())


@pytest.mark.parametrize("block_bytes", [1_000, 65_536, 1_000_003])
def test_over_a_real_export_cut_into_blocks_of_any_size(
    apple_health: Path, block_bytes: int
) -> None:
    path = apple_health / "apple-export-2016-es-josejamilena/export.xml"
    head = path.read_bytes()[:200_000]
    whole = head[: head.rfind(b"\n") + 1] + b"</HealthData>\n"
    assert both_ways(whole, block_bytes).records > 400


# Texts as attributes hold them: escaped, but with everything that XML allows inside.
_TEXT = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"),
    max_size=12,
).map(lambda text: escape(text, {'"': "&quot;"}))
_SOURCE = _TEXT | st.sampled_from(("Alex’s Apple\u00a0Watch", "a&amp;b", "&#65;&#x42;", ">", "'"))
_STAMP = st.sampled_from(
    (
        "2026-02-01 08:00:00 +0100",
        "2026-02-01 08:05:00 -0530",
        "2025-07-01 23:59:59 +0000",
        "2031-01-01 00:00:00 +0000",
        "2026-02-30 08:00:00 +0100",
        "1969-12-31 00:00:00 +0000",
        "nonsense",
        "",
    )
)
_TYPE = st.sampled_from(
    (
        "HKQuantityTypeIdentifierHeartRate",
        "HKQuantityTypeIdentifierStepCount",
        "HKQuantityTypeIdentifierOxygenSaturation",
        "HKCategoryTypeIdentifierSleepAnalysis",
        "HKQuantityTypeIdentifierHeartRateVariabilitySDNN",
        "HKDataTypeSleepDurationGoal",
        "",
    )
)
_UNIT = st.sampled_from(("count/min", "count", "%", "ms", "hr", "furlong", ""))
_VALUE = st.sampled_from(
    ("60", "0.97", "98", "-4", "NaN", "1e400", "HKCategoryValueSleepAnalysisAsleepREM", "x", "")
)


@st.composite
def _attributes(draw: st.DrawFn) -> str:
    values = {
        "type": draw(_TYPE),
        "sourceName": draw(_SOURCE),
        "unit": draw(_UNIT),
        "device": draw(_TEXT),
        "creationDate": draw(_STAMP),
        "startDate": draw(_STAMP),
        "endDate": draw(_STAMP),
        "value": draw(_VALUE),
        "newAttribute": draw(_TEXT),
    }
    names = draw(st.permutations(sorted(values)))
    kept = names[: draw(st.integers(5, len(names)))]
    between = draw(st.sampled_from((" ", "  ", "\n   ", "\t")))
    return between.join(f'{name}="{values[name]}"' for name in kept)


@st.composite
def _children(draw: st.DrawFn) -> str:
    entry = st.builds('<MetadataEntry key="{}" value="{}"/>'.format, _TEXT, _TEXT)
    turned = st.builds('<MetadataEntry value="{}" key="{}"/>'.format, _TEXT, _TEXT)
    zone = st.just('<MetadataEntry key="HKTimeZone" value="Europe/Zurich"/>')
    time = st.sampled_from(("6:14:48.94 PM", "17:07:00,29", "0:00:01.10 AM", "?"))
    beat = st.builds('<InstantaneousBeatsPerMinute bpm="{}" time="{}"/>'.format, _VALUE, time)
    beats = st.lists(beat, max_size=3).map(
        lambda found: "\n".join(
            ("<HeartRateVariabilityMetadataList>", *found, "</HeartRateVariabilityMetadataList>")
        )
    )
    comment = st.just("<!-- a remark -->")
    found = draw(st.lists(entry | turned | zone | beats | comment, max_size=4))
    return "\n".join(found)


@st.composite
def _element(draw: st.DrawFn) -> str:
    attributes = draw(_attributes())
    kind = draw(st.sampled_from(("one line", "children", "workout", "correlation", "other")))
    if kind == "one line":
        return f" <Record {attributes}/>"
    children = draw(_children())
    if kind == "children":
        return f" <Record {attributes}>\n{children}\n </Record>"
    if kind == "workout":
        duration = draw(st.sampled_from(("30", "", "x")))
        return (
            f' <Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="{duration}" '
            f'sourceName="w" startDate="2026-02-01 08:00:00 +0100" '
            f'endDate="2026-02-01 08:30:00 +0100">\n{children}\n </Workout>'
        )
    if kind == "correlation":
        return f' <Correlation type="x">\n <Record {attributes}/>\n </Correlation>'
    return draw(
        st.sampled_from(
            (
                "",
                "<!-- <Record type='no'/> -->",
                "<!--\n <Record/>\n-->",
                " <Audiogram a='1'><SensitivityPoint/></Audiogram>",
                " <Record\n/>",
                ' <ActivitySummary dateComponents="2026-02-01" activeEnergyBurned="500"/>',
            )
        )
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(_element(), max_size=12), st.sampled_from((700, 8 << 20)))
def test_over_exports_nobody_has_seen(elements: list[str], block_bytes: int) -> None:
    both_ways(export_text(*(f"{element}\n" for element in elements)), block_bytes)
