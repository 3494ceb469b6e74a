"""What a batch is made of."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from domain.base import Sentence
from domain.contract.parts import Decided, Ending, Means, Party
from domain.dates import Day


class Part(BaseModel, frozen=True, extra="forbid"):
    """A value that commands and events carry whole."""


class ExtendEach(Part):
    """Let each contract end on another day: by an option of it, by bridging, or to align ends."""

    kind: Literal["extend"] = "extend"
    how: Means
    option_id: str | None = None
    until: Day | None = None
    told_on: Day | None = None
    decision: Decided


class EndEach(Part):
    """Let each contract end before its time."""

    kind: Literal["end"] = "end"
    last_day: Day
    ending: Ending


class HandOverEach(Part):
    """Plan how the clients of each contract come to be with others; `clients` says how many.

    A contract that `clients` does not name has none.
    """

    kind: Literal["hand_over"] = "hand_over"
    clients: dict[UUID, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    due: Day
    arrangement: Annotated[str, Field(min_length=10)]
    receivers: tuple[UUID, ...] = ()


class SignEach(Part):
    """A party signed each contract, all by one document. `digest` is its SHA-256."""

    kind: Literal["sign"] = "sign"
    party: Party
    on_behalf_of: tuple[str, ...] = ()
    signed_on: Day
    document: Annotated[str, Field(min_length=1)]
    document_version: Annotated[str, Field(min_length=1)] = "1"
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


Order = Annotated[ExtendEach | EndEach | HandOverEach | SignEach, Field(discriminator="kind")]
"""What is asked of every contract. Tariffs are indexed by a change, since that is announced."""


class LeftOut(Part):
    """A contract that the batch leaves alone, and why."""

    contract_id: UUID
    reason: str = Field(min_length=3)


class NotDone(Part):
    """A contract for which it was refused: the reason for programs, the sentence for people."""

    contract_id: UUID
    reason: str
    template: str
    values: dict[str, str] = Field(default_factory=dict)

    @property
    def sentence(self) -> Sentence:
        """Why, in words, to be translated."""
        return Sentence(self.template, self.values)
