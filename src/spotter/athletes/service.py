"""Athletes: what they say about themselves, and their right to be forgotten."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import cast

from spotter.athletes.profile import Profile, Screening
from spotter.athletes.profile_codec import check_profile, check_screening, profile_from
from spotter.body.recompute import needs_recompute, request_recompute
from spotter.body.touch import EVERY_DAY, touch
from spotter.events.types import Event
from spotter.kit.errors import BadInput
from spotter.kit.time import local_day, zone
from spotter.store.engine import fold_log
from spotter.store.records import AthleteRecord
from spotter.store.uow import UnitOfWork
from spotter.store.work import Handler, Work

REMOVE_FOLDER = "athlete.remove_folder"


class StillBeingRead(Exception):
    """Somebody reads the database, so its log cannot be emptied yet; the job is tried again."""


def get(uow: UnitOfWork, athlete_id: str) -> AthleteRecord:
    """Return the athlete; raises `NotFound`."""
    return uow.athletes.get(athlete_id)


def put_profile(uow: UnitOfWork, athlete_id: str, profile: Profile, now: datetime) -> AthleteRecord:
    """Replace the profile; stored plans become stale.

    Where the time zone or the age changed, a job computes the stored days anew. Raises `BadInput`
    naming the field, `NotFound`. A profile that says nothing new changes nothing.
    """
    check_profile(profile, local_day(now, zone(profile.time_zone)))
    before = uow.athletes.get(athlete_id, lock=True)
    if before.profile == profile:
        return before
    uow.athletes.put_profile(athlete_id, profile)
    uow.outbox.add(Event("athlete.updated", athlete_id, now))
    touch(uow, athlete_id, [EVERY_DAY], now)
    if before.profile.tracks_cycle and not profile.tracks_cycle:
        _forget_cycle(uow, athlete_id)
    if needs_recompute(before.profile, profile):
        request_recompute(uow, athlete_id, now)
    return uow.athletes.get(athlete_id)


def _forget_cycle(uow: UnitOfWork, athlete_id: str) -> None:
    """Take the day of the cycle out of every check-in: a choice taken back leaves nothing."""
    for told in uow.checkins.between(athlete_id, date.min, date.max):
        if told.cycle_day is not None:
            uow.checkins.put(athlete_id, replace(told, cycle_day=None))


def patch_profile(
    uow: UnitOfWork, athlete_id: str, given: Mapping[str, object], now: datetime
) -> AthleteRecord:
    """Change only the fields `given` as plain values (see `profile_codec`); raises like above."""
    before = uow.athletes.get(athlete_id, lock=True).profile
    return put_profile(uow, athlete_id, profile_from(given, before), now)


def put_screening(
    uow: UnitOfWork, athlete_id: str, screening: Screening, now: datetime
) -> AthleteRecord:
    """Replace the screening answers; stored plans become stale.

    The answers themselves are checked by `safety.screening`. Raises `NotFound`, and `BadInput`
    naming the field when they are dated in the future.
    """
    check_screening(screening, now)
    uow.athletes.put_screening(athlete_id, screening)
    data = {"answered_on": screening.answered_on.isoformat()}
    uow.outbox.add(Event("screening.answered", athlete_id, now, data))
    return uow.athletes.get(athlete_id)


def delete(uow: UnitOfWork, athlete_id: str, now: datetime) -> None:
    """Delete the athlete, their account, every row of theirs, and ask for their files to go.

    Only the fact of the deletion stays. The files go through a job, so that a crash between the
    two cannot leave them behind. Raises `NotFound`.
    """
    own = f"athletes/{athlete_id}/"
    named = (one.upload for one in uow.imports.every(athlete_id))
    # What lies in the athlete's folder goes with it; its names, hashes of content, go here.
    uploads = [one for one in named if one is not None and not one.startswith(own)]
    uow.athletes.delete(athlete_id)
    uow.outbox.forget(athlete_id)
    uow.outbox.add(Event("athlete.deleted", athlete_id, now))
    payload = {"athlete_id": athlete_id, "uploads": uploads}
    uow.jobs.enqueue(REMOVE_FOLDER, None, payload, athlete_id, now=now)


def remove_folder_handler(data_dir: Path) -> Handler:
    """Return the handler of the job that `delete` asks for."""

    def run(work: Work) -> None:
        for upload in cast(list[str], work.job.payload["uploads"]):
            (data_dir / upload).unlink(missing_ok=True)
        remove_folder(data_dir, str(work.job.payload["athlete_id"]))
        if not fold_log(work.uow.engine):
            raise StillBeingRead

    return Handler(run)


def remove_folder(data_dir: Path, athlete_id: str) -> None:
    """Remove everything of one athlete that lies outside the database; nothing there is fine."""
    folder = data_dir / "athletes" / athlete_id
    if not athlete_id.isalnum():
        raise BadInput("An athlete's id has only letters and digits.", field="athlete_id")
    if folder.exists():
        shutil.rmtree(folder)


def remove_left_folders(uow: UnitOfWork) -> list[str]:
    """Remove folders of deleted athletes that came back, such as by an import that was running.

    Only of athletes whose deletion this database remembers: a folder it knows nothing of may
    belong to another database. Return their ids.
    """
    home = uow.data_dir / "athletes"
    if not home.is_dir():
        return []
    deleted = uow.jobs.keys(REMOVE_FOLDER)
    left = sorted(path.name for path in home.iterdir() if path.name in deleted)
    for athlete_id in left:
        remove_folder(uow.data_dir, athlete_id)
    return left


def unknown_folders(uow: UnitOfWork) -> list[str]:
    """Return the folders of athletes that this database has never heard of."""
    home = uow.data_dir / "athletes"
    if not home.is_dir():
        return []
    known = {*uow.athletes.all_ids(), *uow.jobs.keys(REMOVE_FOLDER)}
    return sorted(path.name for path in home.iterdir() if path.name not in known)
