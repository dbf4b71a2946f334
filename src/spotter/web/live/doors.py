"""The two addresses of the live camera: one for the page, one for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Final
from urllib.parse import urlsplit

import structlog
from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from fastapi import APIRouter, Request, Response, WebSocket
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.requests import HTTPConnection
from starlette.websockets import WebSocketDisconnect

from spotter.athletes import accounts
from spotter.athletes.principal import NotSignedIn, Principal
from spotter.bootstrap import Container
from spotter.kit.errors import NotAllowed, SpotterError
from spotter.web.live.conversation import Conversation
from spotter.web.live.sets import LiveSets
from spotter.web.outages import named
from spotter.web.problems import from_error
from spotter.web.signin import COOKIE

log = structlog.get_logger("spotter.web")
router = APIRouter()

# Codes of ours for hanging up (RFC 6455 leaves 4000 and above to applications).
TAKEN_OVER: Final = 4001
ABUSED: Final = 1008
# Frames are worked on beside the event loop, by as many threads as a small machine has cores.
_THREADS: Final = 2
_limiters: RunVar[CapacityLimiter | None] = RunVar("live_threads")


class ForeignPage(NotAllowed):
    """A page of another site wants to talk in the name of who is signed in."""

    code = "foreign_page"


@router.websocket("/form/live")
async def page_door(socket: WebSocket) -> None:
    """Serve our own page, by the cookie of who is signed in."""
    await _open(socket, _by_cookie)


@router.get("/form/live", include_in_schema=False)
def why(request: Request) -> Response:
    """Say what keeps our page's connection from opening; 204 where that is not the person.

    Of a refused handshake a browser tells its page nothing.
    """
    try:
        _signed_in(request)
    except SpotterError as error:
        return from_error(error)
    return Response(status_code=204)


@router.websocket("/api/v1/form/live")
async def api_door(socket: WebSocket) -> None:
    """Serve programs, by a token with the scope write; cookies open nothing here."""
    await _open(socket, _by_token)


def _by_cookie(socket: WebSocket) -> Principal:
    # Browsers send cookies from any page, but say which: only ours may use them.
    try:
        origin = urlsplit(socket.headers.get("origin", "")).netloc
    except ValueError:
        origin = ""  # "http://[" is no address, and so none of ours
    if not origin or origin != socket.headers.get("host"):
        raise ForeignPage("Only the page of this server may open this connection.")
    return _signed_in(socket)


def _signed_in(asking: HTTPConnection) -> Principal:
    secret = asking.cookies.get(COOKIE, "")
    if not secret:
        raise NotSignedIn("Sign in first.")
    box: Container = asking.app.state.container
    with box.uow.reading() as uow:
        return accounts.authenticate_login(uow, secret, box.clock())


def _by_token(socket: WebSocket) -> Principal:
    scheme, _, secret = socket.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        raise NotSignedIn("Send a token as `Authorization: Bearer …`.")
    box: Container = socket.app.state.container
    with box.uow.reading() as uow:
        who = accounts.authenticate_token(uow, secret, box.clock())
    who.need("write")
    return who


async def _open(socket: WebSocket, find: Callable[[WebSocket], Principal]) -> None:
    try:
        who = await to_thread.run_sync(find, socket)
    except SpotterError as error:
        await socket.send_denial_response(from_error(error))
        return
    except (OperationalError, PoolTimeout) as error:
        outage = named(error)
        if outage is None:
            raise
        await socket.send_denial_response(from_error(outage))
        return
    sets: LiveSets = socket.app.state.live_sets
    talk = Conversation(sets, who.athlete_id, admit=partial(_admit_again, find, socket))
    await socket.accept()
    try:
        await _converse(socket, talk)
    except WebSocketDisconnect:
        log.debug("live_connection_lost")
    finally:
        talk.end()
        frames = talk.live.frames if talk.live else 0
        log.info("live_connection_ended", rows=frames, removed=talk.refusals)


def _admit_again(find: Callable[[WebSocket], Principal], socket: WebSocket) -> None:
    """Raise `NotSignedIn` once the token is revoked, or the person has signed out."""
    try:
        find(socket)
    except (OperationalError, PoolTimeout) as error:
        # Of a store that is away nobody can know; what cannot be kept then is said at the end.
        if named(error) is None:
            raise


async def _converse(socket: WebSocket, talk: Conversation) -> None:
    threads = _limiter()
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return
        if talk.taken_over:
            await socket.close(TAKEN_OVER, "The set goes on over another connection.")
            return
        hear = partial(talk.hear, message.get("text"))
        for answer in await to_thread.run_sync(hear, limiter=threads):
            await socket.send_text(json.dumps(answer, separators=(",", ":"), allow_nan=False))
        if talk.locked_out:
            await socket.close(ABUSED, "Sign in again.")
            return
        if talk.abused:
            await socket.close(ABUSED, "Too much of what came could not be used.")
            return


def _limiter() -> CapacityLimiter:
    """Return the one limiter of this event loop."""
    found = _limiters.get(None)
    if found is None:
        found = CapacityLimiter(_THREADS)
        _limiters.set(found)
    return found
