"""`spotter profile --template`: what it prints can be used as it is, and says everything."""

from __future__ import annotations

import json
from pathlib import Path

from cli.cli_types import Spotter
from spotter.athletes import profile_toml
from spotter.lab.sample.write import Sample


def test_the_template_is_a_profile_that_answers_nothing(spotter: Spotter) -> None:
    ran = spotter("profile", "--template")
    assert ran.status == 0
    assert profile_toml.parse(ran.out).screening is None


def test_the_template_as_it_is_leads_to_a_refusal_and_not_to_an_error(
    spotter: Spotter, sample: Sample, tmp_path: Path
) -> None:
    me = tmp_path / "me.toml"
    me.write_text(spotter("profile", "--template").out, encoding="utf-8")
    ran = spotter("today", "--export", sample.export, "--profile", me, "--json")
    told = json.loads(ran.out)
    assert told["verdict"] == "refused"
    assert "no_screening" in {note["code"] for note in told["notes"]}


def test_without_saying_what_to_do_it_says_how(spotter: Spotter) -> None:
    ran = spotter("profile")
    assert ran.status == 2
    assert "--template" in ran.err
