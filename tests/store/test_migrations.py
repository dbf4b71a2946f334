"""The migrations and the tables say the same, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, MetaData, event, inspect, text

from spotter.store.engine import open_engine
from spotter.store.migrate import _config, is_current, upgrade, upgrade_engine
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


_OLD_ATHLETE = """INSERT INTO athletes (id, profile, revision, keep_raw_file, created_at)
    VALUES (:id, '{}', 1, false, '2026-03-02 08:00:00')"""
_OLD_IMPORT = """INSERT INTO imports
    (id, athlete_id, name, size_bytes, state, source, report, duplicate, created_at)
    VALUES ('i', :id, 'log.csv', 1, 'finished', 'strong', '{}', false, '2026-03-02 08:00:00')"""


def test_sets_of_imports_from_before_are_looked_for(blank_database_url: str) -> None:
    engine = open_engine(blank_database_url)
    with engine.begin() as connection:
        command.upgrade(_config(connection), "0001")
        for athlete in ("with", "without"):
            connection.execute(text(_OLD_ATHLETE), {"id": athlete})
        connection.execute(text(_OLD_IMPORT), {"id": "with"})
    upgrade_engine(engine)
    with engine.connect() as connection:
        waiting = connection.execute(text("SELECT kind, athlete_id, state FROM jobs")).all()
    assert [tuple(row) for row in waiting] == [("body.recompute", "with", "queued")]
    engine.dispose()


_READ_BEFORE = """INSERT INTO imports (id, athlete_id, name, size_bytes, upload, state, source,
    report, duplicate, dry_run, created_at) VALUES (:id, 'with', 'log.csv', 1, :upload, :state,
    'strong', '{}', false, :look, '2026-03-02 08:00:00')"""


def test_files_that_went_when_they_were_read_are_named_no_more(blank_database_url: str) -> None:
    engine = open_engine(blank_database_url)
    with engine.begin() as connection:
        command.upgrade(_config(connection), "0007")
        connection.execute(text(_OLD_ATHLETE), {"id": "with"})
        for number, (upload, state, look) in enumerate(
            (
                ("uploads/read", "finished", False),
                ("uploads/waits", "queued", False),
                ("uploads/looked", "finished", True),
                ("athletes/with/files/kept", "finished", False),
            )
        ):
            row = {"id": f"{number}", "upload": upload, "state": state, "look": look}
            connection.execute(text(_READ_BEFORE), row)
    upgrade_engine(engine)
    with engine.connect() as connection:
        named = connection.execute(text("SELECT upload FROM imports")).scalars().all()
    assert sorted(one for one in named if one) == [
        "athletes/with/files/kept",
        "uploads/looked",
        "uploads/waits",
    ]
    engine.dispose()
