"""`spotter restore`: a backup into an empty data folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="What `spotter backup` wrote")]) -> None:
    """Check a backup and put it into an empty data folder."""
    from spotter import settings
    from spotter.cli.options import existing
    from spotter.store.backup import restore as read

    existing(file, "file")
    chosen = settings.load()
    about = read(file, chosen.database, chosen.data_dir)
    print(f"Restored {len(about['sha256'])} files into {chosen.data_dir}; run: spotter serve")
