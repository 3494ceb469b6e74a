"""What may be asked of a contract."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.base import Command, Source, Standing
from domain.change.parts import Override
from domain.contract.parts import Ending
from domain.dates import Day, Window
from domain.notice import NoticeClause

Terms = dict[str, str]
"""Contract terms by name; the value is the term's text."""


class ConcludeContract(Command):
    """Record a contract as it was concluded, with the notice clause it carries."""

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


class AmendContract(Command):
    """Put a change's terms in force. Carries what shows that the contract's own clause was kept.

    `announced_on` is the day the letter to this provider was accepted for delivery.
    """

    kind: Literal["AmendContract"] = "AmendContract"
    contract_id: UUID
    change_id: UUID
    effective: date
    terms: Annotated[Terms, Field(min_length=1)]
    announced_on: date | None
    override: Override | None = None


class CorrectContract(Command):
    """Mend a mistake in an earlier record: the contract always read so (CC-22).

    `corrects` is the id of the event that was wrong.
    """

    kind: Literal["CorrectContract"] = "CorrectContract"
    contract_id: UUID
    corrects: UUID
    terms: Annotated[Terms, Field(min_length=1)]
    reason: Annotated[str, Field(min_length=3)]


class EndContract(Command):
    """Let a contract end before its time (GO-03, GO-11)."""

    kind: Literal["EndContract"] = "EndContract"
    contract_id: UUID
    last_day: Day
    ending: Ending


ContractCommand = Annotated[
    ConcludeContract | AmendContract | CorrectContract | EndContract, Field(discriminator="kind")
]
