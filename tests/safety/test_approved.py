"""Only the gate makes an approved session, and nothing else passes for one."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace

import pytest

from safety.people import block, clear, session
from spotter.safety.approved import (
    ApprovedSession,
    Forged,
    claim_issuer,
    require_genuine,
    to_document,
)
from spotter.safety.gate import review
from spotter.safety.verdict import Verdict
from spotter.training.catalogue import catalogue


def approve() -> ApprovedSession:
    answer = review(session(), clear())
    assert isinstance(answer, ApprovedSession)
    return answer


def test_nobody_can_construct_one_without_the_gate() -> None:
    with pytest.raises(Forged):
        ApprovedSession(session(), Verdict.APPROVED, (), b"")


def test_the_right_to_approve_is_given_once_and_to_the_gate() -> None:
    for name in ("spotter.safety.gate", "spotter.coach"):
        with pytest.raises(Forged):
            claim_issuer(name)


def test_replacing_the_session_loses_the_approval() -> None:
    with pytest.raises(Forged):
        replace(approve(), session=session(block(rpe=8.0)))


def test_replacing_the_verdict_or_the_voices_loses_the_approval() -> None:
    with pytest.raises(Forged):
        replace(approve(), verdict=Verdict.MODIFIED)
    with pytest.raises(Forged):
        replace(review(session(block(rpe=9.0)), clear()), voices=())  # type: ignore[type-var]


def test_an_approval_cannot_be_pickled_or_deep_copied() -> None:
    with pytest.raises(Forged):
        pickle.dumps(approve())
    with pytest.raises(Forged):
        copy.deepcopy(approve())
    with pytest.raises(Forged):
        copy.copy(approve())


def test_an_instance_made_behind_the_constructor_is_refused() -> None:
    hollow = object.__new__(ApprovedSession)
    with pytest.raises(Forged):
        to_document(hollow)
    genuine = approve()
    for name in ("session", "verdict", "voices", "stamp"):
        object.__setattr__(hollow, name, getattr(genuine, name))
    object.__setattr__(hollow, "session", session(block(rpe=10.0)))
    with pytest.raises(Forged):
        to_document(hollow)


def test_a_mutated_approval_is_refused() -> None:
    changed = approve()
    object.__setattr__(changed.session.blocks[0].sets[0], "rpe", 10.0)
    with pytest.raises(Forged):
        require_genuine(changed)


def test_something_that_only_looks_like_one_is_refused() -> None:
    with pytest.raises(Forged):
        require_genuine(session())  # type: ignore[arg-type]


def test_the_document_says_all_that_a_page_needs() -> None:
    document = to_document(approve())
    assert set(document) == {
        "title", "focus", "duration_min", "programme", "programme_day", "week", "blocks",
    }  # fmt: skip
    parts = document["blocks"]
    assert isinstance(parts, list)
    squat = catalogue().get("goblet_squat")
    assert parts[0]["name"] == squat.name
    assert parts[0]["cues"] == list(squat.cues)
    assert parts[0]["sets"][0] == {
        "kind": "work", "reps": 8, "duration_s": None, "load_kg": 20.0, "rpe": 7.0, "rest_s": 120,
        "pace": "", "hr_bpm": None,
    }  # fmt: skip


def test_a_block_that_the_gate_changed_says_so() -> None:
    answer = review(session(block(rpe=9.0, load_kg=30.0)), clear())
    assert isinstance(answer, ApprovedSession)
    parts = to_document(answer)["blocks"]
    assert isinstance(parts, list)
    assert [reason["code"] for reason in parts[0]["reasons"]] == ["gate_changed"]
    assert "RPE 8" in parts[0]["reasons"][0]["text"]
