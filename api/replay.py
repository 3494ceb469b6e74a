"""Contracts on their two time axes over HTTP, and mending what was recorded wrong."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from api.change_parts import Ruling
from api.conflicts import Corrected, record_correction
from api.identity import World
from api.moments import Known
from api.provisions import Provision, Provisions
from api.reading import ReadQuery, one
from api.recording import Order
from api.shapes import Clause, DatedWindow, Input, Instant, Override, Shape, shown
from domain.change.parts import ChangeKind
from domain.contract import replay
from domain.contract.commands import CorrectContract
from domain.contract.parts import Means
from domain.dates import local_day
from projections.contract_versions import CONTRACT_VERSIONS, reading

router = APIRouter(prefix="/contracts", tags=["contracts"])


class Fact(Shape):
    """One record about a contract, as it was recorded. Facts are only ever added."""

    event_id: UUID
    at: Instant
    by: str
    what: replay.What
    effective: date
    terms: dict[str, str]
    corrects: UUID | None
    reason: str | None
    change_id: UUID | None
    announced_on: date | None
    latest: date | None
    override: Override | None
    ruling: Ruling | None
    knew: bool
    kinds: list[ChangeKind]
    means: Means | None
    option_id: str | None
    by_contracts: list[UUID]


class Term(Shape):
    """What a contract says on one point, in figures too if it has them, and which fact says so."""

    name: str
    text: str
    figures: Provision | None
    fact: Fact


class Reading(Shape):
    """The contract for one day, in the light of what was known at one moment.

    `pending` was known then and counts only from a later day. `clause` governs what is announced
    on that day; `ends` is the end as known then.
    """

    in_force: date
    known: Instant
    status: replay.Status
    terms: list[Term]
    pending: list[Fact]
    clause: Clause | None
    ends: DatedWindow | None
    replaced_by: list[UUID]


class Difference(Shape):
    """What two readings do not share; nothing means absent there.

    `what` is a term, or the end; a term whose figures alone were mended has the same words twice.
    """

    what: Literal["term", "ends"]
    term: str
    before: str | None
    after: str | None
    figures_before: Provision | None
    figures_after: Provision | None
    fact: Fact


class Replay(Shape):
    """One reading, or two and how the second differs from the first."""

    contract_id: UUID
    number: str
    reading: Reading
    other: Reading | None
    differences: list[Difference] | None


class ReplayQuery(ReadQuery):
    """Two axes; with the other pair, what differs from the first reading to the other.

    Where only one of the other pair is given, the rest is as in the first.
    """

    in_force: date | None = Field(None, description="In force on this day; today.")
    known: Known | None = Field(
        None, description="As known at this instant, or at the end of this day; now."
    )
    other_in_force: date | None = None
    other_known: Known | None = None


class Correction(Input):
    """`corrects` is the id of the fact that was wrong; the contract always read as corrected.

    Where figures alone were wrong, give the words of the term as they are beside the right figures.
    """

    corrects: UUID
    terms: Annotated[dict[str, str], Field(min_length=1)]
    reason: Annotated[str, Field(min_length=3)]
    provisions: Provisions = Field(default_factory=dict)


@router.get("/{contract_id}/replay")
def replay_contract(
    contract_id: UUID, ports: World, query: Annotated[ReplayQuery, Query()]
) -> Replay:
    """The contract as in force on one day, as known at one moment, and which fact says so."""
    row = one(ports, query, CONTRACT_VERSIONS, contract_id)
    now = ports.clock()
    first = reading(row, query.in_force or local_day(now), query.known or now)
    replayed = Replay(
        contract_id=row.contract_id,
        number=row.number,
        reading=read(first),
        other=None,
        differences=None,
    )
    if query.other_in_force is None and query.other_known is None:
        return replayed
    other = reading(row, query.other_in_force or first.in_force, query.other_known or first.known)
    differences = [Difference.model_validate(each) for each in replay.diff(first, other)]
    return replayed.model_copy(update={"other": read(other), "differences": differences})


@router.post("/{contract_id}/corrections", status_code=202)
def correct(contract_id: UUID, body: Correction, order: Order) -> Corrected:
    """Mend a mistake in an earlier record. What was known before stays as it was known.

    The answer lists what was recorded since and does not fit any more.
    """
    command = CorrectContract.model_validate(
        {**body.model_dump(), "contract_id": contract_id, **order.stamp}
    )
    return record_correction(order, command, f"/contracts/{contract_id}", contract_id)


def read(found: replay.Reading) -> Reading:
    terms = [
        Term.model_validate(
            {
                "name": name,
                "text": text,
                "figures": found.provisions.get(name),
                "fact": found.facts[name],
            }
        )
        for name, text in sorted(found.terms.items())
    ]
    return shown(Reading, found, terms=terms)
