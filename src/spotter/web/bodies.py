"""Request bodies are bounded before anything reads them: only uploads may be long."""

from __future__ import annotations

from collections import deque

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from spotter.kit.errors import SpotterError
from spotter.web.failures import answer

# The longest honest body, a screening with every answer, is some 10 kB.
MAX_BODY_BYTES = 1_000_000
# They stream to disk, within a limit of their own.
STREAMED = frozenset(
    ("POST", path)
    for path in (
        *("/api/v1/imports", "/imports", "/imports/look"),
        *("/api/v1/form/videos", "/api/v1/form/landmarks", "/form/videos"),
        *("/api/v1/annotations/recordings", "/annotate/recordings"),
    )
)


class BodyTooLarge(SpotterError):
    """The request's body is longer than any that means something here."""

    code = "too_large"
    status = 413

    def __init__(self) -> None:
        super().__init__(
            f"The request is longer than {MAX_BODY_BYTES // 1000} kB. Files go to /api/v1/imports."
        )


class BoundedBodies:
    """Answers 413 to a body above `MAX_BODY_BYTES`, declared or sent in chunks.

    The body is read before the app is asked, so a long one costs no more memory than the limit.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or (scope["method"], scope["path"]) in STREAMED:
            await self.app(scope, receive, send)
            return
        read = None if _declared(scope) > MAX_BODY_BYTES else await _read(receive)
        if read is None:
            refusal = answer(Request(scope), BodyTooLarge())
            # What was not read would be taken for the next request on this connection.
            refusal.headers["connection"] = "close"
            await refusal(scope, receive, send)
            return

        async def again() -> Message:
            return read.popleft() if read else await receive()

        await self.app(scope, again, send)


def _declared(scope: Scope) -> int:
    given = next((v for name, v in scope["headers"] if name == b"content-length"), b"")
    # A length too long to be a number in time is too long as well.
    return int(given[:20]) if given.isdigit() else 0


async def _read(receive: Receive) -> deque[Message] | None:
    """Return the messages of the body, None once they exceed the limit."""
    messages: deque[Message] = deque()
    size = 0
    while True:
        message = await receive()
        messages.append(message)
        size += len(message.get("body", b""))
        if size > MAX_BODY_BYTES:
            return None
        if message["type"] != "http.request" or not message.get("more_body", False):
            return messages
