"""What can have happened to a contract. Names and fields are storage format: add, never change."""

from datetime import date
from uuid import UUID

from domain.base import Event
from domain.change.parts import Override
from domain.contract.parts import Ending
from domain.dates import Day, Window
from domain.notice import NoticeClause


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


class ContractAmended(Event):
    """A change's terms count from the effective date; `latest` was the last day to announce it."""

    contract_id: UUID
    change_id: UUID
    terms: dict[str, str]
    announced_on: date | None = None
    latest: date
    override: Override | None = None


class ContractCorrected(Event):
    """An earlier record was wrong in these terms; from now on they are known to have read so."""

    contract_id: UUID
    corrects: UUID
    terms: dict[str, str]
    reason: str


class ContractEnded(Event):
    """The contract ends on an earlier day than it would have; `effective` is the day after it."""

    contract_id: UUID
    last_day: Day
    ending: Ending
    previous: Window


ContractEvent = ContractConcluded | ContractAmended | ContractCorrected | ContractEnded
