"""The faults of form that have a name, and the dimension of the score that each lowers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Dimension(StrEnum):
    """The five things a repetition is judged by; the overall score is their mean."""

    DEPTH = "depth"
    STABILITY = "stability"
    SYMMETRY = "symmetry"
    TEMPO = "tempo"
    ALIGNMENT = "alignment"


@dataclass(frozen=True, slots=True)
class Fault:
    """A way to do a repetition worse: `lowers` is the dimension that shows it first."""

    id: str
    lowers: Dimension
    says: str


# A data set's columns of faults stand in this order: new ones go to the end.
FAULTS: dict[str, Fault] = {
    fault.id: fault
    for fault in (
        Fault("shallow", Dimension.DEPTH, "stops well short of the full range"),
        Fault("asymmetric", Dimension.SYMMETRY, "one side does less than the other"),
        Fault("rushed", Dimension.TEMPO, "moves much too fast"),
        Fault("unsteady", Dimension.STABILITY, "shakes and wobbles on the way"),
        Fault("knees_in", Dimension.ALIGNMENT, "the knees fall inwards"),
        Fault("forward_lean", Dimension.ALIGNMENT, "the chest drops far forward"),
        Fault("hips_low", Dimension.ALIGNMENT, "the hips sag below the line of the body"),
        Fault("hips_high", Dimension.ALIGNMENT, "the hips stand above the line of the body"),
        Fault("elbows_flared", Dimension.ALIGNMENT, "the elbows point straight out to the sides"),
        Fault("swinging", Dimension.ALIGNMENT, "the body swings to help"),
        Fault("elbows_forward", Dimension.ALIGNMENT, "the upper arms travel forward"),
        Fault("hips_first", Dimension.ALIGNMENT, "the hips rise before the chest"),
        Fault("lean_back", Dimension.ALIGNMENT, "the lower back arches to push the load up"),
        Fault("bent_knees", Dimension.ALIGNMENT, "stays crouched where the legs should be long"),
    )
}
