"""What a contract's row says of how it lasts and how it is kept, as callers see it."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic.alias_generators import to_camel

from api.provisions import Provisions
from api.shapes import DatedWindow, Reckoned, Shape, shown
from domain.contract import parts
from domain.contract.signing import SigningState
from projections.contract_keeping import DutyState
from projections.contracts import ContractRow


class Principal(
    parts.Principal, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """A municipality on whose account the contract is, and who acts for it."""


class Term(parts.Term, alias_generator=to_camel, populate_by_name=True, from_attributes=True):
    """How long it was agreed for, in months."""


class Option(parts.Option, alias_generator=to_camel, populate_by_name=True, from_attributes=True):
    """A right to let the contract run longer."""


class Decided(parts.Decided, alias_generator=to_camel, populate_by_name=True, from_attributes=True):
    """Who decided, when and why."""


class OptionLeft(Shape):
    """What is left of an option; `latest` is the last day to tell the provider that it is used."""

    option: Option
    used: int
    left: int | None
    reach: date | None
    latest: Reckoned | None


class Extension(Shape):
    how: parts.Means
    option_id: str | None
    count: int
    until: date
    told_on: date | None
    latest: date | None
    decision: Decided


class Duty(Shape):
    """A duty of one of the parties as it stands today."""

    name: str
    party: parts.Party
    what: str
    due: DatedWindow | None
    whenever: str | None
    state: DutyState


class Result(Shape):
    performance: str
    period: DatedWindow
    written: str
    value: Decimal | None
    target: str
    met: bool | None


class Enforced(Shape):
    """A step of enforcement; `standing` until what fell short is as agreed."""

    about: str
    rung: int
    measure: str
    decision: Decided
    skip_reason: str | None
    standing: bool


class Signature(Shape):
    party: parts.Party
    on_behalf_of: tuple[str, ...]
    signed_on: date
    document: str
    document_version: str
    digest: str


class HandOver(Shape):
    """How many clients are to be with others by a day; never who."""

    clients: int
    due: date
    arrangement: str
    receivers: tuple[UUID, ...]
    completed_on: date | None
    transferred: int
    care_ended: int
    late: bool


class Right(Shape):
    """What call-offs draw on a right together, and the most they may."""

    name: str
    holder: str
    most_amount: Decimal | None
    most_fte: Decimal | None
    most_number: int | None
    drawn_amount: Decimal
    drawn_fte: Decimal
    drawn_number: int


class Kept(Shape):
    """How the contract lasts and how it is kept, as known now and counting today."""

    form: parts.Form
    parent: UUID | None
    principals: list[Principal]
    products: list[str]
    municipalities: list[str]
    term: Term | None
    options: list[OptionLeft]
    extensions: list[Extension]
    replaces: list[UUID]
    how: parts.Lineage | None
    replaced_by: list[UUID]
    knows: list[UUID]
    signing: SigningState
    unsigned: list[str]
    signatures: list[Signature]
    provisions: Provisions
    duties: list[Duty]
    results: list[Result]
    enforced: list[Enforced]
    hand_over: HandOver | None
    rights: list[Right]


def kept(row: ContractRow, today: date) -> Kept:
    """How the contract stands on a day."""
    return shown(Kept, row, **_asked(row, today))


def _asked(row: ContractRow, today: date) -> dict[str, Any]:
    """What has to be asked of the row for a day; the rest it has by name."""
    keeping = row.keeping
    return {
        "options": row.options_left,
        "signatures": keeping.signatures,
        "provisions": row.provisions_on(today),
        "duties": [
            {
                "name": each.name,
                "party": each.duty.party,
                "what": each.duty.what,
                "due": each.duty.due,
                "whenever": each.duty.whenever,
                "state": each.state,
            }
            for each in row.duties_on(today)
        ],
        "results": keeping.results,
        "enforced": keeping.enforced,
        "hand_over": keeping.hand_over,
        "rights": [
            {
                "name": name,
                "holder": right.holder,
                "most_amount": right.most_amount,
                "most_fte": right.most_fte,
                "most_number": right.most_number,
                "drawn_amount": drawn.amount,
                "drawn_fte": drawn.fte,
                "drawn_number": drawn.number,
            }
            for name, (right, drawn) in row.rights_on(today).items()
        ],
    }
