"""Carries out the rows of a confirmed spreadsheet: each once, each whole, each as it was shown.

What a row rests on may have changed since its dry run: then it is refused, and told.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg_pool import ConnectionPool

from domain.base import Command, Event, Refused, derived_id
from domain.contract.commands import ConcludeContract
from domain.provider.state import Provider, refuse_contract
from domain.sheet.events import SheetConfirmed
from projections import address_book, sheets
from projections.address_book import Party
from projections.sheets import Line, Progress, Remark
from runtime.sheets.handing_in import told
from runtime.sheets.known import folded
from runtime.sheets.verdicts import Entry, Plan

BATCH = 100


@dataclass(frozen=True, slots=True)
class World:
    """What carrying out needs: the log, the tables beside it, and the time."""

    pool: ConnectionPool[Any]
    handle: Callable[[Command], int]
    read: Callable[[UUID], Sequence[Event]]
    clock: Callable[[], datetime]


def apply_rows(
    world: World, sheet_id: UUID, beat: Callable[[], None], batch: int = BATCH
) -> Progress:
    """Carry out the next rows and say how far it is. Safe to repeat, also when it was cut off."""
    confirmed = next(
        (each for each in world.read(sheet_id) if isinstance(each, SheetConfirmed)), None
    )
    if confirmed is None:
        raise Refused(
            "not_confirmed", "nobody confirmed this file, so nothing of it is carried out"
        )

    @cache
    def provider(provider_id: UUID) -> Provider:
        return folded(world.read(provider_id))

    with world.pool.connection() as connection:
        with connection.transaction():
            for row in sheets.to_do(connection, sheet_id, batch):
                beat()
                refusal = _carry_out(world, connection, confirmed, row, provider)
                sheets.done(connection, sheet_id, row.nth, refusal)
                if row.kind == "providers":
                    provider.cache_clear()
        return sheets.progress(connection, sheet_id)


def _carry_out(
    world: World,
    connection: Connection[Any],
    confirmed: SheetConfirmed,
    row: Line,
    provider: Callable[[UUID], Provider],
) -> Remark | None:
    """One row, whole or not at all; answers why if not.

    The address book changes in the transaction that remembers the rows of a batch. The log comes
    before its end: if it is cut off there, the rows are taken up again, and their commands are
    known by their ids.
    """
    plan = Plan.model_validate(row.plan)
    commands = [
        command.model_copy(
            update={
                "command_id": derived_id("sheet-row", confirmed.sheet_id, row.nth, number),
                "at": world.clock(),
                "by": confirmed.by,
                "correlation": confirmed.correlation,
            }
        )
        for number, command in enumerate(plan.commands)
    ]
    try:
        _refuse_outdated(world, plan, commands, provider)
        with connection.transaction():
            _write_down(connection, plan)
            for command in commands:
                world.handle(command)
    except Refused as refused:
        return told(refused.sentence)
    return None


def _refuse_outdated(
    world: World, plan: Plan, commands: Sequence[Command], provider: Callable[[UUID], Provider]
) -> None:
    """Refuse a row about something that was recorded since its dry run, but by the row itself."""
    for command in commands:
        if isinstance(command, ConcludeContract):
            refuse_contract(provider(command.provider_id), command.starts)
    if plan.events == 0 and all(isinstance(each, ConcludeContract) for each in commands):
        return  # the decider itself refuses a number that was taken meanwhile
    own = {each.command_id for each in commands}
    recorded = world.read(plan.stream)
    if len(recorded) != plan.events and not any(each.caused_by in own for each in recorded):
        raise _outdated()


def _write_down(connection: Connection[Any], plan: Plan) -> None:
    if plan.after is None:
        return
    party_id = str(plan.stream)
    now = _entry(connection, party_id)
    if now not in (plan.before, plan.after):
        raise _outdated()
    known = address_book.get(connection, party_id)
    role = known.role if known else None
    party = Party(party_id, "provider", plan.after.name, plan.after.email, role)
    address_book.put(connection, party)
    had = now.numbers if now else {}
    news = {key: value for key, value in plan.after.numbers.items() if had.get(key) != value}
    address_book.identify(connection, party_id, news)


def _entry(connection: Connection[Any], party_id: str) -> Entry | None:
    known = address_book.get(connection, party_id)
    if known is None:
        return None
    numbers = address_book.identifiers(connection, [party_id]).get(party_id, {})
    return Entry(name=known.name, email=known.email, numbers=numbers)


def _outdated() -> Refused:
    return Refused(
        "changed_meanwhile",
        "this was changed by somebody else since the dry run: hand the row in again",
    )
