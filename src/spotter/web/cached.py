"""Static files that a browser may keep: for ever with a hash in the address, else for a moment."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class CachedStatic:
    """Sets how long a static file may be kept."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        hashed = b"v=" in scope.get("query_string", b"")
        keep = "public, max-age=31536000, immutable" if hashed else "public, max-age=300"

        async def keeping(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in {200, 304}:
                MutableHeaders(raw=message["headers"])["cache-control"] = keep
            await send(message)

        await self.app(scope, receive, keeping)
