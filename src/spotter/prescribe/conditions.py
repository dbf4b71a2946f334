"""Which conditions ask for a programme of their own, read from what the athlete told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from spotter.athletes.profile import AthleteKind, BodySite, Limitation, Severity
from spotter.prescribe.inputs import Inputs
from spotter.training.conditions import Condition
from spotter.training.programmes import Method, programmes

# After four weeks without a session somebody starts over in four weeks (Caterisano 2019 asks for
# two to four weeks after inactivity).
BREAK = timedelta(days=28)
# So many ill days in so many weeks are an illness to come back from; an assumption.
ILL_DAYS, ILL_WITHIN = 3, timedelta(days=14)
# From this age every second person falls each year (NICE CG161).
FALLS_YEARS = 80
_SITES = {
    BodySite.LOWER_BACK: Condition.LOW_BACK,
    BodySite.KNEE: Condition.KNEE,
    BodySite.HIP: Condition.HIP,
}
_STANDING = frozenset({BodySite.HIP, BodySite.KNEE, BodySite.ANKLE, BodySite.FOOT})


def conditions(inputs: Inputs) -> frozenset[Condition]:
    """Return what the athlete lives with on the day of `inputs`, as far as they told."""
    return frozenset((*_told(inputs), *_limited(inputs), *_returning(inputs)))


def _told(inputs: Inputs) -> Iterator[Condition]:
    answers = {} if inputs.screening is None else inputs.screening.answers
    if answers.get("pregnancy") == "pregnant":
        yield Condition.PREGNANCY
    if answers.get("high_blood_pressure") is True:
        yield Condition.HYPERTENSION
    if answers.get("diabetes_type") == "type_2":
        yield Condition.DIABETES
    if (inputs.profile.age_on(inputs.day) or 0) >= FALLS_YEARS:
        yield Condition.FALLS


def _limited(inputs: Inputs) -> Iterator[Condition]:
    senior = inputs.profile.kind_on(inputs.day) is AthleteKind.SENIOR
    for limit in inputs.profile.limitations:
        if senior and _keeps_seated(limit):
            yield Condition.SEATED
        elif limit.site in _SITES and limit.severity is not Severity.SEVERE:
            yield _SITES[limit.site]


def _keeps_seated(limit: Limitation) -> bool:
    return limit.severity is Severity.SEVERE and limit.site in _STANDING


def _returning(inputs: Inputs) -> Iterator[Condition]:
    """Yield the way back after a break or an illness, until its weeks are done."""
    done = inputs.done
    if not done:
        return
    if inputs.day - done[-1].day >= BREAK:
        yield Condition.BREAK
    elif _ill_lately(inputs) or _on_the_way(inputs):
        yield Condition.ILLNESS if _ill_lately(inputs) else Condition.BREAK


def _ill_lately(inputs: Inputs) -> bool:
    ill = [one for one in inputs.checkins if one.ill and inputs.day - one.day <= ILL_WITHIN]
    return len(ill) >= ILL_DAYS


def _on_the_way(inputs: Inputs) -> bool:
    """Return whether the weeks of the way back that was begun are not over yet."""
    ways = {one.id: len(one.weeks) for one in programmes() if one.method is Method.RETURN}
    back = 0
    for log in reversed(inputs.done):
        if log.programme not in ways:
            break
        back += 1
    return 0 < back < inputs.profile.days_per_week * max(ways.values())
