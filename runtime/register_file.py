"""What a register's file may contain: the providers and contracts of a programme, and people."""

import re
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from domain.base import Source, Standing
from domain.contract.parts import Form, Lineage, Option, Principal, Term
from domain.dates import Window, end_of_term
from domain.provisions import Amount, Figure, Provisions
from runtime.admission_rows import AdmissionRow
from runtime.programme_file import ProgrammeFile
from runtime.programme_rows import KEY, ClauseRow, DocumentRow, Row, Terms

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ADDRESS = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"


def _day(text: object) -> object:
    if isinstance(text, str) and not _DAY.fullmatch(text):
        raise ValueError(f'"{text}" is not a day; a day is written as 2021-07-01')
    return text


Day = Annotated[date, BeforeValidator(_day)]


class OptionRow(Option):
    option_id: str = Field(alias="id", pattern=KEY)


class AgreementRow(Row):
    """What contracts of a segment have in common.

    `provisions` say in figures what terms of the same name say in words. Where `ends` is not
    given, the last day follows from `starts` and `term`.
    """

    id: str = Field(pattern=KEY)
    segment: str
    starts: Day
    ends: Window | None = None
    clause: str
    terms: Terms
    form: Form = "single"
    principals: tuple[Principal, ...] = ()
    products: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    term: Term | None = None
    options: tuple[OptionRow, ...] = ()
    provisions: Provisions = Field(default_factory=dict)

    @model_validator(mode="after")
    def refuse_no_end(self) -> Self:
        """Nobody guesses how long an agreement runs."""
        if self.ends is None and self.term is None:
            raise ValueError("say how long it runs: give `ends`, or `term` in months")
        return self


class ProviderRow(Row):
    """A provider, with the numbers by which others know it (AD-18)."""

    id: str = Field(pattern=KEY)
    name: str
    email: str = Field(pattern=_ADDRESS)
    kvk: str | None = Field(default=None, pattern=r"^[0-9]{8}$")
    agb: str | None = Field(default=None, pattern=r"^[0-9]{8}$")


class DrawsRow(Row):
    """What a call-off draws on a right of its framework, from which day."""

    right: str
    on: Day
    amount: Amount | None = None
    fte: Figure | None = None


class ContractRow(Row):
    """A provider's contract: the agreement's, apart from what is said here.

    `parent` and `replaces` name contracts of this file by number; `knows` are changes of the
    programme that were announced before the contract was signed (AN-15).
    """

    number: str = Field(min_length=1)
    provider: str
    agreement: str
    starts: Day | None = None
    ends: Window | None = None
    clause: str | None = None
    terms: dict[str, str] = Field(default_factory=dict)
    source: Source | None = None
    parent: str | None = None
    draws: DrawsRow | None = None
    products: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    provisions: Provisions = Field(default_factory=dict)
    replaces: tuple[str, ...] = ()
    how: Lineage | None = None
    knows: tuple[str, ...] = ()

    @model_validator(mode="after")
    def refuse_draws_on_nothing(self) -> Self:
        """Only a contract under a framework draws on it."""
        if self.draws is not None and self.parent is None:
            raise ValueError("it draws on a framework: name that one as its `parent`")
        return self


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
    admissions: tuple[AdmissionRow, ...] = ()

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

    @field_validator("contracts")
    @classmethod
    def refuse_unknown_known_changes(
        cls, contracts: tuple[ContractRow, ...], info: ValidationInfo
    ) -> tuple[ContractRow, ...]:
        """What a contract was signed knowing of is a change that the programme has."""
        programme = info.data.get("programme")
        known = {each.key for each in programme.changes} if programme else set()
        unknown = sorted({key for each in contracts for key in each.knows} - known)
        if programme and unknown:
            raise ValueError(
                f'the programme has no change "{unknown[0]}"; it has: {", ".join(sorted(known))}'
            )
        return contracts

    @property
    def standing(self) -> Standing:
        return "fictional" if self.fictional else "stated"

    def agreement(self, contract: ContractRow) -> AgreementRow:
        return next(each for each in self.agreements if each.id == contract.agreement)

    def starts(self, contract: ContractRow) -> date:
        return contract.starts or self.agreement(contract).starts

    def ends(self, contract: ContractRow) -> Window:
        """The end as it is written, or as it follows from the start and the term (CC-01)."""
        agreement = self.agreement(contract)
        ends, term = contract.ends or agreement.ends, agreement.term
        if ends is None and term is not None:
            months = {"at_least": term.at_least, "at_most": term.at_most}
            ends = end_of_term(self.starts(contract), **months, written=term.written)
        assert ends is not None
        return ends

    def provisions(self, contract: ContractRow) -> Provisions:
        """In figures what the terms say; a contract's own words set the agreement's aside."""
        common = self.agreement(contract).provisions
        kept = {name: each for name, each in common.items() if name not in contract.terms}
        return kept | contract.provisions

    def clause(self, clause_id: str) -> ClauseRow:
        """A clause of this file, or else of the programme."""
        known = (*self.clauses, *self.programme.clauses)
        return next(each for each in known if each.id == clause_id)
