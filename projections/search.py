"""Finding things by their words: everything that has a page and a title or a number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, assert_never
from uuid import UUID

from psycopg.sql import SQL

from domain.base import Event
from domain.change.events import ChangeProposed
from domain.contract.events import ContractConcluded
from domain.decision.events import DecisionPlanned
from domain.document.events import DocumentFiled
from domain.procedure.events import ProcedurePlanned
from domain.programme.events import PlanItemDropped, PlanItemPlanned, ProgrammePublished
from domain.steering.events import EntryStated
from projections import tables
from projections.read_model import ReadModel

Kind = Literal[
    "programme", "plan_item", "decision", "procedure", "change", "contract", "document", "entry"
]
Named = (
    ProgrammePublished
    | PlanItemPlanned
    | PlanItemDropped
    | DecisionPlanned
    | ProcedurePlanned
    | ChangeProposed
    | ContractConcluded
    | DocumentFiled
    | EntryStated
)


@dataclass(frozen=True, slots=True)
class SearchRow:
    """Something that can be found; `id` is how its page's address names it.

    `words` is all it is found by, without capitals. Names of providers are not among them: they
    stand in the address book, and are looked up there.
    """

    kind: Kind
    id: str
    programme_id: UUID
    title: str
    words: str


def keys(event: Event) -> Iterable[str]:
    return (
        (f"{_kind(event)}:{event.programme_id}:{_id(event)}",) if isinstance(event, Named) else ()
    )


def project(_: str, row: SearchRow | None, event: Event) -> SearchRow | None:
    """The last that was said of it; an item that is no longer planned is not found."""
    if isinstance(event, PlanItemDropped):
        return None
    if not isinstance(event, Named):
        return row
    title, more = _said(event)
    return SearchRow(
        kind=_kind(event),
        id=_id(event),
        programme_id=event.programme_id,
        title=title,
        words="\n".join(each for each in (title, *more) if each).casefold(),
    )


def _kind(event: Named) -> Kind:
    match event:
        case ProgrammePublished():
            return "programme"
        case PlanItemPlanned() | PlanItemDropped():
            return "plan_item"
        case DecisionPlanned():
            return "decision"
        case ProcedurePlanned():
            return "procedure"
        case ChangeProposed():
            return "change"
        case ContractConcluded():
            return "contract"
        case DocumentFiled():
            return "document"
        case EntryStated():
            return "entry"
        case _:
            assert_never(event)


def _id(event: Named) -> str:
    match event:
        case ProgrammePublished():
            return str(event.programme_id)
        case PlanItemPlanned() | PlanItemDropped():
            return event.item_id
        case DecisionPlanned():
            return str(event.decision_id)
        case ProcedurePlanned():
            return str(event.procedure_id)
        case ChangeProposed():
            return str(event.change_id)
        case ContractConcluded():
            return str(event.contract_id)
        case DocumentFiled():
            return str(event.document_id)
        case EntryStated():
            return event.entry.entry_id
        case _:
            assert_never(event)


def _said(event: Named) -> tuple[str, Sequence[str | None]]:
    """Its title, and what else it goes by."""
    match event:
        case ProgrammePublished():
            return event.title, (event.region, event.key)
        case PlanItemPlanned():
            return event.title, (event.item_id, event.body)
        case DecisionPlanned():
            return event.question.title, (event.key,)
        case ProcedurePlanned():
            return event.track.title, (event.key,)
        case ChangeProposed():
            return event.title, (event.key, event.description)
        case ContractConcluded():
            return event.number, event.products
        case DocumentFiled():
            return event.paper.title, (event.paper.document_id, event.paper.number)
        case EntryStated():
            return event.entry.title, (event.entry.entry_id,)
        case PlanItemDropped():
            return "", ()
        case _:
            assert_never(event)


SEARCH = ReadModel(
    name="search",
    version=1,
    row=SearchRow,
    events=(
        ProgrammePublished,
        PlanItemPlanned,
        PlanItemDropped,
        DecisionPlanned,
        ProcedurePlanned,
        ChangeProposed,
        ContractConcluded,
        DocumentFiled,
        EntryStated,
    ),
    keys=keys,
    project=project,
)

_FIND = SQL(
    "select doc::text from {} where (doc ->> 'words') like all(%(patterns)s)"
    " order by not lower(doc ->> 'title') like %(start)s, doc ->> 'title', key limit %(limit)s"
)


def find(source: tables.Source, text: str, limit: int) -> list[SearchRow]:
    """What has all these words, or beginnings of them; whose title begins with them comes first."""
    words = [_literal(each) for each in text.casefold().split()]
    if not words:
        return []
    values = {
        "patterns": [f"%{each}%" for each in words],
        "start": f"{_literal(text.strip().casefold())}%",
        "limit": limit,
    }
    found = tables.ask(source, [SEARCH], _FIND.format(tables.view(SEARCH)), values)
    return [tables.row_of(SEARCH, doc) for (doc,) in found]


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
