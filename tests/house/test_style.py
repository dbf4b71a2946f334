"""House rules that no tool off the shelf checks."""

from __future__ import annotations

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

LONGEST_FILE = 500
LONGEST_FUNCTION = 80
MEDIAN_FILE = 150
CODE = {".py", ".ts", ".js", ".html", ".css", ".toml", ".mako"}

# Split so that this file does not contain what it looks for.
FORBIDDEN = {
    "a package registry's host": r"registry\.npmjs\.o" + "rg|pypi\\.o" + "rg|files\\.pythonhosted",
    "a path of somebody's machine": r"(?<![\w.])/(?:wo"
    + r"rk|ho"
    + r"me/\w|ro"
    + r"ot|Us"
    + r"ers)/",
    "work left for later": r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b",
}


def _python(tracked: list[Path], root: Path) -> list[Path]:
    return [path for path in tracked if path.suffix == ".py" and path.is_relative_to(root)]


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min((each.lineno for each in node.decorator_list), default=node.lineno)
            yield node.name, (node.end_lineno or first) - first + 1


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def test_no_file_is_longer_than_it_may_be(tracked: list[Path], root: Path) -> None:
    long = {
        str(path.relative_to(root)): lines
        for path in tracked
        if path.suffix in CODE - {".toml"}
        and (lines := len((_text(path) or "").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_no_function_is_longer_than_it_may_be(tracked: list[Path], root: Path) -> None:
    long = {
        f"{path.relative_to(root)}:{name}": lines
        for path in _python(tracked, root)
        for name, lines in _functions(path)
        if lines > LONGEST_FUNCTION
    }
    assert long == {}


def test_most_files_are_one_idea(tracked: list[Path], root: Path) -> None:
    source = [path for path in _python(tracked, root / "src") if path.name != "__init__.py"]
    lengths = [len(path.read_text(encoding="utf-8").splitlines()) for path in source]
    assert statistics.median(lengths) <= MEDIAN_FILE


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_contains(what: str, tracked: list[Path], root: Path) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{path.relative_to(root)}:{number}: {line.strip()[:80]}"
        for path in tracked
        if path.name != "LICENSE" and (text := _text(path)) is not None
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_pages_fetch_nothing_from_elsewhere(tracked: list[Path], root: Path) -> None:
    """Every address a page would load by itself must be its own server's."""
    loads = re.compile(
        r"""(?:src|srcset|poster|action|data-src)\s*=\s*["']?\s*(?:https?:)?//"""
        r"""|<link[^>]+href\s*=\s*["']?\s*(?:https?:)?//"""
        r"""|url\(\s*["']?(?:https?:)?//|@import\s+["'](?:https?:)?//"""
        r"""|(?:fetch|importScripts|import|EventSource|WebSocket)\(\s*["'`](?:\w+:)?//"""
    )
    pages = [
        path
        for path in tracked
        if path.suffix in {".html", ".css", ".ts", ".js", ".svg", ".webmanifest"}
        and not path.is_relative_to(root / "tests")
    ]
    assert pages, "no page was looked at"
    found = [
        f"{path.relative_to(root)}: {hit.group(0)}"
        for path in pages
        for hit in loads.finditer(_text(path) or "")
    ]
    assert found == []


def test_no_exception_is_swallowed(tracked: list[Path], root: Path) -> None:
    found = [
        f"{path.relative_to(root)}:{node.lineno}"
        for path in _python(tracked, root / "src")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and _broad(node)
        and all(isinstance(one, ast.Pass | ast.Continue) for one in node.body)
    ]
    assert found == []


def _broad(node: ast.ExceptHandler) -> bool:
    return node.type is None or (
        isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}
    )


def test_there_is_no_drawer_for_odds_and_ends(tracked: list[Path], root: Path) -> None:
    drawers = {"utils", "helpers", "common", "core", "misc"}
    source = [path.relative_to(root) for path in _python(tracked, root / "src")]
    assert not [path for path in source if drawers & {*path.parts, path.stem}]


def test_dates_are_never_taken_from_the_clock_of_the_machine(
    tracked: list[Path], root: Path
) -> None:
    """Today is the athlete's; a service is told the day or the instant."""
    domain = [
        root / "src" / "spotter" / room for room in ("training", "safety", "prescribe", "body")
    ]
    found = [
        str(path.relative_to(root))
        for room in domain
        for path in _python(tracked, room)
        if re.search(r"\b(?:date\.today|datetime\.(?:now|utcnow))\(", path.read_text("utf-8"))
    ]
    assert found == []
