"""Red flags: what a person may feel that no training plan can answer, found in their own words."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from importlib.resources import files

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


def _read() -> tuple[Symptom, ...]:
    text = (files("spotter.safety") / "data" / "symptoms.toml").read_text(encoding="utf-8")
    return tuple(
        Symptom(
            id=row["id"],
            label=row["label"],
            action=Action[row["action"]],
            say=row["say"],
            rule=row["rule"],
            patterns=tuple(_pattern(words) for words in row["words"]),
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
    each = (re.escape(word.strip()) for word in group.split("|"))
    return "|".join(word.replace(r"\*", r"\w*").replace(r"\ ", r"\W+") for word in each)


SYMPTOMS: tuple[Symptom, ...] = _read()
BY_ID: dict[str, Symptom] = {symptom.id: symptom for symptom in SYMPTOMS}

_SENTENCE = re.compile(r"[.!?;\n]+")
_DENIED = re.compile(
    r"^\W*(?:(?:i\W+)?(?:have|had|feel|felt)\W+)?(?:no|without|denies)\W+(?:any\W+)?"
)
_AND = re.compile(r"\W*(?:,|\band\b|\bor\b|\bnor\b)\W*(?:(?:no|any)\W+)?")
_AFTERTHOUGHT = re.compile(r"\W*(?:today|at all|so far|this week|right now)?\W*$")
# Bare names of symptoms; only a sentence that denies nothing but these is taken at its word.
_NAMES = re.compile(
    r"(?:chest |calf |abdominal |belly )?pains?|dizziness|fainting|palpitations|fever|headaches?"
    r"|breathlessness|shortness of breath|swelling|numbness|confusion|bleeding|contractions"
    r"|symptoms?|tightness|chest tightness|chest pressure|chest discomfort"
)


def find(text: str) -> frozenset[str]:
    """Return the ids of the red flags in `text`, by words alone.

    Minimising words change nothing and more text never takes a flag away. A denial counts only
    when a whole sentence is nothing but one ("no chest pain or dizziness today"), and never for
    self-harm.
    """
    found: set[str] = set()
    for sentence in _SENTENCE.split(normalise(text)):
        hits = {
            symptom.id
            for symptom in SYMPTOMS
            if any(pattern.search(sentence) for pattern in symptom.patterns)
        }
        found |= hits & {"self_harm"} if _only_denies(sentence) else hits
    return frozenset(found)


def normalise(text: str) -> str:
    """Return `text` in lower case without accents, odd quotes, invisible marks or apostrophes."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(
        mark
        for mark in plain
        if unicodedata.category(mark) not in ("Mn", "Cf", "Cc") or mark == "\n"
    )
    return re.sub(r"['’ʼ`´]", "", plain)


def _only_denies(sentence: str) -> bool:
    start = _DENIED.match(sentence)
    if start is None:
        return False
    place = start.end()
    while name := _NAMES.match(sentence, place):
        place = name.end()
        if _AFTERTHOUGHT.match(sentence, place):
            return True
        link = _AND.match(sentence, place)
        if link is None:
            return False
        place = link.end()
    return False


def action_of(symptom_id: str) -> Action:
    """Return what a symptom demands; one that the table does not know is a STOP."""
    symptom = BY_ID.get(symptom_id)
    return Action.STOP if symptom is None else symptom.action
