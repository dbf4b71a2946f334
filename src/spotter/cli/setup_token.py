"""`spotter setup-token`."""

from __future__ import annotations

import typer

from spotter.kit.errors import Conflict

app = typer.Typer(add_completion=False)


@app.command()
def setup_token() -> None:
    """Print a new one-time token for making the first account; the one before stops working."""
    from spotter import settings
    from spotter.athletes.accounts import ensure_setup_token
    from spotter.bootstrap import build

    chosen = settings.load()
    container = build(chosen)
    try:
        with container.uow() as uow:
            token = ensure_setup_token(uow, container.clock(), chosen.setup_token)
            uow.commit()
    finally:
        container.close()
    if token is None:
        raise Conflict("The first account exists already; sign in with it.")
    print(token)
