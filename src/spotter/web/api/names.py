"""What the exercises of a person's own logs mean, and the unit of their loads."""

from __future__ import annotations

from fastapi import APIRouter

from spotter.intake import naming
from spotter.web.api.auth import Box, Reader, Writer
from spotter.web.api.schemas.names import MassUnitIn, NamesIn, NamesOut
from spotter.web.problems import documented

router = APIRouter(prefix="/api/v1", tags=["imports"])


@router.get("/exercises/names", responses=documented(401, 403))
def get_names(box: Box, who: Reader) -> NamesOut:
    """List the names that imported sets have, what they mean, and what the unknown look like."""
    with box.uow.reading() as uow:
        return NamesOut.of(naming.names_of(uow, who.athlete_id))


@router.put("/exercises/names", responses=documented(401, 403, 422))
def put_names(body: NamesIn, box: Box, who: Writer) -> NamesOut:
    """Say what names mean; their sets, those of the past too, count from then on."""
    who.need_own("its data")
    with box.uow() as uow:
        naming.put_names(uow, who.athlete_id, body.names, box.clock())
        found = naming.names_of(uow, who.athlete_id)
        uow.commit()
    return NamesOut.of(found)


@router.put("/exercises/mass-unit", responses=documented(401, 403, 422))
def put_mass_unit(body: MassUnitIn, box: Box, who: Writer) -> NamesOut:
    """Say in which unit loads without one are; the sets are read anew behind it."""
    who.need_own("its data")
    with box.uow() as uow:
        naming.put_mass_unit(uow, who.athlete_id, body.mass_unit, box.clock())
        found = naming.names_of(uow, who.athlete_id)
        uow.commit()
    return NamesOut.of(found)
