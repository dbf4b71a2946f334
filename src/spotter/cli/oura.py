"""`spotter oura`: connect, look, sync and disconnect without a browser on this machine."""

from __future__ import annotations

import json
import secrets
import threading
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated
from urllib.parse import parse_qs, urlsplit

import typer

from spotter.kit.errors import BadInput, SpotterError

if TYPE_CHECKING:
    from spotter.bootstrap import Container
    from spotter.intake.oura.connection import Status

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Connect an athlete's Oura ring, sync it, or see how the connection stands.",
)
Athlete = Annotated[str, typer.Option(help="Account it is for, when there is more than one")]


class SyncFailed(SpotterError):
    """The sync did not end well."""

    code = "sync_failed"


@app.callback()
def oura() -> None:
    """Connect an athlete's Oura ring, sync it, or see how the connection stands."""


@app.command()
def connect(
    token: Annotated[
        bool, typer.Option("--token", help="Ask for a personal access token instead")
    ] = False,
    athlete: Athlete = "",
) -> None:
    """Sign in at Oura in any browser, and paste the address it ends at."""
    from spotter.cli.handin import database_of
    from spotter.intake.oura import connection, login

    with database_of(athlete or None) as (container, athlete_id):
        if token:
            grant = connection.personal(typer.prompt("Personal access token", hide_input=True))
        else:
            redirect, state = _redirect_url(container), secrets.token_urlsafe(24)
            print("Open this address, sign in, and say what Spotter may read:\n")
            print(f"  {login.authorize_url(container.oura.app, redirect, state)}\n")
            print("The browser ends at an address with `code=`; it need not show a page.")
            code = _code(typer.prompt("That address"), state)
            grant = login.granted(container.oura.app, redirect, code, container.clock())
        connection.connect(container.uow, container.oura, athlete_id, grant, container.clock)
    print("Connected. `spotter oura sync` fetches at once; a running worker does so by itself.")


def _redirect_url(container: Container) -> str:
    settings = container.settings
    return settings.oura_redirect_url or (
        f"http://localhost:{settings.port}/connections/oura/callback"
    )


def _code(address: str, state: str) -> str:
    """Return the code in the address that Oura sent the browser to; raises `BadInput`."""
    said = parse_qs(urlsplit(address.strip()).query)
    if said.get("state") != [state]:
        raise BadInput("That is not where the sign-in just begun ends. Begin again.")
    if "code" not in said:
        raise BadInput("Nothing was connected: Oura was not allowed to give your data.")
    return said["code"][0]


@app.command()
def sync(athlete: Athlete = "") -> None:
    """Fetch now what Oura has, and wait for its end."""
    from spotter.cli.handin import database_of
    from spotter.intake.oura import connection

    with database_of(athlete or None) as (container, athlete_id):
        with container.uow() as uow:
            connection.sync_now(uow, athlete_id, container.clock())
            uow.commit()
        before = _status(container, athlete_id).synced_at
        found = _followed(container, athlete_id)
    if found.state != "connected" or found.synced_at == before:
        raise SyncFailed(found.trouble or "The sync has not ended; `spotter oura status` tells.")
    print(_words(found))


def _followed(container: Container, athlete_id: str) -> Status:
    """Work on jobs until the sync has ended or waits for Oura; return how it stands then."""
    stop = threading.Event()
    hands = threading.Thread(target=container.worker().run, args=(stop, 0.2))
    hands.start()
    try:
        said = ""
        while True:
            found = _status(container, athlete_id)
            waits = found.next_at is not None and found.next_at > container.clock()
            if not found.running and (waits or found.next_at is None):
                return found
            if found.note not in {"", said}:
                print(found.note, flush=True)
            said = found.note or said
            stop.wait(0.2)
    finally:
        stop.set()
        hands.join()


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document")] = False,
    athlete: Athlete = "",
) -> None:
    """Say how the connection stands."""
    from spotter.cli.handin import database_of

    with database_of(athlete or None) as (container, athlete_id):
        found = _status(container, athlete_id)
    print(json.dumps(asdict(found), default=str, indent=2) if as_json else _words(found))


@app.command()
def disconnect(athlete: Athlete = "") -> None:
    """Forget the tokens and give the access back to Oura; what was fetched stays."""
    from spotter.cli.handin import database_of
    from spotter.intake.oura import connection

    with database_of(athlete or None) as (container, athlete_id):
        told = connection.disconnect(container.uow, container.oura, athlete_id)
    print("Disconnected." if told else "Disconnected here; revoke the access at Oura too.")


def _status(container: Container, athlete_id: str) -> Status:
    from spotter.intake.oura import connection

    with container.uow.reading() as uow:
        return connection.status(uow, athlete_id)


def _words(found: Status) -> str:
    if found.state == "none":
        return "Not connected. `spotter oura connect` does it."
    words = ["Connected." if found.state == "connected" else "No longer connected."]
    if found.synced_at is not None:
        words.append(f"Last sync {found.synced_at:%Y-%m-%d %H:%M} UTC.")
    if found.running:
        words.append("A sync is running.")
    elif found.next_at is not None:
        words.append(f"Next {found.next_at:%Y-%m-%d %H:%M} UTC.")
    if found.withheld:
        words.append(f"Oura does not give: {', '.join(found.withheld)}.")
    if found.trouble:
        words.append(found.trouble)
    return " ".join(words)
