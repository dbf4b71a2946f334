"""`spotter version`."""

from __future__ import annotations

import typer

from spotter import __version__

app = typer.Typer(add_completion=False)


@app.command()
def version() -> None:
    """Print the version."""
    print(f"spotter {__version__}")
