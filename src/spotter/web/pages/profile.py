"""Who the athlete is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from spotter.athletes import profile_codec as codec
from spotter.athletes import service as athletes
from spotter.athletes.profile import (
    BodySite,
    Equipment,
    Experience,
    Goal,
    KnownLoad,
    Novelty,
    Profile,
)
from spotter.intake import taking
from spotter.kit.errors import BadInput, SpotterError
from spotter.kit.units import in_from_m, kg_from_lb, lb_from_kg, m_from_in
from spotter.training.catalogue import catalogue
from spotter.training.exercise import Exercise
from spotter.training.programmes import programmes
from spotter.web import render
from spotter.web.api.auth import Box
from spotter.web.api.schemas.athlete import ProfileIn
from spotter.web.api.schemas.base import FORM
from spotter.web.failures import field_errors
from spotter.web.signin import Form, Me, MyForm, first, visitor_of
from spotter.web.view import suggested, targets
from spotter.web.view.words import number, plain

router = APIRouter()

_EXPERIENCE = {
    Experience.BEGINNER: "Under six months",
    Experience.INTERMEDIATE: "Under two years",
    Experience.ADVANCED: "Longer",
}
_NOVELTY = {
    Novelty.MODERATE: "Some variety",
    Novelty.SAME: "More of the same",
    Novelty.SURPRISE: "Surprise me",
}
_WEEKDAYS = tuple(enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), start=1))
# What a page shows that says nothing but the form.
_PLAIN = {"saved": False, "welcome": False, "unscreened": False, "suggested": []}
_LABELS = {"mass_kg": "mass", "height_m": "height"}


@router.get("/profile")
def show(
    request: Request, box: Box, me: Me, saved: bool = False, welcome: bool = False
) -> Response:
    """Show the profile form; with `welcome` to somebody who has just come."""
    with box.uow.reading() as uow:
        record = athletes.get(uow, me.athlete_id)
        offered = taking.suggestions(uow, me.athlete_id)
    more = {
        "saved": saved,
        "welcome": welcome,
        "unscreened": record.screening is None,
        "suggested": suggested.shown(offered, imperial=record.profile.imperial),
    }
    return _page(request, _given(record.profile), {}, more)


@router.post("/profile")
def save(request: Request, box: Box, me: Me, form: MyForm) -> Response:
    """Save the profile; what was typed stays on the page when something is wrong with it."""
    me.need_own("its profile")
    with box.uow.reading() as uow:
        before = athletes.get(uow, me.athlete_id).profile
    try:
        profile = ProfileIn.model_validate(_from_form(form), context=FORM).to_profile()
    except ValidationError as error:
        wrong = {each.field: each.detail for each in field_errors(error.errors())}
        imperial = first(form, "shown_imperial") == "yes"
        return _page(request, _typed(form), _relabelled(wrong, imperial=imperial), status=422)
    except SpotterError as error:
        return _page(request, _typed(form), _said(error), status=422)
    try:
        with box.uow() as uow:
            athletes.put_profile(uow, me.athlete_id, _unrounded(before, profile), box.clock())
            uow.commit()
    except BadInput as error:
        return _page(request, _typed(form), _said(error), status=422)
    return RedirectResponse("/profile?saved=true", 303)


# The smallest step of the whole bar, of one dumbbell, of a stack.
_STEPS = ("barbell_step", "dumbbell_step", "machine_step")


def _unrounded(before: Profile, after: Profile) -> Profile:
    """Keep a stored mass or height that the form only showed rounded."""
    if before.mass_kg is not None and _mass(before) == _mass(after):
        after = replace(after, mass_kg=before.mass_kg)
    if before.height_m is not None and _height(before) == _height(after):
        after = replace(after, height_m=before.height_m)
    same = {
        f"{name}_kg": kept
        for name in _STEPS
        if (kept := getattr(before, f"{name}_kg")) is not None
        and _step(before, name) == _step(after, name)
    }
    return replace(after, **same)


def _step(profile: Profile, name: str) -> str:
    step_kg: float | None = getattr(profile, f"{name}_kg")
    if step_kg is None:
        return ""
    return f"{round(lb_from_kg(step_kg) if profile.imperial else step_kg, 2):g}"


def _mass(profile: Profile) -> str:
    if profile.mass_kg is None:
        return ""
    return number(lb_from_kg(profile.mass_kg) if profile.imperial else profile.mass_kg).replace(
        ",", ""
    )


def _height(profile: Profile) -> str:
    if profile.height_m is None:
        return ""
    return number(in_from_m(profile.height_m) if profile.imperial else profile.height_m * 100)


def _given(profile: Profile) -> dict[str, Any]:
    return {
        "goal": profile.goal.value,
        "experience": profile.experience.value,
        "sport": profile.sport,
        "competes": profile.competes,
        "programme": profile.programme,
        "event_on": profile.event_on.isoformat() if profile.event_on else "",
        "days_per_week": profile.days_per_week,
        "minutes_per_session": profile.minutes_per_session,
        "weekdays": profile.weekdays,
        "equipment": profile.equipment,
        **{name: _step(profile, name) for name in _STEPS},
        "birth_date": profile.birth_date.isoformat() if profile.birth_date else "",
        "sex": profile.sex.value if profile.sex else "",
        "height": _height(profile),
        "mass": _mass(profile),
        "limits": {limit.site.value: limit.severity.value for limit in profile.limitations},
        "dislikes": profile.dislikes,
        "known": [_known_row(one, profile.imperial) for one in profile.known_loads],
        "targets": [targets.row(one, imperial=profile.imperial) for one in profile.targets],
        "tracks_cycle": profile.tracks_cycle,
        "in_statistics": profile.in_statistics,
        "teaches": profile.teaches,
        "novelty": profile.novelty.value,
        "time_zone": profile.time_zone,
        "imperial": profile.imperial,
    }


def _typed(form: Form) -> dict[str, Any]:
    """Return what stands in the form as the person left it."""
    names = ("goal", "experience", "sport", "birth_date", "sex", "height", "mass", "time_zone",
             "programme", "event_on", "novelty", *_STEPS)  # fmt: skip
    return {
        **{name: first(form, name) for name in (*names, "days_per_week", "minutes_per_session")},
        "competes": "competes" in form,
        "weekdays": {n for n, _ in _WEEKDAYS if str(n) in form.get("weekdays", [])},
        "equipment": set(form.get("equipment", [])),
        "limits": {site.value: first(form, f"limit_{site.value}") for site in BodySite},
        "dislikes": set(form.get("dislikes", [])),
        "known": _known_rows(form),
        "targets": targets.rows(form),
        "tracks_cycle": "tracks_cycle" in form,
        "in_statistics": "in_statistics" in form,
        "teaches": "teaches" in form,
        "imperial": first(form, "imperial") == "yes",
    }


def _from_form(form: Form) -> dict[str, Any]:
    """Return the form as the API's profile: SI, empty fields left out."""
    imperial = first(form, "imperial") == "yes"
    # The page said in which unit it showed the numbers; a change of units is for the next time.
    shown_imperial = first(form, "shown_imperial") == "yes"
    limits = [
        {"site": site.value, "severity": first(form, f"limit_{site.value}")}
        for site in BodySite
        if first(form, f"limit_{site.value}")
    ]
    values: dict[str, Any] = {
        name: first(form, name)
        for name in ("goal", "experience", "sport", "birth_date", "sex", "days_per_week",
                     "minutes_per_session", "time_zone", "programme", "event_on", "novelty")
        if first(form, name)
    }  # fmt: skip
    values |= {
        "competes": "competes" in form,
        "weekdays": form.get("weekdays", []),
        "equipment": form.get("equipment", []),
        "dislikes": form.get("dislikes", []),
        "limitations": limits,
        "known_loads": [
            {
                "exercise": row["exercise"],
                "load_kg": _converted(row["load"], kg_from_lb if shown_imperial else None),
                "reps": row["reps"],
                **({"on": row["on"]} if row["on"] else {}),
            }
            for row in _known_rows(form)
        ],
        "targets": [targets.told(row, imperial=shown_imperial) for row in targets.rows(form)],
        "tracks_cycle": "tracks_cycle" in form,
        "in_statistics": "in_statistics" in form,
        "teaches": "teaches" in form,
        "imperial": imperial,
    }
    if first(form, "mass"):
        values["mass_kg"] = _converted(first(form, "mass"), kg_from_lb if shown_imperial else None)
    for name in _STEPS:
        if first(form, name):
            values[f"{name}_kg"] = _converted(
                first(form, name), kg_from_lb if shown_imperial else None
            )
    if first(form, "height"):
        metres = _converted(first(form, "height"), m_from_in if shown_imperial else _m_from_cm)
        values["height_m"] = metres
    return values


