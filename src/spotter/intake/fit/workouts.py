"""Session messages → workouts with their laps, and the effort the athlete gave them."""

from __future__ import annotations

from collections.abc import Mapping

from spotter.intake.fit import names
from spotter.intake.fit.summary import ACTIVITY, LAP, SESSION, Summary
from spotter.intake.fit.teller import Teller, number
from spotter.intake.fit.wire import Message, Value
from spotter.kit.units import KJ_PER_KCAL

Values = Mapping[int, Value]
# Field → name in the metadata, scale (FIT profile, message session).
_SESSION: Mapping[int, tuple[str, float]] = {
    7: ("elapsed_s", 1000),
    9: ("distance_m", 100),
    16: ("hr_mean_bpm", 1),
    17: ("hr_max_bpm", 1),
    64: ("hr_min_bpm", 1),
    20: ("power_mean_w", 1),
    21: ("power_max_w", 1),
    22: ("ascent_m", 1),
    24: ("training_effect", 10),
    192: ("feel_percent", 1),
    168: ("training_load_peak", 65536),
}
_LAP: Mapping[int, tuple[str, float]] = {
    8: ("duration_s", 1000),
    9: ("distance_m", 100),
    15: ("hr_mean_bpm", 1),
    16: ("hr_max_bpm", 1),
    19: ("power_mean_w", 1),
}


def tell_workouts(teller: Teller, summary: Summary) -> None:
    """Add one `workout` for each session, and an `effort` where the athlete rated it (CR10)."""
    for index, session in enumerate(summary.each(SESSION)):
        values = session.values
        start = number(values.get(2))
        elapsed = number(values.get(7), 1000) or number(values.get(8), 1000)
        timer = number(values.get(8), 1000)
        end = None if start is None else start + (elapsed or 0.0)
        teller.row(
            "session",
            "workout",
            start,
            end,
            value=elapsed if timer is None else timer,
            unit="s",
            text=names.activity(values.get(5), values.get(6)),
            metadata=_about(session, index, summary),
        )
        rated = number(values.get(193), 10)
        if rated is not None:
            teller.row("session.workout_rpe", "effort", end, value=rated)


def _about(session: Message, index: int, summary: Summary) -> dict[str, object]:
    values = session.values
    about = _named(values, _SESSION)
    energy = number(values.get(11))
    if energy is not None:
        # Devices count the energy at rest in; some say beside it how much that was.
        resting = number(values.get(196)) or 0.0
        about["active_energy_kj"] = round(max(0.0, energy - resting) * KJ_PER_KCAL, 3)
    sports = names.named("sport", values.get(5)), names.named("sub_sport", values.get(6))
    about["sport"] = " ".join(part for part in sports if part and part != "generic")
    about["name"] = values.get(110)
    about["laps"] = [
        {"start_s": _after(session, lap), **_named(lap.values, _LAP), **lap.developer}
        for lap in summary.each(LAP)
        if summary.session_at(number(lap.values.get(2)) or 0.0) == index
    ]
    about["utc_offset_s"] = _offset(summary)
    about["developer"] = session.developer
    return {name: value for name, value in about.items() if value not in (None, "", [], {})}


def _named(values: Values, names_of: Mapping[int, tuple[str, float]]) -> dict[str, object]:
    pairs = ((name, number(values.get(key), scale)) for key, (name, scale) in names_of.items())
    return {name: value for name, value in pairs if value is not None}


def _after(session: Message, lap: Message) -> float | None:
    start, own = number(session.values.get(2)), number(lap.values.get(2))
    return None if start is None or own is None else own - start


def _offset(summary: Summary) -> float | None:
    """Return how far the watch's clock was ahead of UTC, in seconds."""
    for message in summary.each(ACTIVITY):
        local = number(message.values.get(5))
        if local is not None and 253 in message.values and abs(local - message.at) <= 14 * 3600:
            return local - message.at
    return None
