"""Feed a reader bytes that nobody would export, guided by which of its lines they reach.

    python scripts/fuzz.py SOURCE SECONDS [FOLDER OF EXAMPLES]

SOURCE is one of the table of sources (`spotter/intake/registry.py`), `each` for all of them, every
input read by those that say it is theirs, or `any` for the whole way of a file that is handed in,
archives included. What a reader may do is yield rows or refuse by a named
error (`ImportRefused`). Anything else (another exception, ten seconds for one input, more than
`MOST_MB` of memory) ends the run with exit code 77 or 70 and the input in a file `crash-…`.
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["spotter.intake"]):
    from spotter.intake import pipeline, registry
    from spotter.intake.archive import HEAD_BYTES, Opened
    from spotter.intake.batch import About
    from spotter.intake.errors import ImportRefused
    from spotter.intake.seen import Seen

    for each in registry.SOURCES:
        each.knows(b"")
        _ = each.reader

# What the process holds before the first input is a quarter of it.
MOST_MB = 1_000
SLOWEST_S = 10
LONGEST_BYTES = 20_000
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def read_by(source: registry.Source, data: bytes) -> None:
    """Read `data` to its end by one source."""
    if not source.detect(data[:HEAD_BYTES]):
        return
    opened = Opened(io.BytesIO(data), data[:HEAD_BYTES], len(data), name="given")
    with contextlib.suppress(ImportRefused):
        for batch in source.read(opened, now=NOW, about=About()):
            assert batch.rows.height + batch.rejected.total() <= batch.records


def hand_in(path: Path, data: bytes) -> None:
    """Look at `data` as at any file that somebody hands in."""
    path.write_bytes(data)
    with contextlib.suppress(ImportRefused):
        pipeline.look_at(path, Seen(pipeline.NONE_KNOWN), now=NOW)


def main() -> None:
    """Fuzz what the arguments name; ends the process."""
    name, seconds, *folders = sys.argv[1:]
    sources = [one for one in registry.SOURCES if name in (one.name, "each")]
    if not sources and name != "any":
        sys.exit(f"no source is called {name}")
    scratch = tempfile.TemporaryDirectory(prefix="spotter-fuzz-")
    given = Path(scratch.name) / "given"

    def one(data: bytes) -> None:
        for source in sources:
            read_by(source, data)
        if not sources:
            hand_in(given, data)

    options = [
        f"-max_total_time={seconds}",
        f"-rss_limit_mb={MOST_MB}",
        f"-timeout={SLOWEST_S}",
        f"-max_len={LONGEST_BYTES}",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, *folders], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
