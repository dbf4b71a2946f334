"""`spotter migrate`."""

from __future__ import annotations

import typer

app = typer.Typer(add_completion=False)


@app.command()
def migrate() -> None:
    """Bring the database to the present shape; `serve` does this by itself."""
    from spotter import settings
    from spotter.bootstrap import build

    container = build(settings.load())
    backend = container.engine.url.get_backend_name()
    container.close()
    print(f"The {backend} database has every migration.")
