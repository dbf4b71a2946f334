"""Repetitions shared to be judged, and judgements of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from spotter.form.annotation.ratings import Pair, Rating, Verdict
from spotter.form.annotation.sharing import Standing, ToJudge, arrays
from spotter.form.exercises import EXERCISES
from spotter.web.api.schemas.base import In, Number, Out, Text

Score = Annotated[Number, Field(ge=0, le=100)]


class SharedOut(Out):
    """What sharing a recording brought."""

    added: int = Field(description="Repetitions that were not shared before")


class RecordingOut(Out):
    """A recording whose repetitions are shared."""

    recording: str
    exercise: str
    reps: int


class RecordingsOut(Out):
    """What you share."""

    recordings: list[RecordingOut]


class ToJudgeOut(Out):
    """A repetition to judge: its skeleton over time, and nothing of whose it is."""

    id: str
    exercise: str
    faults: list[str] = Field(description="Faults that this exercise knows")
    times_s: list[float]
    xyz_m: list[list[list[float] | None]] = Field(
        description="T × 19 joints × [x right, y up, z to the camera], metres from the pelvis"
    )
    visibility: list[list[float]]

    @classmethod
    def of(cls, one: ToJudge) -> ToJudgeOut:
        """Return the schema of a repetition."""
        faults = list(EXERCISES[one.exercise].faults)
        return cls(id=one.id, exercise=one.exercise, faults=faults, **arrays(one.motion))


class NextOut(Out):
    """The next repetition to judge; null when you have judged all there are."""

    rep: ToJudgeOut | None


class RatingIn(In):
    """Your judgement of a repetition; a second one takes the place of the first."""

    verdict: Literal["scored", "skipped", "flagged"]
    scores: dict[str, Score] = Field(
        default={},
        max_length=6,
        description="All six scores, 0 worst to 100 best; none when skipped or flagged",
        examples=[
            {"depth": 80, "stability": 90, "symmetry": 85, "tempo": 70, "alignment": 75,
             "overall": 80}
        ],
    )  # fmt: skip
    faults: list[Annotated[str, Field(max_length=32)]] = Field(default=[], max_length=14)
    note: Annotated[Text, Field(max_length=500)] = ""

    def rating(self) -> Rating:
        """Return the rating."""
        return Rating(Verdict(self.verdict), self.scores, frozenset(self.faults), self.note)


class PairOut(Out):
    """How far two raters agree; null where a coefficient is not defined yet."""

    raters: list[str] = Field(description="'you', or a number that says nothing of who it is")
    reps: int = Field(description="Repetitions that both scored")
    icc: dict[str, float | None] = Field(description="ICC(2,1) of each score")
    kappa: float | None = Field(description="Cohen's kappa of all faults together")

    @classmethod
    def of(cls, pair: Pair, names: dict[str, str]) -> PairOut:
        """Return the schema of a pair."""
        return cls(
            raters=[names[one] for one in pair.raters],
            reps=pair.reps,
            icc=dict(pair.icc),
            kappa=pair.kappa,
        )


class StandingOut(Out):
    """Where your judging stands; others' ratings count only where you have given yours."""

    judged: int
    left: int
    agreement: list[PairOut]

    @classmethod
    def of(cls, found: Standing) -> StandingOut:
        """Return the schema of where judging stands."""
        agreement = [PairOut.of(pair, found.names) for pair in found.pairs]
        return cls(judged=found.judged, left=found.left, agreement=agreement)
