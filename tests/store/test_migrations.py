"""The migrations and the tables say the same, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, MetaData, event, inspect

from spotter.store.engine import open_engine
from spotter.store.migrate import is_current, upgrade, upgrade_engine
from spotter.store.tables import METADATA


def test_the_migrations_make_exactly_the_tables_that_the_code_declares(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_every_constraint_and_index_of_the_tables_exists(engine: Engine) -> None:
    made = MetaData()
    with engine.connect() as connection:
        made.reflect(connection)
    for table in METADATA.sorted_tables:
        there = made.tables[table.name]
        assert {i.name for i in there.indexes} == {i.name for i in table.indexes}, table.name
        assert [c.name for c in there.primary_key] == [c.name for c in table.primary_key]
        # SQLite forgets the name of the key of a table that numbers its rows.
        declared = {str(c.name) for c in table.constraints - {table.primary_key}}
        assert declared <= {str(c.name) for c in there.constraints}, table.name


def test_running_the_migrations_again_changes_nothing(engine: Engine, database_url: str) -> None:
    before = inspect(engine).get_table_names()
    upgrade(database_url)
    upgrade_engine(engine)
    assert inspect(engine).get_table_names() == before
    assert is_current(engine)


def test_a_database_without_migrations_is_not_current() -> None:
    empty = open_engine("sqlite://")
    assert not is_current(empty)
    empty.dispose()


def test_a_migration_that_is_cut_off_leaves_nothing_half_done(blank_database_url: str) -> None:
    engine = open_engine(blank_database_url)

    def cut_off(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if "CREATE TABLE sessions" in statement:
            raise ZeroDivisionError

    event.listen(engine, "before_cursor_execute", cut_off)
    with pytest.raises(ZeroDivisionError):
        upgrade_engine(engine)
    assert inspect(engine).get_table_names() == []
    event.remove(engine, "before_cursor_execute", cut_off)
    upgrade_engine(engine)
    assert is_current(engine)
    engine.dispose()


def test_many_starts_at_once_take_turns_to_migrate(blank_database_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(upgrade, [blank_database_url] * 4))
    engine = open_engine(blank_database_url)
    assert is_current(engine)
    engine.dispose()
