"""Changes that are proposed and replaced from files, with contracts by their numbers (CC-27)."""

from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel, Field, ValidationError

from api.change_proposals import strictest
from domain.base import Refused, Source, Standing, derived_id
from domain.change.commands import ProposeChange, ReplaceAnnouncement
from domain.change.parts import ChangeKind, Excepted, Indexation, Mandate, Reservation, Scope
from domain.dates import Day
from domain.notice import NoticeClause
from domain.provisions import Provisions
from projections import tables
from projections.programmes import PROGRAMMES, ProgrammeRow
from projections.reach import known_numbers
from runtime.mistakes import Mistakes
from runtime.shape import mistakes_of
from runtime.yaml_lines import load

Model = TypeVar("Model", bound=BaseModel)


class ExceptedRow(BaseModel, frozen=True, extra="forbid"):
    """A contract by its number, and why it is left alone."""

    number: str
    reason: str = Field(min_length=3)


class ProposalFile(BaseModel, frozen=True, extra="forbid"):
    """One proposed change; `programme` is the key under which it was published."""

    programme: str
    key: str = Field(pattern=r"^[a-z0-9-]+$")
    segments: Annotated[tuple[str, ...], Field(min_length=1)]
    title: str = Field(min_length=1)
    description: str
    effective: Day
    terms: Annotated[dict[str, str], Field(min_length=1)]
    kinds: tuple[ChangeKind, ...] = ()
    products: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()
    excepted: tuple[ExceptedRow, ...] = ()
    provisions: Provisions = Field(default_factory=dict)
    indexation: Indexation | None = None
    new_clause: NoticeClause | None = None
    reservation: Reservation | None = None
    remind_days: tuple[int, ...] | None = None
    draft_days: int | None = None
    standing: Standing = "stated"
    source: Source | None = None


class ReplacementFile(BaseModel, frozen=True, extra="forbid"):
    """What is announced in place of what was (AN-14)."""

    description: str
    terms: Annotated[dict[str, str], Field(min_length=1)]
    provisions: Provisions = Field(default_factory=dict)
    nature: Literal["other_terms", "writing_error"]
    decided_by: str = Field(min_length=2)
    reason: str = Field(min_length=3)


def read_proposal(path: Path) -> ProposalFile:
    """What the file says, in YAML or JSON. Raises `Mistakes` with every mistake in it."""
    return _read(path, ProposalFile)


def read_replacement(path: Path) -> ReplacementFile:
    """What the file says, in YAML or JSON. Raises `Mistakes` with every mistake in it."""
    return _read(path, ReplacementFile)


def read_mandate(path: Path) -> Mandate:
    """What the file says, in YAML or JSON. Raises `Mistakes` with every mistake in it."""
    return _read(path, Mandate)


def replacement(file: ReplacementFile, stamp: dict[str, Any]) -> ReplaceAnnouncement:
    """The command; the stamp says which change it is about."""
    return ReplaceAnnouncement.model_validate({**file.model_dump(), **stamp})


def _read(path: Path, model: type[Model]) -> Model:
    text = load(path)
    if text.mistakes:
        raise Mistakes(text.mistakes)
    try:
        return model.model_validate(text.data)
    except ValidationError as error:
        raise Mistakes(mistakes_of(error, model, text.lines)) from error


def proposal(file: ProposalFile, source: tables.Source, stamp: dict[str, Any]) -> ProposeChange:
    """The command. Raises `Refused` for a programme or contract that is not there."""
    programme = programme_called(file.programme, source)
    scope = _scope(file, known_of(file, programme, source))
    own = ("programme", "segments", "products", "municipalities", "contracts", "excepted")
    given = file.model_dump(exclude=set(own), exclude_none=True)
    return ProposeChange.model_validate(
        {
            "change_id": derived_id("change", programme.key, file.key),
            "programme_id": programme.programme_id,
            "segment": file.segments[0],
            "scope": None if scope == Scope(segments=file.segments[:1]) else scope,
            "clause": strictest(programme, scope, file.effective),
            **given,
            **stamp,
        }
    )


def programme_called(key: str, source: tables.Source) -> ProgrammeRow:
    found = tables.select(source, PROGRAMMES, {"key": key})
    if not found:
        raise Refused("unknown_programme", "there is no such programme")
    return found[0]


def known_of(file: ProposalFile, programme: ProgrammeRow, source: tables.Source) -> dict[str, UUID]:
    """The contracts that the file names, by number."""
    numbers = (*file.contracts, *(each.number for each in file.excepted))
    known = known_numbers(source, programme.programme_id, numbers)
    unknown = [each for each in numbers if each not in known]
    if unknown:
        raise Refused(
            "unknown_contract",
            "No contract of this programme has number %(numbers)s.",
            numbers=", ".join(unknown),
        )
    return known


def _scope(file: ProposalFile, known: dict[str, UUID]) -> Scope:
    return Scope(
        segments=file.segments,
        products=file.products,
        municipalities=file.municipalities,
        contracts=tuple(known[each] for each in file.contracts),
        excepted=tuple(
            Excepted(contract_id=known[each.number], reason=each.reason) for each in file.excepted
        ),
    )
