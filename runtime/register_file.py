"""What a register's file may contain: the providers and contracts of a programme, and people."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from domain.base import Source, Standing
from domain.dates import Window
from runtime.programme_file import ProgrammeFile
from runtime.programme_rows import KEY, ClauseRow, DocumentRow, Row, Terms

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ADDRESS = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"


def _day(text: object) -> object:
    if isinstance(text, str) and not _DAY.fullmatch(text):
        raise ValueError(f'"{text}" is not a day; a day is written as 2021-07-01')
    return text


Day = Annotated[date, BeforeValidator(_day)]


class AgreementRow(Row):
    """What contracts of a segment have in common."""

    id: str = Field(pattern=KEY)
    segment: str
    starts: Day
    ends: Window
    clause: str
    terms: Terms


class ProviderRow(Row):
    id: str = Field(pattern=KEY)
    name: str
    email: str = Field(pattern=_ADDRESS)


class ContractRow(Row):
    """A provider's contract: the agreement's, apart from what is said here."""

    number: str = Field(min_length=1)
    provider: str
    agreement: str
    starts: Day | None = None
    ends: Window | None = None
    clause: str | None = None
    terms: dict[str, str] = Field(default_factory=dict)
    source: Source | None = None


class PartyRow(Row):
    """The office, or a person who works with the programme."""

    id: str = Field(pattern=KEY)
    name: str
    email: str = Field(pattern=_ADDRESS)
    role: str


class DiscussedRow(Row):
    """At which table a change was discussed with providers, and when."""

    table: str = Field(min_length=2)
    on: Day


class AdoptedRow(Row):
    """Which body decided a change, and when."""

    body: str = Field(min_length=2)
    on: Day
    reference: str | None = None


class DecisionRow(Row):
    """How far a change of the programme had come when the register was written."""

    change: str
    discussed: DiscussedRow | None = None
    adopted: AdoptedRow | None = None


class RegisterFile(Row):
    """A programme's providers and contracts, with names and addresses.

    `programme` is written as the path of the programme's file, seen from this one.
    """

    kind: Literal["register"]
    fictional: bool
    programme: ProgrammeFile
    documents: Annotated[tuple[DocumentRow, ...], Field(min_length=1)]
    source: Source
    clauses: tuple[ClauseRow, ...] = ()
    agreements: tuple[AgreementRow, ...] = ()
    providers: tuple[ProviderRow, ...] = ()
    contracts: tuple[ContractRow, ...] = ()
    office: PartyRow | None = None
    people: tuple[PartyRow, ...] = ()
    decisions: tuple[DecisionRow, ...] = ()

    @field_validator("decisions")
    @classmethod
    def refuse_unknown_changes(
        cls, decisions: tuple[DecisionRow, ...], info: ValidationInfo
    ) -> tuple[DecisionRow, ...]:
        """A decision is about a change that the programme has."""
        programme = info.data.get("programme")
        known = {each.key for each in programme.changes} if programme else set()
        unknown = sorted({each.change for each in decisions} - known)
        if programme and unknown:
            raise ValueError(
                f'the programme has no change "{unknown[0]}"; it has: {", ".join(sorted(known))}'
            )
        return decisions

    @property
    def standing(self) -> Standing:
        return "fictional" if self.fictional else "stated"

    def agreement(self, contract: ContractRow) -> AgreementRow:
        return next(each for each in self.agreements if each.id == contract.agreement)

    def clause(self, clause_id: str) -> ClauseRow:
        """A clause of this file, or else of the programme."""
        known = (*self.clauses, *self.programme.clauses)
        return next(each for each in known if each.id == clause_id)
