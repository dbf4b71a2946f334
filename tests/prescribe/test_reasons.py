"""Reason codes: each has words, is used and is documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import spotter
from spotter.training.reasons import REASONS, because, placeholders, say, words

SOURCE = Path(spotter.__file__).parent
DOCS = Path(__file__).parents[2] / "docs" / "prescribe.md"


def _source() -> str:
    own = SOURCE / "training" / "reasons.py"
    return "\n".join(path.read_text() for path in SOURCE.rglob("*.py") if path != own)


def _families(source: str) -> set[str]:
    """Return the codes whose end is filled in when they are spoken."""
    objections = set(re.findall(r'_No\("(\w+)"', source))
    made = {f"{kind}_{end}" for kind in ("swapped", "omitted") for end in objections}
    downs = set(re.findall(r'_down\(\s*case,\s*"(\w+)"', source))
    return made | {f"{code}_reps" for code in downs}


@pytest.mark.parametrize("code", REASONS)
def test_every_code_is_spoken_somewhere(code: str) -> None:
    source = _source()
    assert f'"{code}"' in source or code in _families(source)


@pytest.mark.parametrize("code", REASONS)
def test_every_code_is_documented(code: str) -> None:
    assert f"`{code}`" in DOCS.read_text(encoding="utf-8")


def test_nothing_is_documented_that_does_not_exist() -> None:
    listed = re.findall(r"^\| `(\w+)` \|", DOCS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert set(listed) == set(REASONS)


@pytest.mark.parametrize("code", REASONS)
def test_a_filled_reason_reads_back_as_its_code_and_words(code: str) -> None:
    filled = because(code, **dict.fromkeys(placeholders(code), "seven"))
    reason = say(filled)
    assert reason.code == code
    assert "{" not in reason.text
    assert words(filled) == reason.text


@pytest.mark.parametrize("code", REASONS)
def test_the_words_are_sentences(code: str) -> None:
    text = REASONS[code]
    assert text[0].isupper() or text[0] == "{"
    assert text.rstrip()[-1] in ".}"


def test_evidence_that_is_missing_is_an_error() -> None:
    with pytest.raises(KeyError):
        because("load_up", was="60 kg")


@pytest.mark.parametrize("wrong", ["no_such_code", "load_up", ""])
def test_a_reason_that_says_nothing_is_an_error(wrong: str) -> None:
    with pytest.raises(KeyError):
        say(wrong)
