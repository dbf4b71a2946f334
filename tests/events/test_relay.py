"""Events: written with their change, handed over at least once, taken in exactly once."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from spotter.athletes.profile import Profile
from spotter.events.bus import Consumer, InProcessBus, Projection
from spotter.events.relay import MOST_TRIES, Relay
from spotter.events.types import Event
from spotter.kit.errors import StoreAway
from spotter.store.repositories.outbox import Envelope
from spotter.store.uow import UnitOfWork, Units


class Watch:
    """A clock that a test winds."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


class RecordingBus:
    """Takes events unless it is told that its door is shut for an athlete."""

    def __init__(self) -> None:
        self.taken: list[Event] = []
        self.shut_for: set[str] = set()

    def publish(self, envelope: Envelope) -> None:
        if envelope.event.athlete_id in self.shut_for:
            raise ConnectionError("a heart rate of 187 could not be sent")
        self.taken.append(envelope.event)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def bus() -> RecordingBus:
    return RecordingBus()


@pytest.fixture
def relay(units: Units, bus: RecordingBus, watch: Watch) -> Relay:
    return Relay(units, bus, watch)


def tell(units: Units, *events: Event) -> None:
    with units() as uow:
        for event in events:
            uow.outbox.add(event)
        uow.commit()


def numbered(athlete_id: str, count: int) -> list[Event]:
    at = datetime(2026, 3, 2, 8, tzinfo=UTC)
    return [Event("day.updated", athlete_id, at, {"n": n}) for n in range(count)]


def waiting(units: Units) -> int:
    with units.reading() as uow:
        return uow.outbox.count_waiting()


def test_an_event_exists_exactly_when_its_change_does(units: Units, athlete_id: str) -> None:
    with units() as uow:
        uow.athletes.put_profile(athlete_id, Profile(sport="rowing"))
        uow.outbox.add(numbered(athlete_id, 1)[0])
    with units() as uow:
        assert uow.outbox.of_athlete(athlete_id) == []
        assert uow.athletes.get(athlete_id).profile.sport == ""


def test_events_are_handed_over_in_order_and_once(
    units: Units, relay: Relay, bus: RecordingBus, athlete_id: str
) -> None:
    events = numbered(athlete_id, 250)
    tell(units, *events)
    assert relay.drain() == 250
    assert bus.taken == events
    assert (relay.drain(), waiting(units)) == (0, 0)


def test_a_relay_killed_after_the_hand_over_hands_over_again(
    units: Units, bus: RecordingBus, watch: Watch, athlete_id: str
) -> None:
    class Killed(BaseException):
        """The end of the process."""

    class DyingBus(RecordingBus):
        def publish(self, envelope: Envelope) -> None:
            bus.publish(envelope)
            raise Killed

    tell(units, *numbered(athlete_id, 1))
    with pytest.raises(Killed):
        Relay(units, DyingBus(), watch).drain()
    assert waiting(units) == 1
    Relay(units, bus, watch).drain()
    assert [event.data for event in bus.taken] == [{"n": 0}, {"n": 0}]


def test_an_event_that_cannot_be_handed_over_holds_back_only_its_athlete(
    units: Units, bus: RecordingBus, watch: Watch, athlete_id: str, other_id: str
) -> None:
    relay = Relay(units, bus, watch)
    mine, theirs = numbered(athlete_id, 2), numbered(other_id, 2)
    tell(units, mine[0], theirs[0], mine[1], theirs[1])
    bus.shut_for = {athlete_id}
    relay.drain()
    assert bus.taken == theirs
    bus.shut_for = set()
    assert relay.drain() == 0
    watch.at += timedelta(minutes=1)
    relay.drain()
    assert bus.taken == [*theirs, *mine]


def test_an_event_that_never_goes_through_is_put_aside_and_kept(
    units: Units, relay: Relay, bus: RecordingBus, watch: Watch, athlete_id: str
) -> None:
    tell(units, *numbered(athlete_id, 1))
    bus.shut_for = {athlete_id}
    for _ in range(MOST_TRIES):
        relay.drain()
        watch.at += timedelta(hours=1)
    assert waiting(units) == 0
    bus.shut_for = set()
    tell(units, Event("plan.decided", athlete_id, watch()))
    relay.drain()
    assert [event.name for event in bus.taken] == ["plan.decided"]
    with units() as uow:
        assert len(uow.outbox.of_athlete(athlete_id)) == 2


def test_a_deletion_is_never_put_aside(
    units: Units, relay: Relay, bus: RecordingBus, watch: Watch, athlete_id: str
) -> None:
    tell(units, Event("athlete.deleted", athlete_id, watch()))
    bus.shut_for = {athlete_id}
    for _ in range(MOST_TRIES * 2):
        relay.drain()
        watch.at += timedelta(hours=1)
    assert waiting(units) == 1
    bus.shut_for = set()
    relay.drain()
    assert [event.name for event in bus.taken] == ["athlete.deleted"]


