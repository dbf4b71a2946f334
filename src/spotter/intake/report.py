"""The account of an import as plain JSON values: what came in, what did not, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from spotter.intake.pipeline import Outcome
from spotter.intake.reasons import REASONS
from spotter.intake.suggested import suggested
from spotter.intake.tally import Tally
from spotter.kit.time import utc_now

__all__ = ["REASONS", "nothing_new", "report"]


# What a person reads; a file may name as many devices and exercises as it has lines.
MOST_LISTED = 2_000


def report(outcome: Outcome) -> dict[str, Any]:
    """Return the account of `outcome`.

    Counts: `records` in the file, of which `added` are new, `known` were there already,
    `repeated` stand in the file more than once and `rejected` cannot be right, of which the first
    `rejected_kept` can be looked at one by one. Lists: `kinds` (name, rows, added, first, last,
    sources), `devices` (source, device, rows), `refusals` (reason, text, type, rows). `skipped`
    counts elements left out on purpose; `damage` (offset, text) says where the file broke off, null
    when it did not. `days` counts the athlete's dates on which a record begins, from `first_day` to
    `last_day`; `exercises` counts sets by the name as exported. `members` is the account of an
    archive (see `Members.account`), null for another file. `suggested` is what the file says of the
    person that the profile asks for (see `suggested`); nothing enters it there. Of lists that a
    file makes as long as it likes (`kinds` and their sources, `devices`, `exercises`, `refusals`,
    `skipped`) the `MOST_LISTED` with the most rows are told; `left_out` counts the others.
    """
    tally, about = outcome.tally, outcome.about
    damage, kinds = outcome.damage, tally.kinds
    return {
        "source": outcome.source,
        "records": outcome.records,
        "added": tally.added,
        "known": tally.known,
        "repeated": tally.repeated,
        "rejected": outcome.rejected,
        "rejected_by_reason": outcome.rejected_by_reason,
        "rejected_kept": len(tally.rejected.first),
        "by_kind": dict(list(outcome.by_kind.items())[:MOST_LISTED]),
        "first": _iso(min((k.span.first for k in kinds.values() if k.span.first), default=None)),
        "last": _iso(max((k.span.last for k in kinds.values() if k.span.last), default=None)),
        "days": len(tally.dates),
        "first_day": _iso(min(tally.dates, default=None)),
        "last_day": _iso(max(tally.dates, default=None)),
        "exercises": dict(tally.exercises.most_common(MOST_LISTED)),
        "kinds": [
            {
                "name": name,
                "rows": kind.rows,
                "added": kind.added,
                "first": _iso(kind.span.first),
                "last": _iso(kind.span.last),
                "sources": sorted(source for source in kind.sources if source)[:MOST_LISTED],
            }
            for name, kind in sorted(kinds.items(), key=lambda item: -item[1].rows)[:MOST_LISTED]
        ],
        "devices": [
            {"source": source, "device": device, "rows": rows}
            for (source, device), rows in tally.devices.most_common(MOST_LISTED)
        ],
        "refusals": [
            {"reason": reason, "text": REASONS[reason], "type": kind, "rows": rows}
            for (reason, kind), rows in tally.rejected.most_common(MOST_LISTED)
        ],
        "skipped": dict(tally.skipped.most_common(MOST_LISTED)),
        "left_out": _left_out(tally),
        "damage": damage and {"offset": damage.offset, "text": damage.message},
        "members": outcome.members.account(),
        "locale": about.locale,
        "exported": _iso(about.exported),
        "suggested": _suggested(outcome),
    }


def _left_out(tally: Tally) -> int:
    lists = tally.kinds, tally.devices, tally.exercises, tally.rejected, tally.skipped
    return sum(max(0, len(each) - MOST_LISTED) for each in lists)


def _suggested(outcome: Outcome) -> dict[str, str | float]:
    about, tally = outcome.about, outcome.tally
    latest = {
        name: (at.astimezone(tally.zone).date(), value)
        for name, (at, value) in tally.latest.items()
    }
    return suggested(about.person, (about.exported or utc_now()).date(), latest)


def nothing_new(earlier: Mapping[str, Any]) -> dict[str, Any]:
    """Return the account of a file whose first import gave `earlier`."""
    kinds = [{**kind, "added": 0} for kind in earlier["kinds"]]
    known = earlier["records"] - earlier["rejected"] - earlier["repeated"]
    return {**earlier, "added": 0, "known": known, "kinds": kinds}


def _iso(at: date | None) -> str | None:
    return None if at is None else at.isoformat()
