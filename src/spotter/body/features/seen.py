"""What was seen of the athlete's form, as numbers of a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import fmean
from typing import Final

from spotter.body.features.columns import WATCHED_LIFTS
from spotter.form.watched import WatchedSet

_Value = Callable[[WatchedSet], float | None]
_OF_A_SET: Final[Mapping[str, _Value]] = {
    "watched_score": lambda one: one.score,
    "watched_depth": lambda one: one.depth,
    "watched_stability": lambda one: one.stability,
    "watched_symmetry": lambda one: one.symmetry,
    "watched_tempo": lambda one: one.tempo,
    "watched_alignment": lambda one: one.alignment,
    "watched_asymmetry_deg": lambda one: one.asymmetry_deg,
    "watched_faulty_share": lambda one: one.faulty_share,
    "watched_score_slope": lambda one: one.score_slope,
    "watched_range_slope": lambda one: one.range_slope,
    "watched_speed_slope": lambda one: one.speed_slope,
}
_OF_A_LIFT: Final[Mapping[str, _Value]] = {
    "score": lambda one: one.score,
    "depth": lambda one: one.depth,
    "asymmetry_deg": lambda one: one.asymmetry_deg,
}


def seen(sets: Sequence[WatchedSet]) -> dict[str, object]:
    """Return the columns of `columns.WATCHED` of one day's sets: means over those that know."""
    if not sets:
        return {}
    found = {"watched_sets": float(len(sets)), "watched_reps": float(sum(one.reps for one in sets))}
    found |= _means(_OF_A_SET, sets)
    for lift, kind in WATCHED_LIFTS.items():
        own = [one for one in sets if one.kind == kind]
        of_lift = {f"watched_{lift}_{name}": value for name, value in _OF_A_LIFT.items()}
        found |= _means(of_lift, own)
    return dict(found)


def _means(wanted: Mapping[str, _Value], sets: Iterable[WatchedSet]) -> dict[str, float]:
    known = {
        name: [told for one in sets if (told := value(one)) is not None]
        for name, value in wanted.items()
    }
    return {name: fmean(values) for name, values in known.items() if values}
