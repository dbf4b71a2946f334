"""The account of an archive: what its members were, which broke off, which nobody understood."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from spotter.intake.batch import Batch
from spotter.intake.errors import Damaged, ImportRefused
from spotter.intake.unpacking import Part, Unread

# Members are listed by name up to here, and counted beyond.
MOST_NAMED = 200
_UNKNOWN = "no source knows it"


@dataclass(slots=True)
class _Kind:
    """What the members of one source held together."""

    files: int = 0
    records: int = 0
    added: int = 0
    rejected: int = 0


@dataclass(slots=True)
class Members:
    """Counts by source over all parts so far, and by name what did not go well.

    `damage` is the first of the parts that broke off, which are `damaged` in all; `refusal` is why
    the first member that was passed over for a reason was.
    """

    many: bool = False
    kinds: dict[str, _Kind] = field(default_factory=dict)
    rejected: Counter[str] = field(default_factory=Counter)
    broken: dict[str, str] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    damage: Damaged | None = None
    refusal: ImportRefused | None = None
    damaged: int = 0
    passed_over: int = 0

    def end(self, part: Part) -> None:
        """Count a part that was read."""
        self._kind(part).files += 1

    def note(self, part: Part, batch: Batch, added: int) -> None:
        """Count a batch of `part`, of which `added` rows are new."""
        kind, rejected = self._kind(part), batch.rejected.total()
        kind.records += batch.records
        kind.added += added
        kind.rejected += rejected
        if rejected:
            self.rejected[part.opened.name] += rejected

    def broke(self, part: Part, damage: Damaged) -> None:
        """Note that `part` broke off."""
        self.damaged += 1
        if len(self.broken) < MOST_NAMED:
            self.broken[part.opened.name] = damage.message
        if self.damage is None:
            where = f"{part.opened.name}: " if self.many else ""
            self.damage = Damaged(f"{where}{damage.message}", damage.offset)

    def pass_over(self, each: Unread) -> None:
        """Note a member that is not read."""
        self.passed_over += 1
        self.refusal = self.refusal or each.error
        if len(self.unread) < MOST_NAMED:
            self.unread[each.name] = each.error.message if each.error else _UNKNOWN

    def _kind(self, part: Part) -> _Kind:
        return self.kinds.setdefault(part.source.name, _Kind())

    @property
    def problem(self) -> ImportRefused | None:
        """Why nothing came of the file, if nothing did."""
        return self.damage or self.refusal

    @property
    def source(self) -> str:
        """The one source of all parts, `several` when there are more."""
        return next(iter(self.kinds)) if len(self.kinds) == 1 else "several"

    def account(self) -> dict[str, Any] | None:
        """Return the account as plain JSON values, None for a file that is no archive.

        `sources` (source, files, records, added, rejected); `rejected` (file, rows), `damaged` and
        `not_understood` (file, why) name `MOST_NAMED` members each; `damaged_files` and
        `not_understood_files` count all of them.
        """
        if not self.many:
            return None
        return {
            "files": sum(kind.files for kind in self.kinds.values()),
            "sources": [
                {
                    "source": name,
                    "files": kind.files,
                    "records": kind.records,
                    "added": kind.added,
                    "rejected": kind.rejected,
                }
                for name, kind in sorted(self.kinds.items(), key=lambda item: -item[1].records)
            ],
            "rejected": [
                {"file": name, "rows": rows} for name, rows in self.rejected.most_common(MOST_NAMED)
            ],
            "damaged": _named(self.broken),
            "damaged_files": self.damaged,
            "not_understood": _named(self.unread),
            "not_understood_files": self.passed_over,
        }


def _named(found: dict[str, str]) -> list[dict[str, str]]:
    return [{"file": name, "why": why} for name, why in found.items()]
