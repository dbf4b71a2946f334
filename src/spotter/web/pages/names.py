"""What the exercises of a person's own training logs mean."""

from __future__ import annotations

from typing import Any, Literal, cast

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from spotter.intake import naming
from spotter.intake.naming import Named, Names
from spotter.kit.errors import BadInput
from spotter.kit.units import lb_from_kg
from spotter.training.catalogue import catalogue
from spotter.training.names import How
from spotter.web import render
from spotter.web.api.auth import Box
from spotter.web.signin import Form, Me, MyForm, first, visitor_of

router = APIRouter()
_UNITS = {"kg": "kg", "lb": "lb"}


@router.get("/data/exercises")
def show(request: Request, box: Box, me: Me, saved: bool = False) -> Response:
    """Show the names of imported sets that mean nothing yet, with what they look like."""
    with box.uow.reading() as uow:
        found = naming.names_of(uow, me.athlete_id)
    return _page(request, found, saved=saved)


@router.post("/data/exercises")
def save(request: Request, box: Box, me: Me, form: MyForm) -> Response:
    """Take what names mean: typed, picked from what they look like, or forgotten again."""
    me.need_own("its data")
    with box.uow.reading() as uow:
        found = naming.names_of(uow, me.athlete_id)
    try:
        names = _told(form)
        with box.uow() as uow:
            naming.put_names(uow, me.athlete_id, names, box.clock())
            uow.commit()
    except BadInput as error:
        return _page(request, found, error=error.message, status=422)
    return RedirectResponse("/data/exercises?saved=true", 303)


@router.post("/data/exercises/unit")
def save_unit(request: Request, box: Box, me: Me, form: MyForm) -> Response:
    """Take the unit of loads without one."""
    me.need_own("its data")
    unit = cast(Literal["kg", "lb"] | None, _UNITS.get(first(form, "mass_unit")))
    try:
        with box.uow() as uow:
            naming.put_mass_unit(uow, me.athlete_id, unit, box.clock())
            uow.commit()
    except BadInput as error:
        with box.uow.reading() as uow:
            found = naming.names_of(uow, me.athlete_id)
        return _page(request, found, error=error.message, status=422)
    return RedirectResponse("/data/exercises?saved=true", 303)


def _told(form: Form) -> dict[str, str | None]:
    """Return what the form says names mean; raises `BadInput` for what is no exercise."""
    if "forget" in form:
        return {first(form, "forget"): None}
    if "pick" in form:
        exercise, _, name = first(form, "pick").partition(" ")
        return {name: exercise}
    names = form.get("name", [])
    typed = form.get("means", [])
    return {
        name: _exercise(name, text)
        for name, text in zip(names, typed, strict=False)
        if text.strip()
    }


def _exercise(name: str, text: str) -> str:
    found = naming.meant(text)
    if found is None:
        raise BadInput(
            f"'{text[:80]}' is no exercise of the catalogue; choose one of the list for "
            f"'{name[:80]}'. Nothing was saved.",
            field="names",
        )
    return found


def _page(
    request: Request,
    found: Names,
    *,
    saved: bool = False,
    error: str = "",
    status: int = 200,
) -> Response:
    context = {
        "unknown": [_unknown(one) for one in found.names if one.match.exercise is None],
        "own": [_known(one) for one in found.names if one.match.how is How.ATHLETE],
        "known": found.known,
        "more": max(0, found.unknown - naming.MOST_NAMES),
        "exercises": sorted(one.name for one in catalogue()),
        "mass_unit": found.mass_unit,
        "guessed": found.guessed,
        "heaviest": found.heaviest and _heaviest(*found.heaviest),
        "saved": saved,
        "error": error,
    }
    visitor = visitor_of(request)
    return render.page(request, "names.html", context, visitor=visitor, status=status)


def _unknown(one: Named) -> dict[str, Any]:
    return {
        "name": one.name,
        "sets": one.sets,
        "last": one.last.isoformat(),
        "suggestions": [
            {"id": exercise, "name": catalogue().get(exercise).name}
            for exercise, _ in one.match.suggestions
        ],
    }


def _known(one: Named) -> dict[str, Any]:
    exercise = one.match.exercise or ""
    name = catalogue().get(exercise).name if exercise in catalogue() else exercise
    return {"name": one.name, "sets": one.sets, "exercise": name}


def _heaviest(name: str, load_kg: float) -> str:
    return f"{name}, {load_kg:.0f} kg ({lb_from_kg(load_kg):.0f} lb)"