def test_an_event_is_not_put_aside_for_a_store_that_is_away(
    units: Units, watch: Watch, athlete_id: str
) -> None:
    taken: list[Event] = []
    away = [True]

    def take(event: Event) -> None:
        if away[0]:
            raise StoreAway("The Redis does not serve.")
        taken.append(event)

    bus = InProcessBus(units, watch)
    bus.subscribe(Projection("rows", frozenset({"features.changed"}), take))
    relay = Relay(units, bus, watch)
    tell(units, Event("features.changed", athlete_id, watch()))
    for _ in range(MOST_TRIES * 2):
        relay.drain()
        watch.at += timedelta(hours=1)
    assert waiting(units) == 1
    away[0] = False
    relay.drain()
    assert [event.name for event in taken] == ["features.changed"]


def test_a_failure_is_logged_without_what_the_event_says(
    units: Units, relay: Relay, bus: RecordingBus, athlete_id: str
) -> None:
    tell(units, *numbered(athlete_id, 1))
    bus.shut_for = {athlete_id}
    with capture_logs() as logs:
        relay.drain()
    assert logs[0]["error"] == "ConnectionError"
    assert "187" not in str(logs)


def test_the_relay_runs_until_it_is_stopped(
    units: Units, relay: Relay, bus: RecordingBus, athlete_id: str
) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=relay.run, args=(stop, 0.01))
    thread.start()
    tell(units, *numbered(athlete_id, 3))
    for _ in range(500):
        if len(bus.taken) == 3:
            break
        stop.wait(0.01)
    stop.set()
    thread.join()
    assert len(bus.taken) == 3


def test_old_delivered_events_are_pruned_and_waiting_ones_are_not(
    units: Units, relay: Relay, watch: Watch, athlete_id: str
) -> None:
    tell(units, *numbered(athlete_id, 2))
    relay.drain()
    tell(units, Event("plan.decided", athlete_id, watch()))
    with units() as uow:
        assert uow.outbox.prune(watch() + timedelta(days=1)) == 2
        assert [event.name for event in uow.outbox.of_athlete(athlete_id)] == ["plan.decided"]


# consumers of the bus in this process


def count_steps(uow: UnitOfWork, event: Event) -> None:
    uow.athletes.bump(event.athlete_id)


COUNTER = Consumer("counter", frozenset({"day.updated"}), count_steps)


def test_a_consumer_takes_in_only_what_it_wants(
    units: Units, watch: Watch, athlete_id: str
) -> None:
    local = InProcessBus(units, watch)
    local.subscribe(COUNTER)
    tell(units, *numbered(athlete_id, 2), Event("plan.decided", athlete_id, watch()))
    assert Relay(units, local, watch).drain() == 3
    with units() as uow:
        assert uow.athletes.revision(athlete_id) == 3


def test_an_event_handed_over_again_has_no_second_effect(
    units: Units, watch: Watch, athlete_id: str
) -> None:
    local = InProcessBus(units, watch)
    local.subscribe(COUNTER)
    tell(units, *numbered(athlete_id, 1))
    with units() as uow:
        envelope = uow.outbox.waiting(watch())[0]
    for _ in range(3):
        local.publish(envelope)
    with units() as uow:
        assert uow.athletes.revision(athlete_id) == 2


def test_an_effect_that_fails_is_not_remembered_as_taken_in(
    units: Units, watch: Watch, athlete_id: str
) -> None:
    broken = [True]

    def take(uow: UnitOfWork, event: Event) -> None:
        uow.athletes.bump(event.athlete_id)
        if broken[0]:
            raise RuntimeError

    local = InProcessBus(units, watch)
    local.subscribe(Consumer("fragile", frozenset({"day.updated"}), take))
    tell(units, *numbered(athlete_id, 1))
    relay = Relay(units, local, watch)
    assert relay.drain() == 0
    broken[0] = False
    watch.at += timedelta(minutes=1)
    assert relay.drain() == 1
    with units() as uow:
        assert uow.athletes.revision(athlete_id) == 2


def test_consumers_are_counted_apart(units: Units, watch: Watch, athlete_id: str) -> None:
    local = InProcessBus(units, watch)
    local.subscribe(COUNTER)
    local.subscribe(Consumer("second counter", COUNTER.events, count_steps))
    tell(units, *numbered(athlete_id, 1))
    Relay(units, local, watch).drain()
    with units() as uow:
        assert uow.athletes.revision(athlete_id) == 3


def test_a_consumer_name_is_taken_once(units: Units) -> None:
    local = InProcessBus(units)
    local.subscribe(COUNTER)
    with pytest.raises(ValueError, match="counter"):
        local.subscribe(COUNTER)


def test_a_projection_is_given_each_event_until_it_took_it(
    units: Units, watch: Watch, athlete_id: str
) -> None:
    given: list[Event] = []

    def take(event: Event) -> None:
        given.append(event)
        if len(given) == 1:
            raise ConnectionError

    local = InProcessBus(units, watch)
    local.subscribe(Projection("outside", frozenset({"day.updated"}), take))
    tell(units, *numbered(athlete_id, 1), Event("plan.decided", athlete_id, watch()))
    relay = Relay(units, local, watch)
    assert relay.drain() == 0
    watch.at += timedelta(minutes=1)
    assert relay.drain() == 2
    assert [event.name for event in given] == ["day.updated", "day.updated"]
