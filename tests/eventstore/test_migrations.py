"""The tables are made once, however many processes start at once."""

from multiprocessing import get_context
from pathlib import Path

import psycopg
import pytest

from eventstore.migrations import FOLDER, MigrationChanged, migrate


def test_six_processes_at_once_apply_each_file_once(database_url: str) -> None:
    with get_context("spawn").Pool(6) as pool:
        applied = pool.map(migrate, [database_url] * 6)
    names = sorted(path.name for path in FOLDER.glob("*.sql"))
    assert sorted(applied) == [*[[]] * 5, names]


def test_what_is_new_is_applied_in_the_order_of_names(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "0002_second.sql").write_text("ALTER TABLE lamps ADD COLUMN lit boolean;")
    (tmp_path / "0001_first.sql").write_text("CREATE TABLE lamps (id int);")
    assert migrate(database_url, tmp_path) == ["0001_first.sql", "0002_second.sql"]
    (tmp_path / "0003_third.sql").write_text("DROP TABLE lamps;")
    assert migrate(database_url, tmp_path) == ["0003_third.sql"]


def test_a_file_that_fails_leaves_nothing_behind(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "0001_first.sql").write_text("CREATE TABLE lamps (id int); SELECT 1/0;")
    with pytest.raises(psycopg.errors.DivisionByZero):
        migrate(database_url, tmp_path)
    (tmp_path / "0001_first.sql").write_text("CREATE TABLE lamps (id int);")
    assert migrate(database_url, tmp_path) == ["0001_first.sql"]


def test_a_file_changed_after_it_was_applied_is_an_error(database_url: str, tmp_path: Path) -> None:
    first = tmp_path / "0001_first.sql"
    first.write_text("CREATE TABLE lamps (id int);")
    migrate(database_url, tmp_path)
    first.write_text("CREATE TABLE lamps (id bigint);")
    (tmp_path / "0002_second.sql").write_text("CREATE TABLE shades (id int);")
    with pytest.raises(MigrationChanged, match=r"0001_first\.sql"):
        migrate(database_url, tmp_path)
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT to_regclass('shades')").fetchone() == (None,)
