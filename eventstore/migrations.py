"""The database's tables: numbered SQL files, each applied once, in the order of their names."""

from hashlib import sha256
from pathlib import Path

import psycopg

FOLDER = Path(__file__).with_suffix("")
_LOCK = 20210700
_TABLE = """
CREATE TABLE IF NOT EXISTS migrations (
    name text PRIMARY KEY,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
)
"""


class MigrationChanged(Exception):  # noqa: N818 (says what happened)
    """A file was edited after it had been applied. Put it back and add a new one."""


def migrate(url: str, folder: Path = FOLDER) -> list[str]:
    """Apply what is new and answer its names. Any number of processes may do this at once.

    Each file is one transaction. Raises `MigrationChanged` before anything is applied.
    """
    files = {path.name: path.read_bytes() for path in sorted(folder.glob("*.sql"))}
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        connection.execute(_TABLE)
        rows = connection.execute("SELECT name, checksum FROM migrations").fetchall()
        applied: dict[str, str] = dict(rows)
        for name, sql in files.items():
            if applied.get(name, _checksum(sql)) != _checksum(sql):
                raise MigrationChanged(f"{name} was changed after it had been applied")
        new = [name for name in files if name not in applied]
        for name in new:
            with connection.transaction():
                connection.execute(files[name])
                connection.execute(
                    "INSERT INTO migrations (name, checksum) VALUES (%s, %s)",
                    (name, _checksum(files[name])),
                )
        return new


def _checksum(sql: bytes) -> str:
    return sha256(sql).hexdigest()
