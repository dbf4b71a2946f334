"""What was answered in a check-in, as numbers of its day."""

from __future__ import annotations

from spotter.athletes.profile import BodySite
from spotter.body.checkin import Checkin

_ASKED = (
    "mood", "energy", "stress", "sleep_quality", "systolic_mmhg", "diastolic_mmhg",
    "glucose_mmol_l", "heat_index_c", "cycle_day",
)  # fmt: skip


def answers(checkin: Checkin | None, covered: bool) -> dict[str, object]:
    """Return the columns of `columns.SAID`, of soreness by site and of wellbeing that are known.

    No check-in on a `covered` day is known to be none.
    """
    if checkin is None:
        return {"checked_in": 0.0} if covered else {}
    told: dict[str, float | None] = {name: getattr(checkin, name) for name in _ASKED}
    told |= {"checked_in": 1.0, "ill": None if checkin.ill is None else float(checkin.ill)}
    if checkin.soreness is not None:
        told |= {f"sore_{site}": checkin.soreness.get(site, 0) for site in BodySite}
        told["soreness"] = max(checkin.soreness.values(), default=0)
        told["sore_sites"] = sum(level > 0 for level in checkin.soreness.values())
    if checkin.pain is not None:
        told["pain"] = max(checkin.pain.values(), default=0)
        told["pain_sites"] = sum(level > 0 for level in checkin.pain.values())
    return {name: float(value) for name, value in told.items() if value is not None}
