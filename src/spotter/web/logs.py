"""One log line per request, with its route template and nothing of its content."""

from __future__ import annotations

import time

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class RequestLog:
    """Logs one line per request: method, route template, status, time. Nothing of its content."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.log = structlog.get_logger("spotter.web")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, started = 500, time.perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            spent = round((time.perf_counter() - started) * 1000, 2)
            route = getattr(scope.get("route"), "path", "unmatched")
            self.log.info(
                "request", method=scope["method"], route=route, status=status, duration_ms=spent
            )
