"""Why a day is what it is, over HTTP: rule, version, clause, inputs, steps, events (AU-06)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from api.errors import not_found
from api.identity import World
from api.language import Asked
from api.moments import Day, Known
from api.reading import ReadQuery, catch_up
from api.shapes import Clause, Instant, Shape
from domain.base import Source
from projections import tables
from projections.agenda import AGENDA
from projections.language import Language, say
from projections.why import What, Why, reasons
from projections.why.agenda import of_row, subject_of

router = APIRouter(prefix="/explanations", tags=["audit"])


class RuleVersion(Shape):
    """A rule in the version that counted. `since` is the first day it was used on."""

    name: str
    version: int
    says: str
    since: date | None
    law: str | None


class Explanation(Shape):
    """A day and how it follows.

    `recorded` says that the day was recorded with its reasons; otherwise it is computed from what
    the events in `givenBy` recorded, by the version of the rule that counted then.
    """

    what: What
    title: str
    day: date
    rule: RuleVersion
    inputs: dict[str, str]
    steps: list[str]
    given_by: list[UUID]
    recorded: bool
    clause: Clause | None
    source: Source | None


class Explanations(Shape):
    """The days of one subject, as known at a moment."""

    subject: UUID
    known: Instant
    items: list[Explanation]


class WhyQuery(ReadQuery):
    """Give a `subject`, or the key of a row of the `agenda`."""

    subject: UUID | None = Field(None, description="A contract, change, decision, programme ...")
    agenda: str | None = Field(None, description="The key of a row of the agenda.")
    day: Day | None = Field(None, description="Only what falls on this day.")
    known: Known | None = Field(None, description="As known then; now.")


@router.get("")
def explain(ports: World, language: Asked, query: Annotated[WhyQuery, Query()]) -> Explanations:
    """Why days are what they are, by the rules as they were."""
    catch_up(ports, query, AGENDA)
    known = query.known or ports.clock()
    row = tables.get(ports.pool, AGENDA, query.agenda) if query.agenda else None
    subject = subject_of(row) if row else query.subject
    events = ports.read(subject) if subject else ()
    if subject is None or not events:
        raise not_found()
    found = of_row(row, reasons(events, known)) if row else reasons(events, known, query.day)
    items = [show(each, language) for each in found]
    return Explanations(subject=subject, known=known, items=items)


def show(why: Why, language: Language) -> Explanation:
    rule = why.rule
    return Explanation(
        what=why.what,
        title=why.title,
        day=why.day,
        rule=RuleVersion(
            name=rule.name,
            version=rule.version,
            says=say(rule.sentence, language),
            since=rule.since,
            law=rule.law,
        ),
        inputs=why.explained.inputs,
        steps=[say(each, language) for each in why.explained.sentences],
        given_by=list(why.given_by),
        recorded=why.recorded,
        clause=None if why.clause is None else Clause.model_validate(why.clause),
        source=why.source,
    )
