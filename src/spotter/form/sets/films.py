"""Films handed in to be judged: a durable job, progress, and the recording gone afterwards.

Beside a recording that is kept lies what `beside` makes of it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path

from spotter.events.types import Event
from spotter.form.exercises import EXERCISES
from spotter.form.judged import Scorer
from spotter.form.live.watcher import AUTO
from spotter.form.sets import beside, keeping
from spotter.form.sets.beside import Beside
from spotter.form.sets.scoring import How, holds_landmarks, looked_at, score
from spotter.kit.errors import BadInput, NotFound, SpotterError
from spotter.kit.ids import new_id
from spotter.kit.time import Clock
from spotter.store.records import FormSet, Job
from spotter.store.uow import UnitOfWork, Units
from spotter.store.work import Handler, Work

SCORE = "form.score"
# A recording without a row for so long was left by a process that was killed.
_ABANDONED_S = 86_400.0


def check_exercise(name: str) -> str:
    """Return the id of an exercise, or `auto`; raises `BadInput` naming those there are."""
    if name not in {AUTO, *EXERCISES}:
        known = ", ".join([AUTO, *EXERCISES])
        raise BadInput(f"'{name}' is no kind of exercise; there are {known}.", field="exercise")
    return name


def request_film(
    uow: UnitOfWork,
    athlete_id: str,
    path: Path,
    *,
    name: str,
    exercise: str = AUTO,
    keep: bool = False,
    now: datetime,
) -> FormSet:
    """Enter a film, or landmarks, and the job that judges it; return the set, queued.

    The file at `path` is moved to the athlete's folder and belongs to the set from the commit on;
    unless `keep`, it is deleted when it has been judged. Raises `BadInput` and `NotFound`.
    """
    check_exercise(exercise)
    uow.athletes.get(athlete_id)
    set_id = new_id()
    place = folder(uow.data_dir, athlete_id) / f"{set_id}{_suffix(name)}"
    place.parent.mkdir(parents=True, exist_ok=True)
    path.replace(place)
    job_id = uow.jobs.enqueue(SCORE, athlete_id, {"set_id": set_id}, set_id, now=now)
    row = {
        "id": set_id,
        "job_id": job_id,
        "source": "landmarks" if holds_landmarks(place) else "film",
        "name": name[:255],
        "asked": exercise,
        "recording": place.relative_to(uow.data_dir).as_posix(),
        "keep": keep,
        "state": "queued",
        "created_at": now,
    }
    uow.form_sets.add(athlete_id, row)
    uow.outbox.add(Event("form.requested", athlete_id, now, {"set_id": set_id}))
    return uow.form_sets.get(athlete_id, set_id)


def film_handler(clock: Clock) -> Handler:
    """Return what judges films."""

    def failed(uow: UnitOfWork, job: Job, words: str) -> None:
        _failed(uow, job, words, clock())

    return Handler(lambda work: _judge_what_is_there(work, clock), failed)


def _judge_what_is_there(work: Work, clock: Clock) -> None:
    """Judge a film; of a set that was deleted meanwhile nothing is left to do, or to fail."""
    try:
        _judge(work, clock)
    except (SpotterError, OSError):
        if _is_there(work):
            raise
        films = folder(work.uow.data_dir, str(work.job.athlete_id))
        _remove(films.glob(f"{work.job.payload['set_id']}.*"))


def _is_there(work: Work) -> bool:
    with work.uow.reading() as uow:
        try:
            uow.form_sets.get(str(work.job.athlete_id), str(work.job.payload["set_id"]))
        except NotFound:
            return False
    return True


def _judge(work: Work, clock: Clock) -> None:
    athlete_id, set_id = str(work.job.athlete_id), str(work.job.payload["set_id"])
    with work.uow.reading() as uow:
        found = uow.form_sets.get(athlete_id, set_id)
        known = keeping.own(uow, athlete_id)
    if found.state == "finished" or found.recording is None:
        return
    film = work.uow.data_dir / found.recording

    def tell(done_s: float, duration_s: float | None) -> None:
        total = None if duration_s is None else max(1, round(duration_s))
        work.progress(round(done_s), total, "Watching the film")

    seen = looked_at(film, tell=tell)
    work.check()
    how = How(found.asked, scorer(), knows=known.get)
    scored = score(seen, how, found.name, is_film=not holds_landmarks(film))
    if found.keep and scored.is_film:
        beside.write(film, scored, found.name, go_on=work.check)
    report = scored.document()
    with work.uow() as uow:
        changes = {**keeping.columns(report), "state": "finished", "finished_at": clock()}
        gone = {} if found.keep else {"recording": None}
        uow.form_sets.update(athlete_id, set_id, {**changes, **gone})
        keeping.judged(uow, athlete_id, set_id, report, clock())
        work.finish(uow)
        uow.commit()
    if not found.keep:
        film.unlink(missing_ok=True)


def _failed(uow: UnitOfWork, job: Job, words: str, now: datetime) -> None:
    """Say on the set that its job failed for good, and let the recording go."""
    athlete_id, set_id = str(job.athlete_id), str(job.payload["set_id"])
    try:
        found = uow.form_sets.get(athlete_id, set_id)
    except NotFound:
        return  # the athlete was deleted meanwhile, and everything of theirs with them
    # The film lies under a name of ours, which tells its owner nothing.
    told = words.replace(Path(found.recording or found.name).name, found.name)
    changes = {"state": "failed", "error": told, "finished_at": now, "recording": None}
    uow.form_sets.update(athlete_id, set_id, changes)
    uow.outbox.add(Event("form.failed", athlete_id, now, {"set_id": set_id}))
    if found.recording:
        _remove(beside.everything_of(uow.data_dir / found.recording))


def forget(units: Units, athlete_id: str, set_id: str, now: datetime) -> None:
    """Forget a set and delete its files; raises `NotFound`.

    What its report said about the athlete's plan and days no longer holds.
    """
    with units() as uow:
        found = uow.form_sets.get(athlete_id, set_id)
        uow.form_sets.remove(athlete_id, set_id)
        if found.state == "finished":
            keeping.changed(uow, athlete_id, found, now)
        uow.commit()
    if found.recording is not None:
        _remove(beside.everything_of(units.data_dir / found.recording))


def beside_of(data_dir: Path, one: FormSet) -> Beside:
    """Return what lies beside the recording of a set."""
    if one.recording is None or one.state != "finished":
        return Beside(None, None)
    return beside.found(data_dir / one.recording)


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


@cache
def scorer() -> Scorer:
    """Return the network that comes with Spotter; opened once, safe to share."""
    from spotter.form.served import RepScorer, shipped

    return RepScorer(shipped())


def folder(data_dir: Path, athlete_id: str) -> Path:
    """Return where an athlete's films wait; it goes with the athlete."""
    return data_dir / "athletes" / athlete_id / "films"


def remove_orphans(units: Units) -> int:
    """Remove recordings that no set names, left by killed processes; return how many files."""
    there = [path for path in units.data_dir.glob("athletes/*/films/*") if _old(path)]
    with units.reading() as uow:
        named = {
            one: {beside.set_of(Path(each)) for each in uow.form_sets.recordings(one)}
            for one in uow.athletes.all_ids()
        }
    gone = [path for path in there if beside.set_of(path) not in named.get(path.parts[-3], ())]
    _remove(gone)
    return len(gone)


def _old(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > _ABANDONED_S
    except FileNotFoundError:
        return False


def _suffix(name: str) -> str:
    """Return the ending of a name from outside, where it is a plain one."""
    suffix = Path(name).suffix.lower()
    return suffix if suffix[1:].isalnum() and suffix.isascii() and len(suffix) <= 6 else ""
