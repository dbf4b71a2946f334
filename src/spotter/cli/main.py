"""The `spotter` command: subcommands are imported when asked for, errors are one line."""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from spotter.kit.errors import SpotterError
from spotter.kit.room import NO_ROOM, DiskFull
from spotter.store.full import no_room

EXIT_BAD_INPUT = 2
EXIT_FAILED = 1
EXIT_INTERRUPTED = 130

COMMANDS = {
    "today": "spotter.cli.today",
    "features": "spotter.cli.features",
    "form": "spotter.cli.form",
    "profile": "spotter.cli.profile",
    "import": "spotter.cli.importing",
    "imports": "spotter.cli.imports",
    "export": "spotter.cli.export",
    "watch": "spotter.cli.watch",
    "oura": "spotter.cli.oura",
    "sources": "spotter.cli.sources",
    "serve": "spotter.cli.serve",
    "worker": "spotter.cli.worker",
    "migrate": "spotter.cli.migrate",
    "backup": "spotter.cli.backup",
    "restore": "spotter.cli.restore",
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

    Exit status: 0 done, 2 bad input or a full disk, 1 anything else that failed, 130 interrupted.
    """
    try:
        app()
    except SpotterError as problem:
        _complain(problem.message)
        # A full disk is for the person to mend, like input that cannot be used.
        mendable = problem.status < 500 or isinstance(problem, DiskFull)
        sys.exit(EXIT_BAD_INPUT if mendable else EXIT_FAILED)
    except OSError as problem:
        if problem.errno in NO_ROOM:
            _complain(
                f"There is no room left in {_folder(problem)}. Make room there and try again."
            )
            sys.exit(EXIT_BAD_INPUT)
        _complain(f"{problem.filename or 'the system'}: {problem.strerror or problem}")
        sys.exit(EXIT_FAILED)
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)
    except Exception as problem:
        # Anything else is a mistake of the program, and is shown as one.
        if not no_room(problem):
            raise
        from spotter.settings import load

        folder = load().data_dir.absolute()
        _complain(f"There is no room left in {folder}. Make room there and try again.")
        sys.exit(EXIT_BAD_INPUT)


def _folder(problem: OSError) -> str:
    """Return where there is no room: beside what was being written, the second of two names."""
    name = problem.filename2 or problem.filename
    return str(Path(os.fsdecode(name)).resolve().parent) if name else "a folder of the system"


def _complain(message: str) -> None:
    print(f"spotter: {' '.join(message.split())}", file=sys.stderr)
