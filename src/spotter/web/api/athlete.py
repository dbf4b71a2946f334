"""The athlete: profile and screening."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter

from spotter.athletes import service
from spotter.athletes.profile import Screening
from spotter.intake import taking
from spotter.kit.errors import BadInput
from spotter.kit.time import local_day, zone
from spotter.safety import screening
from spotter.safety.verdict import Voice
from spotter.store.records import AthleteRecord
from spotter.web.api.auth import Box, Reader, Writer
from spotter.web.api.schemas.athlete import (
    AthleteOut,
    ProfileIn,
    ScreeningIn,
    ScreeningResult,
    VoiceOut,
    profile_out,
    screening_out,
)
from spotter.web.api.schemas.suggested import SuggestedOut, SuggestionOut, TakenIn
from spotter.web.problems import documented

router = APIRouter(prefix="/api/v1", tags=["athlete"])


@router.get("/athlete", responses=documented(401, 403))
def get_athlete(box: Box, who: Reader) -> AthleteOut:
    """Return the profile and the screening answers."""
    with box.uow.reading() as uow:
        return _athlete(service.get(uow, who.athlete_id))


@router.put("/athlete", responses=documented(400, 401, 403, 422))
def put_athlete(body: ProfileIn, box: Box, who: Writer) -> AthleteOut:
    """Replace the profile; a field left out takes its default."""
    who.need_own("its profile")
    with box.uow() as uow:
        record = service.put_profile(uow, who.athlete_id, body.to_profile(), box.clock())
        uow.commit()
    return _athlete(record)


@router.get("/athlete/suggested", responses=documented(401, 403))
def get_suggested(box: Box, who: Reader) -> SuggestedOut:
    """Return what imported files say of the athlete and the profile does not know yet."""
    with box.uow.reading() as uow:
        found = taking.suggestions(uow, who.athlete_id)
    return SuggestedOut(suggested=[SuggestionOut.model_validate(one) for one in found])


@router.post("/athlete/suggested", responses=documented(400, 401, 403, 409, 422))
def take_suggested(body: TakenIn, box: Box, who: Writer) -> AthleteOut:
    """Enter what was suggested in the profile: the fields given, with the values suggested."""
    who.need_own("its profile")
    with box.uow() as uow:
        record = taking.take_over(uow, who.athlete_id, body.taken(), box.clock())
        uow.commit()
    return _athlete(record)


@router.post("/screening", responses=documented(400, 401, 403, 422))
def post_screening(body: ScreeningIn, box: Box, who: Writer) -> ScreeningResult:
    """Replace the screening answers and say at once what they mean for training."""
    who.need_own("what it answered")
    now = box.clock()
    with box.uow() as uow:
        profile = service.get(uow, who.athlete_id).profile
        day = body.answered_on or local_day(now, zone(profile.time_zone))
        answers = _parsed(body, day)
        service.put_screening(uow, who.athlete_id, answers, now)
        uow.commit()
    voices = screening.consequences(answers, profile, day)
    return ScreeningResult(
        screening=screening_out(answers), consequences=[voice_out(each) for each in voices]
    )


def _parsed(body: ScreeningIn, day: date) -> Screening:
    """Return the answers checked; what is wrong is named by its place in the body."""
    try:
        return screening.parse(body.answers, day)
    except BadInput as error:
        raise BadInput(error.message, field=f"answers.{error.field}") from error


def voice_out(voice: Voice) -> VoiceOut:
    """Return the schema of a rule that spoke."""
    return VoiceOut(
        code=voice.code,
        action=voice.action.name.lower(),
        text=voice.text,
        source=voice.source,
        needs_review=voice.needs_review,
        emergency=voice.emergency,
    )


def _athlete(record: AthleteRecord) -> AthleteOut:
    return AthleteOut(
        id=record.id,
        revision=record.revision,
        profile=profile_out(record.profile),
        screening=None if record.screening is None else screening_out(record.screening),
    )
