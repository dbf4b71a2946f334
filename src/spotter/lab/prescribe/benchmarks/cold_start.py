"""`benchmark cold-start`: somebody of whom nothing is known, and how soon the sessions are theirs.

Simulated athletes begin without a check-in, a device or a log. Their first day goes through the
whole decision, gate included. Then they train, and what they log, answer and score (the service's
own reward) teaches a Bayesian linear head on the last layer of the ranker. Regret is what the best
suitable candidate of the day is truly worth, less the chosen one.

Days differ in how much there is to lose, the first ones least: nobody is tired or sore yet. So on
every day others choose beside it, among the same candidates: the same network without the head; the
same network for somebody whose record is empty; the rules; and chance. What is known of an athlete
is worth the regret of the second less their own, on the same days.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotter.lab.benchmarks.piecewise import Piece, cores, done
from spotter.lab.benchmarks.result import Result, Row, Tell
from spotter.lab.prescribe.simulation.days import FIRST, Played, by_rules, person, play, seen
from spotter.lab.prescribe.simulation.models import MODELS
from spotter.prescribe.bandit.linear import Posterior
from spotter.prescribe.bandit.thompson import Dosage, choose
from spotter.prescribe.candidate import Kind
from spotter.prescribe.decide import Offer
from spotter.prescribe.inputs import Inputs
from spotter.prescribe.offline import today_from
from spotter.prescribe.ranker.features import rows
from spotter.prescribe.ranker.learned import SUITABLE
from spotter.prescribe.ranker.served import PlanRanker, shipped
from spotter.prescribe.recommend.context import Seen
from spotter.prescribe.recommend.last_layer import contexts, prior
from spotter.prescribe.recommend.reward import Outcome, valued
from spotter.safety.screening import all_clear

FIRST_SEED, ATHLETES, DAYS = 80_000, 4, 35
# Sessions by their number, from and to; the last bin is open.
BINS = ((1, 3), (4, 6), (7, 10), (11, 10_000))
COLUMNS = (
    "personal",
    "as drawn",
    "without the head",
    "record unknown",
    "rules",
    "chance",
    "of chance",
)
# More of the same, the least novelty an athlete can ask for (`recommend.dosage`).
DOSAGE = Dosage(spread=0.5, most=0.1)

Places = NDArray[np.int64]


def suitable(rules: NDArray[np.float64]) -> Places:
    """Return the places of the candidates that the rules find suitable, from their scores."""
    return np.flatnonzero(rules >= rules.max() - SUITABLE)


@dataclass(slots=True)
class Personal:
    """The network among what suits, with a head that learns; notes what others would choose.

    `expected` is the place that is expected to be best, `beside` are those that the network without
    the head, the one without the record and the rules choose today.
    """

    network: PlanRanker
    head: Posterior = field(default_factory=prior)
    expected: int = 0
    beside: tuple[int, ...] = ()
    arms: Places = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    _seen: Seen | None = None
    _picked: int = 0

    def choose(self, inputs: Inputs, offer: Offer, chance: np.random.Generator) -> int:
        """Return the suitable candidate that the athlete's posterior draws."""
        rules = by_rules(offer)
        self.arms = suitable(rules)
        goals = np.array([offer.automatic[place].goal_share for place in self.arms])
        found = self.network.foresee(seen(offer))
        stranger = self.network.foresee(unknown(inputs, offer))
        self._seen = contexts(found, self.arms, goals)
        picked = choose(self.head, self._seen.rows, int(chance.integers(2**31)), DOSAGE)
        self._picked = picked.arm
        self.expected = int(self.arms[np.argmax(picked.expected)])
        lead = int(self.arms[np.argmax(found.worth[self.arms])])
        blind = int(self.arms[np.argmax(stranger.worth[self.arms])])
        self.beside = (lead, blind, int(np.argmax(rules)))
        return int(self.arms[picked.arm])

    def learn(self, played: Played) -> None:
        """Take in the reward of the chosen session, as the service does."""
        if self._seen is None:
            return
        drawn, place = played.drawn, played.chosen
        told = Outcome(
            float(drawn.share[place]), float(drawn.effort_off[place]), round(drawn.soreness[place])
        )
        value = valued(played.candidates[place].goal_share, told)
        unseen = float(self._seen.unseen[self._picked])
        self.head.update(self._seen.rows[self._picked], value + unseen)


def unknown(inputs: Inputs, offer: Offer) -> NDArray[np.float32]:
    """Return the rows of the day for somebody who is the same today and has no record."""
    today = tuple(one for one in inputs.checkins if one.day == inputs.day)
    bare = replace(inputs, logs=(), elsewhere=(), checkins=today)
    return rows(bare, offer.now, offer.schedule.due, offer.automatic)


@dataclass(frozen=True, slots=True)
class Session:
    """Regret of session `number` of one athlete, in worth, by who chooses; `COLUMNS` but one."""

    athlete: int
    number: int
    regrets: tuple[float, ...]


