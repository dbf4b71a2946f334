"""Nobody is told the same thing twice, and no rule that spoke goes unnamed."""

from __future__ import annotations

from typing import Any

from spotter.prescribe.spoken import said_once


def rule(code: str, text: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "action": "block", "text": text, "source": f"of {code}", **more}


def test_two_rules_that_ask_the_same_ask_once_and_are_both_named() -> None:
    asked = "Enter your date of birth."
    (one,) = said_once([rule("S25", asked), rule("S26", asked, needs_review=True)])
    assert (one["code"], one["source"]) == ("S25, S26", "of S25; of S26")
    assert one["needs_review"]


def test_other_words_and_other_consequences_stay_apart_in_their_order() -> None:
    told = [rule("S01", "Stop."), rule("S02", "Rest."), rule("S03", "Stop.", action="warn")]
    assert said_once(told) == told
