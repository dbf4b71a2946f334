"""One run as a watch, a phone and a file of a third app tell it: it counts once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from intake.exports import export_text
from intake.test_import_jobs import hand_in, work
from spotter.store.uow import Units

BEGAN = datetime(2026, 2, 1, 8, 0, tzinfo=UTC)
DAY = date(2026, 2, 1)


def apple(source: str, late_s: int, minutes: int) -> str:
    start = BEGAN + timedelta(seconds=late_s)
    end = start + timedelta(minutes=minutes)
    stamp = "%Y-%m-%d %H:%M:%S +0000"
    return (
        ' <Workout workoutActivityType="HKWorkoutActivityTypeRunning" '
        f'duration="{minutes}" durationUnit="min" sourceName="{source}" '
        f'creationDate="{end:{stamp}}" startDate="{start:{stamp}}" endDate="{end:{stamp}}"/>\n'
    )


def gpx(late_s: int = 15, minutes: int = 29) -> str:
    points = "".join(
        f'<trkpt lat="{45 + n / 5000:.5f}" lon="7"><time>'
        f"{BEGAN + timedelta(seconds=late_s + 10 * n):%Y-%m-%dT%H:%M:%SZ}</time></trkpt>"
        for n in range(minutes * 6 + 1)
    )
    return f"<gpx><trk><type>running</type><trkseg>{points}</trkseg></trk></gpx>"


def seconds(units: Units, athlete_id: str) -> float:
    with units.reading() as uow:
        return uow.days.between(athlete_id, DAY, DAY)[DAY].values["workout_s"]


def test_it_counts_once_in_whatever_order_it_comes(
    units: Units, athlete_id: str, other_id: str
) -> None:
    three = [
        (export_text(apple("Watch", 0, 30), apple("Phone", 40, 29)), "export.xml"),
        (gpx(), "strava.gpx"),
    ]
    for who, order in ((athlete_id, three), (other_id, three[::-1])):
        for text, name in order:
            hand_in(units, who, text, name)
            work(units)
    assert seconds(units, athlete_id) == seconds(units, other_id)
    assert 29 * 60 <= seconds(units, athlete_id) <= 30 * 60


def test_a_route_alone_beside_its_workout_is_no_second_one(units: Units, athlete_id: str) -> None:
    hand_in(units, athlete_id, export_text(apple("Watch", 0, 30)))
    work(units)
    before = seconds(units, athlete_id)
    hand_in(units, athlete_id, gpx(0, 30).replace("<type>running</type>", ""), "route.gpx")
    work(units)
    assert seconds(units, athlete_id) == before


def test_another_run_of_the_day_counts(units: Units, athlete_id: str) -> None:
    hand_in(units, athlete_id, export_text(apple("Watch", 0, 30), apple("Watch", 7200, 20)))
    work(units)
    assert seconds(units, athlete_id) == 50 * 60
