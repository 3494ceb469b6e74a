"""What is to become of a row, why, and exactly what would be done: the answer of a dry run."""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field
from pydantic_core import to_json

from domain.base import Source
from domain.contract.commands import ConcludeContract, CorrectContract
from domain.dates import Window
from domain.identifiers import Scheme
from domain.provider.commands import RegisterProvider
from runtime.sheets.columns import TITLES
from runtime.sheets.lines import Line

Verdict = Literal["new", "same", "changed", "refused"]
VERDICTS: tuple[Verdict, ...] = ("new", "changed", "same", "refused")
Planned = Annotated[
    RegisterProvider | ConcludeContract | CorrectContract, Field(discriminator="kind")
]
"""A command without its circumstances: these are set when it is handed over."""


class Entry(BaseModel, frozen=True):
    """What the address book says, or is to say, of a party."""

    name: str | None = None
    email: str | None = None
    numbers: dict[Scheme, str] = {}


class Plan(BaseModel, frozen=True):
    """What confirming does for a row, and what must still be so then.

    `stream` is the provider's or contract's, of which there were so many `events`. `before` is
    the entry in the address book that `after` replaces; none if there was none.
    """

    stream: UUID
    events: int = 0
    commands: tuple[Planned, ...] = ()
    before: Entry | None = None
    after: Entry | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a field reads now, and what the row would make of it."""

    field: str
    old: str
    new: str


@dataclass(slots=True)
class Judged:
    """A row and its verdict. Only a row with a `plan` is carried out.

    `about` names what the row is about, for people. A changed row without a plan is not carried
    out: its remarks say by which way such a change is made.
    """

    line: Line
    verdict: Verdict
    about: str
    stream: UUID | None = None
    differences: list[Difference] = field(default_factory=list)
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where facts come from: a file by its digest, since its name may be somebody's."""

    digest: str

    def source(self, line: Line, quote: str) -> Source:
        """The row as the source of a fact."""
        return Source(
            document=f"import-{self.digest[:12]}",
            section=f"{TITLES[line.kind]}, rij {line.number}",
            quote=quote,
        )


def version_of(*values: object) -> str:
    """A short mark of what a row says now, by which a row that changed meanwhile is known."""
    return sha256(to_json(values)).hexdigest()[:10]


def difference(name: str, old: Any, new: Any) -> Difference:
    """What a field reads now and would read, as people write such values."""
    return Difference(name, _shown(old), _shown(new))


def _shown(value: Any) -> str:
    match value:
        case Window():
            return value.written
        case date():
            return value.isoformat()
        case tuple():
            return "; ".join(value)
        case _:
            return str(value)
