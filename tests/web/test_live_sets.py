"""A set over the live camera's connection: counted, answered, gone on with, never taken twice."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect

from form.live.sets import frames, squats
from spotter.form.live.frame import Frame
from spotter.form.live.watcher import Watcher
from spotter.form.served import RepScorer, shipped
from spotter.form.told import brief
from spotter.web.live.conversation import MOST_REFUSALS
from spotter.web.live.doors import ABUSED, TAKEN_OVER
from spotter.web.live.sets import KEPT_S, MOST_OF_ONE, LiveSets
from web.browser import set_up
from web.landmarks import Browser, api_door, page_door, sent, squatting, start
from web.people import Api, join, token_of


def test_a_set_is_counted_and_scored_over_the_connection(sam: Api) -> None:
    with api_door(sam) as session:
        browser = Browser(session)
        assert browser.say(start()) == {"type": "ready", "after": -1, "t_ms": 0}
        given = squatting(2)
        assert browser.show(given) == {"type": "ack", "seq": len(given) - 1}
        reps = [event for event in browser.events if event["kind"] == "rep"]
        assert [rep["number"] for rep in reps] == [1, 2]
        assert {"depth", "tempo", "overall"} <= reps[0]["scores"].keys()
        report = browser.say({"type": "finish"})["report"]
    assert (report["exercise"], report["set"]["count"]) == ("squat", 2)


def test_rounding_on_the_way_changes_no_count_and_no_score_by_three_points(sam: Api) -> None:
    given = frames(squats(3, fps=15))
    whole = Watcher("squat", aspect=1.0, scorer=RepScorer(shipped()))
    for frame in given:
        whole.frame(frame)
    with api_door(sam) as session:
        browser = Browser(session)
        browser.say(start())
        browser.show([sent(frame, seq) for seq, frame in enumerate(given)])
        live = browser.say({"type": "finish"})["report"]
    film = whole.finish().document()
    assert live["set"]["count"] == film["set"]["count"] == 3
    for one, other in zip(live["reps"], film["reps"], strict=True):
        for name, score in one["scores"].items():
            assert score == pytest.approx(other["scores"][name], abs=3)


def test_a_lost_connection_loses_no_frame_and_counts_none_twice(sam: Api) -> None:
    name, given = str(uuid4()), squatting(3)
    half = len(given) // 2
    with api_door(sam) as session:
        first = Browser(session)
        first.say(start(name))
        first.show(given[:half])
    with api_door(sam) as session:
        second = Browser(session)
        ready = second.say({"type": "resume", "set": name, "after": first.last})
        last_ms = given[half - 1]["t_ms"]
        assert ready == {"type": "ready", "after": half - 1, "t_ms": pytest.approx(last_ms)}
        second.show(given[half:])
        report = second.say({"type": "finish"})["report"]
    told = [event["number"] for event in first.events + second.events if event["kind"] == "rep"]
    assert told == [1, 2, 3]
    assert report["set"]["count"] == 3


def test_events_that_were_lost_on_the_way_are_told_again(sam: Api) -> None:
    name, given = str(uuid4()), squatting(2)
    with api_door(sam) as session:
        first = Browser(session)
        first.say(start(name))
        first.show(given)
    with api_door(sam) as session:
        second = Browser(session)
        second.say({"type": "resume", "set": name, "after": -1})
        # Events follow the answer that says where to go on; the summary comes after them.
        second.say({"type": "finish"})
    assert second.events == first.events


def test_a_summary_that_was_lost_on_the_way_is_told_again(sam: Api) -> None:
    name = str(uuid4())
    with api_door(sam) as session:
        browser = Browser(session)
        browser.say(start(name))
        browser.show(squatting(1))
        report = browser.say({"type": "finish"})
    assert report["words"] == brief(report["report"])
    with api_door(sam) as session:
        again = Browser(session)
        again.say({"type": "resume", "set": name, "after": browser.last})
        assert again.hear() == report


def test_a_page_loaded_anew_goes_on_after_a_gap_and_counts_what_it_sees(sam: Api) -> None:
    name, given = str(uuid4()), squatting(4)
    # The page was away for one squat and half of the next: what it sees whole is counted.
    before = [one for one in given if one["t_ms"] < 2900]
    after = [one for one in given if one["t_ms"] > 6500]
    with api_door(sam) as session:
        first = Browser(session)
        first.say(start(name))
        first.show(before)
    with api_door(sam) as session:
        anew = Browser(session)
        ready = anew.say({"type": "resume", "set": name, "after": -1})
        assert ready["t_ms"] < after[0]["t_ms"]
        anew.show([{**one, "seq": seq} for seq, one in enumerate(after, ready["after"] + 1)])
        report = anew.say({"type": "finish"})["report"]
    # All that was told before is told again, so that the page can show it.
    assert [event["number"] for event in anew.events if event["kind"] == "rep"] == [1, 2]
    assert report["set"]["count"] == 2


def test_a_set_is_kept_under_the_name_the_browser_gave_it(sam: Api) -> None:
    name = str(uuid4())
    with api_door(sam) as session:
        browser = Browser(session)
        browser.say(start(name))
        browser.show(squatting(1))
        browser.say({"type": "finish"})
    (kept,) = sam.get("/form/sets")["sets"]
    assert kept["id"] == name.replace("-", "")
    told = sam.get(f"/form/sets/{kept['id']}")
    assert (told["source"], told["reps"], len(told["report"]["reps"])) == ("live", 1, 1)


def test_a_set_that_is_kept_is_not_begun_again(app: FastAPI, sam: Api) -> None:
    name = str(uuid4())
    for expected in ("summary", "refused"):
        app.state.live_sets = LiveSets(app.state.live_sets.make)  # the server was started anew
        with api_door(sam) as session:
            browser = Browser(session)
            begun = browser.say(start(name))
            if begun["type"] == "ready":
                browser.show(squatting(1))
                begun = browser.say({"type": "finish"})
        assert begun["type"] == expected
    assert begun["code"] == "set_over"
    assert len(sam.get("/form/sets")["sets"]) == 1


def test_who_comes_back_takes_the_set_over_from_a_connection_that_hangs(sam: Api) -> None:
    name, given = str(uuid4()), squatting(1)
    with api_door(sam) as hanging, api_door(sam) as session:
        old, new = Browser(hanging), Browser(session)
        old.say(start(name))
        old.show(given[:5])
        assert new.say({"type": "resume", "set": name, "after": -1})["after"] == 4
        assert new.show(given[5:])["type"] == "ack"
        with pytest.raises(WebSocketDisconnect) as gone:
            old.say({"type": "finish"})
    assert gone.value.code == TAKEN_OVER


def test_a_set_that_nobody_came_back_to_is_forgotten(app: FastAPI, sam: Api) -> None:
    now, name = [0.0], str(uuid4())
    app.state.live_sets.clock = lambda: now[0]
    with api_door(sam) as session:
        Browser(session).say(start(name))
    now[0] = KEPT_S + 1
    with api_door(sam) as session:
        answer = Browser(session).say({"type": "resume", "set": name, "after": -1})
    assert answer["code"] == "no_set"
    assert len(app.state.live_sets) == 0


def test_nobody_goes_on_with_the_set_of_somebody_else(client: TestClient, sam: Api) -> None:
    name = str(uuid4())
    kim = join(client, "kim")
    with api_door(sam) as session, api_door(kim) as foreign:
        Browser(session).say(start(name))
        answer = Browser(foreign).say({"type": "resume", "set": name, "after": -1})
    assert (answer["type"], answer["code"]) == ("refused", "no_set")


def test_an_athlete_has_a_few_sets_under_way_and_no_more(sam: Api) -> None:
    doors = [api_door(sam) for _ in range(MOST_OF_ONE + 1)]
    sessions = [door.__enter__() for door in doors]
    try:
        answers = [Browser(session).say(start()) for session in sessions]
    finally:
        for door in doors:
            door.__exit__(None, None, None)
    assert [answer["type"] for answer in answers] == ["ready"] * MOST_OF_ONE + ["refused"]
    assert answers[-1]["code"] == "too_many_sets"


def test_a_set_left_behind_makes_room_for_another(app: FastAPI, sam: Api) -> None:
    for _ in range(MOST_OF_ONE + 1):
        with api_door(sam) as session:
            assert Browser(session).say(start())["type"] == "ready"
    assert len(app.state.live_sets) == MOST_OF_ONE


def test_one_connection_serves_one_set_after_the_other(sam: Api) -> None:
    with api_door(sam) as session:
        browser = Browser(session)
        browser.say(start())
        assert browser.say(start())["code"] == "set_under_way"
        browser.say({"type": "finish"})
        assert browser.say(start())["type"] == "ready"


def test_a_picture_with_nobody_in_it_has_no_score(sam: Api) -> None:
    empty = [sent(Frame.empty(n / 15, people=0), n) for n in range(90)]
    with api_door(sam) as session:
        browser = Browser(session)
        browser.say(start(exercise="auto"))
        browser.show(empty)
        report = browser.say({"type": "finish"})["report"]
    assert (report["set"]["count"], report["set"]["score"]) == (0, None)
    assert "nobody" in [one["code"] for one in report["warnings"]]


def test_the_page_opens_its_door_with_its_cookie(client: TestClient) -> None:
    set_up(client)
    with page_door(client) as session:
        assert Browser(session).say(start())["type"] == "ready"


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://testserver.evil", "null", "", "http://["]
)
def test_a_page_of_another_site_cannot_use_the_cookie(client: TestClient, origin: str) -> None:
    set_up(client)
    with pytest.raises(WebSocketDenialResponse) as denied, page_door(client, origin=origin):
        pass
    assert denied.value.status_code == 403
    assert denied.value.json()["type"] == "urn:spotter:foreign_page"


def test_nobody_gets_in_without_signing_in(client: TestClient) -> None:
    for door in (page_door(client), api_door(Api(client, "spotter_guess"))):
        with pytest.raises(WebSocketDenialResponse) as denied, door:
            pass
        assert denied.value.status_code == 401


def test_a_page_may_ask_in_plain_http_why_its_connection_does_not_open(client: TestClient) -> None:
    refused = client.get("/form/live")
    assert (refused.status_code, refused.json()["type"]) == (401, "urn:spotter:not_signed_in")
    set_up(client)
    assert client.get("/form/live").status_code == 204


def test_a_cookie_opens_nothing_in_the_api(client: TestClient) -> None:
    set_up(client)
    door = client.websocket_connect("/api/v1/form/live", headers={"origin": "http://testserver"})
    with pytest.raises(WebSocketDenialResponse) as denied, door:
        pass
    assert denied.value.status_code == 401


def test_a_token_needs_the_scope_write(client: TestClient, sam: Api) -> None:
    door = api_door(token_of(client, "sam", ["read"]))
    with pytest.raises(WebSocketDenialResponse) as denied, door:
        pass
    assert denied.value.status_code == 403
    assert "write" in denied.value.json()["detail"]


@pytest.mark.parametrize("said", [{"type": "finish"}, start()])
def test_a_revoked_token_ends_no_set_and_begins_none(sam: Api, said: dict[str, Any]) -> None:
    with api_door(sam) as session:
        browser = Browser(session)
        if said["type"] == "finish":
            browser.say(start())
            browser.show(squatting(1))
        (token,) = sam.get("/tokens")["tokens"]
        assert sam("DELETE", f"/tokens/{token['id']}").status_code == 204
        assert browser.say(said)["code"] == "not_signed_in"
        with pytest.raises(WebSocketDisconnect) as gone:
            browser.say(said)
    assert gone.value.code == ABUSED


def test_a_foreign_name_of_the_server_is_refused_here_too(client: TestClient, sam: Api) -> None:
    headers = {"authorization": f"Bearer {sam.token}", "host": "evil.example"}
    door = client.websocket_connect("/api/v1/form/live", headers=headers)
    with pytest.raises(WebSocketDenialResponse) as denied, door:
        pass
    assert denied.value.status_code == 400


def test_whoever_sends_nothing_but_rubbish_is_hung_up_on(sam: Api) -> None:
    with api_door(sam) as session:
        browser = Browser(session)
        for _ in range(MOST_REFUSALS):
            assert browser.say("rubbish")["type"] == "refused"
        with pytest.raises(WebSocketDisconnect) as gone:
            browser.say("rubbish")
    assert gone.value.code == ABUSED


def test_bytes_are_refused_by_name(sam: Api) -> None:
    with api_door(sam) as session:
        session.send_bytes(np.zeros(99).tobytes())
        assert Browser(session).hear()["code"] == "not_a_message"
