"""What the exercises of a person's own logs mean."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from spotter.intake.naming import LONGEST_NAME, Named, Names
from spotter.web.api.schemas.base import In, Out

Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
ExerciseId = Annotated[str, Field(max_length=64, examples=["barbell_bench_press"])]


class SuggestionOut(Out):
    """An exercise that a name looks like; for a person to decide on."""

    exercise: str
    score: int = Field(description="How alike the names are, 0 to 100")


class NameOut(Out):
    """A name that imported sets have."""

    name: str
    sets: int
    last: date = Field(description="The last day with such a set")
    exercise: str | None = Field(description="What it means; null while nobody said so")
    how: str = Field(description="exact, alias, athlete (said by you) or none")
    suggestions: list[SuggestionOut]

    @classmethod
    def of(cls, one: Named) -> NameOut:
        """Return the schema of one name."""
        return cls(
            name=one.name,
            sets=one.sets,
            last=one.last,
            exercise=one.match.exercise,
            how=one.match.how.value,
            suggestions=[
                SuggestionOut(exercise=exercise, score=score)
                for exercise, score in one.match.suggestions
            ],
        )


class NamesOut(Out):
    """Names of imported sets, those without an exercise first: at most 200 of either kind."""

    names: list[NameOut]
    unknown: int = Field(description="How many names mean nothing yet; name these, others follow")
    known: int = Field(description="How many names mean an exercise")
    mass_unit: str | None = Field(
        description="What you said loads without a unit are in; null: as guessed"
    )
    without_unit: int = Field(description="How many sets come from a log that names no unit")

    @classmethod
    def of(cls, found: Names) -> NamesOut:
        """Return the schema of all names."""
        return cls(
            names=[NameOut.of(one) for one in found.names],
            unknown=found.unknown,
            known=found.known,
            mass_unit=found.mass_unit,
            without_unit=found.guessed,
        )


class NamesIn(In):
    """What names mean; names that are not given stay as they are."""

    names: dict[Name, ExerciseId | None] = Field(
        max_length=1_000,
        description="Name as exported → id of an exercise, null to take back what was said",
        examples=[{"Guillotine Press": "barbell_bench_press"}],
    )


class MassUnitIn(In):
    """In which unit the loads of logs are that do not name one."""

    mass_unit: Literal["kg", "lb"] | None = Field(description="null: as guessed from the loads")
