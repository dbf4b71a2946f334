"""What every schema shares."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

# Outside of these years a date is a slip of the keyboard; inside, a client may replay a season.
FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2100, 12, 31)
# A form's fields are text; a program's are JSON and say what they are.
FORM = {"from": "form"}
_DECIMAL = re.compile(r"[+-]?\d+(\.\d*)?", re.ASCII)


class In(BaseModel):
    """Input: unknown fields are errors, so that a misspelt one is not silently lost."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Out(BaseModel):
    """Output."""

    model_config = ConfigDict(from_attributes=True)


def check_day(day: date) -> date:
    """Return `day`; raise ValueError outside of 1990-2100."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"must be between {FIRST_DAY} and {LAST_DAY}")
    return day


def check_text(text: str) -> str:
    """Return `text` stripped; raise ValueError on control characters (PostgreSQL refuses NUL)."""
    if any(ord(char) < 32 and char not in "\n\t" for char in text):
        raise ValueError("must not contain control characters")
    return text.strip()


def check_number(value: object, info: ValidationInfo) -> object:
    """Return `value`; raise ValueError unless it is a number, or a decimal typed into a form.

    Pydantic by itself also takes true as 1 and "1_0" as 10. Forms pass `context=FORM`.
    """
    typed = isinstance(value, str) and info.context is FORM and _DECIMAL.fullmatch(value)
    if value is None or typed or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        return value
    raise ValueError("must be a number")


DayField = Annotated[
    date,
    AfterValidator(check_day),
    Field(description="Local calendar date of the athlete", examples=["2026-05-04"]),
]
Text = Annotated[str, AfterValidator(check_text)]
Whole = Annotated[int, BeforeValidator(check_number)]
Number = Annotated[float, BeforeValidator(check_number)]
Scale5 = Annotated[Whole, Field(ge=1, le=5)]
Scale10 = Annotated[Whole, Field(ge=0, le=10)]
Effort = Annotated[Number, Field(ge=1, le=10, description="Effort, CR10 scale 1-10")]
