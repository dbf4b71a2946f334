"""Sealed documents: bytes that can be served later only if nobody changed them."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from spotter.kit.errors import SpotterError
from spotter.safety.approved import ApprovedSession, Forged, to_document
from spotter.safety.canonical import canonical

# Separates this use of the key from any other; change it when the document's form changes.
_PURPOSE = b"spotter.safety.seal.v2\x00"
# Keys that only a session, a block or a planned set has.
_MARKS = (
    frozenset({"blocks"}),
    frozenset({"exercise", "sets"}),
    frozenset({"rpe", "rest_s"}),
    frozenset({"hr_bpm"}),
)


class Tampered(SpotterError):
    """A stored document does not match its seal; decide again instead of showing it."""

    code = "tampered"
    status = 500


@dataclass(frozen=True, slots=True)
class Sealed:
    """A document as canonical JSON `body` with `mac`, its HMAC-SHA256 in hexadecimal."""

    body: bytes
    mac: str


def seal(
    document: Mapping[str, object],
    approved: Sequence[ApprovedSession],
    key: bytes,
    about: str = "",
) -> Sealed:
    """Return `document` sealed under `key` for what it is `about` (whose, which day or session).

    Every session, block or planned set in it, however deep, must be a rendering of one of
    `approved` or a part of one. Raises `Forged` otherwise, and `ValueError` for an empty key.
    """
    allowed = {canonical(part) for one in approved for part in _parts(to_document(one))}
    body = canonical(document)
    _require_approved(json.loads(body), allowed)
    return Sealed(body, _mac(body, key, about))


def reopen(body: bytes, mac: str, key: bytes, about: str = "") -> Sealed:
    """Return what was sealed about `about`.

    Raises `Tampered` when body and mac do not belong together, or belong to something else: another
    athlete's plan does not pass as this one's.
    """
    if not mac.isascii() or not hmac.compare_digest(_mac(body, key, about), mac):
        raise Tampered("The stored plan was changed or sealed with another key; decide again.")
    return Sealed(body, mac)


def _mac(body: bytes, key: bytes, about: str) -> str:
    if not key:
        raise ValueError("the sealing key is empty; set SPOTTER_SECRET or let the setup make one")
    return hmac.new(key, _PURPOSE + about.encode() + b"\x00" + body, sha256).hexdigest()


def _parts(session: Mapping[str, object]) -> Iterator[object]:
    yield session
    for block in _list(session["blocks"]):
        yield block
        yield from _list(block["sets"])


def _list(value: object) -> list[dict[str, object]]:
    return value if isinstance(value, list) else []


def _require_approved(value: object, allowed: set[bytes]) -> None:
    if isinstance(value, dict):
        if any(mark <= value.keys() for mark in _MARKS):
            if canonical(value) not in allowed:
                raise Forged("The document carries a session that the safety gate did not approve.")
            return
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            _require_approved(item, allowed)
