"""What a contract is made of."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field


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
