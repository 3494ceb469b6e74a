"""What became of a change, in words that are the same for two changes that fared alike."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import psycopg

from domain.base import Event
from domain.change.events import LetterSent
from domain.contract.events import ContractAmended
from eventstore.codec import CODEC
from projections import tables
from projections.changes import CHANGES
from projections.contracts import CONTRACTS
from projections.letters import of_change
from projections.progress import progress
from runtime.mail_sink import SunkMail
from tests.journeys import fiction

COMPARED = (
    *("status", "announcement", "effective", "latest", "announced_on", "recipients", "sent"),
    *("deferred", "refused", "in_force", "held_back", "missed_at", "earliest"),
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event and where it stands."""

    position: int
    stream_id: UUID
    version: int
    event: Event


@dataclass(frozen=True, slots=True)
class Log:
    """The whole log, as it lies in the database."""

    recorded: Sequence[Recorded]

    @classmethod
    def read(cls, url: str) -> "Log":
        with psycopg.connect(url) as connection:
            rows = connection.execute(
                "select notification_id, originator_id, originator_version, topic, state"
                " from eventlog_events order by notification_id"
            )
            return cls(
                [
                    Recorded(position, stream_id, version, CODEC.decode(topic, state))
                    for position, stream_id, version, topic, state in rows
                ]
            )

    def of(self, stream_id: object) -> list[Event]:
        return [each.event for each in self.recorded if str(each.stream_id) == str(stream_id)]

    def gaps(self) -> dict[UUID, list[int]]:
        """The streams whose versions do not count from one without a gap, in log order."""
        versions: dict[UUID, list[int]] = defaultdict(list)
        for each in self.recorded:
            versions[each.stream_id].append(each.version)
        return {
            stream_id: found
            for stream_id, found in versions.items()
            if found != list(range(1, len(found) + 1))
        }


def state(url: str, segment: str) -> dict[str, Any]:
    """A change and all its letters and contracts as the read models show them, without ids."""
    change_id = UUID(fiction.change_id(segment))
    with psycopg.connect(url) as connection:
        change = tables.get(connection, CHANGES, change_id)
        letters = of_change(connection, change_id)
        contracts = tables.select(connection, CONTRACTS, {"segment": segment}, ("number",))
    assert change
    return {
        "change": {name: getattr(change, name) for name in COMPARED},
        "letters": {
            _place(each.contract_number): (
                *(each.state, each.attempts, each.announced_on),
                *(each.latest, each.in_time),
            )
            for each in letters
        },
        "contracts": {
            _place(each.number): (each.amendments, each.corrections, each.terms_on(date.max))
            for each in contracts
        },
    }


def story(log: Log, segment: str) -> list[str]:
    """What happened to the change, event by event."""
    return [type(event).__name__ for event in log.of(fiction.change_id(segment))]


def amendments(log: Log) -> Counter[UUID]:
    """How often each contract was amended."""
    events = [each.event for each in log.recorded]
    return Counter(each.contract_id for each in events if isinstance(each, ContractAmended))


def sent(log: Log, segment: str) -> list[LetterSent]:
    return [each for each in log.of(fiction.change_id(segment)) if isinstance(each, LetterSent)]


def silently_repeated(letters: Sequence[LetterSent], mails: Sequence[SunkMail]) -> list[str]:
    """What reached the receiver more than once although the letter's proof does not say so."""
    told = {each.message_id for each in letters if each.asked_again}
    return [each.message_id for each in mails if each.repeated and each.message_id not in told]


def behind(url: str) -> list[tuple[str, int, int]]:
    """The read models that have not seen the whole log, or did without some of it."""
    with psycopg.connect(url) as connection:
        found = progress(connection)
    return [
        (each.name, each.behind, each.dead_letters)
        for each in found
        if each.behind or each.dead_letters
    ]


def _place(number: str) -> str:
    return number.rpartition("-")[2]
