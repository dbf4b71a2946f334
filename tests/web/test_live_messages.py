"""What is wrong with a message is told by name, and the set goes on as if it had never come."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotter.form.live.events import Event
from spotter.form.live.frame import IMAGE, WORLD_M, Frame
from spotter.form.live.report import SetReport
from spotter.kit.errors import SpotterError
from spotter.web.live.conversation import Conversation
from spotter.web.live.protocol import MOST_CHARACTERS, MOST_FRAMES, Frames, Start, read
from spotter.web.live.refusals import NotANumber
from spotter.web.live.sets import LiveSets, Made
from spotter.web.live.watchers import KeptWatcher, watcher
from web.landmarks import Browser, squatting, start

_GIVEN = squatting(1)
_FIRST = _GIVEN[0]


def _framed(*frames: Any) -> str:
    return json.dumps({"type": "frames", "frames": list(frames)})


def _with(**changes: Any) -> str:
    return _framed({**_FIRST, "seq": 5, "t_ms": 9000.0, **changes})


def _spoilt(name: str, value: Any) -> str:
    return _with(**{name: [value, *_FIRST[name][1:]]})


WRONG = {
    "not JSON": ("{", "not_a_message"),
    "a list": ("[1]", "not_a_message"),
    "deep brackets": ("[" * 100_000, "not_a_message"),
    "an unknown type": ('{"type": "picture"}', "not_a_message"),
    "no type": ("{}", "not_a_message"),
    "huge": (" " * (MOST_CHARACTERS + 1), "message_too_long"),
    "frames that are none": ('{"type": "frames", "frames": {}}', "bad_frame"),
    "no frame": (_framed(), "bad_frame"),
    "too many frames": (_framed(*[1] * (MOST_FRAMES + 1)), "message_too_long"),
    "a frame that is none": (_framed(1), "bad_frame"),
    "NaN": (_spoilt("world", float("nan")), "not_a_number"),
    "Infinity": (_spoilt("image", float("inf")), "not_a_number"),
    "a number beyond all floats": (_with().replace("9000.0", "1e999"), "not_a_number"),
    "more digits than Python reads": (_with().replace("9000.0", "9" * 5000), "not_a_message"),
    "text for a number": (_spoilt("world", "1"), "not_a_number"),
    "true for a number": (_spoilt("world", True), "not_a_number"),
    "a list for a number": (_spoilt("world", [1]), "not_a_number"),
    "a body as long as a house": (_spoilt("world", 1e6), "not_a_number"),
    "too few numbers": (_with(world=_FIRST["world"][:-1]), "bad_frame"),
    "too many numbers": (_with(image=_FIRST["image"] * 2), "bad_frame"),
    "half a person": (_with(image=None), "bad_frame"),
    "visibility above one": (_spoilt("visibility", 1.5), "not_a_number"),
    "no time": (_with(t_ms=None), "not_a_number"),
    "a time before the start": (_with(t_ms=-1), "not_a_number"),
    "a time a day later": (_with(t_ms=86_400_000), "set_too_long"),
    "a time that goes back": (_with(t_ms=1), "time_goes_back"),
    "half a number of a frame": (_with(seq=5.5), "not_a_number"),
    "a frame sent again": (_with(seq=4), "repeated_frame"),
    "a frame too early": (_with(seq=6), "missing_frame"),
    "frames in the wrong order": (
        _framed({**_GIVEN[6], "seq": 6}, {**_GIVEN[5], "seq": 5}), "missing_frame",
    ),
    "minus two people": (_with(people=-2), "not_a_number"),
    "a second start": (json.dumps(start()), "set_under_way"),
    "a resume of nothing": (
        json.dumps({"type": "resume", "set": "f" * 8 + "-ffff" * 3 + "-" + "f" * 12, "after": 0}),
        "set_under_way",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code"), WRONG.values(), ids=WRONG)
def test_a_wrong_message_is_refused_by_name_and_the_set_goes_on(
    text: str, code: str, going: Browser
) -> None:
    answer = going.say(text)
    assert (answer["type"], answer["code"]) == ("refused", code)
    assert answer["detail"]
    assert answer["after"] == 4
    assert going.show(_GIVEN[5:]) == {"type": "ack", "seq": len(_GIVEN) - 1}
    assert "rep" in going.kinds()


@pytest.mark.parametrize(
    ("name", "most"), [("world", WORLD_M), ("image", IMAGE), ("visibility", 1.0)]
)
def test_what_a_message_may_hold_is_what_a_frame_may_hold(name: str, most: float) -> None:
    said = read(_spoilt(name, most))
    assert isinstance(said, Frames)
    said.frames[0].frame.check()
    with pytest.raises(NotANumber):
        read(_spoilt(name, most * 1.01))


class Direct:
    """A connection without a network between the browser and the conversation."""

    def __init__(self, make: Made = watcher) -> None:
        self.talk = Conversation(LiveSets(make), "athlete")
        self.answers: deque[str] = deque()

    def send_text(self, text: str) -> None:
        self.answers.extend(json.dumps(one) for one in self.talk.hear(text))

    def receive_text(self) -> str:
        return self.answers.popleft()


@pytest.fixture
def browser() -> Browser:
    return Browser(Direct())


@pytest.fixture
def going(browser: Browser) -> Browser:
    """A set of which five frames were taken."""
    browser.say(start())
    browser.show(_GIVEN[:5])
    return browser


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"exercise": "chess"}, "not_found"),
        ({"exercise": 7}, "not_a_message"),
        ({"aspect": 0}, "not_a_number"),
        ({"aspect": "wide"}, "not_a_number"),
        ({"exercise": []}, "not_a_message"),
        ({"level": "coach"}, "not_a_message"),
        ({"level": []}, "not_a_message"),
        ({"level": {}}, "not_a_message"),
        ({"set": []}, "not_a_message"),
        ({"set": "../../etc"}, "not_a_message"),
    ],
)
def test_a_wrong_start_is_refused_by_name(
    browser: Browser, changes: dict[str, Any], code: str
) -> None:
    assert browser.say(start() | changes)["code"] == code
    assert browser.say(start())["type"] == "ready"


def test_frames_without_a_set_are_refused(browser: Browser) -> None:
    assert browser.show(_GIVEN[:1])["code"] == "no_set"


@dataclass
class Forgetful:
    """Watches as always, but its store fails the first times."""

    engine: KeptWatcher
    fails: int
    kept: list[SetReport] = field(default_factory=list)

    def frame(self, frame: Frame) -> Sequence[Event]:
        return self.engine.frame(frame)

    def finish(self) -> SetReport:
        return self.engine.finish()

    def keep(self, report: SetReport) -> bool:
        self.fails -= 1
        if self.fails < 0:
            self.kept.append(report)
        return self.fails < 0


def test_a_set_that_could_not_be_kept_says_so_and_is_kept_once_when_asked_again() -> None:
    made: list[Forgetful] = []

    def forgetful(athlete_id: str, start: Start) -> Forgetful:
        made.append(Forgetful(watcher(athlete_id, start), fails=1))
        return made[-1]

    browser = Browser(Direct(forgetful))
    browser.say(start())
    browser.show(_GIVEN)
    first, second, third = (browser.say({"type": "finish"}) for _ in range(3))
    assert [one["kept"] for one in (first, second, third)] == [False, True, True]
    assert first["report"] == second["report"] == third["report"]
    assert len(made[0].kept) == 1


def test_a_finished_set_takes_no_more_frames(browser: Browser) -> None:
    browser.say(start())
    browser.say({"type": "finish"})
    assert browser.show(_GIVEN[:1])["code"] == "set_over"


@given(st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["type", "frames", "set", "seq", "t_ms", "world", "people", "after"]),
        inner, max_size=5,
    ),
    max_leaves=12,
))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_whatever_comes_is_read_or_refused_and_never_breaks(said: Any) -> None:
    for text in (json.dumps(said), json.dumps({"type": "frames", "frames": [said]})):
        with suppress(SpotterError):
            assert read(text) is not None
