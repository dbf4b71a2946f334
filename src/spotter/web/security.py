"""Response headers that keep the browser on our side: strict CSP, no sniffing, no framing."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

# The camera's page runs the pose networks, which are WebAssembly; nothing else may.
CAMERA_PAGE_POLICY = CONTENT_SECURITY_POLICY.replace(
    "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"
)

HEADERS = (
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(self), microphone=(), geolocation=(), interest-cohort=()"),
)
_POLICY = (b"content-security-policy", CONTENT_SECURITY_POLICY.encode())
_RAW = [(name.encode(), value.encode()) for name, value in HEADERS]
_HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


class SecurityHeaders:
    """Adds the headers to every response; pages and API answers are never stored by caches.

    A page that needs a policy of its own brings it along.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        https = scope.get("scheme") == "https"

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                raw = headers.raw
                raw.extend(_RAW)
                if "content-security-policy" not in headers:
                    raw.append(_POLICY)
                if https:
                    raw.append(_HSTS)
                if "cache-control" not in headers:
                    raw.append((b"cache-control", b"no-store"))
            await send(message)

        await self.app(scope, receive, with_headers)