def _known_row(one: KnownLoad, imperial: bool) -> dict[str, str]:
    load = lb_from_kg(one.load_kg) if imperial else one.load_kg
    return {
        "exercise": one.exercise,
        "load": f"{load:.6g}",
        "reps": str(one.reps),
        "on": one.on.isoformat() if one.on else "",
    }


def _known_rows(form: Form) -> list[dict[str, str]]:
    """Return the rows about known loads that name an exercise, as they were typed."""
    rows = (
        {name: first(form, f"known_{name}_{at}") for name in ("exercise", "load", "reps", "on")}
        for at in range(codec.MOST_KNOWN_LOADS)
    )
    return [row for row in rows if row["exercise"]]


def _m_from_cm(centimetres: float) -> float:
    return centimetres / 100


def _converted(text: str, convert: Any) -> float | str:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return text  # the schema will say what is wrong with it
    return convert(value) if convert else value


def _said(error: SpotterError) -> dict[str, str]:
    field = error.field or "form"
    return {_LABELS.get(field, field): error.message.removeprefix(f"{field}: ").capitalize()}


def _relabelled(wrong: dict[str, str], *, imperial: bool) -> dict[str, str]:
    return {
        _LABELS.get(field, field): _range(field, imperial=imperial) or detail
        for field, detail in wrong.items()
    }


