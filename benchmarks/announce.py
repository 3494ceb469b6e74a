"""Announce: letters a second, from the order until all are sent and recorded.

Everything is real: worker, follower, Temporal, PostgreSQL, and a mail server that keeps files. The
limit is a bare loop that gives the same letters to the same mail server over one connection.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID, uuid4

from aiosmtplib import SMTP

from benchmarks.report import Row, against
from benchmarks.server import database, quick
from domain.base import Command, derived_id
from domain.change.commands import (
    AdoptChange,
    ApproveAnnouncement,
    OrderDispatch,
    ProposeChange,
    TableChange,
)
from domain.contract.commands import ConcludeContract
from domain.programme.commands import PublishProgramme
from domain.provider.commands import RegisterProvider
from projections import address_book
from projections.address_book import Party
from projections.progress import wait
from projections.registry import MODELS
from runtime import clock, embedded_temporal, ports, up
from runtime.files import read
from runtime.processes import bring_up, stop
from runtime.publish import addresses, commands
from runtime.settings import Settings, environment
from runtime.wiring import World
from workflows.message import message_id, written

CONTRACTS = 100 if quick() else 1_000
REPEATS = 1 if quick() else 3
MONDAY = datetime(2021, 5, 3, 7, tzinfo=UTC)
OFFICER, SECOND = "officer-1", "officer-2"

_PROGRAMMES = Path(__file__).parent.parent / "programmes"
_LOOK_SECONDS = 0.05
_PATIENCE_SECONDS = 300


@dataclass(frozen=True, slots=True)
class House:
    """Everything running, and the commands that its example files would give."""

    world: World
    mail: Path
    asked: Sequence[Command]

    def first(self, kind: type[Any]) -> Any:
        return next(each for each in self.asked if isinstance(each, kind))

    def ask(self, command: Command, **differing: object) -> int:
        """Hand over a command as if somebody asked it now."""
        stamp = {"at": self.world.clock(), "command_id": uuid4(), "correlation": None}
        return self.world.log.handle(command.model_copy(update={**stamp, **differing}))


def run(contracts: int = CONTRACTS, repeats: int = REPEATS) -> list[Row]:
    with house() as running:
        sign_contracts(running, contracts)
        bare, recorded, shown = [], [], []
        for turn in range(repeats):
            change_id = prepared(running, turn, contracts)
            bare.append(contracts / asyncio.run(bare_loop(running, change_id)))
            until_recorded, until_shown = announced(running, change_id, contracts)
            recorded.append(contracts / until_recorded)
            shown.append(contracts / until_shown)
    limit = median(bare)
    return [
        against(
            f"{contracts:,} letters sent and recorded",
            median(recorded),
            "letters/s",
            limit,
            ">= 0.3",
        ),
        against("the same, and shown by every read model", median(shown), "letters/s", limit),
    ]


@contextmanager
def house() -> Iterator[House]:
    """What `inkoopspoor up` starts, but for the pages; with a database of its own."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="inkoopspoor-bench-")))
        url = stack.enter_context(database())
        temporal = embedded_temporal.start(folder / "temporal", say=quiet)
        stack.callback(temporal.stop)
        mail = ports.any_free()
        values = {
            "database_url": url,
            "temporal_address": temporal.address,
            "smtp_url": f"smtp://{ports.LOOPBACK}:{mail}",
            "practice": "1",
        }
        world = stack.enter_context(World(Settings.model_validate(values)))
        clock.move(world.log, MONDAY, OFFICER)
        env = environment(values)
        for process in (
            up.sink(mail, folder / "mail"),
            up.ours("follow", folder, env),
            up.ours("work", folder, env),
        ):
            stack.callback(stop, bring_up(process, quiet))
        programme = _PROGRAMMES / "holland-rijnland-2021.yaml"
        register = read(_PROGRAMMES / "examples" / "holland-rijnland-registers.yaml")
        asked = [
            *commands(read(programme), world.clock(), OFFICER),
            *commands(register, world.clock(), OFFICER),
        ]
        with world.pool.connection() as connection:
            for party in addresses(register):
                address_book.put(connection, party)
        yield House(world, folder / "mail", asked)


