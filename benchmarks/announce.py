"""Announce and amend: all contracts told, and the change in force on them; end to end.

Everything is real: worker, follower, pages, Temporal, PostgreSQL, and a mail server that keeps
files. Somebody of the office looks at pages meanwhile. The limits are a bare loop that sets the
same PDFs and gives the same letters to the same mail server over one connection, and a bare loop
that inserts the same events one by one.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from statistics import median, quantiles
from uuid import UUID, uuid4

from aiosmtplib import SMTP

from benchmarks.house import (
    MONDAY,
    OFFICER,
    SECOND,
    Glances,
    House,
    house,
    looked_at,
    sign_contracts,
    until,
)
from benchmarks.report import Row, against
from benchmarks.server import quick
from domain.base import derived_id
from domain.change.commands import (
    AdoptChange,
    ApproveAnnouncement,
    OrderDispatch,
    ProposeChange,
    TableChange,
)
from runtime import clock, ports
from workflows.message import message_id, written

CONTRACTS = 100 if quick() else 10_000
SAMPLE = 100 if quick() else 1_000
"""How many of the letters the bare loop makes and sends: its rate does not depend on how many."""
EFFECTIVE = datetime(2022, 1, 2, 7, tzinfo=UTC)


def run(contracts: int = CONTRACTS) -> list[Row]:
    with house() as running:
        sign_contracts(running, contracts)
        change_id = prepared(running, contracts)
        sent, made_and_sent = asyncio.run(bare_loop(running, change_id))
        pages = ("/", f"/wijzigingen/{change_id}", "/overeenkomsten")
        with looked_at(running, *pages) as idle:
            time.sleep(5 if quick() else 20)
        with looked_at(running, *pages) as sending:
            until_recorded, until_shown = announced(running, change_id, contracts)
        with looked_at(running, *pages) as amending:
            until_amended, until_seen = in_force(running, contracts)
        inserts = bare_inserts(running)
        memory = {name: running.peak(name) for name in ("work", "follow", "serve")}
    return [
        against(
            f"{contracts:,} letters set, sent and recorded",
            contracts / until_recorded,
            "letters/s",
            made_and_sent,
            ">= 0.3",
        ),
        against("the same, against sending alone", contracts / until_recorded, "letters/s", sent),
        against(
            "the same, and shown by every read model",
            contracts / until_shown,
            "letters/s",
            made_and_sent,
        ),
        against(
            f"{contracts:,} contracts decided and amended",
            contracts / until_amended,
            "contracts/s",
            inserts,
            ">= 0.15",
        ),
        against(
            "the same, and shown by every read model",
            contracts / until_seen,
            "contracts/s",
            inserts,
        ),
        *(Row(f"peak memory of `{name}`", peak, "MB") for name, peak in memory.items()),
        *usable("while nothing happens", idle),
        *usable("while letters go out", sending, "<= 1500"),
        *usable("while contracts are amended", amending, "<= 1500"),
    ]


def usable(when: str, glances: Glances, target: str | None = None) -> list[Row]:
    """How soon the office had its page, half of the time and nineteen times out of twenty."""
    if glances.failed or len(glances.took) < 2:
        print(*sorted(set(glances.failed)), sep="\n")
        return [Row(f"pages that failed {when}", len(glances.failed), "pages", target="<= 0")]
    return [
        Row(f"a page {when}, half of the time", median(glances.took), "ms"),
        Row(f"a page {when}, 95 %", quantiles(glances.took, n=20)[-1], "ms", target=target),
    ]


def prepared(house: House, letters: int) -> UUID:
    """A new change of all contracts, as far as the approval of its letters."""
    change_id = derived_id("change", "bench")
    house.ask(house.first(ProposeChange), change_id=change_id, key="bench")
    house.ask(house.first(TableChange), change_id=change_id)
    house.ask(house.first(AdoptChange), change_id=change_id)
    until(lambda: house.count("AnnouncementDrafted", change_id) == 1)
    assert len(house.world.correspondence.change(change_id).letters) == letters
    house.ask(ApproveAnnouncement(change_id=change_id, at=MONDAY, by=SECOND, command_id=uuid4()))
    house.caught_up()
    return change_id


async def bare_loop(house: House, change_id: UUID) -> tuple[float, float]:
    """Letters a second of a loop that knows nothing: sent only, and set as PDF and sent.

    The same letters under other message ids.
    """
    world = house.world
    change = world.correspondence.change(change_id)
    sender = world.correspondence.sender_of(world.correspondence.programme(change))
    letters = [
        replace(each, message_id=message_id(change_id, each.letter_id, 0, "bench.example"))
        for each in world.correspondence.outgoing(change_id, list(change.letters)[:SAMPLE])
    ]
    port = int(world.settings.smtp_url.get_secret_value().rpartition(":")[2])
    began = time.perf_counter()
    messages = [(str(each.email), written(each, sender, world.clock())) for each in letters]
    making = time.perf_counter() - began
    began = time.perf_counter()
    async with SMTP(hostname=ports.LOOPBACK, port=port) as smtp:
        for email, message in messages:
            await smtp.sendmail(sender.email, [email], message)
    sending = time.perf_counter() - began
    return len(letters) / sending, len(letters) / (making + sending)


def announced(house: House, change_id: UUID, letters: int) -> tuple[float, float]:
    """Seconds from the order until all letters are recorded as sent, and until all is shown."""
    kept = len(list(house.mail.glob("*.eml")))
    order = OrderDispatch(
        change_id=change_id, send_at=MONDAY, at=MONDAY, by=OFFICER, command_id=uuid4()
    )
    took = timed(
        house,
        lambda: house.ask(order),
        lambda: house.count("ChangeAnnounced", change_id) == 1,
    )
    assert house.count("LetterSent", change_id) == letters
    assert len(list(house.mail.glob("*.eml"))) == kept + letters
    return took


def in_force(house: House, contracts: int) -> tuple[float, float]:
    """Seconds from the day of effect until every contract is amended, and until all is shown."""
    took = timed(
        house,
        lambda: clock.move(house.world.log, EFFECTIVE, OFFICER),
        lambda: house.count("ContractAmended") == contracts,
    )
    assert house.count("ChangeHeldBack") == 0
    return took


def timed(
    house: House, begin: Callable[[], object], over: Callable[[], bool]
) -> tuple[float, float]:
    """Seconds until it is over, and until every read model shows it."""
    began = time.perf_counter()
    begin()
    until(over)
    recorded = time.perf_counter() - began
    house.caught_up()
    return recorded, time.perf_counter() - began


def bare_inserts(house: House) -> float:
    """The same events inserted again, in a table beside it, one a transaction; events a second."""
    with house.world.pool.connection() as connection:
        rows = connection.execute(
            "SELECT originator_id, originator_version, topic, state FROM eventlog_events"
            " WHERE topic = 'ContractAmended' LIMIT %s",
            (SAMPLE,),
        ).fetchall()
        connection.execute("CREATE TABLE bare (LIKE eventlog_events INCLUDING ALL)")
        insert = (
            "INSERT INTO bare (originator_id, originator_version, topic, state)"
            " VALUES (%s, %s, %s, %s)"
        )
        began = time.perf_counter()
        for row in rows:
            connection.execute(insert, row)
        return len(rows) / (time.perf_counter() - began)
