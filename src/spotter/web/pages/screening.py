"""The health questions, with what the answers mean shown at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from spotter.athletes import service as athletes
from spotter.athletes.profile import AnswerValue, Profile, Screening
from spotter.kit.errors import BadInput
from spotter.kit.time import local_day, zone
from spotter.prescribe.spoken import said_once
from spotter.safety import screening
from spotter.safety.questions import QUESTIONS, Question
from spotter.safety.verdict import Voice
from spotter.web import render
from spotter.web.api.auth import Box
from spotter.web.signin import Form, Me, MyForm, visitor_of
from spotter.web.view.plan import ACTIONS
from spotter.web.view.words import plain

router = APIRouter()


@router.get("/screening")
def show(request: Request, box: Box, me: Me, saved: bool = False) -> Response:
    """Show the questions with the answers as they are."""
    with box.uow.reading() as uow:
        record = athletes.get(uow, me.athlete_id)
    day = local_day(box.clock(), zone(record.profile.time_zone))
    known = record.screening or Screening(day)
    context = {
        "questions": [_shown(each, known.answers) for each in QUESTIONS],
        "saved": saved,
        "answered_on": record.screening.answered_on if record.screening else None,
        "error": "",
        **_meaning(known, record.profile, day),
    }
    return render.page(request, "screening.html", context, visitor=visitor_of(request))


@router.post("/screening/consequences")
def preview(request: Request, box: Box, me: Me, form: MyForm) -> Response:
    """Say what the answers on the page mean, before they are saved."""
    with box.uow.reading() as uow:
        profile = athletes.get(uow, me.athlete_id).profile
    day = local_day(box.clock(), zone(profile.time_zone))
    try:
        answers = screening.parse(_answers(form), day, written=True)
    except BadInput as error:
        meaning: dict[str, Any] = {
            "consequences": [],
            "problem": error.message,
            "open": 0,
            "until": [],
        }
        return render.page(request, "parts/consequences.html", meaning)
    asked = [each.id for each in QUESTIONS if each.asked(answers.answers)]
    response = render.page(request, "parts/consequences.html", _meaning(answers, profile, day))
    response.headers["HX-Trigger"] = json.dumps({"asked": asked})
    return response


@router.post("/screening")
def save(request: Request, box: Box, me: Me, form: MyForm) -> Response:
    """Save the answers."""
    me.need_own("what it answered")
    now = box.clock()
    with box.uow() as uow:
        profile = athletes.get(uow, me.athlete_id).profile
        day = local_day(now, zone(profile.time_zone))
        try:
            answers = screening.parse(_answers(form), day, written=True)
        except BadInput as error:
            return _again(request, form, error, profile, day)
        athletes.put_screening(uow, me.athlete_id, answers, now)
        uow.commit()
    return RedirectResponse("/screening?saved=true", 303)


def _again(request: Request, form: Form, error: BadInput, profile: Profile, day: date) -> Response:
    typed = {
        name: value[0] == "yes" if value in (["yes"], ["no"]) else value[0]
        for name, value in _answers(form).items()
    }
    context = {
        "questions": [_shown(each, typed) for each in QUESTIONS],
        "saved": False,
        "answered_on": None,
        "error": f"{plain(error.field or '')}: {error.message}".capitalize(),
        **_meaning(Screening(day), profile, day),
    }
    return render.page(request, "screening.html", context, visitor=visitor_of(request), status=422)


def _answers(form: Form) -> dict[str, Any]:
    """Return what was answered, by question id; empty fields are no answers."""
    found: dict[str, Any] = {}
    for question in QUESTIONS:
        values = [value.strip() for value in form.get(question.id, []) if value.strip()]
        if values:
            found[question.id] = values if question.kind == "multi" else values[0]
    return found


def _shown(question: Question, answers: Mapping[str, AnswerValue]) -> dict[str, Any]:
    value = answers.get(question.id)
    chosen = value if isinstance(value, tuple | list) else (value,)
    return {
        "id": question.id,
        "text": question.text,
        "kind": question.kind,
        "options": [(each, _words(each)) for each in question.options],
        "value": value,
        "shown": f"{value:g}" if isinstance(value, float) else (value if value is not None else ""),
        "chosen": [str(each) for each in chosen if each is not None],
        "conditional": question.only_if is not None,
        "asked": question.asked(answers),
        "consequence": _consequence(question),
        "required": question.required,
    }


def _consequence(question: Question) -> str:
    """Return what an answer that is not benign means, and to which answer that belongs."""
    text = question.consequence
    if question.kind != "yes_no" or not text or text.startswith("If "):
        return text
    return f"If {'no' if question.benign is True else 'yes'}: {text}"


def _words(option: str) -> str:
    return "None of these" if option == "none" else plain(option).capitalize()


def _meaning(known: Screening, profile: Profile, day: date) -> dict[str, Any]:
    """Return what the answers mean, and apart from it what holds until the rest is answered."""
    every = screening.consequences(known, profile, day)
    still_open = len(screening.unanswered(known.answers))
    given = screening.of_the_answers(known, profile, day) if still_open else every
    said = {voice.text for voice in given}
    until = [voice for voice in every if voice.text not in said]
    return {
        "problem": "",
        "consequences": _voices(given),
        "open": still_open,
        "until": _voices(until),
    }


def _voices(voices: Sequence[Voice]) -> list[dict[str, Any]]:
    return said_once(
        [
            {
                "code": voice.code,
                "action": voice.action.name.lower(),
                "words": ACTIONS[voice.action.name.lower()],
                "text": voice.text,
                "source": voice.source,
                "needs_review": voice.needs_review,
            }
            for voice in sorted(voices, key=lambda voice: -voice.action)
        ]
    )
