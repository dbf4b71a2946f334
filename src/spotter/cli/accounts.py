"""`spotter accounts`: who may sign in here."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from spotter.kit.errors import BadInput

if TYPE_CHECKING:
    from spotter.store.records import AccountRecord
    from spotter.store.uow import UnitOfWork

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="List the accounts, add one, or give one a new password.",
)


@app.callback()
def accounts() -> None:
    """List the accounts, add one, or give one a new password."""


@app.command("list")
def list_accounts() -> None:
    """List every account with its role and athlete."""
    from spotter import settings
    from spotter.bootstrap import build

    container = build(settings.load())
    try:
        with container.uow.reading() as uow:
            found = every(uow)
    finally:
        container.close()
    table = Table("Name", "Role", "Athlete", "Since")
    for account in found:
        table.add_row(account.name, account.role, account.athlete_id, f"{account.created_at:%F}")
    Console().print(table)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="The name to sign in with")],
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
) -> None:
    """Make an account; the first becomes the owner's."""
    from spotter import settings
    from spotter.athletes.accounts import create_account, ensure_setup_token
    from spotter.bootstrap import build

    container = build(settings.load())
    now = container.clock()
    try:
        with container.uow() as uow:
            # Whoever can run this reads the database anyway, so the token proves nothing more.
            token = ensure_setup_token(uow, now)
            made = create_account(
                uow, name, password, now, setup_token=token, open_registration=True
            )
            uow.commit()
    finally:
        container.close()
    print(f"Made the account {made.name} ({made.role}).")


@app.command("set-password")
def set_password(
    name: Annotated[str, typer.Argument(help="Whose password was forgotten")],
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read it from the first line of standard input")
    ] = False,
) -> None:
    """Give an account a new password, and sign it out everywhere."""
    from spotter import settings
    from spotter.athletes import accounts as rooms
    from spotter.bootstrap import build

    new = _from_stdin() if password_stdin else _asked_twice()
    container = build(settings.load())
    try:
        rooms.set_password(container.uow, name, new, container.clock())
    finally:
        container.close()
    print(f"{name} has a new password, and signs in anew everywhere.")


def _asked_twice() -> str:
    return str(typer.prompt("New password", hide_input=True, confirmation_prompt=True))


def _from_stdin() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def every(uow: UnitOfWork) -> list[AccountRecord]:
    """Return every account, oldest first."""
    return uow.accounts.all()


def athlete_of(uow: UnitOfWork, name: str | None) -> str:
    """Return the athlete of the account called `name`, or of the only account there is.

    Raises `BadInput` when the name is unknown, or when there are several accounts and no name.
    """
    people = [account for account in every(uow) if account.role != "sample"]
    if name is not None:
        people = [one for one in people if one.name.casefold() == name.casefold()]
    if len(people) == 1:
        return people[0].athlete_id
    if name is None and people:
        names = ", ".join(account.name for account in people)
        raise BadInput(f"There are several accounts; choose one with --athlete: {names}.")
    raise BadInput(
        f"There is no account called '{name}'; `spotter accounts list` shows all."
        if name is not None
        else "There is no account yet; make one with: spotter accounts add NAME"
    )
