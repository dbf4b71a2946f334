"""The catalogue: every feature of every family, by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from spotter.body.features import (
    adherence,
    context,
    endurance,
    fitness_fatigue,
    form,
    goals,
    load,
    recovery,
    sleep,
    strength,
    volume,
    wellbeing,
)
from spotter.body.features.columns import DAILY
from spotter.body.features.feature import Feature

_FAMILIES: Mapping[str, tuple[Feature, ...]] = {
    "recovery": recovery.FEATURES,
    "sleep": sleep.FEATURES,
    "load": load.FEATURES,
    "fitness_fatigue": fitness_fatigue.FEATURES,
    "strength": strength.FEATURES,
    "volume": volume.FEATURES,
    "endurance": endurance.FEATURES,
    "wellbeing": wellbeing.FEATURES,
    "adherence": adherence.FEATURES,
    "context": context.FEATURES,
    "goals": goals.FEATURES,
    # Last, so that a model of every family finds the earlier ones where they were.
    "form": form.FEATURES,
}


def collect(families: Mapping[str, Iterable[Feature]]) -> dict[str, Feature]:
    """Return the features of `families` by name, each told its family.

    Raises `ValueError` for a name used twice and for a column that the daily table has not.
    """
    found: dict[str, Feature] = {}
    for family, declared in families.items():
        for one in declared:
            if one.name in found or one.name in DAILY:
                raise ValueError(f"there is a feature or column called {one.name} already")
            if unknown := {*one.needs, *one.value.meta.root_names()} - set(DAILY):
                raise ValueError(f"{one.name} rests on what no day has: {sorted(unknown)}")
            found[one.name] = replace(one, family=family)
    return found


FEATURES: Mapping[str, Feature] = collect(_FAMILIES)
