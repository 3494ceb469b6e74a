"""The words every part of the domain is written in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Generic, Literal, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import AwareDatetime, BaseModel

Standing = Literal["stated", "derived", "external", "fictional"]
"""Where a fact comes from: said by its source, computed by us, from elsewhere, or an example."""


def derived_id(*key: object) -> UUID:
    """The id of the thing with this business key: the same key, the same id, everywhere."""
    return uuid5(NAMESPACE_URL, "urn:inkoopspoor:" + ":".join(map(str, key)))


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words for people, kept apart from their values so that they can be translated.

    `template` is the English text and the key of its translation; `%(name)s` takes the value.
    Dates are given as ISO text; whoever shows the sentence writes them in the reader's way.
    """

    template: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template % self.values if self.values else self.template


class Source(BaseModel, frozen=True, extra="forbid"):
    """Where a fact can be read: the document's code, the place in it, and its words."""

    document: str
    section: str
    quote: str


class Command(BaseModel, frozen=True, extra="forbid"):
    """A request that may be refused, named as an order: `ProposeChange`.

    `command_id` is the idempotency key: a command that was carried out is not carried out again.
    `by` is the opaque id of whoever asks; `at` is when; `correlation` joins all that follows
    from one request.
    """

    command_id: UUID
    at: AwareDatetime
    by: str
    correlation: UUID | None = None


class Event(BaseModel, frozen=True, extra="forbid"):
    """A fact that is kept for ever, named in the past tense: `ChangeProposed`.

    The event log gives it `event_id`; until then it has none. `at` is when it was recorded,
    `effective` the date from which it counts. No personal data, ever.
    """

    version: ClassVar[int] = 1

    event_id: UUID | None = None
    at: AwareDatetime
    by: str
    caused_by: UUID
    correlation: UUID
    effective: date | None = None
    standing: Standing | None = None
    source: Source | None = None


def made(command: Command) -> dict[str, Any]:
    """What every event takes over from the command that caused it."""
    return {
        "at": command.at,
        "by": command.by,
        "caused_by": command.command_id,
        "correlation": command.correlation or command.command_id,
    }


class Refused(Exception):  # noqa: N818 (a refusal is an answer, not a malfunction)
    """The domain said no. `reason` is for programs and never changes, `sentence` is for people."""

    def __init__(self, reason: str, template: str, **values: object) -> None:
        self.reason = reason
        self.sentence = Sentence(template, {name: str(value) for name, value in values.items()})
        super().__init__(str(self.sentence))


C = TypeVar("C", bound=Command)
S = TypeVar("S")
E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Decider(Generic[C, S, E]):
    """Two pure functions and a starting point: all there is to an aggregate.

    `identity` names the field of a command that says which stream it is for.
    """

    name: str
    identity: str
    initial: S
    decide: Callable[[C, S], list[E]]
    evolve: Callable[[S, E], S]
