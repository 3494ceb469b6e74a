"""What a what-if looks at: a programme as it stands, in plain values that can be supposed away."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from uuid import UUID

from domain.dates import Explained, Window
from domain.decision.parts import Question
from domain.decision.reaching import Agreed, standing
from domain.notice import NoticeClause
from domain.procedure.state import StepState
from domain.programme.state import Item

Failing = Literal["no_answer", "disagreed", "decided_otherwise"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A decision. `closed` says that it was let go: nothing is supposed of it any more, it asks
    nothing and keeps no gate shut. `reached` says that it was reached at some time.

    `named` are those who must answer and are known, `answers` what they said or are supposed to
    say, `never` those of whom it is supposed that they do not answer.
    """

    key: str
    question: Question
    window: Window
    latest: Explained | None
    named: tuple[str, ...]
    expected: int | None
    answers: Mapping[str, str]
    closed: bool = False
    settled: str | None = None
    never: frozenset[str] = frozenset()
    reached: bool = False

    @property
    def open(self) -> bool:
        """Whether anybody still has to answer or can answer otherwise."""
        return not self.closed and self.settled is None

    @property
    def fails(self) -> Failing | None:
        """Why it does not let things go on, if whoever has not answered says that it should."""
        goes_on = self.question.outcomes[0]
        if self.settled is not None:
            return None if self.settled == goes_on else "decided_otherwise"
        if self.closed:
            return None
        unnamed = max((self.expected or 0) - len(self.named), 0)
        if not unnamed and not self.named and not self.never:
            return None
        named = (*self.named, *(f"unnamed-{number}" for number in range(unnamed)))
        answers = {
            each: self.answers.get(each, goes_on) for each in named if each not in self.never
        }
        found = standing(self.question.rule, self.question.outcomes, answers, named, len(named))
        if isinstance(found, Agreed):
            return None if found.outcome == goes_on else "decided_otherwise"
        said_otherwise = any(each != goes_on for each in answers.values())
        return "disagreed" if said_otherwise else "no_answer"

    @property
    def opens(self) -> bool | None:
        """What it says of its gates, going well unless something is supposed or said otherwise."""
        if self.fails is None:
            return True
        return False if self.reached or self.fails == "decided_otherwise" else None


@dataclass(frozen=True, slots=True)
class Way:
    """A procedure with its steps as they stand; `gates` are those that are open."""

    key: str
    title: str
    segments: tuple[str, ...]
    steps: Mapping[str, StepState]
    gates: frozenset[str]
    over: bool = False


@dataclass(frozen=True, slots=True)
class Changing:
    """A change of contracts that is not in force yet, under each clause that it falls under.

    `told` says that providers were told of it, or are being told; `to_announce` that they must
    still be: neither is so of one that was ruled to need no notice.
    """

    change_id: UUID
    key: str
    title: str
    segment: str
    effective: Window
    clauses: tuple[NoticeClause, ...]
    announce_item: str | None = None
    effect_item: str | None = None
    told: bool = False
    to_announce: bool = True


@dataclass(frozen=True, slots=True)
class Running:
    """A contract; `reach` is the last day to which its options can take it, if they can."""

    contract_id: UUID
    number: str
    segment: str
    provider_id: UUID
    starts: date
    ends: Window
    reach: date | None = None


@dataclass(frozen=True, slots=True)
class Secret:
    """That a document, or a section of it, is secret."""

    code: str
    title: str
    first: date | None
    public_from: date | None


@dataclass(frozen=True, slots=True)
class World:
    """The programme on a day, as it is or as it is supposed to be.

    `shut` are gates that are supposed to stay shut: until a time, or for good if it is none.
    """

    today: date
    items: Mapping[str, Item]
    version: int = 0
    decisions: Mapping[str, Asked] = field(default_factory=dict)
    ways: tuple[Way, ...] = ()
    changes: tuple[Changing, ...] = ()
    contracts: tuple[Running, ...] = ()
    secrets: tuple[Secret, ...] = ()
    predecessors_end: Window | None = None
    successors_start: Window | None = None
    segments: tuple[str, ...] = ()
    shut: Mapping[str, Window | None] = field(default_factory=dict)

    @property
    def gates(self) -> Mapping[str, tuple[Asked, ...]]:
        """Every gate with the decisions that open it, without those that were let go."""
        found: dict[str, tuple[Asked, ...]] = {}
        for way in self.ways:
            for state in way.steps.values():
                if state.step.gate:
                    found.setdefault(state.step.gate, ())
        for asked in self.decisions.values():
            for gate in () if asked.closed else asked.question.opens:
                found[gate] = (*found.get(gate, ()), asked)
        return found
