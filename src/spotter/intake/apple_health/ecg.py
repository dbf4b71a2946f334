"""Electrocardiograms: the CSV members of the archive, by what their head says and nothing more.

The watch's app writes `key,value` lines in the phone's language (name, birth, time, classification,
symptoms, software, device, sampling rate, lead, unit), then one voltage a line. Seen in English
("Recorded Date,2020-02-05 09:14:40 -0400", "Sample Rate,512.844 hertz", "-48.673") and in German
("Aufzeichnungsdatum", "Messrate,512 Hertz", "57,992"). Lines are therefore told by what they hold
and by their place, which no language changes. The classification is kept as it is worded: nothing
here knows what it means.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Sequence
from datetime import timedelta

from spotter.intake.apple_health import types
from spotter.intake.apple_health.found import DraftRow
from spotter.intake.apple_health.stamps import moment
from spotter.intake.drafts import compact

# The name of the app on the watch; the file does not say who wrote it.
_SOURCE = "ECG"
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} [+-]\d{4}")
_VOLTAGE = re.compile(rb"^[ \t]*-?\d+(?:[.,]\d+)?[ \t]*\r?$", re.MULTILINE)
_MEASURED = re.compile(r"(\d+(?:[.,]\d+)?)\s*(\D+)")
_MICROVOLT = "\u03bcv"
# No heart beats as often in a minute as any watch samples it in a second (512 Hz).
_SAMPLING_HZ, _PULSE_BPM = (300.0, 20_000.0), (20.0, 300.0)
HEAD_BYTES, _HEAD_LINES = 8_192, 40
# Lines below the time, when the sampling rate stands where it always does.
_RATE_LINE = 5

Head = Sequence[str]


def head_of(data: bytes) -> Head | None:
    """Return the values of a recording's head from its time on, None when `data` is no recording.

    Empty when the time cannot be read. What stands before it says who the person is: it is dropped.
    """
    text = unicodedata.normalize("NFC", data[:HEAD_BYTES].decode("utf-8-sig", "replace"))
    try:
        rows = list(csv.reader(text.splitlines()[:_HEAD_LINES]))
    except csv.Error:
        return None
    # Several symptoms are not quoted everywhere.
    values = ["" if _number(row) else ",".join(row[1:]).strip() for row in rows]
    if not any(_plain(value) == _MICROVOLT for value in values):
        return None
    at = next((i for i, value in enumerate(values) if _STAMP.fullmatch(value)), len(values))
    return values[at:]


def ecg_row(data: bytes, order: int) -> DraftRow | None:
    """Return the draft row of one recording, None without a readable time or without samples.

    Its value counts the samples; the voltages themselves are not kept.
    """
    head = head_of(data)
    start = moment(head[0]) if head else None
    samples = len(_VOLTAGE.findall(data))
    if not head or start is None or not samples:
        return None
    rate = _first(head, _SAMPLING_HZ)
    end = start + timedelta(seconds=samples / rate if rate else 0)
    usual = len(head) > _RATE_LINE and rate is not None and _measured(head[_RATE_LINE]) == rate
    symptoms, software, device = head[2:_RATE_LINE] if usual else ("", "", "")
    details = {
        "sampling_rate_hz": rate,
        "average_heart_rate_bpm": _first(head, _PULSE_BPM),
        "symptoms": symptoms,
        "software": software,
    }
    return {
        "order": order,
        "type": types.ECG,
        "source": _SOURCE,
        "device": device,
        "unit": "count",
        "start": head[0],
        "end": f"{end:%Y-%m-%d %H:%M:%S %z}",
        "value": str(samples),
        "text": head[1] if len(head) > 1 else None,
        "metadata": compact({name: value for name, value in details.items() if value}),
    }


def _number(row: Sequence[str]) -> bool:
    """Return whether a row is a voltage with a decimal comma."""
    return all(part.strip().lstrip("-").isdigit() for part in row)


def _plain(value: str) -> str:
    return unicodedata.normalize("NFKC", value).casefold()


def _measured(value: str) -> float | None:
    """Return the number of a value with a unit, None for anything else."""
    found = _MEASURED.fullmatch(value)
    return float(found[1].replace(",", ".")) if found else None


def _first(head: Head, between: tuple[float, float]) -> float | None:
    """Return the first measured value of `head` that lies `between` two numbers."""
    found = (_measured(value) for value in head)
    low, high = between
    return next((value for value in found if value is not None and low <= value < high), None)