def sign_contracts(house: House, count: int) -> None:
    """As many contracts as asked for, each with a provider of its own."""
    house.ask(house.first(PublishProgramme))
    provider, contract = house.first(RegisterProvider), house.first(ConcludeContract)
    with house.world.pool.connection() as connection:
        for number in range(count):
            provider_id = derived_id("provider", "bench", number)
            address_book.put(
                connection,
                Party(
                    str(provider_id),
                    "provider",
                    f"Aanbieder {number}",
                    f"post@aanbieder-{number}.example",
                ),
            )
            house.ask(provider, provider_id=provider_id)
            house.ask(
                contract,
                contract_id=derived_id("contract", "bench", number),
                number=f"HR-{number:05}",
                provider_id=provider_id,
            )
    wait(house.world.pool, MODELS, house.world.log.head(), _PATIENCE_SECONDS)


def prepared(house: House, turn: int, letters: int) -> UUID:
    """A new change of all contracts, as far as the approval of its letters."""
    change_id = derived_id("change", "bench", turn)
    house.ask(house.first(ProposeChange), change_id=change_id, key=f"bench-{turn}")
    house.ask(house.first(TableChange), change_id=change_id)
    house.ask(house.first(AdoptChange), change_id=change_id)
    until(lambda: count(house, change_id, "AnnouncementDrafted") == 1)
    assert len(house.world.correspondence.change(change_id).letters) == letters
    house.ask(ApproveAnnouncement(change_id=change_id, at=MONDAY, by=SECOND, command_id=uuid4()))
    wait(house.world.pool, MODELS, house.world.log.head(), _PATIENCE_SECONDS)
    return change_id


async def bare_loop(house: House, change_id: UUID) -> float:
    """The same letters, written beforehand, under other message ids; how many seconds it takes."""
    world = house.world
    change = world.correspondence.change(change_id)
    sender = world.correspondence.sender_of(world.correspondence.programme(change))
    letters = [
        replace(each, message_id=message_id(change_id, each.letter_id, 0, "bench.example"))
        for each in world.correspondence.outgoing(change_id, list(change.letters))
    ]
    messages = [(str(each.email), written(each, sender, world.clock())) for each in letters]
    port = int(world.settings.smtp_url.get_secret_value().rpartition(":")[2])
    started = time.perf_counter()
    async with SMTP(hostname=ports.LOOPBACK, port=port) as smtp:
        for email, message in messages:
            await smtp.sendmail(sender.email, [email], message)
    return time.perf_counter() - started


def announced(house: House, change_id: UUID, letters: int) -> tuple[float, float]:
    """Seconds from the order until all letters are recorded as sent, and until all is shown."""
    kept = len(list(house.mail.glob("*.eml")))
    started = time.perf_counter()
    house.ask(
        OrderDispatch(
            change_id=change_id,
            send_at=MONDAY,
            at=MONDAY,
            by=OFFICER,
            command_id=uuid4(),
        )
    )
    until(lambda: count(house, change_id, "ChangeAnnounced") == 1)
    recorded = time.perf_counter() - started
    wait(house.world.pool, MODELS, house.world.log.head(), _PATIENCE_SECONDS)
    shown = time.perf_counter() - started
    assert count(house, change_id, "LetterSent") == letters
    assert len(list(house.mail.glob("*.eml"))) == kept + letters
    return recorded, shown


def until(true: Any) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(_LOOK_SECONDS)


def count(house: House, change_id: UUID, topic: str) -> int:
    """How many events of a kind a change has."""
    with house.world.pool.connection() as connection:
        found = connection.execute(
            "SELECT count(*) FROM eventlog_events WHERE originator_id = %s AND topic = %s",
            (change_id, topic),
        ).fetchone()
    assert found is not None
    return int(found[0])


def quiet(_: str) -> None:
    pass
