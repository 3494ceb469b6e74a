"""What was recorded cannot be changed or taken away by ordinary use of the database."""

import psycopg
import pytest

from domain.clock.commands import MoveClock
from eventstore.log import EventLog
from tests import make

FORBIDDEN = (
    "UPDATE eventlog_events SET state = 'x'",
    "DELETE FROM eventlog_events",
    "TRUNCATE eventlog_events",
    "DELETE FROM proof_leaves",
    "UPDATE proof_checkpoints SET size = 1",
)


@pytest.mark.row("AU-03")
def test_events_and_their_leaves_are_only_ever_added(migrated_url: str) -> None:
    with EventLog(migrated_url) as log:
        log.handle(make.a(MoveClock))
        before = log.read(make.CLOCK_ID)
        with psycopg.connect(migrated_url, autocommit=True) as connection:
            for statement in FORBIDDEN:
                with pytest.raises(psycopg.errors.RaiseException, match="is refused"):
                    connection.execute(statement.encode())
        assert log.read(make.CLOCK_ID) == before != []


def test_only_a_destruction_that_says_so_empties_a_row_and_none_goes(migrated_url: str) -> None:
    with EventLog(migrated_url) as log, psycopg.connect(migrated_url) as connection:
        log.handle(make.a(MoveClock))
        connection.execute("SET LOCAL inkoopspoor.destroying = 'list'")
        found = connection.execute("UPDATE eventlog_events SET state = ''")
        assert found.rowcount == 1
        with pytest.raises(psycopg.errors.RaiseException, match="delete of eventlog_events"):
            connection.execute("DELETE FROM eventlog_events")
