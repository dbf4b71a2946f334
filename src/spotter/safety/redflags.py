"""Red flags: what a person may feel that no training plan can answer, found in their own words."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain

from spotter.safety.denial import Denial, alternatives
from spotter.safety.verdict import Action

# Between two words that belong together there may stand a few others: "chest feels so tight".
_GAP = r"(?:\W+\w+){0,4}?\W+"


@dataclass(frozen=True, slots=True)
class Symptom:
    """One red flag: the rule it belongs to, what that demands and the words for the athlete.

    `patterns` find it in normalised text. `locks` keeps plans closed until a clinician's clearance.
    """

    id: str
    label: str
    action: Action
    say: str
    rule: str
    patterns: tuple[re.Pattern[str], ...]
    emergency: bool = False
    locks: bool = True


@dataclass(frozen=True, slots=True)
class Language:
    """What one language adds: patterns by symptom, and its way to deny."""

    name: str
    needs_review: bool
    words: Mapping[str, Sequence[str]]
    denial: Denial


def _languages() -> tuple[Language, ...]:
    """Return the languages beside English, in which the symptoms themselves are written."""
    folder = files("spotter.safety") / "data" / "flags"
    found = sorted((one for one in folder.iterdir() if one.name.endswith(".toml")), key=_name)
    rows = [tomllib.loads(one.read_text(encoding="utf-8")) for one in found]
    return tuple(
        Language(row["language"], row["needs_review"], row["words"], Denial.of(row["denial"]))
        for row in rows
    )


def _name(file: Traversable) -> str:
    return file.name


def _read() -> tuple[Symptom, ...]:
    text = (files("spotter.safety") / "data" / "symptoms.toml").read_text(encoding="utf-8")
    return tuple(
        Symptom(
            id=row["id"],
            label=row["label"],
            action=Action[row["action"]],
            say=row["say"],
            rule=row["rule"],
            patterns=tuple(
                _pattern(words)
                for words in chain(row["words"], *(one.words.get(row["id"], ()) for one in OTHERS))
            ),
            emergency=row.get("emergency", False),
            locks=row.get("locks", True),
        )
        for row in tomllib.loads(text)["symptom"]
    )


def _pattern(words: str) -> re.Pattern[str]:
    """Return the expression for `words`: groups in braces in this order, near each other.

    `{chest} {pain|tight*}` finds "my chest feels so tight"; `*` stands for the rest of a word and
    `~` between two groups for either order.
    """
    if "~" in words:
        first, second = (part.strip() for part in words.split("~"))
        return re.compile(f"{_expression(f'{first} {second}')}|{_expression(f'{second} {first}')}")
    return re.compile(_expression(words))


def _expression(words: str) -> str:
    groups = [group.strip() for group in re.findall(r"\{([^}]*)\}", words)]
    return _GAP.join(rf"\b(?:{_alternatives(group)})\b" for group in groups)


def _alternatives(group: str) -> str:
    return alternatives(group.split("|"))


OTHERS: tuple[Language, ...] = _languages()
LANGUAGES: tuple[str, ...] = ("English", *(one.name for one in OTHERS))
SYMPTOMS: tuple[Symptom, ...] = _read()
BY_ID: dict[str, Symptom] = {symptom.id: symptom for symptom in SYMPTOMS}

_APOSTROPHES = "['’ʼ`´]"
_SENTENCE = re.compile(r"[.!?;\n]+")
# Bare names of symptoms; only a sentence that denies nothing but these is taken at its word.
_ENGLISH = Denial.of(
    {
        "no": [
            f"{start}{no}"
            for start in ("", "i have ", "i had ", "i feel ", "i felt ", "have ", "had ", "feel ")
            for no in ("no", "no any", "without", "without any", "denies", "denies any")
        ],
        "again": ["no", "any"],
        "and": ["and", "or", "nor"],
        "end": ["today", "at all", "so far", "this week", "right now"],
        "names": [
            *("pain", "pains", "chest pain", "chest pains", "calf pain", "calf pains"),
            *("abdominal pain", "abdominal pains", "belly pain", "belly pains"),
            *("dizziness", "fainting", "palpitations", "fever", "headache", "headaches"),
            *("breathlessness", "shortness of breath", "swelling", "numbness", "confusion"),
            *("bleeding", "contractions", "symptom", "symptoms", "tightness"),
            *("chest tightness", "chest pressure", "chest discomfort"),
        ],
    }
)
_DENIALS = (_ENGLISH, *(one.denial for one in OTHERS))


def find(text: str) -> frozenset[str]:
    """Return the ids of the red flags in `text`, by words alone.

    Minimising words change nothing and more text never takes a flag away. A denial counts only
    when a whole sentence is nothing but one ("no chest pain or dizziness today"), and never for
    self-harm.
    """
    return _found(text) if text else frozenset()


# The notes of the last weeks are read again with every decision.
@lru_cache(maxsize=512)
def _found(text: str) -> frozenset[str]:
    found: set[str] = set()
    for each in _SENTENCE.split(_folded(text)):
        # "l'urina" is one word and two, "can't" one: each sentence is read both ways.
        sentence, parted = (re.sub(_APOSTROPHES, mark, each) for mark in ("", " "))
        hits = {
            symptom.id
            for symptom in SYMPTOMS
            if any(one.search(sentence) or one.search(parted) for one in symptom.patterns)
        }
        found |= hits & {"self_harm"} if _only_denies(sentence) else hits
    return frozenset(found)


def normalise(text: str) -> str:
    """Return `text` in lower case without accents, odd quotes, invisible marks or apostrophes."""
    return re.sub(_APOSTROPHES, "", _folded(text))


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold().replace("œ", "oe")
    return "".join(
        mark
        for mark in plain
        if unicodedata.category(mark) not in ("Mn", "Cf", "Cc") or mark == "\n"
    )


def _only_denies(sentence: str) -> bool:
    return any(denial.is_all_of(sentence) for denial in _DENIALS)


def action_of(symptom_id: str) -> Action:
    """Return what a symptom demands; one that the table does not know is a STOP."""
    symptom = BY_ID.get(symptom_id)
    return Action.STOP if symptom is None else symptom.action
