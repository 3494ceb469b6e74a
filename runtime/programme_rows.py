"""The rows of a programme's file that are not a part of the domain as they stand.

They are shorter than what they become: a procedure takes what it does not say from its route, a
decision is asked of every municipality that takes part.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, PositiveInt

from domain.base import Source, Standing
from domain.dates import Window
from domain.decision.parts import Advice, AdviceReply, Answer, Answerer, Question
from domain.document.parts import Withheld
from domain.notice import NoticeClause
from domain.procedure.parts import Standstill, StepKind
from domain.programme.parts import Part, PlanItem, PlannedChange, Segment

KEY = r"^[a-z0-9-]+$"
Terms = Annotated[dict[str, str], Field(min_length=1)]


class Row(BaseModel, frozen=True, extra="forbid", populate_by_name=True):
    """An entry of a file, which writes `id` and `when` for what the code calls more precisely."""


class DocumentRow(Row):
    """A document that the file cites by its code, or that the register has without citing it.

    What is not known of it is left out, or named in `missing`. Without a `source` of its own it
    is known from where the file's heading is.
    """

    code: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]*$")
    title: str
    type: str = "document"
    number: str | None = None
    dated: Window | None = None
    author: str | None = None
    body: str | None = None
    municipality: str | None = None
    status: str | None = None
    annexes: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    present: bool = False
    secrecy: tuple[Withheld, ...] = ()
    standing: Standing = "stated"
    source: Source | None = None


class SegmentRow(Segment):
    segment_id: str = Field(alias="id", pattern=KEY)


class PlanRow(PlanItem):
    item_id: str = Field(alias="id", pattern=KEY)
    window: Window = Field(alias="when")


class ClauseRow(Part):
    """A notice clause and its scope in one entry."""

    id: str = Field(pattern=KEY)
    version: PositiveInt = 1
    months: PositiveInt
    counting: Literal["back", "forward"] = "back"
    weekend: Literal["no_shift", "working_day_before"] = "no_shift"
    segments: tuple[str, ...] = ()

    @property
    def notice(self) -> NoticeClause:
        return NoticeClause(
            clause_id=self.id,
            clause_version=self.version,
            months=self.months,
            counting=self.counting,
            weekend=self.weekend,
            source=self.source,
        )


class ChangeRow(PlannedChange):
    key: str = Field(alias="id", pattern=KEY)
    terms: Terms


class Enumeration(Part):
    """A place where the source lists what there is: check compares it with what the file has."""

    id: str = Field(pattern=KEY)
    of: Literal["segments", "municipalities", "procedures"]
    named: Annotated[tuple[str, ...], Field(min_length=1)]


class Asked(Row):
    """The councils or colleges of these municipalities; none named means all that take part."""

    body: Literal["council", "college"]
    municipalities: tuple[str, ...] = ()


class QuestionRow(Question):
    """A decision: the question, who is asked, and what was advised and answered already."""

    answerers: tuple[Answerer, ...] = ()
    asked: Asked | None = None
    advice: tuple[Advice, ...] = ()
    replies: tuple[AdviceReply, ...] = ()
    answers: tuple[Answer, ...] = ()


class StepRow(Row):
    """A step of a procedure; what it does not say is its route's.

    Its window is that of the plan item `item`, or `when`; with neither it is not given.
    """

    step_id: str = Field(alias="id", pattern=KEY)
    title: str | None = None
    kind: StepKind | None = None
    after: tuple[str, ...] = ()
    body: str | None = None
    gate: str | None = None
    months: int | None = None
    optional: bool = False
    output: str | None = None
    window: Window | None = Field(default=None, alias="when")
    realised_on: Window | None = None
    item: str | None = None
    fixed: bool = False
    source: Source | None = None


class BranchRow(Row):
    """Another way, declared beforehand."""

    branch_id: str = Field(alias="id", pattern=KEY)
    condition: str
    steps: tuple[StepRow, ...] = ()
    source: Source


class ProcedureRow(Part):
    """One segment's way to its contracts, along a route.

    Steps of the route that it does not name are its steps too, with a window that is not given,
    unless they are named in `without`.
    """

    procedure_id: str = Field(alias="id", pattern=KEY)
    title: str
    segments: Annotated[tuple[str, ...], Field(min_length=1)]
    lot: str | None = None
    route: str
    route_version: int | None = None
    reason: str | None = None
    steps: tuple[StepRow, ...] = ()
    without: tuple[str, ...] = ()
    standstill: Standstill | None = None
    branches: tuple[BranchRow, ...] = ()
