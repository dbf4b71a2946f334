"""The sample athlete: simulated months of data that a visitor may look around in.

`<data_dir>/sample/` holds what the generator of `lab.sample` wrote: `export.zip` (an Apple Health
export), `profile.toml` (see `profile_toml`), and `log.jsonl`, one check-in or session a line, each
`{"kind": "checkin" | "session", …}` with the fields of `Checkin` or `SessionLog`.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from spotter.athletes import profile_toml, service
from spotter.athletes.accounts import add_sample_account, needs_setup
from spotter.athletes.principal import Principal
from spotter.athletes.written import fact
from spotter.body.checkin import Checkin
from spotter.body.touch import EVERY_DAY, touch
from spotter.kit.errors import BadInput, NotAllowed, NotFound
from spotter.kit.ids import new_id
from spotter.store.records import AccountRecord
from spotter.store.uow import UnitOfWork

NAME = "Sample athlete"
_EXPORT, _PROFILE, _LOG = "export.zip", "profile.toml", "log.jsonl"


class AskImport(Protocol):
    """How an import is asked for: `intake.service.request_import`."""

    def __call__(
        self,
        uow: UnitOfWork,
        athlete_id: str,
        path: Path,
        /,
        *,
        name: str,
        size_bytes: int,
        sha256: str,
        now: datetime,
    ) -> object: ...


def is_ready(data_dir: Path) -> bool:
    """Return whether the generator has written the sample athlete's three files."""
    return all((data_dir / "sample" / name).is_file() for name in (_EXPORT, _PROFILE, _LOG))


def visit(uow: UnitOfWork, by: Principal | None = None) -> AccountRecord:
    """Return the sample athlete's account for a visitor to be signed in to.

    Anyone may look around until Spotter has an owner, then only who is signed in. Raises
    `NotAllowed`, and `NotFound` when there is no sample athlete.
    """
    if by is None and not needs_setup(uow):
        raise NotAllowed("This Spotter has an owner; sign in first.")
    account = uow.accounts.by_role("sample")
    if account is None:
        raise NotFound("There is no sample athlete here; `make run` brings one.")
    return account


def create(
    uow: UnitOfWork, ask_import: AskImport, now: datetime, by: Principal | None = None
) -> AccountRecord:
    """Make the sample athlete from the folder and ask for the import; there is only ever one.

    Only until Spotter has an owner, or for who is signed in. Raises `NotAllowed`, `NotFound` when
    the folder is not complete, `BadInput` when it is damaged.
    """
    present = uow.accounts.by_role("sample")
    if present is not None:
        return present
    if by is None and not needs_setup(uow):
        raise NotAllowed("This Spotter has an owner; sign in first.")
    if not is_ready(uow.data_dir):
        raise NotFound("There is no sample athlete here; `make run` brings one.")
    folder = uow.data_dir / "sample"
    account = add_sample_account(uow, NAME, now)
    _tell(uow, account.athlete_id, folder, now)
    _bring(uow, account.athlete_id, folder / _EXPORT, ask_import, now)
    return account


def _tell(uow: UnitOfWork, athlete_id: str, folder: Path, now: datetime) -> None:
    said = profile_toml.parse((folder / _PROFILE).read_text(encoding="utf-8"))
    service.put_profile(uow, athlete_id, said.profile, now)
    if said.screening is not None:
        service.put_screening(uow, athlete_id, said.screening, now)
    with (folder / _LOG).open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            _enter(uow, athlete_id, line, number)
    touch(uow, athlete_id, [EVERY_DAY], now)


def _enter(uow: UnitOfWork, athlete_id: str, line: str, number: int) -> None:
    try:
        told = fact(line)
    except ValueError as problem:
        raise _damaged(number) from problem
    if isinstance(told, Checkin):
        uow.checkins.put(athlete_id, told)
        return
    # The generator's ids repeat from one sample athlete to the next.
    uow.sessions.add(athlete_id, replace(told, id=new_id()), b"", "")


def _damaged(number: int) -> BadInput:
    return BadInput(
        f"Line {number} of the sample athlete's {_LOG} cannot be read; delete the folder and let "
        "`make run` write it again.",
        field=_LOG,
    )


def _bring(
    uow: UnitOfWork, athlete_id: str, export: Path, ask_import: AskImport, now: datetime
) -> None:
    # An import uses its file up; the sample's own stays for the next start.
    uploads = uow.data_dir / "uploads"
    uploads.mkdir(mode=0o700, exist_ok=True)
    upload = uploads / f"{new_id()}.zip"
    shutil.copyfile(export, upload)
    with upload.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    size_bytes = upload.stat().st_size
    ask_import(uow, athlete_id, upload, name=_EXPORT, size_bytes=size_bytes, sha256=sha256, now=now)
