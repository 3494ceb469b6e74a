"""May this change be made? The test of its regime, kept with the change (CC-06, CC-07)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from api.errors import Problem, not_found
from api.identity import World
from api.language import Asked
from api.moments import Day
from api.reading import ReadQuery, one
from api.recording import Order, record
from api.shapes import Accepted, Input, Shape
from domain.base import Sentence
from domain.change.assessment import Answered, Publication, Regime
from domain.change.commands import AssessChange, PublishChange
from domain.change.regime import Amounts, Case, assessed, questions, small_changes
from projections import tables
from projections.changes import CHANGES, ChangeRow
from projections.language import say

router = APIRouter(prefix="/changes", tags=["changes"])

Euros = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]


class Answer(Input):
    answer: Literal["yes", "no", "unknown"]
    why: str = Field("", max_length=2000)


class Amounted(Input):
    """Euros without VAT. Small changes made before are added by us."""

    value: Euros | None = None
    original: Euros | None = None
    threshold: Euros | None = None


class Assessing(Amounted):
    """The answers by the key of their question; those left out stay open."""

    regime: Regime
    answers: dict[str, Answer]


class RegimeQuery(ReadQuery):
    regime: Regime


class Question(Shape):
    key: str
    words: str
    upholds: str


class Publishing(Input):
    """Where a change was published, under which number."""

    place: str = Field(min_length=2)
    number: str = Field(min_length=1)
    published_on: Day


@router.get("/{change_id}/assessment-questions")
def list_questions(
    change_id: UUID, ports: World, query: Annotated[RegimeQuery, Query()], language: Asked
) -> list[Question]:
    """What is asked of this change under a regime, in the order of asking."""
    row = one(ports, query, CHANGES, change_id)
    case = Case(query.regime, row.effective, row.kinds)
    return [
        Question(key=each.key, words=say(each.words, language), upholds=say(each.upholds, language))
        for each in questions(case)
    ]


@router.post("/{change_id}/assessments", status_code=202)
def assess(change_id: UUID, body: Assessing, order: Order) -> Accepted:
    """Keep the answers and what they come to; the last test counts, none decides."""
    with order.ports.pool.connection() as connection:
        row = tables.get(connection, CHANGES, change_id)
        if row is None:
            raise not_found()
        answers = {
            key: Answered(question=key, answer=each.answer, why=each.why)
            for key, each in body.answers.items()
        }
        case = case_of(connection, row, body.regime, answers, body)
    command = AssessChange(change_id=change_id, assessment=assessed(case), **order.stamp)
    return record(order, command, f"/changes/{change_id}")


@router.post("/{change_id}/publications", status_code=202)
def publish(change_id: UUID, body: Publishing, order: Order) -> Accepted:
    """Say where and when the change was published (CC-29)."""
    publication = Publication.model_validate(body.model_dump())
    command = PublishChange(change_id=change_id, publication=publication, **order.stamp)
    return record(order, command, f"/changes/{change_id}")


def case_of(
    source: tables.Source,
    row: ChangeRow,
    regime: Regime,
    answers: Mapping[str, Answered],
    amounts: Amounted,
) -> Case:
    """The change as it is put to the test, with the small changes that its segment had before.

    Raises a 400 problem if something is answered that is not asked.
    """
    others = tables.select(
        source, CHANGES, {"programme_id": row.programme_id, "segment": row.segment}
    )
    earlier = small_changes(
        each.assessment
        for each in others
        if each.assessment and each.change_id != row.change_id and each.status != "withdrawn"
    )
    given = {"value": amounts.value, "original": amounts.original, "threshold": amounts.threshold}
    case = Case(
        regime=regime,
        effective=row.effective,
        kinds=row.kinds,
        answers=answers,
        amounts=Amounts(
            earlier=earlier, **{name: euros for name, euros in given.items() if euros is not None}
        ),
    )
    unknown = sorted(set(answers) - {each.key for each in questions(case)})
    if unknown:
        raise Problem(
            400,
            Sentence(
                "“%(key)s” is not asked under this regime; asked are: %(known)s.",
                {"key": unknown[0], "known": ", ".join(each.key for each in questions(case))},
            ),
        )
    return case
