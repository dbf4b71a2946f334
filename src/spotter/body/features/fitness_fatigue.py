"""Fitness and fatigue: two memories of the load, with how surely they are known.

Time constants are fixed: they cannot be told from a person's own data in under two months. Each
memory is the prediction of a linear filter, x ← a x + load. A load carries an error, of its own
size for a rating or an estimate, and a day that is not known counts as a usual one with the usual
spread; the variance is carried along by the same filter, P ← a² P + q.
"""

from __future__ import annotations

import polars as pl

from spotter.body.features.feature import Feature, feature
from spotter.body.features.windows import before, decay, mean, ratio, sd, smoothed

_LOAD = pl.col("load_au")
# Relative error of a load that was rated and of one that was estimated: our own choice, which needs
# review. Session RPE is called reliable (Haddad 2017), but a repeated session has had a CV of 28 %
# (Wallace 2014).
_RATED_ERROR, _GUESSED_ERROR = 0.15, 0.35
_USUAL, _SPREAD = mean(before(_LOAD), 28, 3), sd(before(_LOAD), 28, 3)
_TAKEN = pl.coalesce(_LOAD, pl.when(_LOAD.is_null()).then(_USUAL))
_ERROR = _LOAD * pl.when(pl.col("load_rated") == 1).then(_RATED_ERROR).otherwise(_GUESSED_ERROR)
_NOISE = pl.coalesce(_ERROR, _SPREAD).pow(2)


def _memory(tau_days: float) -> pl.Expr:
    return smoothed(_TAKEN, decay(tau_days))


def _doubt(tau_days: float) -> pl.Expr:
    """Return the SD of `_memory`: with gain g = 1 - a its variance is g² P, P ← a² P + q."""
    gain = decay(tau_days)
    forget = 1 - (1 - gain) ** 2
    return (smoothed(_NOISE, forget) * gain**2 / forget).sqrt()


def _pair(
    name: str, label: str, tau: float, source: str, *, why: str, alike: str = ""
) -> tuple[Feature, ...]:
    return (
        feature(name, _memory(tau), unit="AU", days=None, needs="load_au", source=source,
                about=f"{label}: {why}", missing="no load was ever known", alike=alike,
                formula=f"x ← x + (load - x)(1 - e^(-1/{tau:g}))"),
        feature(f"{name}_sd", _doubt(tau), unit="AU", days=None, needs="load_au",
                source="Kalman prediction with known gain",
                about=f"how surely the {label} is known", missing="no load was ever known",
                formula="root of the filter's variance: 15 % error of a rated load and 35 % of an "
                "estimated one (own choice, needs review), the 28-day spread of a day not known"),
    )  # fmt: skip


_FITNESS, _FATIGUE = _memory(42), _memory(7)

FEATURES = (
    *_pair("fitness_42", "fitness", 42, "Coggan 2003", why="what six weeks have built"),
    *_pair("fatigue_7", "fatigue", 7, "Coggan 2003", why="what the last week still costs"),
    *_pair("fitness_50", "slow fitness", 50, "Banister 1975 (the 50 days: needs review)",
           why="the slow component; fitted to swimmers it was 38 days, 17 to 59 (Hellard 2006)"),
    *_pair("fatigue_15", "slow fatigue", 15, "Banister 1975 (the 15 days: needs review)",
           why="the fast component; fitted to swimmers it was 19 days, 6 to 32 (Hellard 2006)",
           alike="load_ewma_28 forgets 6.9 % a day, this 6.4 %; they part on days not known"),
    feature("form", before(_FITNESS) - before(_FATIGUE), unit="AU", days=None, needs="load_au",
            source="Coggan 2003", about="fresh above 0, worn down below: how today can go",
            formula="fitness - fatigue of yesterday", missing="no load was known before today"),
    feature("form_share", ratio(before(_FITNESS) - before(_FATIGUE), before(_FITNESS)), unit="1",
            days=None, needs="load_au", source="Coggan 2003",
            about="form in proportion to what the athlete is used to",
            formula="(fitness - fatigue) / fitness of yesterday", missing="no load before today"),
    feature("form_sd", before(_doubt(42).pow(2) + _doubt(7).pow(2)).sqrt(), unit="AU", days=None,
            needs="load_au", source="Kalman prediction with known gain",
            about="how surely form is known; the errors of both are taken as apart, the wide side",
            formula="root of the sum of both variances of yesterday",
            missing="no load was known before today"),
    feature("fitness_ramp_28", _FITNESS - before(_FITNESS, 28), unit="AU", days=None,
            needs="load_au", about="what four weeks have added", source="Coggan 2003",
            formula="fitness - fitness of 28 days before", missing="no load 28 days ago"),
    feature("performance_balance", _memory(50) - 2 * _memory(15), unit="AU", days=None,
            needs="load_au", source="Banister 1975",
            about="the impulse-response balance, fatigue weighing twice",
            formula="slow fitness - 2 × slow fatigue (k 1:2)", missing="no load was ever known"),
)  # fmt: skip
