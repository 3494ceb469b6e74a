"""What may be asked of a contract."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from domain.base import Command, Source, Standing
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
from domain.provisions import Amount, Figure, Provisions

Terms = dict[str, str]
"""Contract terms by name; the value is the term's text."""
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 of a file, in hexadecimal."""


class ConcludeContract(Command):
    """Record a contract as it was concluded, with the notice clause it carries.

    `provisions` say in figures what terms of the same name say in words. `parent` is the
    agreement it stands under (CC-03), `replaces` are the contracts it came from and `how`
    (CC-04). `knows` are changes that were announced before it was signed and whose terms it
    was signed with in view (AN-15).
    """

    kind: Literal["ConcludeContract"] = "ConcludeContract"
    contract_id: UUID
    number: str
    programme_id: UUID
    segment: str
    provider_id: UUID
    starts: date
    ends: Window
    terms: Terms
    clause: NoticeClause
    standing: Standing
    source: Source
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


class AmendContract(Command):
    """Put a change's terms in force. Carries what shows that the contract's own clause was kept.

    `announced_on` is the day the letter to this provider was accepted for delivery. `ruling` says
    that the clause does not cover the change (AN-13); `knew` that the contract was signed with
    the announced terms in view, which its own record must bear out. `new_clause` governs what is
    announced from the effective day on (AN-21).
    """

    kind: Literal["AmendContract"] = "AmendContract"
    contract_id: UUID
    change_id: UUID
    effective: date
    terms: Annotated[Terms, Field(min_length=1)]
    announced_on: date | None
    override: Override | None = None
    kinds: tuple[ChangeKind, ...] = ()
    provisions: Provisions = Field(default_factory=dict)
    ruling: Ruling | None = None
    knew: bool = False
    new_clause: NoticeClause | None = None


class CorrectContract(Command):
    """Mend a mistake in an earlier record: the contract always read so (CC-22).

    `corrects` is the id of the event that was wrong.
    """

    kind: Literal["CorrectContract"] = "CorrectContract"
    contract_id: UUID
    corrects: UUID
    terms: Terms
    reason: Annotated[str, Field(min_length=3)]
    provisions: Provisions = Field(default_factory=dict)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.terms and not self.provisions:
            raise ValueError("a correction needs the right words or figures of a term")
        return self


class EndContract(Command):
    """Let a contract end before its time (GO-03, GO-11)."""

    kind: Literal["EndContract"] = "EndContract"
    contract_id: UUID
    last_day: Day
    ending: Ending


class ExtendContract(Command):
    """Let a contract end on another day: by an option, by bridging, or to align ends.

    `until` is the new last day; an option that says how long it is needs none. `told_on` is the
    day the provider was told that the option is used. `count` says which use of the option, or
    which bridging, this is: none means the next.
    """

    kind: Literal["ExtendContract"] = "ExtendContract"
    contract_id: UUID
    how: Means
    option_id: str | None = None
    until: Day | None = None
    told_on: Day | None = None
    count: Annotated[int, Field(ge=1)] | None = None
    decision: Decided


class ReplaceContract(Command):
    """Other contracts take its place from the day after `last_day` (CC-04).

    Asked once for each of them, or once for all.
    """

    kind: Literal["ReplaceContract"] = "ReplaceContract"
    contract_id: UUID
    by_contracts: Annotated[tuple[UUID, ...], Field(min_length=1)]
    how: Lineage
    last_day: Day
    decision: Decided | None = None


class SignContract(Command):
    """Record that a party signed (CC-20). `digest` is of the file that was signed.

    `on_behalf_of` are the municipalities that a signature binds; none named means all.
    """

    kind: Literal["SignContract"] = "SignContract"
    contract_id: UUID
    party: Party
    on_behalf_of: tuple[str, ...] = ()
    signed_on: Day
    document: Annotated[str, Field(min_length=1)]
    document_version: Annotated[str, Field(min_length=1)] = "1"
    digest: Digest


class FulfilDuty(Command):
    """A party did what it had to do (CC-15). `duty` names the term.

    `arose_on` is the day on which a duty arose that is due *whenever* something happens.
    """

    kind: Literal["FulfilDuty"] = "FulfilDuty"
    contract_id: UUID
    duty: str
    fulfilled_on: Day
    arose_on: Day | None = None
    proof: str | None = None


class MissDuty(Command):
    """The last day of a duty has passed. For one that arose, `reason` says what was not done."""

    kind: Literal["MissDuty"] = "MissDuty"
    contract_id: UUID
    duty: str
    arose_on: Day | None = None
    reason: str | None = None


class RecordResult(Command):
    """What came of an agreed performance in a period (CC-13). `performance` names the term.

    `value` is held against the target if that has figures; else `met` says whether it was
    reached, and none leaves that open.
    """

    kind: Literal["RecordResult"] = "RecordResult"
    contract_id: UUID
    performance: str
    period: Window
    written: Annotated[str, Field(min_length=1)]
    value: Annotated[Decimal, Field(max_digits=14, decimal_places=4)] | None = None
    met: bool | None = None
    document: str | None = None


class EnforceContract(Command):
    """Take a step of the enforcement ladder of a performance or a duty (CC-14).

    `about` names the term. Whoever leaves out a milder step says why in `skip_reason`.
    """

    kind: Literal["EnforceContract"] = "EnforceContract"
    contract_id: UUID
    about: str
    rung: Annotated[int, Field(ge=1)]
    decision: Decided
    skip_reason: Annotated[str, Field(min_length=10)] | None = None


class PlanHandOver(Command):
    """By when the clients of a contract that ends are with others; only how many (GO-11)."""

    kind: Literal["PlanHandOver"] = "PlanHandOver"
    contract_id: UUID
    clients: Annotated[int, Field(ge=0)]
    due: Day
    arrangement: Annotated[str, Field(min_length=10)]
    receivers: tuple[UUID, ...] = ()


class CompleteHandOver(Command):
    """All clients were handed over, or their care ended."""

    kind: Literal["CompleteHandOver"] = "CompleteHandOver"
    contract_id: UUID
    completed_on: Day
    transferred: Annotated[int, Field(ge=0)]
    care_ended: Annotated[int, Field(ge=0)] = 0


class DrawDown(Command):
    """Draw on a framework's drawing right for a call-off (CC-03, SG-21). `right` names the term.

    Asked again for the same call-off, it replaces what that drew before; zero frees it.
    """

    kind: Literal["DrawDown"] = "DrawDown"
    contract_id: UUID
    right: str
    call_off: UUID
    drawn_on: Day
    amount: Amount | None = None
    fte: Annotated[Figure, Field(ge=0)] | None = None


ContractCommand = Annotated[
    ConcludeContract
    | AmendContract
    | CorrectContract
    | EndContract
    | ExtendContract
    | ReplaceContract
    | SignContract
    | FulfilDuty
    | MissDuty
    | RecordResult
    | EnforceContract
    | PlanHandOver
    | CompleteHandOver
    | DrawDown,
    Field(discriminator="kind"),
]
