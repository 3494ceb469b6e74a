"""What is supposed in a what-if, each in a line of text that an address can carry (ST-08)."""

from collections.abc import Iterable
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, TypeAdapter, ValidationError

from domain.dates import Day
from domain.edtf import span_of

NEVER = "never"
"""What stands for no answer where an outcome is asked."""

MOST_MONTHS = 120
"""The farthest a plan can be supposed to move in one go, in months."""

MOST = 40
"""How many things are supposed at once at most."""

_BETWEEN = ":"


def _readable(edtf: str) -> str:
    span_of(edtf)
    return edtf


def _not_nothing(months: int) -> int:
    if months == 0:
        raise ValueError("moving by nothing is no supposition")
    return months


Edtf = Annotated[str, AfterValidator(_readable)]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^:,\x00-\x1f]+$")]


class _Supposition(BaseModel, frozen=True, extra="forbid"):
    """Something that goes otherwise than planned."""


class MoveItem(_Supposition):
    """A part of the plan gets another date; how the words around it limit it stays."""

    kind: Literal["move"] = "move"
    item: Name
    edtf: Edtf


class ShiftBy(_Supposition):
    """What is still to come moves by so many months, for one segment or for all."""

    kind: Literal["shift"] = "shift"
    months: Annotated[int, Field(ge=-MOST_MONTHS, le=MOST_MONTHS), AfterValidator(_not_nothing)]
    segment: Name | None = None


class DecideOn(_Supposition):
    """A decision is taken at another time."""

    kind: Literal["decide"] = "decide"
    decision: Name
    edtf: Edtf


class AnswerAs(_Supposition):
    """Somebody answers otherwise, at another time, or `never`."""

    kind: Literal["answer"] = "answer"
    decision: Name
    answerer: Name
    outcome: Name
    edtf: Edtf | None = None


class KeepShut(_Supposition):
    """A gate stays shut until a time; without one for good."""

    kind: Literal["shut"] = "shut"
    gate: Name
    edtf: Edtf | None = None


class WithdrawOn(_Supposition):
    """A provider stops: this is the last day of its contracts."""

    kind: Literal["withdraw"] = "withdraw"
    provider_id: UUID
    day: Day


Supposition = Annotated[
    MoveItem | ShiftBy | DecideOn | AnswerAs | KeepShut | WithdrawOn, Field(discriminator="kind")
]
_ADAPTER: TypeAdapter[Supposition] = TypeAdapter(Supposition)
_FIELDS: dict[str, tuple[str, ...]] = {
    "move": ("item", "edtf"),
    "shift": ("months", "segment"),
    "decide": ("decision", "edtf"),
    "answer": ("decision", "answerer", "outcome", "edtf"),
    "shut": ("gate", "edtf"),
    "withdraw": ("provider_id", "day"),
}


def asked_of(suppositions: Iterable[Supposition]) -> frozenset[str]:
    """The decisions of which it is supposed how somebody answers: what comes of it tells more."""
    return frozenset(each.decision for each in suppositions if isinstance(each, AnswerAs))


def all_in_text(suppositions: Iterable[Supposition]) -> str:
    """Several of them, as `read_all` reads them."""
    return ",".join(in_text(each) for each in suppositions)


def read_all(text: str) -> tuple[Supposition, ...]:
    """What the text supposes, in its order, without what cannot be read; `MOST` at most."""
    found = (read(each) for each in text.split(","))
    return tuple(dict.fromkeys(each for each in found if each is not None))[:MOST]


def unread(text: str) -> tuple[str, ...]:
    """What of the text `read_all` leaves out: it cannot be read, or it is one too many."""
    known = frozenset(read_all(text))
    parts = dict.fromkeys(filter(None, (each.strip() for each in text.split(","))))
    return tuple(each for each in parts if read(each) not in known)


def in_text(supposition: Supposition) -> str:
    """The supposition as `read` reads it: `move:start:2027-04`."""
    values = [getattr(supposition, name) for name in _FIELDS[supposition.kind]]
    while values and values[-1] is None:
        values.pop()
    return _BETWEEN.join((supposition.kind, *(str(each) for each in values)))


def read(text: str) -> Supposition | None:
    """What the text supposes; none if it cannot be read as a supposition."""
    kind, *values = text.split(_BETWEEN)
    names = _FIELDS.get(kind)
    if names is None or len(values) > len(names):
        return None
    given = {name: value for name, value in zip(names, values, strict=False) if value}
    try:
        return _ADAPTER.validate_python({"kind": kind, **given})
    except ValidationError:
        return None
