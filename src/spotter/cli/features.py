"""`spotter features`: the catalogue, and one day's row of it."""

from __future__ import annotations

import json
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from spotter.cli.options import LogFile, ProfileFile, existing, parse_day
from spotter.kit.errors import BadInput

if TYPE_CHECKING:
    from spotter.body.features.table import Record

# A row is computed from all days before it, and of a day so far off nothing is known.
_FARTHEST = timedelta(days=366)

app = typer.Typer(add_completion=False, no_args_is_help=True, help="What is computed of each day.")


@app.command("list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="Print the catalogue as JSON")] = False,
) -> None:
    """List every feature with its unit, window and why a coach looks at it."""
    from spotter.body.features.catalogue import FEATURES
    from spotter.body.features.document import entry, window

    if as_json:
        _print([entry(one) for one in FEATURES.values()])
        return
    table = Table("feature", "unit", "window", "why a coach looks")
    for one in FEATURES.values():
        table.add_row(one.name, one.unit, window(one), one.about)
    Console(markup=False).print(table)


@app.command()
def show(  # noqa: PLR0917 (a command has as many options as it has)
    export: Annotated[
        Path | None, typer.Option(help="File to read days from, instead of the database")
    ] = None,
    profile: ProfileFile = None,
    log: LogFile = None,
    day: Annotated[
        str, typer.Option("--date", help="YYYY-MM-DD; default: the last day that is known")
    ] = "",
    athlete: Annotated[
        str, typer.Option(help="Account it is for, when there is more than one")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the row as JSON")] = False,
) -> None:
    """Show one day's features, each with the share of its window that is known."""
    wanted = parse_day(day)
    if export is None:
        if profile or log:
            raise BadInput("A profile and a log go with an --export; give one.", field="export")
        record = _stored(athlete or None)
    else:
        existing(export, "export")
        record = _exported(export, profile, log, wanted)
    row = _row(record, wanted)
    if as_json:
        _print(row)
        return
    table = Table("feature", "value", "unit", "coverage", title=str(row["date"]))
    for one in row["features"]:
        value = "" if one["value"] is None else f"{one['value']:.4g}"
        table.add_row(one["name"], value, one["unit"], f"{one['coverage']:.0%}")
    Console(markup=False).print(table)


@app.command()
def check(
    recompute: Annotated[
        bool, typer.Option("--recompute", help="Compare every stored row with one computed anew")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON")] = False,
) -> None:
    """Prove that the features served online are those stored offline; status 1 when not."""
    from dataclasses import asdict

    from spotter import settings
    from spotter.body.featurestore.check import check as compare
    from spotter.bootstrap import build

    container = build(settings.load())
    try:
        found = compare(container.uow, container.shelf, container.clock, recompute=recompute)
    finally:
        container.close()
    if as_json:
        _print(asdict(found))
    else:
        for one in found.differences:
            print(f"{one.athlete_id}: {one.what}")
        agree = found.athletes - found.waiting - len({d.athlete_id for d in found.differences})
        print(f"{max(agree, 0)} of {found.athletes} athletes agree, {found.waiting} wait.")
    if found.differences:
        raise typer.Exit(1)


@app.command()
def served(
    athlete: Annotated[
        str, typer.Option(help="Account it is for, when there is more than one")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the row as JSON")] = False,
) -> None:
    """Show the row that models are fed now: from the online store, or computed while it is away."""
    from spotter import settings
    from spotter.body.featurestore.serving import Serving
    from spotter.bootstrap import build
    from spotter.cli.accounts import athlete_of

    container = build(settings.load())
    try:
        with container.uow.reading() as uow:
            athlete_id = athlete_of(uow, athlete or None)
        found = Serving(container.uow, container.shelf, container.clock).row(athlete_id)
    finally:
        container.close()
    if found.row is None:
        raise BadInput("No row of features is there yet; a worker makes it when data came in.")
    known = {name: value for name, value in found.row.values.items() if value is not None}
    if as_json:
        moment = found.row.known_from.isoformat()
        _print({"known_from": moment, "computed": found.computed, "features": known})
        return
    how = "computed, the online store is away" if found.computed else "from the online store"
    table = Table(
        "feature", "value", title=f"known from {found.row.known_from:%Y-%m-%d %H:%M} UTC, {how}"
    )
    for name, value in known.items():
        table.add_row(name, f"{value:.4g}")
    Console(markup=False).print(table)


@app.command()
def statistics(
    release: Annotated[
        bool,
        typer.Option(
            "--release",
            help="Make new ones, at a privacy loss of 1; of 0.5 where nothing can be told",
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON")] = False,
) -> None:
    """Show means over everybody who agreed to count in them, with noise that hides each."""
    from spotter import settings
    from spotter.body.featurestore import statistics as means
    from spotter.bootstrap import build

    container = build(settings.load())
    budget = float(container.settings.privacy_budget)
    try:
        if release:
            means.release(container.uow, container.shelf, container.clock, budget)
        with container.uow.reading() as uow:
            spent, newest = uow.releases.spent(), uow.releases.newest()
    finally:
        container.close()
    made, told = newest if newest is not None else (None, {})
    kept = told.get("means", {})
    if as_json:
        _print({"made_at": made and made.isoformat(), "spent": spent, "budget": budget, **told})
        return
    for name, one in kept.items():
        print(f"{name}: {one['mean']:.4g} {told['unit'][name]}, about {one['people']} people")
    if made is None:
        print("No statistics were made yet; --release makes them.")
    elif few := sorted(means.BOUNDS.keys() - kept.keys()):
        print(f"Not told, since too few people may have counted in: {', '.join(few)}")
    if made is not None:
        price, asking = told.get("cost", means.EPSILON), means.cost(0)
        print(
            f"Made {made:%Y-%m-%d} at a privacy loss of {price:.2f}: {asking:.2f} for asking how "
            f"many people count in, whatever comes of it, {price - asking:.2f} for what is told."
        )
    print(f"{spent:.2f} of {budget:.2f} spent, and never given back.")


@app.command()
def drift(
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON")] = False,
    until: Annotated[
        str, typer.Option(help="Last of the four weeks looked at, YYYY-MM-DD; default: today")
    ] = "",
) -> None:
    """Say which features are no longer distributed as in the year models were trained on."""
    from dataclasses import asdict

    from spotter import settings
    from spotter.body.featurestore import drift as drifts
    from spotter.body.featurestore.shelf import Shelf
    from spotter.kit.time import utc_now

    folder = settings.load().data_dir.absolute() / "features"
    last = parse_day(until) or utc_now().date()
    found = drifts.drift(Shelf(folder).offline, drifts.Windows.before(last))
    if not until:
        drifts.note(found, folder)
    if as_json:
        json.dump(asdict(found), sys.stdout, default=str, indent=2)
        print()
        return
    title = f"{found.athletes} athletes, four weeks up to {last} against the year before"
    table = Table("feature", "PSI", "", title=title)
    for name, value in sorted(found.psi.items(), key=lambda one: -one[1]):
        words = "drifted" if value > 0.25 else "moved" if value > 0.1 else ""
        table.add_row(name, f"{value:.2f}", words)
    Console(markup=False).print(table)


def _stored(name: str | None) -> Record:
    """Return what the database holds of the account called `name`; nothing is made or migrated."""
    from spotter import settings
    from spotter.body.record import record_of
    from spotter.bootstrap import present
    from spotter.cli.accounts import athlete_of

    units = present(settings.load())
    if units is None:
        raise BadInput(
            "There is no database of this version yet; start one with `spotter serve`, or name an "
            "export: spotter features show --export export.zip",
            field="export",
        )
    try:
        with units.reading() as uow:
            return record_of(uow, athlete_of(uow, name))
    finally:
        units.engine.dispose()


def _exported(export: Path, profile: Path | None, log: Path | None, wanted: date | None) -> Record:
    """Return what an export tells, with what the files beside it tell."""
    from spotter.body.features.table import Record
    from spotter.body.service import compute, compute_sets
    from spotter.cli import diary, offline
    from spotter.intake.errors import Damaged
    from spotter.intake.pipeline import import_file
    from spotter.kit.time import utc_now, zone

    who = offline.asked(profile, wanted)
    written = diary.NOTHING_WRITTEN if log is None else diary.read(log)
    with tempfile.TemporaryDirectory(prefix="spotter-") as folder:
        samples = Path(folder) / "raw.parquet"
        home = zone(who.profile.time_zone)
        report = import_file(export, samples, now=utc_now(), zone=home)
        if report.damage is not None:
            raise Damaged(f"{report.damage.message} Nothing was shown.", report.damage.offset)
        days = compute(who.profile, [samples])
        sets = compute_sets(who.profile, {samples: ""})
    return Record(
        "",
        days,
        written.checkins,
        written.sessions,
        [done for one in sets if (done := one.done()) is not None],
        who.profile,
    )


def _row(record: Record, wanted: date | None) -> dict[str, Any]:
    """Return date and features of the day asked for; raises `BadInput` for one not known."""
    from spotter.body.features.catalogue import FEATURES
    from spotter.body.features.compute import coverage, features
    from spotter.body.features.table import daily_table

    known = record.last
    if wanted and known and wanted - known > _FARTHEST:
        raise BadInput(f"The last day known is {known}; name one near to it.", field="date")
    table = daily_table(record, last=wanted)
    if table.is_empty():
        raise BadInput("Nothing is known up to that day; name a later --date.", field="date")
    values, shares = features(table).row(-1, named=True), coverage(table).row(-1, named=True)
    found = [
        {"name": name, "value": values[name], "unit": one.unit, "coverage": shares[name] or 0.0}
        for name, one in FEATURES.items()
    ]
    return {"date": values["day"].isoformat(), "features": found}


def _print(document: object) -> None:
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
    print()
