"""The values that commands and events of a contract carry whole."""

from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from domain.dates import Day

Form = Literal["development", "result", "framework", "call_off", "subsidy", "single"]
"""What sort of agreement it is (CC-03, CC-25).

A *development* agreement says who may take part and how parties confer, a *result* agreement
under it what is delivered; a *call_off* draws on a *framework*.
"""
Lineage = Literal["conversion", "merge", "split", "subsidy", "renewal"]
"""How one contract came from others (CC-04, CC-25)."""
Means = Literal["option", "bridging", "alignment"]
"""By what a contract comes to end on another day (CC-02, CC-12, CC-18).

`bridging` bridges the time until a new contract; `alignment` fixes the end on a day that the
term allows.
"""
Party = Literal["provider", "municipality"]


class Part(BaseModel, frozen=True, extra="forbid"):
    """A value that commands and events carry whole."""


class Ending(BaseModel, frozen=True, extra="forbid"):
    """Why a contract ends before its time, who decided, and who then cares for its clients.

    `decision_id` is the decision it follows from, such as a go/no-go. No contract ends without
    word of how care goes on (GO-11).
    """

    ground: Literal["go_no_go", "suitability", "agreement", "breach"]
    decided_by: str = Field(min_length=2)
    reason: str = Field(min_length=10)
    continuity: str = Field(min_length=10)
    decision_id: UUID | None = None


class Decided(Part):
    """Who decided something about a contract, when and why.

    `decided_by` names a body or an office, never a person.
    """

    decided_by: str = Field(min_length=2)
    decided_on: Day
    reason: str = Field(min_length=10)
    reference: str | None = None
    decision_id: UUID | None = None


class Principal(Part):
    """A municipality on whose account the contract is (CC-17).

    `by_proxy_of` is the organisation that acts for it by power of attorney; none if it acts
    itself.
    """

    municipality: str = Field(min_length=2)
    by_proxy_of: str | None = None


class Term(Part):
    """How long it was agreed for, in months: exactly, at least, at most or a range (CC-01)."""

    at_least: int | None = Field(default=None, ge=1)
    at_most: int | None = Field(default=None, ge=1)
    written: str = Field(min_length=1)

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.at_least and self.at_most and self.at_least > self.at_most:
            raise ValueError(
                f"a term of at least {self.at_least} and at most {self.at_most} months is none: "
                "swap the two"
            )
        return self


class Option(Part):
    """A right to let the contract run longer (CC-02).

    It can be used so many `times`, each for so many `months`, no further than `until`, and the
    provider has to be told `notice_months` before the end. What the source leaves open stays
    open: then it is `unspecified`, and only a decision can say how long or once more.
    """

    option_id: str = Field(min_length=1, pattern=r"^[a-z0-9][a-z0-9-]*$")
    months: int | None = Field(default=None, ge=1)
    times: int | None = Field(default=None, ge=1)
    notice_months: int | None = Field(default=None, ge=0)
    until: Day | None = None
    unspecified: bool = False
    written: str = Field(min_length=1)

    @model_validator(mode="after")
    def _says_how_long(self) -> Self:
        if self.unspecified:
            return self
        if self.times is None or (self.months is None and self.until is None):
            raise ValueError(
                f'option "{self.option_id}" needs `times`, and `months` or `until`; if its source '
                "does not say, mark it `unspecified`"
            )
        return self
