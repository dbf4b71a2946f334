"""Volume: hard sets per muscle, how often, and how near to failure."""

from __future__ import annotations

import polars as pl

from spotter.body.features.feature import Feature, feature
from spotter.body.features.windows import count, mean, ratio, since, total
from spotter.training.exercise import Muscle

_PELLAND = "Pelland 2024"
# A day whose load is known to be nothing had no sets.
_KNOWN = pl.col("load_au").is_not_null()


def _sets(column: str) -> pl.Expr:
    return pl.coalesce(pl.col(column), pl.when(_KNOWN).then(pl.lit(0.0)))


def _of(muscle: Muscle) -> tuple[Feature, ...]:
    column = f"sets_{muscle}"
    name = muscle.replace("_", " ")
    return (
        feature(f"volume_{muscle}_7", total(_sets(column), 7, 5), unit="sets", days=7,
                needs="load_au", about=f"the week's hard sets for the {name}", source=_PELLAND,
                formula="sum of 7 days: 1 a set for a primary muscle, 0.5 for a secondary one",
                missing="fewer than 5 of 7 days known"),
        feature(f"volume_{muscle}_28", total(_sets(column), 28, 21) / 4, unit="sets/week", days=28,
                needs="load_au", about=f"the usual weekly sets for the {name}", source=_PELLAND,
                formula="sum of 28 days / 4", missing="fewer than 21 of 28 days known"),
        feature(f"volume_{muscle}_since", since(pl.col(column) >= 1), unit="days", days=None,
                needs=column, about=f"rest the {name} has had", missing="never trained",
                formula="days since at least one set"),
    )  # fmt: skip


_PUSH = [_sets(f"sets_{m}") for m in (Muscle.CHEST, Muscle.SHOULDERS, Muscle.TRICEPS)]
_PULL = [_sets(f"sets_{m}") for m in (Muscle.LATS, Muscle.MIDDLE_BACK, Muscle.BICEPS)]
_LEGS = [_sets(f"sets_{m}") for m in (Muscle.QUADRICEPS, Muscle.HAMSTRINGS, Muscle.GLUTES)]
_PUSHED, _PULLED = pl.sum_horizontal(_PUSH), pl.sum_horizontal(_PULL)
_LEGGED = pl.sum_horizontal(_LEGS)
_HARD = _sets("hard_sets")

FEATURES = (
    *(one for muscle in Muscle for one in _of(muscle)),
    feature("volume_hard_sets_7", total(_HARD, 7, 5), unit="sets", days=7, needs="load_au",
            about="all working sets of the week", formula="sum of 7 days", source=_PELLAND,
            missing="fewer than 5 of 7 days known"),
    feature("volume_tonnage_7", total(_sets("tonnage_kg"), 7, 5), unit="kg", days=7,
            needs="load_au", about="mass moved this week", formula="sum of load × repetitions",
            missing="fewer than 5 of 7 days known"),
    feature("volume_tonnage_ramp", total(_sets("tonnage_kg"), 7, 5)
            - total(_sets("tonnage_kg"), 28, 21) / 4, unit="kg", days=28, needs="load_au",
            about="the week's tonnage against a usual week",
            formula="sum of 7 days - a quarter of the sum of 28",
            missing="fewer than 5 of 7 or 21 of 28 days known"),
    feature("volume_push_pull_28", ratio(total(_PUSHED, 28, 7), total(_PULLED, 28, 7)), unit="1",
            days=28, needs="load_au", about="pushing against pulling; shoulders like both",
            formula="sets of chest, shoulders, triceps / lats, middle back, biceps of 28 days",
            missing="no pulling in 28 days"),
    feature("volume_legs_share_28", ratio(total(_LEGGED, 28, 7),
            total(_LEGGED + _PUSHED + _PULLED, 28, 7)), unit="1", days=28, needs="load_au",
            about="how much of the work is legs", missing="no sets in 28 days",
            formula="sets of quadriceps, hamstrings, glutes / those and push and pull"),
    feature("volume_near_failure_28", ratio(total(pl.col("near_failure_sets"), 28),
            total(pl.col("rated_sets"), 28)), unit="1", days=28, needs="rated_sets",
            about="how often sets go near failure: growth without it is slower, recovery faster",
            formula="rated sets at RPE 7 and more / rated sets of 28 days", source="Robinson 2024",
            missing="no set was rated in 28 days"),
    feature("volume_set_rpe_7", mean(pl.col("set_rpe"), 7, 1), unit="RPE", days=7, needs="set_rpe",
            about="how hard the week's sets felt", formula="mean of the days' mean RPE",
            source="Zourdos 2016", missing="no set was rated in 7 days"),
    feature("volume_set_reps_28", mean(pl.col("set_reps"), 28, 1), unit="repetitions", days=28,
            needs="set_reps", about="the repetition range trained in", missing="no sets in 28 days",
            formula="mean of the days' mean repetitions"),
    feature("volume_variety_28", mean(pl.col("distinct_exercises"), 28, 1), unit="exercises",
            days=28, needs="distinct_exercises", about="different movements in a session",
            formula="mean over training days of 28", missing="no sets in 28 days"),
    feature("volume_strength_days_7", count(_HARD > 0, 7, 5), unit="days", days=7, needs="load_au",
            about="how often strength was trained this week", formula="days with working sets of 7",
            source=_PELLAND, missing="fewer than 5 of 7 days known"),
    feature("volume_muscles_reached_7", pl.sum_horizontal(
                (total(_sets(f"sets_{m}"), 7, 5) >= 4).cast(pl.Float64) for m in Muscle),
            unit="muscles", days=7, needs="load_au",
            about="muscles with enough sets this week for growth to be seen", source=_PELLAND,
            formula="muscles with at least 4 sets in 7 days"),
)  # fmt: skip
