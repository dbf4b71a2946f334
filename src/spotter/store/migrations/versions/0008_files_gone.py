"""Imports no longer name a file that went when it had been read.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_IMPORTS = sa.table(
    "imports",
    sa.column("upload", sa.Text),
    sa.column("state", sa.String),
    sa.column("dry_run", sa.Boolean),
)


def upgrade() -> None:
    """Only files in `uploads` were ever deleted; what an athlete keeps lies in their own folder."""
    over = _IMPORTS.c.state.in_(("finished", "failed")) & _IMPORTS.c.dry_run.is_(False)
    gone = over & _IMPORTS.c.upload.like("uploads/%")
    op.execute(_IMPORTS.update().where(gone).values(upload=None))
