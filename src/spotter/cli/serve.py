"""`spotter serve`: the server and its worker, started and stopped together."""

from __future__ import annotations

import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import structlog
import typer

from spotter.kit import garbage
from spotter.kit.errors import SpotterError

if TYPE_CHECKING:
    from spotter.bootstrap import Container
    from spotter.cli.child import WorkerChild
    from spotter.settings import Settings

# Addresses that stand for every one the machine has; nobody can open them.
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 (compared with, not bound to)

log = structlog.get_logger(__name__)
app = typer.Typer(add_completion=False)


class PortTaken(SpotterError):
    """Another program listens where the server should."""

    code = "port_taken"
    status = 503


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address; default SPOTTER_HOST or 127.0.0.1")] = "",
    port: Annotated[int, typer.Option(help="Port; default SPOTTER_PORT or 8000")] = 0,
    with_worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Start a worker as well")
    ] = True,
) -> None:
    """Serve the pages and the API, and do the long work, until Ctrl-C."""
    from spotter import settings
    from spotter.kit import logs

    chosen = settings.load()
    chosen = replace(chosen, host=host or chosen.host, port=port or chosen.port)
    logs.configure(chosen.log_level)
    door = listen(chosen.host, chosen.port)
    try:
        _serve(chosen, door, with_worker)
    finally:
        door.close()


def _serve(chosen: Settings, door: socket.socket, with_worker: bool) -> None:
    from spotter.bootstrap import build
    from spotter.cli.child import WorkerChild

    began = time.monotonic()
    container = build(chosen)
    _say("database", began, f"{container.engine.url.get_backend_name()}, every migration done")
    began = time.monotonic()
    child = WorkerChild(on_death=_freed(container)) if with_worker else None
    try:
        if child is not None:
            child.start()
            _say("worker", began, f"process {child.pid}")
        _run_server(container, door, child)
    finally:
        if child is not None:
            child.stop()
        container.close()
        print("\nStopped.", flush=True)


def _freed(container: Container) -> Callable[[int], None]:
    """Return what frees the jobs of a dead worker, so that the next one need not wait for them."""
    from sqlalchemy.exc import SQLAlchemyError

    from spotter.store.worker import process_name

    def free(pid: int) -> None:
        try:
            with container.uow() as uow:
                uow.jobs.abandoned_by(process_name(pid), container.clock())
                uow.workers.gone(process_name(pid))
                uow.commit()
        except SQLAlchemyError as error:
            # Their leases end by themselves a minute later.
            log.warning("leases_not_freed", error=type(error).__name__)

    return free


def listen(host: str, port: int) -> socket.socket:
    """Return a socket bound to `host` and `port`; raises `PortTaken` when something else has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
        # Listening already here settles who has the port when two start at once.
        door.listen(2048)
    except OSError as problem:
        door.close()
        raise PortTaken(
            f"Cannot listen on {host}:{port} ({problem.strerror}). Stop what uses it, or choose "
            f"another port: SPOTTER_PORT={port + 1} make run"
        ) from problem
    return door


def _run_server(container: Container, door: socket.socket, child: WorkerChild | None) -> None:
    import uvicorn
    from uvicorn.importer import import_from_string

    began = time.monotonic()
    # By name, as Uvicorn itself would: the command line does not import the pages (wall 4).
    application = import_from_string("spotter.web.app:create_app")(container, worker=child)
    config = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        proxy_headers=bool(container.settings.trusted_proxies),
        forwarded_allow_ips=container.settings.trusted_proxies,
        server_header=False,
        # Longer than any message of a live set; what exceeds it ends the connection unread.
        ws_max_size=1_000_000,
        timeout_graceful_shutdown=5,
    )
    server = uvicorn.Server(config)
    _say("server", began, "ready")
    _greet(container)
    # Uvicorn raises the signal again once it has stopped; by default that would end us here.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _already_stopping)
    with garbage.settled():
        server.run(sockets=[door])


def _already_stopping(_number: int, _frame: FrameType | None) -> None:
    """Let a signal that has been obeyed pass."""


def _greet(container: Container) -> None:
    """Print the address, and the setup token while no account exists."""
    from spotter.athletes.accounts import ensure_setup_token

    with container.uow() as uow:
        token = ensure_setup_token(uow, container.clock(), container.settings.setup_token)
        uow.commit()
    host, port = container.settings.host, container.settings.port
    if host in EVERYWHERE:
        print(f"\n  Spotter is at http://127.0.0.1:{port}  (Ctrl-C stops it)")
        if (seen := address_outside()) is not None:
            print(f"  Other machines in your network reach it at http://{seen}:{port}")
    else:
        shown = f"[{host}]" if ":" in host else host
        print(f"\n  Spotter is at http://{shown}:{port}  (Ctrl-C stops it)")
    if token is not None:
        print(f"  To make the first account, use this setup token: {token}")
    print(flush=True)
    sys.stdout.flush()


def address_outside() -> str | None:
    """Return the address by which other machines see this one, None without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Of the range kept for documents (RFC 5737); it chooses a way and sends nothing.
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return None


def _say(step: str, began: float, note: str) -> None:
    print(f"  {step:<20} {time.monotonic() - began:6.1f} s  {note}", flush=True)
