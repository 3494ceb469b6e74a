"""What people do otherwise than planned, as a YAML file says it (docs/scenarios.md)."""

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


class Scenario(Part):
    """Deviations by key of the change, and by id of the plan item."""

    changes: dict[str, Deviation] = {}
    items: dict[str, Day] = {}

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

    def refuse_unknown(self, changes: set[str], items: set[str]) -> None:
        """Raise `ValueError` for a deviation of something that the files do not have."""
        for kind, named, known in (
            ("change", self.changes.keys(), changes),
            ("plan item", self.items.keys(), items),
        ):
            unknown = sorted(named - known)
            if unknown:
                raise ValueError(
                    str(
                        Sentence(
                            "the scenario names %(kind)s %(name)s, but there is only: %(known)s",
                            {
                                "kind": kind,
                                "name": unknown[0],
                                "known": ", ".join(sorted(known)) or "nothing",
                            },
                        )
                    )
                )
