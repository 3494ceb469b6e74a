"""A command is carried out once, whatever happens on the way."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4, uuid5

import psycopg
import pytest
from eventsourcing.persistence import IntegrityError, OperationalError

from domain.base import Event, Refused
from domain.change.commands import TableChange
from domain.clock.events import ClockMoved
from domain.programme.commands import PublishProgramme
from domain.programme.events import ProgrammePublished
from eventstore import readings
from eventstore.log import _STREAMS_KEPT, EventLog, _Stream
from tests import make
from tests.eventstore.conftest import Count, move


def offsets(events: Sequence[Event]) -> list[int]:
    return [event.offset.days for event in events if isinstance(event, ClockMoved)]


def test_what_is_decided_is_recorded(log: EventLog) -> None:
    command = move(1)
    position = log.handle(command)
    [event] = log.read(make.CLOCK_ID)
    assert event == ClockMoved(
        event_id=uuid5(make.CLOCK_ID, "1"),
        at=command.at,
        by=command.by,
        caused_by=command.command_id,
        correlation=command.command_id,
        clock_id=make.CLOCK_ID,
        offset=timedelta(days=1),
    )
    assert position == log.head() == 1


def test_all_events_of_a_command_stand_in_order_under_the_last_position(log: EventLog) -> None:
    position = log.handle(make.whole(PublishProgramme))
    events = log.read(make.PROGRAMME_ID)
    assert len(events) > 3
    assert isinstance(events[0], ProgrammePublished)
    names = [uuid5(make.PROGRAMME_ID, str(n)) for n in range(1, len(events) + 1)]
    assert [event.event_id for event in events] == names
    assert position == len(events)


def test_when_nothing_follows_the_answer_is_the_streams_last_position(log: EventLog) -> None:
    first = log.handle(move(1))
    log.handle(move(5, clock_id=uuid4()))
    assert log.handle(move(1)) == first


def test_a_refused_command_records_nothing(log: EventLog, count: Count) -> None:
    log.handle(move(2))
    with pytest.raises(Refused) as refused:
        log.handle(move(1))
    assert refused.value.reason == "clock_runs_forward"
    assert (count("eventlog_events"), count("commands")) == (1, 1)


def test_a_repeated_command_is_answered_as_before(log: EventLog, count: Count) -> None:
    command = move(1)
    first = log.handle(command)
    log.handle(move(2))
    later = command.model_copy(update={"at": make.MONDAY + timedelta(hours=1)})
    assert log.handle(later) == first  # although the clock would refuse to go back
    assert (count("eventlog_events"), count("commands")) == (2, 2)


def test_a_repeated_command_that_would_do_something_now_still_does_nothing(log: EventLog) -> None:
    log.handle(move(1))
    nothing = move(1)
    log.handle(nothing)
    log.handle(move(2))
    assert log.handle(nothing) == 1
    assert offsets(log.read(make.CLOCK_ID)) == [1, 2]


@pytest.mark.parametrize("days", [1, 3], ids=["that would be refused", "that would be accepted"])
def test_a_command_id_cannot_be_used_for_another_command(log: EventLog, days: int) -> None:
    command_id = uuid4()
    log.handle(move(2, command_id=command_id))
    with pytest.raises(Refused) as refused:
        log.handle(move(days, command_id=command_id))
    assert refused.value.reason == "command_id_reused"
    assert offsets(log.read(make.CLOCK_ID)) == [2]


def test_of_twenty_duplicates_at_once_one_counts(migrated_url: str, count: Count) -> None:
    command = move(1)
    with EventLog(migrated_url) as one, EventLog(migrated_url) as other:
        with ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(lambda n: (one, other)[n % 2].handle(command), range(20)))
    assert len(set(answers)) == 1
    assert (count("eventlog_events"), count("commands")) == (1, 1)


def test_writers_to_one_stream_decide_anew_when_another_was_faster(
    migrated_url: str, count: Count
) -> None:
    def moved(log: EventLog, days: int) -> int:
        try:
            return log.handle(move(days))
        except Refused:
            return 0

    with EventLog(migrated_url) as one, EventLog(migrated_url) as other:
        with ThreadPoolExecutor(8) as pool:
            answers = pool.map(lambda n: moved((one, other)[n % 2], n), range(1, 61))
            recorded = sorted(filter(None, answers))
        days = offsets(one.read(make.CLOCK_ID))
    assert len(days) == len(set(recorded)) == count("commands")
    assert days == sorted(set(days))  # each move was decided upon the one before it


class Meddling:
    """Does something once, just after the log has read the stream or appended to it."""

    def __init__(self, log: EventLog, monkeypatch: pytest.MonkeyPatch) -> None:
        self._log = log
        self._patch = monkeypatch
        self.calls = 0

    def after(self, method: str, meddle: Callable[[], object], times: int = 1) -> None:
        original = getattr(self._log.recorder, method)

        def meddled(*arguments: Any, **named: Any) -> Any:
            answer = original(*arguments, **named)
            self.calls += 1
            if self.calls <= times:
                meddle()
            return answer

        self._patch.setattr(self._log.recorder, method, meddled)


@pytest.fixture
def meddling(log: EventLog, monkeypatch: pytest.MonkeyPatch) -> Meddling:
    return Meddling(log, monkeypatch)


def test_a_conflict_leads_to_a_new_decision(
    log: EventLog, migrated_url: str, meddling: Meddling
) -> None:
    with EventLog(migrated_url) as other:
        meddling.after("select_stream", lambda: other.handle(move(1)))
        assert log.handle(move(2)) > 1
    assert offsets(log.read(make.CLOCK_ID)) == [1, 2]


def test_conflicts_without_end_are_told(
    log: EventLog, migrated_url: str, meddling: Meddling
) -> None:
    days = iter(range(1, 100))
    with EventLog(migrated_url) as other:
        meddling.after("select_stream", lambda: other.handle(move(next(days))), times=100)
        with pytest.raises(IntegrityError):
            log.handle(move(1000))
    assert meddling.calls == 10


def lose_connection() -> None:
    raise OperationalError("server closed the connection unexpectedly")


def test_a_commit_whose_answer_was_lost_is_not_repeated(
    log: EventLog, count: Count, meddling: Meddling
) -> None:
    meddling.after("insert_events", lose_connection)
    assert log.handle(move(1)) == 1
    assert meddling.calls == 1  # the second try was told that it had been carried out
    assert (count("eventlog_events"), count("commands")) == (1, 1)


def test_a_killed_connection_is_replaced(log: EventLog, migrated_url: str) -> None:
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda n: log.handle(move(n, clock_id=uuid4())), range(1, 11)))
    with psycopg.connect(migrated_url) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    log.handle(move(1))
    assert offsets(log.read(make.CLOCK_ID)) == [1]


def test_a_stream_is_folded_on_from_where_it_was(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: list[int] = []
    original = log._recorder.select_stream

    def counted(*arguments: Any) -> Any:
        answer = original(*arguments)
        rows.append(sum(state is not None for _, _, state, _ in answer))
        return answer

    monkeypatch.setattr(log._recorder, "select_stream", counted)
    for days in range(1, 4):
        log.handle(move(days))
    assert rows == [0, 0, 0]


def test_streams_are_remembered_up_to_a_limit(log: EventLog) -> None:
    for _ in range(_STREAMS_KEPT + 10):
        log._keep(uuid4(), _Stream(1, 1, None))
    assert len(log._streams) == _STREAMS_KEPT


def test_a_long_stream_is_decoded_once_and_read_on_from_there(
    log: EventLog, migrated_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings, "LONG", 3)
    for days in (1, 2, 3):
        log.handle(move(days))
    first = log.read(make.CLOCK_ID)
    EventLog(migrated_url).handle(move(4))
    again = log.read(make.CLOCK_ID)
    assert offsets(again) == [1, 2, 3, 4]
    assert again[0] is first[0]
    with psycopg.connect(migrated_url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("DELETE FROM eventlog_events WHERE originator_version > 2")
    assert offsets(log.read(make.CLOCK_ID)) == [1, 2]


def test_a_database_restored_under_a_running_log_is_read_anew(
    log: EventLog, migrated_url: str
) -> None:
    log.handle(move(1))
    log.handle(move(2))
    with psycopg.connect(migrated_url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("DELETE FROM eventlog_events WHERE originator_version = 2")
    log.handle(move(3))
    assert offsets(log.read(make.CLOCK_ID)) == [1, 3]


def test_a_stream_can_be_read_as_it_was_known(log: EventLog) -> None:
    log.handle(move(1))
    log.handle(move(2, at=make.MONDAY + timedelta(days=1)))
    assert offsets(log.read(make.CLOCK_ID, until=make.MONDAY)) == [1]
    assert log.read(uuid4()) == []


def test_the_url_may_say_more_than_where(migrated_url: str) -> None:
    with EventLog(f"{migrated_url}?application_name=tested") as log, log.connection() as connection:
        assert connection.info.get_parameters()["application_name"] == "tested"


def test_an_id_of_another_kind_of_thing_is_an_unknown_one(log: EventLog) -> None:
    log.handle(make.whole(PublishProgramme))
    for _ in range(2):  # also when the stream's own state is at hand
        with pytest.raises(Refused) as refused:
            log.handle(make.a(TableChange, change_id=make.PROGRAMME_ID))
        assert refused.value.reason == "unknown_change"
