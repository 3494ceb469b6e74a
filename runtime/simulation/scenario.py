"""What people do otherwise than planned, as a YAML file says it (docs/scenarios.md)."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, ValidationError

from domain.base import Sentence
from runtime.mistakes import Mistakes
from runtime.shape import mistakes_of
from runtime.yaml_lines import load

Day = date | Literal["never"]


class Part(BaseModel, frozen=True, extra="forbid"):
    """A part of a scenario; a field it does not know is a mistake."""


class Withdrawal(Part):
    """The office gives the change up."""

    on: date
    reason: str = "Ingetrokken in dit scenario"


class Postponement(Part):
    """The office lets the change take effect later."""

    on: date
    to: date
    reason: str = "Uitgesteld in dit scenario"


class Decision(Part):
    """Somebody competent overrides the notice term."""

    on: date
    decided_by: str
    reason: str = Field(min_length=10)


class Deviation(Part):
    """What is done otherwise with one change; what is not named is done as planned.

    `refused` names contracts, by number, whose address the mail server refuses until `mend`.
    """

    discuss: Day | None = None
    adopt: Day | None = None
    approve: Day | None = None
    announce: Day | None = None
    withdraw: Withdrawal | None = None
    postpone: Postponement | None = None
    override: Decision | None = None
    refused: tuple[str, ...] = ()
    mend: Day = "never"


class Settlement(Part):
    """Somebody competent settles what the bodies do not agree on."""

    on: date
    outcome: str
    decided_by: str
    reason: str = Field(min_length=10)


class Correction(Part):
    """A body takes its answer back and decides anew."""

    on: date
    outcome: str
    reason: str = "Nieuw besluit in dit scenario"


class DecisionDeviation(Part):
    """What the bodies do otherwise: another outcome, another day, one *no* among them.

    `answers` are by body; `never` for one that does not answer.
    """

    outcome: str | None = None
    on: Day | None = None
    answers: dict[str, str] = {}
    corrections: dict[str, Correction] = {}
    settle: Settlement | None = None
    forgo: Decision | None = None


class BranchTaking(Part):
    """A declared branch is taken."""

    on: date
    take: str
    reason: str = "Gekozen in dit scenario"


class ProcedureDeviation(Part):
    """What goes otherwise in a procedure: days by step, steps skipped for a reason, its end."""

    steps: dict[str, Day] = {}
    skip: dict[str, str] = {}
    branch: BranchTaking | None = None
    withdraw: Withdrawal | None = None
    fail: Withdrawal | None = None


class Shift(Part):
    """The plan is moved by so many months."""

    on: date
    months: int
    title: str = "Verschoven plan"
    reason: str = "Verschoven in dit scenario"
    segments: tuple[str, ...] = ()


class Leaving(Part):
    """A municipality leaves; on the day it says so, unless `leaves_on` is later."""

    on: date
    leaves_on: date | None = None
    reason: str = "Treedt uit in dit scenario"


class Splitting(Part):
    """A segment becomes several: their ids with their titles."""

    on: date
    into: dict[str, str]
    reason: str = "Gesplitst in dit scenario"


class ProgrammeDeviation(Part):
    """What happens to a programme as a whole."""

    shift: tuple[Shift, ...] = ()
    leave: dict[str, Leaving] = {}
    split: dict[str, Splitting] = {}


class Lifting(Part):
    """Secrecy is lifted before its end."""

    on: date
    body: str
    reason: str = "Opgeheven in dit scenario"


class ContractEnd(Part):
    """A contract ends early: stopped by a go/no-go, or its provider fails new criteria."""

    on: date
    last_day: date
    ground: Literal["go_no_go", "suitability", "agreement", "breach"] = "suitability"
    decided_by: str = "Colleges"
    reason: str = "Voldoet niet aan de nieuwe eisen"
    continuity: str = "Jeugdigen in zorg maken hun traject af bij deze aanbieder"


class Scenario(Part):
    """Deviations by the key, id, code or number of what they are about."""

    changes: dict[str, Deviation] = {}
    items: dict[str, Day] = {}
    decisions: dict[str, DecisionDeviation] = {}
    procedures: dict[str, ProcedureDeviation] = {}
    programmes: dict[str, ProgrammeDeviation] = {}
    documents: dict[str, Lifting] = {}
    contracts: dict[str, ContractEnd] = {}

    @classmethod
    def read(cls, path: Path) -> "Scenario":
        """What the file says. Raises `Mistakes` with every mistake in it."""
        text = load(path)
        try:
            scenario = cls.model_validate(text.data or {})
        except ValidationError as error:
            raise Mistakes([*text.mistakes, *mistakes_of(error, cls, text.lines)]) from error
        if text.mistakes:
            raise Mistakes(text.mistakes)
        return scenario

    def refuse_unknown(self, known: Mapping[str, AbstractSet[str]]) -> None:
        """Raise `ValueError` for a deviation of something that the files do not have."""
        for section, there in known.items():
            refuse_unknown(section, getattr(self, section).keys(), there)


def refuse_unknown(section: str, named: AbstractSet[str], there: AbstractSet[str]) -> None:
    """Raise `ValueError` if this section of the scenario names what is not there."""
    unknown = sorted(named - there)
    if unknown:
        raise ValueError(
            str(
                Sentence(
                    "the scenario names %(name)s under “%(section)s”, but there is only: %(known)s",
                    {
                        "section": section,
                        "name": unknown[0],
                        "known": ", ".join(sorted(there)) or "nothing",
                    },
                )
            )
        )
