"""One decision whole: candidates, ranking, the athlete's own choice, gate and explanation.

    .venv/bin/python benchmarks/bench_decide.py [--decisions 400] [--http 300] [--rate 50]

In process: days of every kind of athlete, met by the season player, are decided anew as the service
decides them, without its store: the choice is drawn from what is believed before anything was
learned. p50 and p99 against 20 ms. Then over HTTP, store and all: `GET /api/v1/plan` of days that
were never asked for, so that each is decided, at `--rate` requests a second from eight connections;
p99 against 50 ms. Exits 1 when a limit is passed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from serving import DAY, at_rate, check_in, plan_of, prepare, quantile, servers

from spotter.athletes.profile import Goal
from spotter.kit import garbage
from spotter.lab.season import play as season
from spotter.lab.season.people import KINDS, cast
from spotter.prescribe.bandit.pooling import athletes_posterior
from spotter.prescribe.decide import decide
from spotter.prescribe.inputs import Inputs, observed
from spotter.prescribe.ranker.standing import standing
from spotter.prescribe.recommend.believed import none
from spotter.prescribe.recommend.context import NAME, first_prior
from spotter.prescribe.recommend.dosage import DOSAGES, seed_of
from spotter.prescribe.recommend.personal import PersonalRanker
from spotter.prescribe.render import document

MOST_S, MOST_HTTP_S = 0.020, 0.050
WEEKS = 2
# Requests before those that are timed.
WARM = 30


def main() -> int:
    """Run the benchmark; return the exit status."""
    wanted = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    wanted.add_argument("--decisions", type=int, default=400)
    wanted.add_argument("--http", type=int, default=300, help="requests; 0 for none")
    wanted.add_argument("--rate", type=float, default=50.0, help="requests a second")
    options = wanted.parse_args()
    fine = report("decision in process", in_process(options.decisions), MOST_S)
    if options.http:
        anew = over_http(options.http, options.rate)
        fine &= report("decided anew over HTTP", anew, MOST_HTTP_S)
    return 0 if fine else 1


def met() -> list[Inputs]:
    """Return the inputs of every day of a few weeks of each kind of athlete."""
    found: list[Inputs] = []
    for kind in KINDS:
        for player in cast([kind], [Goal.STRENGTH, Goal.ENDURANCE]):
            found += days_of(player)
    return found


def days_of(player: season.Player) -> list[Inputs]:
    """Return the inputs of one player's days, as the season player makes them."""
    found: list[Inputs] = []

    def noted(inputs: Inputs) -> object:
        found.append(inputs)
        return decide(inputs)

    before, season.decide = season.decide, noted  # type: ignore[assignment]
    try:
        season.play(player, WEEKS)
    finally:
        season.decide = before
    return found


def in_process(many: int) -> list[float]:
    """Return the seconds of decisions, from gathered inputs to the document."""
    days = met()
    for inputs in days[:20]:
        whole(inputs)
    times = []
    with garbage.settled():  # as the server does
        for number in range(many):
            inputs = days[number * 7 % len(days)]
            began = time.perf_counter()
            whole(inputs)
            times.append(time.perf_counter() - began)
    return times


def whole(inputs: Inputs) -> None:
    """Decide one day as a newcomer's own and write its document."""
    state = observed(inputs)
    ranker = PersonalRanker(
        athletes_posterior(first_prior(), none(), none()),
        f"{NAME}:0/0",
        DOSAGES[inputs.profile.novelty],
        seed_of("newcomer", inputs.day),
        base=standing(),
    )
    document(decide(inputs, state, ranker))


def over_http(many: int, rate: float) -> list[float]:
    """Return the seconds of `many` plans decided anew, begun at `rate` a second.

    Each request asks for the plan of a day that was never asked for, since a stored one is served.
    """
    with tempfile.TemporaryDirectory() as folder, servers(Path(folder)) as (port, _):
        token = prepare(port)
        for number in range(1, WARM + many):
            check_in(port, token, DAY + timedelta(days=number))

        def ask(number: int) -> None:
            plan_of(port, token, DAY + timedelta(days=number))

        for number in range(1, WARM):
            ask(number)
        return at_rate(lambda number: ask(WARM + number), many, rate)


def report(name: str, times: list[float], limit_s: float) -> bool:
    """Print p50, p99 and their limit; return whether p99 keeps to it."""
    p50, p99 = quantile(times, 0.5), quantile(times, 0.99)
    limit = f"   limit {limit_s * 1e3:g} ms: {p99 / limit_s:.2f} of it"
    print(f"  {name:<26} p50 {p50 * 1e3:7.2f} ms   p99 {p99 * 1e3:7.2f} ms   n {len(times)}{limit}")
    return p99 <= limit_s


if __name__ == "__main__":
    sys.exit(main())
