"""All that is kept of a person, in one file: whole, theirs alone, without a secret."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from spotter.athletes.everything import write_everything
from spotter.bootstrap import Container
from spotter.kit.errors import NotFound
from spotter.store.repositories.learned import StoredEvidence
from spotter.store.repositories.portable import LEFT_OUT, RECEIVED
from spotter.store.tables import METADATA
from web.browser import sign_in
from web.people import DAY, PASSWORD, Api, join
from web.test_annotate import SCORES, recording, share

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def lived(client: TestClient, box: Container, sam: Api) -> Api:
    """Give Sam a life: a session, a watched set, repetitions that Kim judged."""
    sam.check_in(note="slept by the sea")
    session = sam.post("/sessions", {"date": DAY.isoformat()})
    plank = {"exercise": "plank", "duration_s": 30, "client_key": "k"}
    sam.post(f"/sessions/{session['id']}/sets", plank)
    sam.post("/form/landmarks?exercise=squat", files={"file": ("sams set.json", recording())})
    kept = {"file": ("sams film.json", recording())}
    sam.post("/form/videos", files=kept, data={"exercise": "squat", "keep": "yes"})
    assert share(sam, recording()).json() == {"added": 2}
    kim = join(client, "kim")
    kim.check_in(note="kims own words")
    rep = kim.get("/annotations/next")["rep"]
    said = {"verdict": "scored", "scores": SCORES, "faults": []}
    assert kim("PUT", f"/annotations/{rep['id']}", said).status_code == 204
    with box.uow() as uow:
        athlete_id = str(sam.get("/athlete")["id"])
        uow.learned.put_evidence(athlete_id, "c", StoredEvidence(1, False, {"count": 1}))
        uow.commit()
    return sam


def taken(content: bytes) -> dict[str, Any]:
    """Return name → rows of each table in the file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = [name for name in archive.namelist() if name.startswith("tables/")]
        return {Path(name).stem: json.loads(archive.read(name)) for name in names}


def test_all_that_a_person_did_is_in_the_file(lived: Api) -> None:
    answer = lived("GET", "/export/everything.zip")
    told = taken(answer.content)
    assert [row["source"] for row in told["form_sets"]] == ["landmarks", "landmarks"]
    assert told["form_sets"][0]["report"]["set"]["count"] == 2
    assert told["session_sets"][0]["done"]["exercise"] == "plank"
    (choice,) = told["choices"]
    assert sum(arm["propensity"] for arm in choice["body"]["arms"]) == pytest.approx(1)
    # What it was decided by rests on what other people taught.
    assert choice["body"].keys() & {"mean", "root", "a", "b"} == set()
    assert told["evidence"][0]["count"] == 1
    first = told["shared_reps"][0]["motion"]
    assert len(first["times_s"]) == len(first["xyz_m"]) > 10
    assert told[RECEIVED][0]["scores"] == SCORES
    assert told["checkins"][0]["answers"]["note"] == "slept by the sea"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        (film,) = [name for name in archive.namelist() if name.startswith("files/films/")]
        assert archive.read(film) == recording()


def test_nothing_of_anybody_else_and_no_secret_is_in_it(
    box: Container, client: TestClient, lived: Api
) -> None:
    told = taken(lived("GET", "/export/everything.zip").content)
    text = json.dumps(told)
    assert "kims own words" not in text
    with box.uow.reading() as uow:
        kim = uow.accounts.by_name("kim")
    assert kim is not None
    assert not [one for one in (kim.id, kim.athlete_id) if one in text]
    assert len(told["accounts"]) == len(told["athletes"]) == len(told["tokens"]) == 1
    assert not re.search(r"hash|\bsecret|\$argon2|\"mac\"", text)
    assert lived.token not in text


def test_nothing_is_left_lying_on_the_server(box: Container, lived: Api) -> None:
    assert lived("GET", "/export/everything.zip").status_code == 200
    assert list((box.data_dir / "uploads").glob("*")) == []


def test_the_page_gives_the_same_file(client: TestClient, lived: Api) -> None:
    assert sign_in(client).status_code == 303
    assert 'href="/data/everything.zip"' in client.get("/data").text
    answer = client.get("/data/everything.zip")
    assert answer.headers["content-type"] == "application/zip"
    assert taken(answer.content) == taken(lived("GET", "/export/everything.zip").content)


def test_nobody_leaves_no_file(box: Container, tmp_path: Path) -> None:
    out = tmp_path / "nobody.zip"
    with pytest.raises(NotFound):
        write_everything(box.uow, "nobody", out)
    assert not out.exists()


def test_who_deleted_their_account_left_nothing_to_take(
    box: Container, client: TestClient, lived: Api
) -> None:
    athlete_id = str(lived.get("/athlete")["id"])
    sign_in(client)
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/data").text)
    assert found
    gone = client.post("/data/delete", data={"csrf": found[1], "password": PASSWORD})
    assert gone.status_code in {200, 303}
    box.worker().run_until_idle()
    with box.uow.reading() as uow:
        left = {name: list(rows) for name, rows in uow.portable.tables(athlete_id)}
    assert {name: rows for name, rows in left.items() if rows} == {}
    assert not (box.data_dir / "athletes" / athlete_id).exists()


def test_every_table_is_in_the_file_or_left_out_for_a_reason_and_documented(lived: Api) -> None:
    told = taken(lived("GET", "/export/everything.zip").content)
    assert {*told, *LEFT_OUT} - {RECEIVED} == {table.name for table in METADATA.sorted_tables}
    page = (ROOT / "docs" / "everything.md").read_text(encoding="utf-8")
    assert [name for name in told if f"| `{name}` |" not in page] == []
    nobodys = {name for name, why in LEFT_OUT.items() if why == "nobody's rows"}
    assert [name for name in LEFT_OUT.keys() - nobodys if f"`{name}`" not in page] == []
