"""Judging repetitions, on the page and by program."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from form.live.sets import frames, squats
from spotter.form.scores import DIMENSIONS
from spotter.lab.form.datasets.judged import make
from spotter.lab.form.reps import read
from web.browser import csrf, set_up
from web.landmarks import sent
from web.people import Api, join

SCORES = dict.fromkeys(DIMENSIONS, 80)


def recording(times: int = 2) -> bytes:
    """Return some squats as landmark JSON."""
    told = [sent(frame, seq) for seq, frame in enumerate(frames(squats(times, fps=15)))]
    return json.dumps({"aspect": 1.0, "frames": told}).encode()


def share(person: Api, content: bytes, **fields: str) -> Any:
    given = {"exercise": "squat", "consent": "yes", **fields}
    return person(
        "POST", "/annotations/recordings", files={"file": ("set.json", content)}, data=given
    )


def test_what_is_shared_is_judged_compared_and_taken_back(client: TestClient, sam: Api) -> None:
    assert share(sam, recording()).json() == {"added": 2}
    assert share(sam, recording()).json() == {"added": 0}
    kim = join(client, "kim")
    rep = kim.get("/annotations/next")["rep"]
    assert rep["exercise"] == "squat"
    assert set(rep) == {"id", "exercise", "faults", "times_s", "xyz_m", "visibility"}
    body = {"verdict": "scored", "scores": SCORES, "faults": ["shallow"]}
    assert kim("PUT", f"/annotations/{rep['id']}", body).status_code == 204
    assert kim.get("/annotations/agreement") == {"judged": 1, "left": 1, "agreement": []}
    ((listed),) = sam.get("/annotations/recordings")["recordings"]
    assert listed["reps"] == 2
    gone = sam("DELETE", f"/annotations/recordings/{listed['recording']}")
    assert gone.status_code == 204
    assert kim.get("/annotations/next")["rep"] is None
    assert kim("PUT", f"/annotations/{rep['id']}", body).status_code == 404


@pytest.mark.parametrize(
    ("content", "fields", "code", "field"),
    [
        (recording(), {"consent": ""}, "bad_input", "consent"),
        (recording(), {"exercise": "juggling"}, "bad_input", "exercise"),
        (recording(0), {}, "bad_input", "file"),
        (b"\x00\x01 no landmarks", {}, "not_landmarks", None),
    ],
)
def test_a_recording_that_cannot_be_shared_is_refused_by_name(
    sam: Api, content: bytes, fields: dict[str, str], code: str, field: str | None
) -> None:
    answer = share(sam, content, **fields)
    assert answer.status_code == 422
    assert answer.json()["type"] == f"urn:spotter:{code}"
    assert answer.json().get("field") == field
    assert sam.get("/annotations/recordings") == {"recordings": []}


@pytest.mark.parametrize(
    "body",
    [
        {"verdict": "scored", "scores": {"depth": 10}},
        {"verdict": "scored", "scores": {**SCORES, "depth": 101}},
        {"verdict": "scored", "scores": SCORES, "faults": ["hips_low"]},
        {"verdict": "perhaps"},
    ],
)
def test_a_judgement_that_does_not_fit_changes_nothing(sam: Api, body: dict[str, Any]) -> None:
    share(sam, recording())
    rep = sam.get("/annotations/next")["rep"]
    assert sam("PUT", f"/annotations/{rep['id']}", body).status_code == 422
    assert sam.get("/annotations/agreement")["judged"] == 0


def test_only_the_owner_takes_judged_repetitions_out(
    client: TestClient, sam: Api, tmp_path: Path
) -> None:
    share(sam, recording())
    kim = join(client, "kim")
    assert kim("GET", "/annotations/export").status_code == 403
    rep = sam.get("/annotations/next")["rep"]
    sam("PUT", f"/annotations/{rep['id']}", {"verdict": "scored", "scores": SCORES})
    text = sam("GET", "/annotations/export").text
    (tmp_path / "judged.jsonl").write_text(text)
    assert make(tmp_path / "judged.jsonl", tmp_path / "set") == 1
    assert read(tmp_path / "set")[0].scores.tolist() == [[80.0] * len(DIMENSIONS)]


def test_the_page_goes_from_one_repetition_to_the_next(client: TestClient) -> None:
    visitor = set_up(client)
    page = visitor.get("/annotate").text
    assert "Nobody shares a repetition" in page
    done = visitor.post(
        "/annotate/recordings",
        files={"file": ("set.json", recording())},
        data={"csrf": csrf(page), "exercise": "squat", "consent": "yes"},
    )
    assert done.headers["location"] == "/annotate?added=2#shared"
    page = visitor.get("/annotate").text
    (first,) = set(re.findall(r"/annotate/rep/(\w{32})", page))
    assert len(visitor.get(f"/annotate/rep/{first}").json()["xyz_m"][0]) == 19
    judged = {"csrf": csrf(page), "verdict": "scored", "fault": "shallow", **SCORES}
    assert visitor.post(f"/annotate/rep/{first}", data=judged).status_code == 303
    page = visitor.get("/annotate").text
    (second,) = set(re.findall(r"/annotate/rep/(\w{32})", page))
    assert second != first
    visitor.post(f"/annotate/rep/{second}", data={"csrf": csrf(page), "verdict": "flagged"})
    assert "You have judged every repetition" in visitor.get("/annotate").text


def test_a_note_that_no_database_keeps_is_refused_on_the_page(client: TestClient) -> None:
    visitor = set_up(client)
    token = csrf(visitor.get("/annotate").text)
    visitor.post(
        "/annotate/recordings",
        files={"file": ("set.json", recording(1))},
        data={"csrf": token, "exercise": "squat", "consent": "yes"},
    )
    (rep,) = set(re.findall(r"/annotate/rep/(\w{32})", visitor.get("/annotate").text))
    judged = {"csrf": token, "verdict": "skipped", "note": "a\x00b"}
    answer = visitor.post(f"/annotate/rep/{rep}", data=judged)
    assert answer.status_code == 422
    assert "control characters" in answer.text
    assert f"/annotate/rep/{rep}" in visitor.get("/annotate").text


def test_a_page_without_its_token_shares_and_judges_nothing(client: TestClient) -> None:
    visitor = set_up(client)
    sent_in = visitor.post(
        "/annotate/recordings",
        files={"file": ("set.json", recording())},
        data={"csrf": "guess", "exercise": "squat", "consent": "yes"},
    )
    assert sent_in.status_code == 403
    assert "Nobody shares a repetition" in visitor.get("/annotate").text
