"""What two people signed for is destroyed, and the chain can still be verified (AU-15)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from domain.base import Command, Refused
from domain.contract.commands import ConcludeContract, CorrectContract
from domain.dates import AMSTERDAM
from domain.retention.commands import (
    DecidePeriod,
    ListDestruction,
    PlaceHold,
    SignDestruction,
)
from domain.retention.events import DestructionCarriedOut
from domain.retention.parts import RETENTION_ID, Item
from eventstore.follow import settled
from eventstore.leaves import grow, leaf_at
from eventstore.log import EventLog
from eventstore.tombstones import gone
from eventstore.verification.log import Asked, verify
from projections import address_book, tables
from projections.contracts import CONTRACTS
from projections.engine import Engine
from projections.registry import MODELS
from proofs.leaf import leaf_hash
from proofs.tree import root
from runtime import destruction
from tests import make
from tests.making.retention import ITEM, LIST_ID

NOW = datetime(2021, 6, 1, 9, 0, tzinfo=AMSTERDAM)
KEPT = make.a(ConcludeContract, contract_id=uuid4(), number="W-002")


def draw(size: int) -> bytes:
    """Salts that are not secret."""
    return b"s" * size


def tell(log: EventLog, *commands: Command) -> None:
    for command in commands:
        log.handle(command.model_copy(update={"command_id": uuid4()}))


def quiet(*_: int) -> None:
    pass


@pytest.fixture
def log(migrated_url: str) -> Iterator[EventLog]:
    with EventLog(migrated_url) as log:
        tell(log, make.a(ConcludeContract), KEPT)
        yield log


def listed(log: EventLog, *items: Item, signed: bool = True) -> None:
    commands: list[Command] = [
        make.whole(DecidePeriod),
        make.a(ListDestruction, items=items or (ITEM,)),
    ]
    if signed:
        commands += [make.a(SignDestruction, by="anna"), make.a(SignDestruction, by="bram")]
    tell(log, *commands)


def carry_out(log: EventLog) -> tuple[int, int]:
    return destruction.carry_out(log, LIST_ID, by="anna", clock=lambda: NOW, draw=draw, say=quiet)


def root_of(connection: psycopg.Connection[Any], size: int) -> bytes:
    """The root over the first leaves, each computed from what stands in the log and its leaf."""
    positions = connection.execute(
        "SELECT position FROM proof_leaves ORDER BY index LIMIT %s", [size]
    ).fetchall()
    return root(leaf_hash(leaf_at(connection, position).data) for (position,) in positions)


@pytest.mark.row("AU-15")
def test_a_destroyed_contract_is_gone_everywhere_and_the_tree_stays_whole(log: EventLog) -> None:
    with psycopg.connect(log.url, autocommit=True) as connection:
        address_book.put(
            connection, address_book.Party(str(make.CONTRACT_ID), "provider", "De Haven", None)
        )
        size = grow(connection, draw, 100).size
        before = root_of(connection, size)
        (stored,) = connection.execute(
            "SELECT state FROM eventlog_events WHERE originator_id = %s", [make.CONTRACT_ID]
        ).fetchall()
        listed(log)
        Engine(log.url, MODELS).catch_up()
        assert carry_out(log) == (1, 1)

        assert root_of(connection, size) == before
        leaf = leaf_at(connection, 1)
        assert (leaf.salt, leaf_hash(leaf.data)) == (None, leaf.hash)
        dumped = connection.execute("SELECT state FROM eventlog_events").fetchall()
        assert stored not in dumped
        assert (f'{{"destroyed":"{LIST_ID}"}}'.encode(),) in dumped
        assert {each.originator_id for each in settled(connection, 0, 100).events} == {
            KEPT.contract_id,
            RETENTION_ID,
        }
        assert log.read(make.CONTRACT_ID) == []
        assert [each.number for each in tables.select(connection, CONTRACTS)] == ["W-002"]
        assert address_book.get(connection, str(make.CONTRACT_ID)) is None
        (each,) = gone(connection)
        assert (each.stream_id, each.list_id, each.events) == (make.CONTRACT_ID, LIST_ID, 1)
    assert isinstance(log.read(RETENTION_ID)[-1], DestructionCarriedOut)
    with pytest.raises(Refused) as refused:
        log.handle(make.a(CorrectContract))
    assert refused.value.reason == "destroyed"


@pytest.mark.row("AU-15")
def test_broken_off_it_goes_on_where_it_was_and_a_hold_keeps_what_is_left(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = ITEM.model_copy(update={"stream_id": KEPT.contract_id, "programme_id": None})
    listed(log, ITEM, other)
    monkeypatch.setattr(destruction, "AT_ONCE", 1)

    def killed(*_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        destruction.carry_out(log, LIST_ID, by="anna", clock=lambda: NOW, draw=draw, say=killed)
    assert log.read(make.CONTRACT_ID) == []
    hold = make.a(PlaceHold, hold_id=uuid4(), stream_ids=(KEPT.contract_id,))
    tell(log, hold)
    assert carry_out(log) == (1, 1)
    assert len(log.read(KEPT.contract_id)) == 1
    assert carry_out(log) == (1, 1), "said again, it is done already"


@pytest.mark.row("AU-15")
def test_the_database_itself_refuses_what_nobody_signed_or_what_was_tampered_with(
    log: EventLog,
) -> None:
    listed(log, signed=False)
    with psycopg.connect(log.url, autocommit=True) as connection:
        grow(connection, draw, 100)
        call = "SELECT eventlog_destroy(%s, %s, now())"
        with pytest.raises(psycopg.DatabaseError, match="two people signed"):
            connection.execute(call, (LIST_ID, [make.CONTRACT_ID]))
        for person in ("anna", "bram"):
            tell(log, make.a(SignDestruction, by=person))
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "UPDATE eventlog_events SET state = convert_to("
            " replace(convert_from(state, 'UTF8'), 'W-001', 'W-009'), 'UTF8')"
            " WHERE originator_id = %s",
            [make.CONTRACT_ID],
        )
        with pytest.raises(Refused) as refused:
            carry_out(log)
        assert refused.value.reason == "tampered"
        assert gone(connection) == []


@pytest.mark.row("AU-15")
def test_read_models_are_made_anew_whatever_streams_are_gone(published_url: str) -> None:
    """Every other stream of the four programmes goes; nothing becomes a dead letter."""
    with EventLog(published_url) as log, psycopg.connect(published_url) as connection:
        connection.autocommit = True
        streams: list[UUID] = [
            stream
            for (stream,) in connection.execute(
                "SELECT DISTINCT originator_id FROM eventlog_events ORDER BY 1"
            )
        ]
        items = [ITEM.model_copy(update={"stream_id": each}) for each in streams[::2]]
        listed(log, *items)
        assert carry_out(log)[0] == len(items)
        verified = verify(Asked(published_url, (), readable=True, processes=1))
        assert verified.destroyed > len(items)
        assert [str(each) for each in verified.found.verdicts] == []
        assert connection.execute("SELECT count(*) FROM projections.dead_letters").fetchone() == (
            0,
        )
        assert log.read(streams[0]) == []
        assert log.read(streams[1]) != []
