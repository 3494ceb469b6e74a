"""What a decision is made of."""

from typing import Literal

from pydantic import BaseModel, Field

from domain.dates import Day, Window
from domain.programme.parts import ID, Part

DecisionKind = Literal["adoption", "choice", "go_no_go", "extension", "phase", "end", "membership"]
Rule = Literal["all", "majority", "not_stated"]
"""When it is reached. `not_stated`: the source gives no rule, so only agreement reaches it, and
disagreement waits for somebody competent to settle it (GO-02, GO-14)."""


class Answerer(BaseModel, frozen=True, extra="forbid", populate_by_name=True):
    """Whose answer is needed: a kind of body (`council`, `college`) of a municipality, or a body.

    `answerer_id` is our key for it: `raad-westland`.
    """

    answerer_id: str = Field(pattern=ID, alias="id")
    body: str
    municipality: str | None = None


class DecisionPart(BaseModel, frozen=True, extra="forbid", populate_by_name=True):
    """A lettered part of what is decided (PG-11): `label` as printed, "1a"."""

    label: str
    text: str


class Question(Part):
    """What is asked, of whom, by when, and what an answer brings about (PG-09, GO-01, GO-05).

    `expected` is how many must answer where the source gives a number without all the names;
    `answerers` are those it names. `outcomes` are what can be answered, the one that lets things
    go on first. `opens` names gates of procedures that only a reached decision opens (PG-10).
    `window` is when it is to be decided. `evidence` is what has to lie on the table (GO-04), as
    ids of register entries, documents and plan items. `ends` is the end that `lead_months` and
    `notice_months` are counted back from for the latest decision (GO-07); `term` names the
    programme's term that an extension or an end is about. `item` is the plan item it is.
    `proposes` is the document proposed to them, `asks` the body that asks.
    """

    decision_id: str = Field(pattern=ID, alias="id")
    title: str
    kind: DecisionKind
    segments: tuple[str, ...] = ()
    parts: tuple[DecisionPart, ...] = ()
    answerers: tuple[Answerer, ...]
    expected: int | None = None
    rule: Rule
    outcomes: tuple[str, ...] = Field(default=("yes", "no"), min_length=2)
    window: Window = Field(alias="when")
    opens: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    term: str | None = None
    extends_until: Window | None = None
    ends: Window | None = None
    lead_months: int | None = None
    notice_months: int | None = None
    item: str | None = None
    proposes: str | None = None


class ClosedDoors(BaseModel, frozen=True, extra="forbid"):
    """That a body sat behind closed doors: why, under which law, until when what it said is kept.

    That it answered, and when, is no secret; what it answered is, except for such a body's own
    kind, for officials and for auditors. The day after the last day of `until` it ends.
    """

    ground: str = Field(min_length=3)
    regime: str | None = None
    until: Window | None = None


class Answer(BaseModel, frozen=True, extra="forbid", populate_by_name=True):
    """What one body answered, on which day, under which number; `parts` where they differ.

    `realised` in a window when the day is not known (ST-32): then `decided_in` says when.
    `closed` if it was given behind closed doors (TP-01).
    """

    answerer_id: str
    outcome: str
    decided_on: Day | None = None
    decided_in: Window | None = None
    reference: str | None = None
    parts: dict[str, str] = {}
    remark: str | None = None
    closed: ClosedDoors | None = None


class Advice(BaseModel, frozen=True, extra="forbid", populate_by_name=True):
    """Advice on a decision and the administrative reply to it (PG-15)."""

    advice_id: str = Field(pattern=ID, alias="id")
    body: str
    document: str | None = None
    given: Window
    summary: str | None = None


class AdviceReply(BaseModel, frozen=True, extra="forbid", populate_by_name=True):
    """The reply to an advice."""

    advice_id: str
    body: str
    document: str | None = None
    given: Window
    summary: str | None = None
