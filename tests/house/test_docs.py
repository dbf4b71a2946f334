"""What exists is documented, and what is documented exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from spotter import settings
from spotter.body.metrics import METRICS
from spotter.cli.main import app
from spotter.safety.rules import RULES
from spotter.training.reasons import REASONS


def _commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Yield every command that does something, with the words that call it."""
    nested = command.list_commands(None) if hasattr(command, "list_commands") else []
    if not nested:
        yield name, command
    for each in nested:
        yield from _commands(command.get_command(None, each), f"{name} {each}")


COMMANDS = dict(_commands(get_command(app), "spotter"))


@pytest.fixture(scope="module")
def cli(root: Path) -> str:
    return (root / "docs" / "cli.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_documented(name: str, cli: str) -> None:
    assert re.search(rf"`{name}(?: [A-Z]+)?`", cli)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_documented(name: str, cli: str) -> None:
    options = {
        option
        for parameter in COMMANDS[name].params
        if not getattr(parameter, "hidden", False)
        for option in (*parameter.opts, *parameter.secondary_opts)
        if option.startswith("--") and option != "--help"
    }
    part = cli.partition(f"## `{' '.join(name.split()[:2])}`")[2].partition("\n## ")[0]
    assert {option for option in options if option not in part} == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_in_a_sentence_what_it_does(name: str) -> None:
    assert COMMANDS[name].help


def test_the_page_on_the_command_line_names_no_command_that_is_not_there(cli: str) -> None:
    headed = set(re.findall(r"^## `(spotter [\w-]+)`", cli, flags=re.MULTILINE))
    assert headed == {" ".join(name.split()[:2]) for name in COMMANDS}


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("settings", [settings.variable(one) for one in fields(settings.Settings)]),
        ("safety", [rule.id for rule in RULES]),
        ("prescribe", list(REASONS)),
        ("body", list(METRICS)),
    ],
)
def test_every_setting_rule_reason_and_metric_is_documented(
    page: str, names: list[str], root: Path
) -> None:
    text = (root / "docs" / f"{page}.md").read_text(encoding="utf-8")
    assert [name for name in names if not re.search(rf"(?<!\w){name}(?!\w)", text)] == []


def test_every_link_between_documents_leads_somewhere(root: Path, tracked: list[Path]) -> None:
    broken = [
        f"{page.relative_to(root)}: {target}"
        for page in tracked
        if page.suffix == ".md"
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[\w-]*)?\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert broken == []


def test_every_decision_has_a_number_of_its_own_and_says_why(root: Path) -> None:
    records = sorted((root / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(path.name[:4])}. ")
        assert "**Decided.**" in text
        assert "**Why" in text


def test_each_make_verb_has_its_line_of_help_and_there_are_at_most_twelve(root: Path) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    verbs = re.findall(r"^([a-z0-9-]+):", makefile, flags=re.MULTILINE)
    helped = re.findall(r"^([a-z0-9-]+):.*## \S", makefile, flags=re.MULTILINE)
    assert verbs == helped
    assert len(verbs) <= 12


def test_the_readme_says_what_a_stranger_asks_first(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    for asked in ("make run", "make test", "not a medical device", "Privacy", "AGPL", "today.png"):
        assert asked in readme
