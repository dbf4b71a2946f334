"""Sealed documents carry approved sessions only, and any change to them shows."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety.people import block, clear, session
from spotter.safety.approved import ApprovedSession, Forged, to_document
from spotter.safety.gate import review
from spotter.safety.seal import Tampered, reopen, seal

KEY = b"a key of at least some length"


def approve() -> ApprovedSession:
    answer = review(session(), clear())
    assert isinstance(answer, ApprovedSession)
    return answer


APPROVED = approve()


def document(**more: Any) -> dict[str, Any]:
    return {"date": "2026-03-16", "session": to_document(APPROVED), **more}


def test_what_was_sealed_can_be_reopened() -> None:
    sealed = seal(document(), [APPROVED], KEY)
    assert reopen(sealed.body, sealed.mac, KEY) == sealed
    assert json.loads(sealed.body)["session"]["title"] == "Test"


def test_a_document_without_a_session_is_sealed_as_it_is() -> None:
    sealed = seal({"session": None, "reasons": [{"code": "refused", "text": "No."}]}, [], KEY)
    assert json.loads(sealed.body)["session"] is None


def test_a_part_of_an_approved_session_may_stand_alone() -> None:
    block_ = document()["session"]["blocks"][0]
    seal({"next": block_, "set": block_["sets"][0]}, [APPROVED], KEY)


def _with(change: str) -> dict[str, Any]:
    bad = json.loads(json.dumps(document()))
    first = bad["session"]["blocks"][0]
    if change == "a heavier set":
        first["sets"][0]["load_kg"] = 200.0
    elif change == "another set":
        first["sets"].append(dict(first["sets"][0]))
    elif change == "another exercise":
        first["exercise"] = "barbell_back_squat"
    elif change == "an alternative nobody approved":
        other = json.loads(json.dumps(bad["session"]))
        other["title"] = "Harder"
        bad["alternatives"] = [{"kind": "harder", "session": other}]
    elif change == "a set slipped in deep":
        bad["notes"] = [{"more": {"extra": [{**first["sets"][0], "reps": 30}]}}]
    return bad


@pytest.mark.parametrize(
    "change",
    [
        "a heavier set",
        "another set",
        "another exercise",
        "an alternative nobody approved",
        "a set slipped in deep",
    ],
)
def test_a_session_that_was_not_approved_is_not_sealed(change: str) -> None:
    with pytest.raises(Forged):
        seal(_with(change), [APPROVED], KEY)


def test_a_session_is_not_sealed_without_its_approval() -> None:
    with pytest.raises(Forged):
        seal(document(), [], KEY)


def test_a_forged_approval_does_not_seal() -> None:
    with pytest.raises(Forged):
        seal(document(), [object.__new__(ApprovedSession)], KEY)


@given(st.integers(min_value=0), st.integers(1, 255))
def test_any_changed_byte_shows(place: int, flip: int) -> None:
    sealed = seal(document(), [APPROVED], KEY)
    body = bytearray(sealed.body)
    body[place % len(body)] ^= flip
    with pytest.raises(Tampered):
        reopen(bytes(body), sealed.mac, KEY)


@pytest.mark.parametrize("mac", ["", "0" * 64, "é" * 64])
def test_a_wrong_mac_shows(mac: str) -> None:
    with pytest.raises(Tampered):
        reopen(seal(document(), [APPROVED], KEY).body, mac, KEY)


def test_another_key_does_not_open_it() -> None:
    sealed = seal(document(), [APPROVED], KEY)
    with pytest.raises(Tampered):
        reopen(sealed.body, sealed.mac, b"another key")


def test_an_empty_key_is_no_key() -> None:
    with pytest.raises(ValueError, match="key"):
        seal(document(), [APPROVED], b"")


def test_numbers_that_json_cannot_hold_are_not_sealed() -> None:
    with pytest.raises(ValueError, match="JSON"):
        seal({"score": float("nan")}, [], KEY)


def test_the_same_document_has_the_same_bytes_whatever_its_order() -> None:
    first = seal({"a": 1, "b": block().part.value}, [], KEY)
    second = seal({"b": block().part.value, "a": 1}, [], KEY)
    assert first == second


def test_what_is_sealed_about_one_thing_does_not_pass_as_another() -> None:
    sealed = seal({"verdict": "refused"}, (), b"key", "plan:anna:2026-03-02:4")
    assert reopen(sealed.body, sealed.mac, b"key", "plan:anna:2026-03-02:4") == sealed
    for other in ("plan:eve:2026-03-02:4", "plan:anna:2026-03-03:4", "plan:anna:2026-03-02:5", ""):
        with pytest.raises(Tampered):
            reopen(sealed.body, sealed.mac, b"key", other)
