"""Drift: whether features are still distributed as when models were trained on them.

Each feature's population stability index (PSI) of the last weeks against the training window. Under
0.1 is no change to speak of, above 0.25 a model should be looked at (Siddiqi, Credit Risk
Scorecards, 2006).
"""

from __future__ import annotations

import json
import math
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from spotter.body.features.catalogue import FEATURES
from spotter.body.featurestore.offline import OfflineRows, scan
from spotter.kit.errors import BadInput, SpotterError

RECENT_DAYS = 28
TRAINING_DAYS = 365
# Of fewer people a number about all of them says something about each.
LEAST_ATHLETES = 20
# More would only cost time: a decile of a thousand athletes is known to a per cent.
_MOST_ATHLETES = 1000
_BINS = 10
# An empty bin counts as this share, or one missing value would be an infinite drift.
_FLOOR = 1e-4
_AT_ONCE = 32
# They say what part of the year it is: four weeks never look like the whole of one.
_OF_THE_YEAR = frozenset({"season_sin", "season_cos"})
_NOTE = "drift.json"


class TooFewAthletes(SpotterError):
    """Too few people to say anything about all of them without saying it about each."""

    code = "too_few_athletes"
    status = 409


@dataclass(frozen=True, slots=True)
class Windows:
    """The days that models were trained on and the recent ones, ends included."""

    trained: tuple[date, date]
    recent: tuple[date, date]

    @classmethod
    def before(cls, last: date) -> Windows:
        """Return four weeks up to `last`, against the year before them; raises `BadInput`."""
        if last - date.min < timedelta(days=RECENT_DAYS + TRAINING_DAYS):
            raise BadInput(f"There is no year before {last}; name a later day.", field="until")
        start = last - timedelta(days=RECENT_DAYS - 1)
        trained = (start - timedelta(days=TRAINING_DAYS), start - timedelta(days=1))
        return cls(trained, (start, last))


@dataclass(frozen=True, slots=True)
class Drift:
    """PSI by feature, and how many athletes both windows rest on at least."""

    windows: Windows
    athletes: int
    psi: Mapping[str, float]


def drift(rows: OfflineRows, windows: Windows, least: int = LEAST_ATHLETES) -> Drift:
    """Return the drift of every feature but those that only tell the part of the year.

    Raises `TooFewAthletes` under `least` in a window.
    """
    athletes = rows.athletes()
    # Evenly from all: ids begin with the time they were made.
    files = rows.files(athletes[:: math.ceil(len(athletes) / _MOST_ATHLETES) or 1])
    counted = min(_count(files, windows.trained), _count(files, windows.recent))
    if counted < least:
        raise TooFewAthletes(
            f"Drift needs the days of at least {least} athletes in both windows; {counted} have "
            "some."
        )
    found: dict[str, float] = {}
    every = [name for name in FEATURES if name not in _OF_THE_YEAR]
    for at in range(0, len(every), _AT_ONCE):
        names = every[at : at + _AT_ONCE]
        trained, recent = (_read(files, span, names) for span in (windows.trained, windows.recent))
        found |= {name: psi(trained[name], recent[name]) for name in names}
    return Drift(windows, counted, found)


def psi(trained: pl.Series, recent: pl.Series) -> float:
    """Return the population stability index of `recent` against `trained`, at least 0.

    Bins are the deciles of `trained`; what is missing is a bin of its own.
    """
    edges = _edges(trained)
    shares = zip(_shares(trained, edges), _shares(recent, edges), strict=True)
    return sum((new - old) * math.log(new / old) for old, new in shares)


def _edges(values: pl.Series) -> list[float]:
    known = values.drop_nulls()
    if known.is_empty():
        return []
    found = (known.quantile(n / _BINS, "nearest") for n in range(1, _BINS))
    return sorted({one for one in found if one is not None})


def _shares(values: pl.Series, edges: Sequence[float]) -> Iterator[float]:
    known = values.drop_nulls()
    below = [int((known <= edge).sum()) for edge in edges]
    counts = [high - low for low, high in zip([0, *below], [*below, len(known)], strict=True)]
    for count in (*counts, values.null_count()):
        yield max(count / len(values), _FLOOR)


def _read(files: list[Path], span: tuple[date, date], names: Sequence[str]) -> pl.DataFrame:
    return scan(files).filter(pl.col("day").is_between(*span)).select(names).collect()


def _count(files: list[Path], span: tuple[date, date]) -> int:
    if not files:
        return 0
    within = scan(files).filter(pl.col("day").is_between(*span))
    return int(within.select(pl.col("athlete_id").n_unique()).collect().item())


def note(found: Drift | None, folder: Path) -> None:
    """Keep `found` where the server's metrics look for it; None removes what was there."""
    place = folder / _NOTE
    if found is None:
        place.unlink(missing_ok=True)
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Two digits tell a drift from none; more would tell of single people's days.
    told = {**asdict(found), "psi": {name: round(one, 2) for name, one in found.psi.items()}}
    draft = folder / f".{_NOTE}.{secrets.token_hex(4)}"
    with open(draft, "x", encoding="utf-8") as stream:
        json.dump(told, stream, default=str)
    os.replace(draft, place)


def noted(folder: Path) -> Mapping[str, float]:
    """Return the PSI by feature that `note` kept; nothing where there is none."""
    try:
        told = json.loads((folder / _NOTE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    if told["athletes"] < LEAST_ATHLETES:
        return {}
    return {str(name): float(value) for name, value in told["psi"].items()}
