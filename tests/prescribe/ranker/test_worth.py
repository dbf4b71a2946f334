from __future__ import annotations

import numpy as np

from spotter.prescribe.ranker.foreseen import worth


def of(done: float = 1.0, off: float = 0.0, sore: float = 0.0, progress: float = 1.0) -> float:
    one = (np.array([value]) for value in (done, off, sore, progress))
    return float(worth(*one)[0])


def test_getting_it_done_is_worth_something() -> None:
    assert of(done=1.0) > of(done=0.5)


def test_an_effort_within_half_a_point_costs_nothing_and_a_further_one_does() -> None:
    assert of(off=0.5) == of(off=0.0) > of(off=2.0)


def test_a_little_soreness_costs_nothing_and_much_does() -> None:
    assert of(sore=3.0) == of(sore=0.0) > of(sore=7.0)
