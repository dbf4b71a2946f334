"""What is read without Feast is filed and written as Feast does it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from feast.infra.key_encoding_utils import serialize_entity_key
from feast.protos.feast.types.EntityKey_pb2 import EntityKey
from feast.protos.feast.types.Value_pb2 import Value

from spotter.body.featurestore import quick
from spotter.body.featurestore.address import KEY_VERSION, online_file
from spotter.body.featurestore.served import OnlineRows


@pytest.mark.parametrize(
    "athlete_id", ["one", "0199f1c2-7d2e-7000-8000-000000000001", "Jürgen", ""]
)
def test_an_athlete_is_filed_under_the_key_that_feast_computes(athlete_id: str) -> None:
    theirs = EntityKey(join_keys=["athlete_id"], entity_values=[Value(string_val=athlete_id)])
    assert quick.entity_key(athlete_id) == serialize_entity_key(theirs, KEY_VERSION)


@pytest.mark.parametrize("number", [0.0, -0.1, 57.25, 5e-324, 1.7e308])
def test_a_number_is_read_as_feast_writes_it(number: float) -> None:
    assert quick._number(Value(double_val=number).SerializeToString()) == number


def test_what_is_not_known_is_no_number() -> None:
    assert quick._number(Value().SerializeToString()) is None
    assert quick._number(None) is None


def test_a_value_in_another_form_is_refused_and_not_taken_for_a_number() -> None:
    with pytest.raises(ValueError, match="another form"):
        quick._number(Value(float_val=57.25).SerializeToString())


def test_where_nothing_was_written_nothing_is_served_and_nothing_made(tmp_path: Path) -> None:
    folder = tmp_path / "features"
    rows = OnlineRows("", folder)
    assert rows.read("somebody") is None
    assert not folder.exists()
    folder.mkdir()
    # As Feast leaves it between making the file and the table in it.
    sqlite3.connect(online_file(folder)).close()
    online_file(folder).touch()
    assert rows.read("somebody") is None
    rows.close()
