"""Taking over what imported files say of the athlete, one tap for each."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from spotter.intake import taking
from spotter.kit.errors import BadInput
from spotter.web.api.auth import Box
from spotter.web.signin import Me, MyForm, first

router = APIRouter()


@router.post("/profile/suggested")
def take(box: Box, me: Me, form: MyForm) -> Response:
    """Enter the one suggestion that was tapped, if it still is one."""
    me.need_own("its profile")
    field, value = first(form, "field"), first(form, "value")
    try:
        taken = float(value) if field in {"height_m", "mass_kg"} else value
    except ValueError as error:
        raise BadInput("This is no number.", field=field) from error
    with box.uow() as uow:
        taking.take_over(uow, me.athlete_id, {field: taken}, box.clock())
        uow.commit()
    return RedirectResponse("/profile?saved=true", 303)
