"""Conditions that ask for a programme of their own, the most careful first."""

from __future__ import annotations

from enum import StrEnum


class Condition(StrEnum):
    """What an athlete lives with, as far as it changes what to train; no diagnosis of ours."""

    PREGNANCY = "pregnancy"
    HYPERTENSION = "hypertension"
    ILLNESS = "after_illness"
    BREAK = "after_a_break"
    SEATED = "seated"
    FALLS = "falls"
    LOW_BACK = "low_back"
    KNEE = "knee"
    HIP = "hip"
    DIABETES = "type_2_diabetes"


# These come before a programme that the athlete chose: what they choose goes on afterwards.
FIRST = frozenset({Condition.PREGNANCY, Condition.HYPERTENSION, Condition.ILLNESS, Condition.BREAK})
