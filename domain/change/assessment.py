"""Whether a change may be made under its regime: the questions, the answers, the advice."""

from typing import Literal

from pydantic import BaseModel, Field

from domain.dates import Day

Regime = Literal["open_house", "tendered"]


class Part(BaseModel, frozen=True, extra="forbid"):
    """A value that commands and events carry whole."""


class Answered(Part):
    """One question of the test and its answer, with the reason in the answerer's words."""

    question: str
    answer: Literal["yes", "no", "unknown"]
    why: str = ""


class Assessment(Part):
    """The test as it was filled in, and what it advised by the rules of `rules`.

    `ground` is the article that would carry the change; `principles` those of good
    administration that were weighed. `value` and `running_total` are euros and matter to small
    changes, which add up.
    """

    regime: Regime
    rules: str
    answers: tuple[Answered, ...]
    ground: str | None = None
    principles: tuple[str, ...] = ()
    value: str | None = None
    running_total: str | None = None
    verdict: Literal["allowed", "not_allowed", "open"]
    publish: bool = False


class Publication(Part):
    """Where and when a change was published, under which number."""

    place: str = Field(min_length=2)
    number: str = Field(min_length=1)
    published_on: Day
