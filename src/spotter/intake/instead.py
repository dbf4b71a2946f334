"""Files that people hand in and that hold nothing to read: what to hand in instead."""

from __future__ import annotations

import re

from spotter.intake.errors import NotThisFormat

_PACKED = "Unpack it and hand in what is in it, or pack it as a zip."
# How a file begins → what to do.
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"7z\xbc\xaf\x27\x1c", f"This is a 7z archive. {_PACKED}"),
    (b"Rar!\x1a\x07", f"This is a RAR archive. {_PACKED}"),
    (b"BZh", f"This is packed by bzip2. {_PACKED}"),
    (b"\xfd7zXZ\x00", f"This is packed by xz. {_PACKED}"),
    (b"\x28\xb5\x2f\xfd", f"This is packed by zstd. {_PACKED}"),
    (b"%PDF-", "This is a PDF, a picture of data. Export the data itself, as CSV or JSON."),
    (b"\xd0\xcf\x11\xe0", "This is a workbook. Save its sheet as CSV and hand that in."),
)
# What stands in its first bytes → what to do.
_WITHIN: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (
        re.compile(rb"<ClinicalDocument\b"),
        "This is the second XML of an Apple Health export, which holds the same again. Hand in "
        "export.zip, or the larger XML in it.",
    ),
    (
        re.compile(rb"\A\s*<(?:!doctype html|html)\b", re.IGNORECASE),
        "This is a web page. Where a download was meant, its sign-in page may have been saved "
        "instead; download it again.",
    ),
    (
        re.compile(
            rb'\A\s*[\[{].*?"(?:dataOrigin|startZoneOffset|androidx\.health[\w.]*)"', re.DOTALL
        ),
        "This is Health Connect as an app wrote it down. Hand in the phone's own export instead: "
        "Settings, Health Connect, Backup and restore, Schedule export.",
    ),
)
# A name is no proof of what a file is: it is asked last, for a table that nobody knows.
_NAMED: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"metrics-.*\.csv", re.IGNORECASE),
        "This looks like what WHOOP sends under data protection law. Hand in the export of the app "
        "instead: More, App settings, Data export.",
    ),
)


def instead(head: bytes, name: str) -> NotThisFormat | None:
    """Return what to say of a file that no source knows, None when there is nothing particular.

    `head` are its first bytes, `name` what it is called.
    """
    words = next((words for begin, words in _BEGINNINGS if head.startswith(begin)), None)
    words = words or next((words for what, words in _WITHIN if what.search(head)), None)
    last = name.rsplit("/", 1)[-1]
    words = words or next((words for what, words in _NAMED if what.fullmatch(last)), None)
    return None if words is None else NotThisFormat(f"Spotter does not read this file. {words}")
