"""What a change is made of."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from domain.base import Source
from domain.dates import Day
from domain.notice import NoticeClause
from domain.provisions import Provisions

ChangeKind = Literal[
    "structure",
    "suitability",
    "products",
    "tariffs",
    "conditions",
    "entry",
    "financing",
    "assignment",
    "plan",
    "clause",
]
"""What a change is about (CC-05, S3 §3.2 a-f); `clause` changes the notice clause (AN-21)."""

Reaction = Literal["question", "objection", "suggestion", "agreement"]
Handling = Literal["answered", "noted", "adopted", "rejected"]


class Part(BaseModel, frozen=True, extra="forbid"):
    """A value that commands and events carry whole."""


class Override(Part):
    """The notice was too short and the change goes on all the same: who decided that, and why.

    `decided_by` names a body or an office, never a person.
    """

    decided_by: str = Field(min_length=2)
    decided_on: date
    reason: str = Field(min_length=10)
    reference: str | None = None


class Recipient(Part):
    """A contract that the change will touch, and the letter that announces it.

    `clause` is the contract's own; `latest` is its last lawful day for this change. `terms` and
    `provisions` are those of this contract where they differ from the change's (an indexed
    tariff). `joined_on` is the day a late joiner's contract came under the change (AN-15), and
    `knew` that it was concluded with the announced terms in view, so that nothing changes for it
    that it was not told before it signed.
    """

    letter_id: UUID
    contract_id: UUID
    contract_number: str
    provider_id: UUID
    clause: NoticeClause
    latest: date
    segment: str | None = None
    terms: dict[str, str] | None = None
    provisions: Provisions | None = None
    joined_on: date | None = None
    knew: bool = False


class Receipt(Part):
    """What became of one attempt to send a letter.

    `asked_again` says that an earlier attempt ended without an answer, so that the letter went
    out once more under the same message id.
    """

    letter_id: UUID
    outcome: Literal["sent", "deferred", "refused"]
    answered_at: AwareDatetime
    answer: str
    message_id: str
    digest: str = ""
    asked_again: bool = False


class HeldBack(Part):
    """Why a contract does not get the change on the planned day, and when it lawfully could.

    `contract_refuses`: by the change it could, but the contract has ended meanwhile, or has come
    to be under another notice clause than the one that the letter was laid out for.
    """

    contract_id: UUID
    reason: Literal[
        "not_adopted", "not_announced", "announced_late", "reserved", "contract_refuses"
    ]
    announced_on: date | None = None
    latest: date
    earliest: date


class Adoption(Part):
    """The decision behind a change: the body, the day, its reference."""

    body: str = Field(min_length=2)
    decided_on: date
    reference: str | None = None
    source: Source | None = None


class Excepted(Part):
    """A contract that a change leaves alone, and why (CC-27)."""

    contract_id: UUID
    reason: str = Field(min_length=3)


class Scope(Part):
    """Which contracts a change touches: all of the segments, or of those the ones that match.

    `products` and `municipalities` take the contracts that have one of them; `contracts`, where
    given, only these. What is excepted stays as it is.
    """

    segments: tuple[str, ...] = Field(min_length=1)
    products: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    contracts: tuple[UUID, ...] = ()
    excepted: tuple[Excepted, ...] = ()


class Reservation(Part):
    """Announced under reservation of a decision that is still to come (AN-16)."""

    what: str = Field(min_length=5)
    body: str | None = None
    decision_id: UUID | None = None


class Consent(Part):
    """A municipality agrees to the announcement."""

    municipality: str
    decided_on: date
    reference: str | None = None


class Mandate(Part):
    """Who announces, for whom, by which power (AN-12, AU-08).

    `needed` are the municipalities whose consent the power asks for; letters wait for all.
    """

    announced_by: str = Field(min_length=2)
    on_behalf_of: tuple[str, ...]
    power: str = Field(min_length=5)
    needed: tuple[str, ...] = ()
    consents: tuple[Consent, ...] = ()
    source: Source | None = None


class Ruling(Part):
    """Whether the notice clause covers this change at all, as somebody competent decided (AN-13).

    A change that is not covered needs no announcement; the ruling stands in its place.
    """

    covered: bool
    decided_by: str = Field(min_length=2)
    decided_on: Day
    reason: str = Field(min_length=10)
    reference: str | None = None


class WithdrawalLetter(Part):
    """A letter that says to a provider who was told that the change does not come."""

    letter_id: UUID
    contract_id: UUID
    contract_number: str
    provider_id: UUID
    clause: NoticeClause


class ReplyLetter(Part):
    """A letter with the answer to a provider's reaction (AN-19)."""

    letter_id: UUID
    contract_id: UUID
    contract_number: str
    provider_id: UUID
    clause: NoticeClause


class Indexation(Part):
    """Each tariff in scope goes up by a percentage, rounded to cents; per contract (CC-16, FI-06).

    `products` none named means every tariff. `percentage` is as decided, such as 3.24.
    """

    index: str = Field(min_length=2)
    year: int
    percentage: str = Field(pattern=r"^-?\d{1,2}(\.\d{1,4})?$")
    products: tuple[str, ...] = ()
