"""Opening the feature store leaves the metrics of this process where they are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import os, sys
from pathlib import Path
from spotter.body.featurestore.shelf import Shelf
Shelf(Path(sys.argv[1])).feast
from prometheus_client import CollectorRegistry, Counter, generate_latest
registry = CollectorRegistry()
Counter("spotter_seen", "seen", registry=registry).inc()
assert b"spotter_seen_total 1.0" in generate_latest(registry)
assert not [name for name in os.environ if name.startswith("PROMETHEUS_MULTIPROC")]
"""


def test_what_is_counted_after_feast_was_imported_is_served(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
