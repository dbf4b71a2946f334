"""A house rule, read from the source: no query on athlete data without its athlete."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from spotter.store import repositories

FOLDER = Path(repositories.__file__).parent
# Tables whose rows belong to one athlete, by the name they are imported under.
OWNED = {
    "DAYS",
    "CHECKINS",
    "CONNECTIONS",
    "PLANS",
    "SESSIONS",
    "SETS",
    "IMPORTS",
    "FILES",
    "DONE_SETS",
    "EXERCISE_NAMES",
    "REJECTED",
    "SOURCE_ORDERS",
    "FEATURE_DAYS",
    "CHOICES",
    "EVIDENCE",
    "FORM_SETS",
}
FILES_WITH_OWNED_ROWS = (
    "days",
    "checkins",
    "connections",
    "plans",
    "sessions",
    "imports",
    "done_sets",
    "rejected",
    "source_orders",
    "feature_days",
    "learned",
    "form_sets",
    "portable",
)


def functions(source: str) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]


def unscoped(source: str) -> list[str]:
    """Return the functions that build a query on an owned table without naming the athlete.

    A function that selects, updates, deletes or inserts must take `athlete_id` and compare it with
    the table's column, write it into the row, or hand it to a helper that does.
    """
    found = []
    for function in functions(source):
        names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
        asks = names & {"select", "update", "delete", "insert", "upsert", "insert_new"}
        if not asks or not names & OWNED:
            continue
        takes = "athlete_id" in {a.arg for a in (*function.args.args, *function.args.kwonlyargs)}
        if not (takes and (compares(function) or writes(function) or hands_on(function))):
            found.append(function.name)
    return found


def prepared(source: str) -> list[str]:
    """Return the queries prepared once on an owned table that are not bound to an athlete."""
    found = []
    for node in ast.parse(source).body:
        names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
        if isinstance(node, ast.Assign) and "select" in names and names & OWNED:
            text = ast.unparse(node)
            if "c.athlete_id == bindparam('athlete_id')" not in text:
                found.append(text.split(" ", 1)[0])
    return found


def compares(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Compare)
        and isinstance(node.left, ast.Attribute)
        and node.left.attr == "athlete_id"
        and isinstance(node.comparators[0], ast.Name)
        and node.comparators[0].id == "athlete_id"
        for node in ast.walk(function)
    )


def writes(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Dict)
        and any(isinstance(key, ast.Constant) and key.value == "athlete_id" for key in node.keys)
        for node in ast.walk(function)
    )


def hands_on(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("_is", "_query")
        and any(isinstance(one, ast.Name) and one.id == "athlete_id" for one in node.args)
        for node in ast.walk(function)
    )


@pytest.mark.parametrize("name", FILES_WITH_OWNED_ROWS)
def test_every_query_on_athlete_data_is_scoped_to_an_athlete(name: str) -> None:
    source = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
    assert unscoped(source) + prepared(source) == []


@pytest.mark.parametrize("name", FILES_WITH_OWNED_ROWS)
def test_every_public_method_on_athlete_data_takes_the_athlete(name: str) -> None:
    public = [
        f
        for f in functions((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
        if not f.name.startswith("_") and f.args.args[:1] and f.args.args[0].arg == "self"
    ]
    assert public
    for function in public:
        assert "athlete_id" in [argument.arg for argument in function.args.args], function.name


def test_owned_tables_are_queried_nowhere_else() -> None:
    for path in FOLDER.glob("*.py"):
        if path.stem not in FILES_WITH_OWNED_ROWS:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
            assert not names & OWNED, path.name


@pytest.mark.parametrize(
    "careless",
    [
        "def f(self, day): return select(DAYS).where(DAYS.c.day == day)",
        "def f(self, athlete_id, day): return select(DAYS).where(DAYS.c.day == day)",
        "def f(self, athlete_id, i): return delete(IMPORTS).where(IMPORTS.c.id == i)",
        "def f(self, i): return update(SESSIONS).where(SESSIONS.c.id == i)",
    ],
)
def test_the_rule_finds_a_careless_query(careless: str) -> None:
    assert unscoped(careless) == ["f"]


def test_the_rule_finds_a_careless_prepared_query() -> None:
    careless = "_Q = select(DAYS).where(DAYS.c.day == bindparam('day'))"
    assert prepared(careless) == ["_Q"]


def test_the_rule_accepts_a_careful_query() -> None:
    careful = "def f(self, athlete_id): return select(DAYS).where(DAYS.c.athlete_id == athlete_id)"
    assert unscoped(careful) == []
