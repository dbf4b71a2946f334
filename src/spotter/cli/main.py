"""The `spotter` command: subcommands are imported when asked for, errors are one line."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from spotter.kit.errors import SpotterError

EXIT_BAD_INPUT = 2
EXIT_FAILED = 1
EXIT_INTERRUPTED = 130

COMMANDS = {
    "today": "spotter.cli.today",
    "profile": "spotter.cli.profile",
    "import": "spotter.cli.importing",
    "serve": "spotter.cli.serve",
    "worker": "spotter.cli.worker",
    "migrate": "spotter.cli.migrate",
    "accounts": "spotter.cli.accounts",
    "setup-token": "spotter.cli.setup_token",
    "version": "spotter.cli.version",
}
"""Name → module with an `app`; a module is imported when its command runs or help lists it."""


@cache
def plugins() -> dict[str, EntryPoint]:
    """Return the groups of rooms that this one must not import, as their metadata names them."""
    return {found.name: found for found in entry_points(group="spotter.commands")}


class Commands(TyperGroup):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: object) -> list[str]:
        return [*COMMANDS, *plugins()]

    # Typer keeps the class of its commands to itself, hence Any.
    def get_command(self, ctx: object, cmd_name: str) -> Any:
        if cmd_name in COMMANDS:
            app = import_module(COMMANDS[cmd_name]).app
        elif cmd_name in plugins():
            app = plugins()[cmd_name].load()
        else:
            return None
        command = get_command(app)
        command.name = cmd_name
        return command


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A self-hosted coach that reads the body, gates every session and says why.",
)


@app.callback()
def spotter() -> None:
    """A self-hosted coach that reads the body, gates every session and says why."""


def main() -> None:
    """Run the command line; an error a person can act on is one line on standard error.

    Exit status: 0 done, 2 bad input, 1 anything else that failed, 130 interrupted.
    """
    try:
        app()
    except SpotterError as problem:
        _complain(problem.message)
        sys.exit(EXIT_BAD_INPUT if problem.status < 500 else EXIT_FAILED)
    except OSError as problem:
        _complain(f"{problem.filename or 'the system'}: {problem.strerror or problem}")
        sys.exit(EXIT_FAILED)
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)


def _complain(message: str) -> None:
    print(f"spotter: {' '.join(message.split())}", file=sys.stderr)
