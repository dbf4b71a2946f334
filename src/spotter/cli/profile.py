"""`spotter profile`: the file that tells `spotter today` who it is for."""

from __future__ import annotations

from typing import Annotated

import typer

from spotter.kit.errors import BadInput

app = typer.Typer(add_completion=False)


@app.command()
def profile(
    template: Annotated[
        bool, typer.Option("--template", help="Print a profile to fill in, with every question")
    ] = False,
) -> None:
    """Print the profile file to fill in: spotter profile --template > me.toml"""
    from spotter.athletes import profile_toml

    if not template:
        raise BadInput("Say what to do: spotter profile --template > me.toml", field="template")
    print(profile_toml.template(), end="")
