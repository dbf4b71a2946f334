"""Oura's API v2, asked page by page; nothing here knows of athletes or databases."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self

import httpx

from spotter.intake.oura.app import REVOKED, Refused, Revoked, Unreachable
from spotter.intake.oura.kinds import Kind
from spotter.kit.errors import SpotterError

TIMEOUT_S = 30.0
# Oura allows 5 000 requests in five minutes; who is told to wait without being told how long
# waits that long.
_WINDOW = timedelta(minutes=5)
_LONGEST_WAIT = timedelta(hours=6)


class TooFast(SpotterError):
    """Oura asks to wait for `after` before the next request."""

    code = "oura_too_fast"
    status = 503

    def __init__(self, after: timedelta) -> None:
        super().__init__("Oura asks for a pause; the sync goes on by itself after it.")
        self.after = after


class Withheld(SpotterError):
    """The athlete did not grant this kind of document, or Oura does not give it to them."""

    code = "oura_withheld"
    status = 502


@dataclass(frozen=True, slots=True)
class Answer:
    """One page: its documents, and what to ask for the next one, None after the last."""

    documents: list[Mapping[str, Any]]
    next_token: str | None


class Client:
    """Asks for pages with the access that `access` returns; `access(True)` renews it first."""

    def __init__(
        self, api_url: str, access: Callable[[bool], str], clock: Callable[[], datetime]
    ) -> None:
        self._access, self._clock = access, clock
        # Redirects are not followed: the access would go with them.
        self._http = httpx.Client(base_url=api_url, timeout=TIMEOUT_S, follow_redirects=False)

    def __enter__(self) -> Self:
        self._http.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.__exit__(kind, error, trace)

    def page(self, kind: Kind, asked: Mapping[str, str]) -> Answer:
        """Return one page of `kind`, with `asked` as the query.

        Raises `TooFast`, `Withheld`, `Revoked`, `Refused`, `Unreachable`.
        """
        answer = self._get(kind, asked, self._access(False))
        if answer.status_code == 401:
            # It may have been renewed by another, or have run out before its time.
            answer = self._get(kind, asked, self._access(True))
        self._raise_for(answer, kind)
        return _answer(answer, kind)

    def _get(self, kind: Kind, asked: Mapping[str, str], access: str) -> httpx.Response:
        try:
            return self._http.get(
                f"/v2/usercollection/{kind.name}",
                params=dict(asked),
                headers={"Authorization": f"Bearer {access}"},
            )
        except httpx.HTTPError as error:
            raise Unreachable("Oura cannot be reached.") from error

    def _raise_for(self, answer: httpx.Response, kind: Kind) -> None:
        status = answer.status_code
        if status == 200:
            return
        if status == 429:
            raise TooFast(self._pause(answer.headers.get("retry-after", "")))
        if status == 401:
            raise Revoked(REVOKED)
        if status in {403, 404}:
            raise Withheld(
                "Oura does not give this: it was not granted, or the membership has ended."
            )
        if status >= 500:
            raise Unreachable("Oura is out of order.")
        raise Refused(f"Oura refused to give {kind.name} (HTTP {status}).")

    def _pause(self, said: str) -> timedelta:
        """Return how long to wait: seconds, or until a date (RFC 9110, 10.2.3)."""
        try:
            if said.isdecimal():
                pause = timedelta(seconds=min(int(said), 10**7))
            else:
                pause = parsedate_to_datetime(said) - self._clock()
        except (ValueError, TypeError):
            pause = _WINDOW
        return min(max(pause, timedelta(seconds=1)), _LONGEST_WAIT)


def _answer(answer: httpx.Response, kind: Kind) -> Answer:
    try:
        said = json.loads(answer.content)
    except ValueError as error:
        raise Unreachable("Oura answered with something that is not JSON.") from error
    if kind.asked == "one" and isinstance(said, dict):
        return Answer([said], None)
    documents = said.get("data") if isinstance(said, dict) else None
    if not isinstance(documents, list):
        raise Refused(f"Oura answered for {kind.name} in a shape that Spotter does not know.")
    token = said.get("next_token")
    return Answer(
        [one for one in documents if isinstance(one, dict)],
        token if isinstance(token, str) and token else None,
    )
