"""Static files: addresses that carry a content hash, and what the build left out."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"
BUILT = (
    "annotate.js", "app.js", "charts.css", "charts.js", "form.js", "htmx.min.js", "sw.js",
    "vision.js", "vision.wasm",
)  # fmt: skip


@cache
def _hash(path: Path, modified: float) -> str:
    del modified  # part of the key: a rebuilt file gets a new address
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def asset(name: str) -> str:
    """Return the address of the static file `name`, with its hash when it exists."""
    path = STATIC / name
    if not path.is_file():
        return f"/static/{name}"
    return f"/static/{name}?v={_hash(path, path.stat().st_mtime)}"


def missing_assets() -> list[str]:
    """Return the built files that are not there: without Node the pages work, but plainer."""
    return [name for name in BUILT if not (STATIC / "dist" / name).is_file()]


def built() -> bool:
    """Return whether the front end was built."""
    return not missing_assets()


def build_manifest() -> dict[str, str]:
    """Return what the front-end build recorded: file name → hash; empty when not built."""
    path = STATIC / "dist" / "manifest.json"
    if not path.is_file():
        return {}
    files: dict[str, str] = json.loads(path.read_text())["files"]
    return files
