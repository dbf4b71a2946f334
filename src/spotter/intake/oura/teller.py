"""One document → its rows: the document itself, and the readings Spotter knows in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from hashlib import blake2b
from urllib.parse import quote

from spotter.intake.drafts import Drafts, compact
from spotter.intake.oura.stamps import Document, instant

SOURCE = "Oura"
DEVICE = "ring"
_LARGEST = 1e12


def number(value: object) -> float | None:
    """Return a finite number of JSON, None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # No reading is as large; a whole number may be larger than any float.
    return float(value) if abs(value) < _LARGEST else None


class Teller:
    """Tells the rows of one document.

    Each carries the name of its document in its metadata and what the document said in its key:
    when Oura edits a document every row of it is another one, and the earlier ones give way
    (`intake.versions`). `fetched` is when it came from Oura, None for a file.
    """

    def __init__(
        self,
        drafts: Drafts,
        zone: tzinfo,
        kind: str,
        document: Document,
        fetched: datetime | None = None,
    ) -> None:
        self._drafts, self.zone, self.kind, self.document = drafts, zone, kind, document
        self.name = name_of(kind, document)
        self._content = f"{self.name} {_digest(document)}"
        meta = document.get("meta")
        edited = meta.get("updated_at") if isinstance(meta, Mapping) else None
        self._created = instant(edited, UTC) or fetched

    def row(
        self,
        field: str,
        signal: str | None,
        start: datetime,
        end: datetime | None = None,
        *,
        value: float | None = None,
        unit: str = "",
        text: str | None = None,
        zone: str | None = None,
        metadata: Mapping[str, object] | None = None,
    ) -> None:
        """Add a reading of the document's `field`; of the document itself when that is empty."""
        self._drafts.add(
            f"{self.kind}.{field}" if field else self.kind,
            signal,
            start,
            end,
            value=value,
            unit=unit,
            text=text,
            source=SOURCE,
            device=DEVICE,
            zone=zone,
            created=self._created,
            metadata={"document": self.name, **(metadata or {})},
            content=f"{self._content} {text or ''}",
        )

    def reading(self, field: str, signal: str, at: datetime, unit: str) -> None:
        """Add the number that the document has under `field`, if it has one."""
        value = number(self.document.get(field))
        if value is not None:
            self.row(field, signal, at, value=value, unit=unit)

    def entries(self) -> dict[str, object]:
        """Return the metadata of the document's own row: all that it says."""
        return {"entries": {key: value for key, value in self.document.items() if key != "id"}}

    def refuse(self, reason: str) -> None:
        """Count the document as one of which not even a row can be made."""
        self._drafts.refuse(reason, self.kind)


def name_of(kind: str, document: Document) -> str:
    """Return what names the document for good; a document without an id is that of its day."""
    name = document.get("id") or document.get("day") or document.get("timestamp") or ""
    return f"{kind}/{quote(str(name), safe=':+-._')}"


def _digest(document: Document) -> str:
    """Return what changes when Oura edits the document; that it was looked at again does not."""
    said = {key: value for key, value in sorted(document.items()) if key != "meta"}
    return blake2b(compact(said).encode(errors="replace"), digest_size=8).hexdigest()
