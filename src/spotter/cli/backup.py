"""`spotter backup`: everything of this machine's Spotter in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="The archive to write")]) -> None:
    """Write database and data folder into one archive; a server may go on meanwhile."""
    from spotter import settings
    from spotter.store.backup import backup as write

    chosen = settings.load()
    size = write(chosen.database, chosen.data_dir, file)
    print(
        f"Wrote {file}, {size / 1e6:.1f} MB. It holds health data and the seal key: keep it safe."
    )
