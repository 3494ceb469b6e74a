"""The ways in which a plan can be read where its words leave room (ST-27)."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Reading:
    """How a reader takes what is not said outright.

    `announcement` is the step of a change that counts as its announcement when the plan has none:
    its formalisation, or already the talk about it. `possible_counts` says whether a conflict is
    one that some days of a window lead to, or only one that all of them do.
    """

    name: str
    announcement: Literal["formalise_item", "discuss_item"]
    possible_counts: bool


READINGS = (
    Reading("strict", announcement="formalise_item", possible_counts=True),
    Reading("lenient", announcement="discuss_item", possible_counts=False),
)
