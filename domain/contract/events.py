"""What can have happened to a contract. Names and fields are storage format: add, never change."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import Field

from domain.base import Event
from domain.change.parts import ChangeKind, Override, Ruling
from domain.contract.parts import (
    Decided,
    Ending,
    Form,
    Lineage,
    Means,
    Option,
    Party,
    Principal,
    Term,
)
from domain.dates import Day, Window
from domain.notice import NoticeClause
from domain.provisions import Provisions


class ContractConcluded(Event):
    """The contract exists with these terms, from its effective date."""

    contract_id: UUID
    number: str
    programme_id: UUID
    segment: str
    provider_id: UUID
    starts: date
    ends: Window
    terms: dict[str, str]
    clause: NoticeClause
    form: Form = "single"
    parent: UUID | None = None
    principals: tuple[Principal, ...] = ()
    products: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    term: Term | None = None
    options: tuple[Option, ...] = ()
    provisions: Provisions = Field(default_factory=dict)
    replaces: tuple[UUID, ...] = ()
    how: Lineage | None = None
    knows: tuple[UUID, ...] = ()


class ContractAmended(Event):
    """A change's terms count from the effective date; `latest` was the last day to announce it.

    `wordy` names the terms whose figures no longer count: the change gives them words only.
    `new_clause` governs what is announced from the effective date on.
    """

    contract_id: UUID
    change_id: UUID
    terms: dict[str, str]
    announced_on: date | None = None
    latest: date
    override: Override | None = None
    kinds: tuple[ChangeKind, ...] = ()
    provisions: Provisions = Field(default_factory=dict)
    wordy: tuple[str, ...] = ()
    ruling: Ruling | None = None
    knew: bool = False
    new_clause: NoticeClause | None = None
    programme_id: UUID | None = None


class ContractCorrected(Event):
    """An earlier record was wrong in these terms; from now on they are known to have read so."""

    contract_id: UUID
    corrects: UUID
    terms: dict[str, str]
    reason: str
    provisions: Provisions = Field(default_factory=dict)
    programme_id: UUID | None = None


class ContractEnded(Event):
    """The contract ends on an earlier day than it would have; `effective` is the day after it.

    `lapsed` names the duties that would have been due after that.
    """

    contract_id: UUID
    last_day: Day
    ending: Ending
    previous: Window
    lapsed: tuple[str, ...] = ()


class ContractExtended(Event):
    """The contract ends on `until` and not when it would have; `latest` was the last day to tell.

    `count` is which use of the option, or which bridging, it is.
    """

    contract_id: UUID
    programme_id: UUID
    how: Means
    option_id: str | None = None
    count: int
    until: date
    previous: Window
    told_on: date | None = None
    latest: date | None = None
    decision: Decided


class ContractReplaced(Event):
    """Other contracts take its place; `effective` is the day after its last one."""

    contract_id: UUID
    programme_id: UUID
    by_contracts: tuple[UUID, ...]
    how: Lineage
    last_day: date
    previous: Window
    lapsed: tuple[str, ...] = ()
    decision: Decided | None = None


class ContractSigned(Event):
    """A party signed this version; it binds these municipalities, all if none is named."""

    contract_id: UUID
    party: Party
    on_behalf_of: tuple[str, ...] = ()
    signed_on: date
    document: str
    document_version: str
    digest: str


class DutyFulfilled(Event):
    """A party did what it had to do; `late` if its last day had passed."""

    contract_id: UUID
    programme_id: UUID
    duty: str
    party: Party
    due: Window | None = None
    arose_on: date | None = None
    fulfilled_on: date
    late: bool = False
    proof: str | None = None


class DutyMissed(Event):
    """The last day of a duty passed, or one that arose was not done."""

    contract_id: UUID
    programme_id: UUID
    duty: str
    party: Party
    due: Window | None = None
    arose_on: date | None = None
    reason: str | None = None


class ResultRecorded(Event):
    """What came of an agreed performance; `met` none means that nobody can say yet."""

    contract_id: UUID
    performance: str
    period: Window
    written: str
    value: Decimal | None = None
    target: str
    met: bool | None = None
    document: str | None = None


class ContractEnforced(Event):
    """A step of the ladder was taken; `skipped` are milder ones left out, for a reason."""

    contract_id: UUID
    about: str
    rung: int
    measure: str
    decision: Decided
    skipped: tuple[int, ...] = ()
    skip_reason: str | None = None


class HandOverPlanned(Event):
    """So many clients are to be with others by a day."""

    contract_id: UUID
    programme_id: UUID
    number: str
    segment: str
    clients: int
    due: date
    arrangement: str
    receivers: tuple[UUID, ...] = ()


class HandOverCompleted(Event):
    """All clients were handed over, or their care ended."""

    contract_id: UUID
    programme_id: UUID
    completed_on: date
    transferred: int
    care_ended: int
    late: bool = False


class DrawingRecorded(Event):
    """A call-off draws so much on a right; the last word on a call-off counts."""

    contract_id: UUID
    right: str
    call_off: UUID
    drawn_on: date
    amount: Decimal | None = None
    fte: Decimal | None = None


ContractEvent = (
    ContractConcluded
    | ContractAmended
    | ContractCorrected
    | ContractEnded
    | ContractExtended
    | ContractReplaced
    | ContractSigned
    | DutyFulfilled
    | DutyMissed
    | ResultRecorded
    | ContractEnforced
    | HandOverPlanned
    | HandOverCompleted
    | DrawingRecorded
)
"""What a contract is made of."""
