"""From the sealed JSON of a session back to the session, so that it can be decided anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from spotter.training.reasons import SEPARATOR, placeholders
from spotter.training.session import Block, Focus, Part, PlannedSet, Session, SetKind

Json = Mapping[str, Any]


def session_from(document: Json) -> Session:
    """Return the session that `safety.approved.to_document` rendered.

    Nothing about it is approved any more: it is a proposal again. Raises `KeyError` or
    `ValueError` for anything that is not such a document.
    """
    return Session(
        title=document["title"],
        focus=Focus(document["focus"]),
        blocks=tuple(_block(one) for one in document["blocks"]),
        duration_min=document["duration_min"],
        programme=document["programme"],
        programme_day=document["programme_day"],
        week=document["week"],
    )


def _block(document: Json) -> Block:
    return Block(
        part=Part(document["part"]),
        exercise=document["exercise"],
        sets=tuple(_set(one) for one in document["sets"]),
        reasons=tuple(_reason(one) for one in document["reasons"]),
    )


def _set(document: Json) -> PlannedSet:
    zone: Sequence[int] | None = document["hr_bpm"]
    return PlannedSet(
        rpe=document["rpe"],
        rest_s=document["rest_s"],
        reps=document["reps"],
        duration_s=document["duration_s"],
        load_kg=document["load_kg"],
        kind=SetKind(document["kind"]),
        pace=document["pace"],
        hr_bpm=None if zone is None else (zone[0], zone[1]),
    )


def _reason(document: Json) -> str:
    code, text = document["code"], document["text"]
    return f"{code}{SEPARATOR}{text}" if placeholders(code) else str(code)
