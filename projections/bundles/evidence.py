"""The events of a bundle, one by one: whole, kept back from this reader, or destroyed (TP-11)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import Connection

from domain.base import Event, Refused, Sentence
from domain.contract.replay import known_by
from domain.dates import local_day
from domain.facts import Facts, facts_of
from domain.secrecy import Reason, withheld
from eventstore.codec import CODEC, Unreadable
from eventstore.stored import Stored, of_streams
from eventstore.tombstones import list_of
from projections import tables
from projections.bundles.asked import Asked
from projections.bundles.belonging import Belonging, Read, contracts_in
from projections.documents import DOCUMENTS
from projections.views import SECRET

ALTERED = Sentence(
    "the event at position %(position)s of the log is not the one that was signed for; run "
    "inkoopspoor audit verify, and make no bundle before that is explained"
).template


@dataclass(frozen=True, slots=True)
class Secrecy:
    """Who may see what: as of the day that is asked about, and as of today."""

    then: Facts
    now: Facts
    today: date


@dataclass(frozen=True, slots=True)
class Item:
    """An event of the bundle. `event` is none if it is kept back, for a `reason`, or is gone.

    `secret` is why others may not see it today: whoever is shown it reads a secret (AU-11).
    """

    stored: Stored
    event: Event | None
    reason: Reason | None = None
    secret: Reason | None = None

    @property
    def line(self) -> dict[str, Any]:
        """As it stands in `events.jsonl`: the bytes and their salt, or the hash over both."""
        stored = self.stored
        place = {
            "position": stored.position,
            "stream": str(stored.stream),
            "topic": stored.topic,
            "version": stored.version,
        }
        if self.event is not None:
            assert stored.salt is not None
            return {**place, "salt": stored.salt.hex(), "state": stored.state.decode()}
        content = stored.hashed.hex()
        if self.reason is None:
            return {**place, "content": content, "destroyed": str(list_of(stored.state))}
        reason = self.reason.model_dump(mode="json", exclude_none=True)
        return {**place, "content": content, "withheld": reason}


def items(
    connection: Connection[Any], belonging: Belonging, asked: Asked, secrecy: Secrecy
) -> Iterator[Item]:
    """What belongs, in the order of the log. Must be asked in a transaction.

    An event that was destroyed says nothing any more of when it was recorded: it counts as
    recorded with the one before it in its stream. Raises `Refused` for bytes that are no event.
    """
    later: set[UUID] = set()
    for stored in of_streams(connection, belonging):
        if stored.stream in later:
            continue
        if stored.destroyed:
            if stored.stream == asked.subject_id:
                yield Item(stored, None)
            continue
        event = _decoded(stored)
        if event.at > asked.known:
            later.add(stored.stream)
        elif belonging[stored.stream](event):
            yield _seen(stored, event, asked, secrecy)


def _decoded(stored: Stored) -> Event:
    try:
        return CODEC.decode(stored.topic, stored.state)
    except (Unreadable, ValueError, KeyError) as error:
        raise Refused("altered_event", ALTERED, position=stored.position) from error


def _seen(stored: Stored, event: Event, asked: Asked, secrecy: Secrecy) -> Item:
    reason = withheld(event, asked.role, asked.on, secrecy.then)
    if reason is not None:
        return Item(stored, None, reason)
    secret = withheld(event, "public", secrecy.today, secrecy.now)
    return Item(stored, event, None, secret if secret and secret.rule in SECRET else None)


def secrecy(
    belonging: Belonging, asked: Asked, read: Read, source: tables.Source, today: date
) -> Secrecy:
    """What had been recorded by the end of the day about who may see what, and what by now.

    What must be known of a change's contracts, its letters say: it may have thousands.
    """
    told = {each for event in read(asked.subject_id) for each in contracts_in(event)}
    streams = [each for each in belonging if each not in told]
    seen = [each for stream in streams for each in read(stream)]
    named = (getattr(each, "programme_id", None) for each in seen)
    programmes = sorted({each for each in named if each is not None})
    filed = tables.select(source, DOCUMENTS, {"programme_id": tables.OneOf(programmes)})
    papers = {each.document_id for each in filed} - set(belonging)
    of_papers = (event for each in sorted(papers) for event in read(each))
    found = _ordered([*seen, *of_papers])
    end = known_by(asked.on)
    then = facts_of((each for each in found if each.at <= end), asked.provider)
    return Secrecy(then, facts_of(found, asked.provider), today)


def _ordered(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=lambda each: each.at)


def nothing_yet(asked: Asked, first: Event | None) -> Refused:
    """Why there is no bundle: there is no such thing, or nothing was recorded of it by then."""
    if first is None:
        return Refused(
            f"unknown_{asked.kind}", "there is none with this id: %(id)s", id=asked.subject_id
        )
    return Refused(
        "not_known_yet",
        "nothing was recorded of it by then: the first time was on %(first)s; ask for a later day",
        first=local_day(first.at),
    )