def run(data: Path | None, *, seeds: int, tell: Tell, processes: int | None = None) -> Result:
    """Return regret by the number of the session, and what day one was; `data` is not read.

    `processes` (all cores) play at once.
    """
    first = [first_day(FIRST_SEED + seed) for seed in range(ATHLETES * seeds)]
    tell(f"first days: {sum(first)} of {len(first)} approved")
    wanted = [(model, FIRST_SEED + one) for model in sorted(MODELS) for one in range(len(first))]
    found = done(
        [Piece(f"{model} {seed}", (model, seed)) for model, seed in wanted],
        _lived,
        tell=tell,
        processes=processes or cores(),
    )
    lived = [Session(*one) for each in found for one in each["sessions"]]
    table = tuple(Row(_name(one), *_within(lived, one)) for one in BINS)
    early, late = table[0].values, table[-1].values
    known, spread = worth_of_knowing(lived)
    return Result(
        benchmark="cold-start",
        protocol="simulated athletes without any data; regret in worth (1: the progress of their "
        "best session) by the number of the session, beside the best candidate that the rules find "
        "suitable on the same day; the others choose on the same days",
        metric="mean regret",
        goal="every first day approved by the gate; after ten sessions personal regret is a "
        "smaller share of chance's than in the first three, and below that of the same network "
        "without the record by more than two standard errors",
        reached=all(first) and late["of chance"] < early["of chance"] and known > 2 * spread,
        columns=COLUMNS,
        rows=table,
        mean=late,
        notes=(
            f"First days through the whole decision: {sum(first)} of {len(first)} approved with "
            "work in them. The mean row repeats that of the eleventh session on.",
            f"From the eleventh session on, what is known of the athlete saves {known:.4f} of "
            f"regret a session (standard error over athletes {spread:.4f}) beside the same network "
            f"on the same days with an empty record; the head's part in that is "
            f"{late['without the head'] - late['personal']:+.4f}.",
            "Personal is what is expected to be best for the athlete; as drawn is with novelty as "
            "little as can be asked for, one day in ten something else at most.",
        ),
    )


def _name(numbers: tuple[int, int]) -> str:
    first, last = numbers
    return f"sessions {first}-{last}" if last < 1000 else f"sessions {first} on"


def first_day(seed: int) -> bool:
    """Return whether somebody of whom nothing is known gets an approved session with work in it."""
    told = today_from({}, person(seed, "busso").profile, all_clear(FIRST), FIRST)
    session = told["session"]
    return isinstance(session, dict) and bool(session["blocks"])


def _lived(who: tuple[str, int]) -> dict[str, Any]:
    found = sessions(PlanRanker(shipped()), *who)
    return {"sessions": [[one.athlete, one.number, one.regrets] for one in found]}


def sessions(network: PlanRanker, model: str, seed: int, days: int = DAYS) -> list[Session]:
    """Return the regrets of each session of an athlete that was no rest, in their order."""
    who = person(seed, model)
    who.watch = False
    policy = Personal(network)
    athlete = sorted(MODELS).index(model) * 1_000_000 + seed
    found: list[Session] = []
    for played in play(who, days, policy):
        if played.candidates[played.chosen].kind is Kind.REST:
            continue
        policy.learn(played)
        worth = played.truth.worth
        best = float(worth[policy.arms].max())
        chosen = [float(worth[place]) for place in (policy.expected, played.chosen, *policy.beside)]
        chosen.append(float(worth[policy.arms].mean()))
        # A rule's first may lie outside what suits alike; nobody's regret is below none.
        regrets = tuple(max(0.0, best - value) for value in chosen)
        found.append(Session(athlete, len(found) + 1, regrets))
    return found


def _within(lived: Sequence[Session], numbers: tuple[int, int]) -> tuple[int, Mapping[str, float]]:
    some = [one.regrets for one in lived if numbers[0] <= one.number <= numbers[1]]
    means = np.array(some).mean(axis=0) if some else np.full(len(COLUMNS) - 1, math.nan)
    values = [float(one) for one in means]
    return len(some), dict(zip(COLUMNS, [*values, values[0] / max(values[-1], 1e-9)], strict=True))


def worth_of_knowing(lived: Sequence[Session]) -> tuple[float, float]:
    """Return how much less regret an athlete who is known has after ten sessions, and its error.

    The mean over athletes of their own mean, and the standard error of that.
    """
    late = [one for one in lived if one.number >= BINS[-1][0]]
    each = [
        float(np.mean([one.regrets[3] - one.regrets[0] for one in late if one.athlete == athlete]))
        for athlete in sorted({one.athlete for one in late})
    ]
    if len(each) < 2:
        return math.nan, math.nan
    return float(np.mean(each)), float(np.std(each, ddof=1) / math.sqrt(len(each)))
