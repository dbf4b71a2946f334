"""Whom the athlete believes where several sources told of the same."""

from __future__ import annotations

from fastapi import APIRouter

from spotter.body import sources
from spotter.web.api.auth import Box, Reader, Writer
from spotter.web.api.schemas.sources import BelievedOut, PriorityIn, PriorityOut
from spotter.web.problems import documented

router = APIRouter(prefix="/api/v1", tags=["imports"])


@router.get("/sources/priority", responses=documented(401, 403))
def get_priority(box: Box, who: Reader) -> PriorityOut:
    """Return for each signal who told of it, the rule, and the order that was chosen."""
    with box.uow.reading() as uow:
        found = sources.believed(uow, who.athlete_id)
    return PriorityOut(signals=[BelievedOut.of(one) for one in found])


@router.put("/sources/priority", responses=documented(401, 403, 422))
def put_priority(body: PriorityIn, box: Box, who: Writer) -> PriorityOut:
    """Believe sources in another order; the days that it touches are computed anew behind it.

    Raw samples stay as they are: an empty order brings everything back.
    """
    who.need_own("its data")
    with box.uow() as uow:
        found = sources.put_orders(uow, who.athlete_id, body.orders, box.clock())
        uow.commit()
    return PriorityOut(signals=[BelievedOut.of(one) for one in found])
