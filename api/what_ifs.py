"""What-ifs over HTTP: what would move, stand still and break if things went otherwise (ST-08)."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import AfterValidator, Field

from api.errors import not_found
from api.identity import Asking, World
from api.plan_steps import Item
from api.reading import ReadQuery, catch_up
from api.secret_reading import note_rows
from api.shapes import DatedWindow, Reckoned, ReckonedStep, Shape
from domain.base import Refused, Sentence
from domain.dates import Window, local_day
from domain.decision.commands import ReplanDecision
from domain.programme.commands import RevisePlan, ShiftPlan
from domain.whatif.moving import Following
from domain.whatif.outcome import Outcome, outcome
from domain.whatif.proposal import Proposing, commands
from domain.whatif.supposition import MOST, Supposition, asked_of, in_text, read
from domain.whatif.telling import Verdict
from projections import tables
from projections.changes import CHANGES
from projections.contracts import CONTRACTS
from projections.decisions import DECISIONS
from projections.documents import DOCUMENTS
from projections.plan_items import PLAN_ITEMS
from projections.procedures import PROCEDURES
from projections.programmes import PROGRAMMES
from projections.whatif_world import Around, around

router = APIRouter(prefix="/programmes", tags=["plan-versions"])

_READ = (PROGRAMMES, PLAN_ITEMS, DECISIONS, PROCEDURES, CHANGES, CONTRACTS, DOCUMENTS)
_NOBODY = UUID(int=0)


def _supposed(text: str) -> str:
    if read(text) is None:
        raise ValueError("this supposes nothing that can be read")
    return text


class WhatIfQuery(ReadQuery):
    """What is supposed, each in a text, and what becomes of what waits for something that moves."""

    suppose: tuple[Annotated[str, AfterValidator(_supposed)], ...] = Field(
        (),
        max_length=MOST,
        description="`move:ITEM:EDTF`, `shift:MONTHS` or `shift:MONTHS:SEGMENT`, "
        "`decide:DECISION:EDTF`, `answer:DECISION:ANSWERER:OUTCOME` with `:EDTF` for another time "
        "and `never` for no answer, `shut:GATE` or `shut:GATE:EDTF`, "
        "`withdraw:PROVIDER_ID:LAST_DAY`. Repeat it for more.",
    )
    following: Following = Field(
        "needed",
        description="What waits moves as far as *needed*, as far as what it waits for (*along*), "
        "or not at all (*stay*).",
    )


class Because(Shape):
    """Why something moves or stands still; `by` is the item, decision or gate that makes it."""

    why: str
    by: str


class WouldMove(Shape):
    """A plan item in another window; `days` is how much later it ends, none if it has no end."""

    item_id: str
    title: str
    segment: str | None
    before: DatedWindow
    after: DatedWindow
    days: int | None
    cause: Because


class WouldBeDecided(Shape):
    """A decision that is no part of the plan, at another time."""

    key: str
    title: str
    before: DatedWindow
    after: DatedWindow


class StandsStill(Shape):
    """A plan item that could not begin."""

    item_id: str
    cause: Because


class Broken(Shape):
    """What does not hold, for certain or perhaps, with how that was computed."""

    code: str
    about: str
    certain: bool
    segment: str | None
    says: ReckonedStep
    steps: list[ReckonedStep]


class LastDay(Shape):
    """A change under one clause: its last day to be announced, as it would be."""

    change_id: UUID
    clause_id: str
    effective: date
    latest: Reckoned
    verdict: Verdict
    before: date | None


class Unmoved(Shape):
    """A supposition that changes nothing, and why."""

    supposition: str
    why: ReckonedStep


class DecideThen(Shape):
    """A decision to be planned anew, for this window."""

    decision_id: UUID
    window: Window


class Proposal(Shape):
    """What to send to make this the plan: as a revision with `items`, or as a shift.

    `decisions` are no part of the plan and planned anew each by itself; without a `kind` they
    are all there is.
    """

    kind: Literal["RevisePlan", "ShiftPlan"] | None
    on_version: int
    decisions: tuple[DecideThen, ...] = ()
    months: int | None = None
    segments: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()


class WhatIf(Shape):
    """What it comes to on the plan as it is now. Nothing is recorded."""

    programme_id: UUID
    plan_version: int
    moves: list[WouldMove]
    decided: list[WouldBeDecided]
    held: list[StandsStill]
    new: list[Broken]
    mended: list[Broken]
    stay: list[Broken]
    last_days: list[LastDay]
    left_out: list[Unmoved]
    proposal: Proposal | None


@router.get("/{programme_id}/what-ifs")
def work_out(
    programme_id: UUID, ports: World, caller: Asking, query: Annotated[WhatIfQuery, Query()]
) -> WhatIf:
    """What would move, stand still, break and be mended if all of this were so.

    Supposing other answers tells those that were given: that a secret one was read is noted.
    """
    catch_up(ports, query, *_READ)
    with ports.pool.connection() as connection:
        row = tables.get(connection, PROGRAMMES, programme_id)
        if row is None:
            raise not_found()
        today = local_day(ports.clock())
        known = around(connection, row, ports.read(programme_id), today)
    suppositions = [each for text in query.suppose if (each := read(text)) is not None]
    note_rows(ports, caller, known.rows_of(asked_of(suppositions)))
    found = outcome(known.world, suppositions, query.following)
    asked = Proposing(programme_id, _NOBODY, ports.clock(), "nobody", "-", "-")
    return WhatIf(
        programme_id=programme_id,
        plan_version=known.world.version,
        moves=[WouldMove.model_validate(each) for each in found.moves],
        decided=[WouldBeDecided.model_validate(each) for each in found.decided],
        held=[
            StandsStill(item_id=item_id, cause=Because.model_validate(by))
            for item_id, by in found.held
        ],
        **{name: _broken(found, name) for name in ("new", "mended", "stay")},
        last_days=_last_days(found),
        left_out=_left_out(found),
        proposal=_proposal(known, suppositions, found, asked),
    )


def _broken(found: Outcome, name: str) -> Any:
    return [
        Broken(
            code=each.code,
            about=each.about,
            certain=each.certain,
            segment=each.segment,
            says=_said(each.says),
            steps=[_said(step) for step in each.steps],
        )
        for each in getattr(found, name)
    ]


def _last_days(found: Outcome) -> list[LastDay]:
    return [
        LastDay(
            change_id=each.after.change.change_id,
            clause_id=each.after.clause.clause_id,
            effective=each.after.effective,
            latest=Reckoned.model_validate(each.after.latest),
            verdict=each.after.verdict,
            before=each.before.latest.value if each.before else None,
        )
        for each in found.last_days
        if each.after is not None
    ]


def _left_out(found: Outcome) -> list[Unmoved]:
    return [
        Unmoved(supposition=in_text(each.supposition), why=_said(each.why))
        for each in found.left_out
    ]


def _said(sentence: Sentence) -> ReckonedStep:
    return ReckonedStep(template=sentence.template, values=dict(sentence.values))


def _proposal(
    known: Around, suppositions: list[Supposition], found: Outcome, who: Proposing
) -> Proposal | None:
    """The new version of the plan and of decisions beside it; none if no date moves."""
    ids = {key: row.decision_id for key, row in known.decisions.items()}
    try:
        asked = commands(known.world, suppositions, found, ids, who)
    except Refused:
        return None
    proposal = Proposal(
        kind=None,
        on_version=known.world.version,
        decisions=tuple(
            DecideThen(decision_id=each.decision_id, window=each.window)
            for each in asked
            if isinstance(each, ReplanDecision)
        ),
    )
    match asked[-1]:
        case ShiftPlan() as shift:
            names = ("months", "segments", "keep")
            told = {name: getattr(shift, name) for name in names}
            return proposal.model_copy(update={"kind": "ShiftPlan", **told})
        case RevisePlan(items=planned):
            items = tuple(Item.model_validate(each.model_dump()) for each in planned)
            return proposal.model_copy(update={"kind": "RevisePlan", "items": items})
        case _:
            return proposal
