"""Writes docs/features.md: `python -m spotter.body.features > docs/features.md`."""

from __future__ import annotations

from spotter.body.features.document import document

if __name__ == "__main__":
    print(document(), end="")
