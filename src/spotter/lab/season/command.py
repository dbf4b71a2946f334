"""`spotter lab season`: play weeks of made-up athletes and judge their plans."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from spotter.athletes.profile import AthleteKind, BodySite, Goal, Limitation
from spotter.kit.errors import BadInput

if TYPE_CHECKING:
    from spotter.lab.season.checks import Check
    from spotter.lab.season.people import Player
    from spotter.lab.season.play import Hurt, Season

MOST_WEEKS = 52
WIDE = 160


def season(  # noqa: PLR0917 - the options of the command
    weeks: Annotated[int, typer.Option(help="How many weeks to play, 1 to 52")] = 8,
    kind: Annotated[
        list[AthleteKind] | None, typer.Option(help="Kind of athlete; default: all five")
    ] = None,
    goal: Annotated[list[Goal] | None, typer.Option(help="Goal; default: all seven")] = None,
    limits: Annotated[
        list[str] | None,
        typer.Option("--limitation", help="SITE:SEVERITY, played besides nobody's; or all"),
    ] = None,
    hurt: Annotated[str, typer.Option(help="SITE:LEVEL, a pain for five days of week 4")] = "",
    seed: Annotated[int, typer.Option(help="The same seed gives the same seasons")] = 7,
    as_json: Annotated[bool, typer.Option("--json", help="Print the seasons as JSON")] = False,
) -> None:
    """Play weeks of training for made-up athletes and check them as a professional would."""
    if not 1 <= weeks <= MOST_WEEKS:
        raise BadInput(f"weeks must be between 1 and {MOST_WEEKS}.", field="weeks")
    from spotter.lab.season.checks import checks
    from spotter.lab.season.people import cast

    players = tuple(cast(kind or AthleteKind, goal or Goal, _limitations(limits or []), seed=seed))
    seasons = _played(players, weeks, _hurt(hurt))
    judged = [checks(one) for one in seasons]
    _print(seasons, judged, as_json=as_json)
    if not all(check.passed for found in judged for check in found):
        raise typer.Exit(1)


def _print(
    seasons: Sequence[Season], judged: Sequence[tuple[Check, ...]], *, as_json: bool
) -> None:
    from rich.console import Console

    from spotter.lab.season.show import document, show, summary
    from spotter.lab.season.weeks import weeks

    pairs = list(zip(seasons, judged, strict=True))
    if as_json:
        documents = [document(one, weeks(one), found) for one, found in pairs]
        print(json.dumps(documents, ensure_ascii=False, indent=2))
        return
    # In a file or a pipe there is no edge to keep to.
    console = Console(markup=False, width=None if sys.stdout.isatty() else WIDE)
    for one, found in pairs:
        show(one, weeks(one), found, console)
    summary(judged, console)


def _limitations(texts: Sequence[str]) -> list[Limitation | None]:
    from spotter.lab.season.people import limitation

    named = [*BodySite] if "all" in texts else texts
    return [None, *(limitation(text) for text in named)]


def _hurt(text: str) -> Hurt | None:
    from spotter.lab.season.play import Hurt

    if not text:
        return None
    site, _, level = text.partition(":")
    if site not in set(BodySite) or not level.isdigit() or not 1 <= int(level) <= 10:
        raise BadInput(f"'{text}' is no pain; write SITE:LEVEL, such as knee:4.", field="hurt")
    return Hurt(BodySite(site), int(level))


def _played(players: Sequence[Player], weeks: int, hurt: Hurt | None) -> list[Season]:
    from rich.console import Console
    from rich.progress import Progress

    from spotter.lab.season.play import play

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Playing", total=len(players) * weeks * 7)
        return [
            play(player, weeks, hurt=hurt, on_day=lambda _: bar.advance(task)) for player in players
        ]