def _range(field: str, *, imperial: bool) -> str:
    """Return which numbers the page takes, in its own units; empty where it is no such field."""
    if field == "height_m":
        low, high = codec.HEIGHT_M
        return (
            f"Give {in_from_m(low):.0f} to {in_from_m(high):.0f} in."
            if imperial
            else (f"Give {low * 100:g} to {high * 100:g} cm.")
        )
    if field == "mass_kg":
        low, high = codec.MASS_KG
        return (
            f"Give {lb_from_kg(low):.0f} to {lb_from_kg(high):.0f} lb."
            if imperial
            else (f"Give {low:g} to {high:g} kg.")
        )
    whole = {"days_per_week": codec.DAYS_PER_WEEK, "minutes_per_session": codec.MINUTES}
    low, high = whole.get(field, (0, 0))
    return f"Give {low:g} to {high:g}." if high else ""


def _page(
    request: Request,
    given: dict[str, Any],
    errors: dict[str, str],
    more: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> Response:
    return render.page(
        request,
        "profile.html",
        {
            "given": given,
            "errors": _Errors(errors),
            "goals": [(goal.value, plain(goal.value).capitalize()) for goal in Goal],
            "novelties": [(each.value, words) for each, words in _NOVELTY.items()],
            "experiences": [(each.value, words) for each, words in _EXPERIENCE.items()],
            "programmes": [("", "The one that fits best"), *_programmes()],
            "weekdays": _WEEKDAYS,
            "equipment": [each.value for each in Equipment],
            "sites": [(site.value, given["limits"].get(site.value, "")) for site in BodySite],
            "aims": targets.CHOICES,
            "aimless": targets.BLANK,
            "blank": {"exercise": "", "load": "", "reps": "", "on": ""},
            "loaded": [("", "None"), *((one.id, one.name) for one in _loaded())],
            "exercises": sorted(catalogue(), key=lambda exercise: exercise.name),
            **{**_PLAIN, **(more or {})},
        },
        visitor=visitor_of(request),
        status=status,
    )


def _programmes() -> list[tuple[str, str]]:
    return sorted(((one.id, one.name) for one in programmes()), key=lambda one: one[1])


def _loaded() -> list[Exercise]:
    return sorted((one for one in catalogue() if one.increment_kg > 0), key=lambda one: one.name)


class _Errors(dict[str, str]):
    """Errors by field; a field without one has an empty text."""

    def __missing__(self, key: str) -> str:
        return ""
