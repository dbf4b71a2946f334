"""Only names that are ours are answered, so that no foreign page can point its own name at us."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from ipaddress import ip_address

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from spotter.kit.errors import SpotterError
from spotter.web.failures import answer
from spotter.web.problems import from_error

ANY = "*"
# What Starlette's test client calls the server; no name of the public DNS.
_LOCAL = ("localhost", "testserver")


class UnknownHost(SpotterError):
    """The request calls the server by a name it does not go by."""

    code = "unknown_host"
    status = 400

    def __init__(self) -> None:
        super().__init__(
            "This server does not go by that name. List the name in SPOTTER_ALLOWED_HOSTS and "
            "start again, or use the address in numbers."
        )


def names(configured: str, allowed: str) -> frozenset[str]:
    """Return the names to answer to: ours, the machine's, and the comma-separated `allowed`."""
    machine = socket.gethostname()
    listed = (each.strip() for each in allowed.split(","))
    ours = (*_LOCAL, configured, machine, f"{machine}.local", *listed)
    return frozenset(each.lower() for each in ours if each)


class KnownHosts:
    """Answers 400 to a `Host` that is neither in `known` nor an address in numbers.

    Numbers are always let in: a foreign page that wants to be taken for ours needs a name (DNS
    rebinding), so they give it nothing.
    """

    def __init__(self, app: ASGIApp, known: Iterable[str]) -> None:
        self.app = app
        self.known = frozenset(known)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = scope["type"] in {"http", "websocket"}
        if not asked or ANY in self.known or self._is_known(scope):
            await self.app(scope, receive, send)
            return
        if scope["type"] == "websocket":
            await WebSocket(scope, receive, send).send_denial_response(from_error(UnknownHost()))
            return
        await answer(Request(scope), UnknownHost())(scope, receive, send)

    def _is_known(self, scope: Scope) -> bool:
        given = next((v for name, v in scope["headers"] if name == b"host"), b"")
        host = _without_port(given.decode("latin-1").lower())
        return host in self.known or _is_address(host)


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].removesuffix(".")


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
