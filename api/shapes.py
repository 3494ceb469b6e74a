"""What the API shows and takes: the read models' rows and the domain's parts in camelCase.

A shape is filled from the attributes of what it shows, so it names fields and never computes.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, date
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, field_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from domain.change import parts
from domain.dates import Bound, Precision
from domain.notice import NoticeClause
from projections import address_book

Instant = Annotated[AwareDatetime, AfterValidator(lambda at: at.astimezone(UTC))]
"""Shown in UTC; taken with any offset."""


class Input(BaseModel):
    """What callers send. What is not known is an error, not overlooked."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, populate_by_name=True)

    @field_validator("*")
    @classmethod
    def _can_be_kept(cls, value: object) -> object:
        """PostgreSQL keeps every character but one."""
        if _has_nul(value):
            raise PydanticCustomError("nul", "has a NUL in it")
        return value


class Shape(BaseModel):
    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, from_attributes=True, extra="ignore"
    )


S = TypeVar("S", bound=Shape)


class Accepted(Shape):
    """The request is recorded; reads have it from this log position on."""

    position: int


class Clause(NoticeClause, alias_generator=to_camel, populate_by_name=True, from_attributes=True):
    """A notice clause, as versioned and cited."""


class Adoption(
    parts.Adoption, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """The decision behind a change: the body, the day, its reference."""


class Override(
    parts.Override, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """The notice was too short and the change goes on all the same: who decided, and why."""


class DatedWindow(Shape):
    """When something happens, as its source says it, with the first and last day it allows.

    `due` is the cautious day that alerts use.
    """

    edtf: str | None
    bound: Bound
    written: str
    precision: Precision
    first: date | None
    last: date | None
    due: date | None


class ReckonedStep(Shape):
    """A step of a computation: `template` with its values filled in."""

    template: str
    values: dict[str, str]


class Reckoned(Shape):
    """A computed day: the rule and its version, what went in, and the steps that led to it."""

    value: date
    rule: str
    inputs: dict[str, str]
    steps: list[ReckonedStep]


class Party(Shape):
    """Somebody with an id; no name if it was never known, or erased."""

    party_id: str
    name: str | None = None


def details(part: BaseModel, without: Collection[str]) -> dict[str, Any]:
    """What a part says beside the fields that all of its sort have, in camelCase."""
    said = part.model_dump(mode="json", by_alias=False, exclude=set(without), exclude_none=True)
    return {to_camel(name): value for name, value in said.items()}


def shown(shape: type[S], row: object, **more: object) -> S:
    """The row in this shape; `more` are fields that the row itself does not have."""
    names = shape.model_fields
    own = {name: getattr(row, name) for name in names if name not in more}
    return shape.model_validate({**own, **more})


def _has_nul(value: object) -> bool:
    match value:
        case str():
            return "\0" in value
        case Mapping():
            return any(_has_nul(each) for pair in value.items() for each in pair)
        case list() | tuple():
            return any(_has_nul(each) for each in value)
        case BaseModel():
            return _has_nul(dict(value))
        case _:
            return False


def party(party_id: UUID, names: Mapping[str, address_book.Party]) -> Party:
    """Somebody by id, with the name that the address book has."""
    known = names.get(str(party_id))
    return Party(party_id=str(party_id), name=known.name if known else None)
