"""The chain of cause of an event over HTTP: what it rests on, and what followed from it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.errors import not_found
from api.identity import Asking, World
from api.language import Asked
from api.reading import ListQuery, Page, ReadQuery, catch_up, paged, rows_of
from api.secret_reading import note_subjects
from api.shapes import Instant, Shape, shown
from domain.base import Source, Standing
from projections.history import HISTORY, HistoryRow
from projections.language import Language, say
from projections.trail.chain import Chain, chain_of
from projections.trail.lookup import Stored
from projections.trail.model import AUDIT_TRAIL, TrailRow
from projections.trail.references import Relation
from projections.trail.told import told

router = APIRouter(prefix="/chains", tags=["audit"])


class ChainedEvent(Shape):
    """An event, in words and with the place in its source.

    `causedBy` is the command that it follows from, `correlation` the one that started it all.
    """

    event_id: UUID
    subject_id: UUID
    at: Instant
    by: str
    kind: str
    caused_by: UUID
    correlation: UUID
    text: str
    standing: Standing | None
    source: Source | None


class Link(Shape):
    """`later` rests on `earlier`, for the reason of `relation`."""

    earlier: UUID
    later: UUID
    relation: Relation


class CauseChain(Shape):
    """`up` leads to the event, `down` follows from it; `together` came of the same command.

    Of the events in `cut` not everything is shown that hangs on them: ask for their own chain.
    """

    start: UUID
    events: list[ChainedEvent]
    together: list[UUID]
    up: list[Link]
    down: list[Link]
    cut: list[UUID]


class SubjectQuery(ListQuery):
    subject: UUID


class Begin(Shape):
    """An event of a subject, and where its chain is."""

    event_id: UUID
    at: Instant
    kind: str
    text: str
    chain: str


@router.get("/{event_id}")
def show_chain(
    event_id: UUID,
    ports: World,
    caller: Asking,
    language: Asked,
    query: Annotated[ReadQuery, Query()],
) -> CauseChain:
    """What an event rests on, up to the quotes of its sources, and what followed from it."""
    catch_up(ports, query, AUDIT_TRAIL, HISTORY)
    with ports.pool.connection() as connection:
        chain = chain_of(Stored(connection), event_id)
        if chain is None:
            raise not_found()
        words = told(connection, chain.events.values())
    note_subjects(ports, caller, "api", {each.subject_id for each in chain.events.values()})
    return CauseChain(
        start=event_id,
        events=[show(row, words, language) for row in in_order(chain)],
        together=[each.event_id for each in chain.together],
        up=[Link.model_validate(each) for each in chain.up],
        down=[Link.model_validate(each) for each in chain.down],
        cut=sorted(chain.cut),
    )


@router.get("")
def list_chains(
    request: Request,
    response: Response,
    ports: World,
    language: Asked,
    query: Annotated[SubjectQuery, Query()],
) -> Page[Begin]:
    """The events of a contract, change, decision or anything else, each with its chain."""
    found = rows_of(ports, query, HISTORY, {"subject_id": query.subject}, ("at", "rank"))

    def begin(row: HistoryRow) -> Begin:
        text = say(row.sentence, language)
        return shown(Begin, row, text=text, chain=f"/v1/chains/{row.event_id}")

    return paged(request, response, query, found, begin)


def in_order(chain: Chain) -> list[TrailRow]:
    return sorted(chain.events.values(), key=lambda row: row.moment)


def show(row: TrailRow, words: dict[UUID, HistoryRow], language: Language) -> ChainedEvent:
    """An event as it is told; without a history yet, by its kind alone."""
    said = words.get(row.event_id)
    return shown(
        ChainedEvent,
        row,
        text=say(said.sentence, language) if said else row.kind,
        standing=said and said.standing,
        source=said and said.source,
    )
