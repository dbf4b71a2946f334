"""The profile file: a commented TOML template, its reader and its writer."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from importlib.resources import files
from typing import Any, NamedTuple

from spotter.athletes import plain, sections
from spotter.athletes.checkin_codec import KETONES, checkin_from
from spotter.athletes.profile import BodySite, Equipment, Goal, Profile, Screening, Sex
from spotter.athletes.profile_codec import (
    MINUTES,
    check_profile,
    check_screening,
    latest_day,
    profile_from,
    profile_to,
)
from spotter.athletes.targets import Aim
from spotter.body.checkin import Checkin
from spotter.kit.errors import BadInput
from spotter.kit.time import local_day, utc_now, zone
from spotter.safety.questions import QUESTIONS, Question
from spotter.safety.questions import parse as screening_from
from spotter.safety.redflags import SYMPTOMS

# A profile is a page of text; a file this long is something else.
LONGEST = 256 * 1024
_WIDTH = 100


class ProfileFile(NamedTuple):
    """What a profile file says; None where a section has nothing in it."""

    profile: Profile
    screening: Screening | None
    checkin: Checkin | None


def template() -> str:
    """Return the file to fill in: every field, commented, none answered."""
    text = (files("spotter.athletes") / "profile_template.toml").read_text(encoding="utf-8")
    filled = {
        "goal": _names(Goal),
        "sex": _names(Sex),
        "minutes": f"{MINUTES[0]} to {MINUTES[1]}",
        "equipment": _names(Equipment),
        "site": _names(BodySite),
        "aim": _names(Aim),
        "symptoms": ", ".join(symptom.id for symptom in SYMPTOMS),
        "ketones": ", ".join(KETONES),
        "screening": _screening_template(),
    }
    for name, value in filled.items():
        text = text.replace(f"{{{name}}}", value)
    return "\n".join(_wrapped(text.splitlines())) + "\n"


def parse(text: str, *, day: date | None = None, name: str = "The profile file") -> ProfileFile:
    """Return what a profile file says.

    `day` is the day of the check-in when the file names none (today where the athlete lives, by
    default). Raises `BadInput` beginning with the `name` of the file, and naming the line of broken
    TOML, or the part and the field that cannot be used.
    """
    data, now = _toml(text, name), utc_now()
    with sections.of(name):
        sections.only(data)
    with sections.of(name, "[profile]"):
        given = sections.table("profile", data.get("profile", {}))
        profile = profile_from(given)
        check_profile(profile, latest_day(now))
    for part, field in sections.MANY.items():
        with sections.of(name, sections.HEADS[part]):
            told = _parts(part, data.get(part, []))
            profile = profile_from({field: told}, profile) if told else profile
            check_profile(profile, latest_day(now))
    with sections.of(name, "[screening]"):
        screening = _screening(sections.table("screening", data.get("screening", {})))
        if screening is not None:
            check_screening(screening, now)
    today = day or local_day(now, zone(profile.time_zone))
    with sections.of(name, "[today]"):
        return ProfileFile(profile, screening, _today(data.get("today"), today))


def dump(profile: Profile, screening: Screening | None, checkin: Checkin | None = None) -> str:
    """Return the profile file that `parse` reads back as the same."""
    told = profile_to(profile)
    parts = {part: told.pop(field) for part, field in sections.MANY.items()}
    lines = ["[profile]", *_pairs(told)]
    for part, each in parts.items():
        for one in each:
            lines += ["", f"[[{part}]]", *_pairs(one)]
    if screening is not None:
        answered = f"answered_on = {screening.answered_on.isoformat()}"
        lines += ["", "[screening]", answered, *_pairs(screening.answers)]
    if checkin is not None:
        lines += ["", "[today]", f"date = {checkin.day.isoformat()}", *_pairs(_told(checkin))]
    return "\n".join(lines) + "\n"


def _toml(text: str, name: str) -> dict[str, Any]:
    if len(text) > LONGEST:
        raise BadInput(f"{name} is too long for a profile file.", field="profile")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise BadInput(f"{name} is not valid TOML: {problem}.", field="profile") from None
    except RecursionError:
        raise BadInput(f"{name} is nested too deeply.", field="profile") from None


def _parts(part: str, given: object) -> list[object]:
    listed = [given] if isinstance(given, Mapping) else given
    if not isinstance(listed, list):
        raise plain.wrong(part, f"must be opened as [[{part}]]")
    for one in listed:
        sections.table(part, one)
    return listed


def _screening(given: Mapping[str, object]) -> Screening | None:
    answers = {name: value for name, value in given.items() if name != "answered_on"}
    if not answers:
        return None
    if "answered_on" not in given:
        raise BadInput(
            "Say on which day you answered the screening questions: answered_on = 2026-03-02.",
            field="answered_on",
        )
    return screening_from(answers, plain.day("answered_on", given["answered_on"]))


def _today(given: object, day: date) -> Checkin | None:
    if given is None:
        return None
    answers = dict(sections.table("today", given))
    on = plain.day("date", answers.pop("date", day))
    return checkin_from(on, answers)


def _told(checkin: Checkin) -> dict[str, object]:
    names = (name for name in checkin.__slots__ if name not in ("day", "extra"))
    return {name: getattr(checkin, name) for name in names}


def _pairs(values: Mapping[str, object]) -> list[str]:
    return [f"{name} = {_value(value)}" for name, value in values.items() if value is not None]


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{name} = {_value(one)}' for name, one in value.items())} }}"
    if isinstance(value, (tuple, list, frozenset)):
        parts = sorted(value) if isinstance(value, frozenset) else value
        return f"[{', '.join(_value(one) for one in parts)}]"
    # JSON's escapes are TOML's, as long as nothing beyond the basic plane is escaped.
    return json.dumps(value, ensure_ascii=False)


def _screening_template() -> str:
    lines = ["[screening]", "# The day you answer", "#answered_on = 2026-03-02"]
    for question in QUESTIONS:
        lines += [f"# {_asked(question)}", f"#{question.id} = {_value(_example(question))}"]
    return "\n".join(lines)


def _asked(question: Question) -> str:
    parts = [question.text]
    if question.options:
        parts.append(f"({', '.join(question.options)})")
    if question.only_if is not None:
        earlier, wanted = question.only_if
        parts.append(f"Only if {earlier} is {' or '.join(wanted)}.")
    return " ".join(parts)


def _example(question: Question) -> object:
    if question.benign is not None:
        return question.benign
    examples: dict[str, object] = {
        "yes_no": False,
        "number": question.least,
        "choice": question.options[0] if question.options else "",
        "multi": question.options[:1],
        "date": "2026-01-15",
    }
    return examples[question.kind]


def _names(kind: type[Enum]) -> str:
    return ", ".join(str(member.value) for member in kind)


def _wrapped(lines: Iterable[str]) -> Iterable[str]:
    """Break long comments between words, so that the file reads well in a terminal."""
    for line in lines:
        left = line
        while left.startswith("# ") and len(left) > _WIDTH:
            cut = left.rfind(" ", 2, _WIDTH)
            yield left[:cut]
            left = f"# {left[cut + 1 :]}"
        yield left
