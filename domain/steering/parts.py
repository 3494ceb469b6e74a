"""The entries of a programme's registers, one class a register."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from domain.base import Source
from domain.dates import Window
from domain.programme.parts import ID, Part


class _Entry(Part):
    """What every entry has; `links` names plan items, segments, documents, bodies or entries.

    `owner` is a body of the programme. `due` is open when the source gives no date.
    """

    entry_id: str = Field(pattern=ID, alias="id")
    title: str
    segments: tuple[str, ...] = ()
    owner: str | None = None
    due: Window | None = None
    links: tuple[str, ...] = ()


class Goal(_Entry):
    """From development task to procurement goal to what is measured (SG-06); none above a task."""

    kind: Literal["goal"] = "goal"
    level: Literal["task", "goal", "indicator"]
    above: str | None = None


class Principle(_Entry):
    """A leading value that nobody measures (PG-30)."""

    kind: Literal["principle"] = "principle"
    decision: str | None = None


class Choice(_Entry):
    """A choice apart from the document it stands in (PG-13, PG-14).

    `body` makes it, within the frame that document `within` sets.
    """

    kind: Literal["choice"] = "choice"
    state: Literal["open", "provisional", "definitive"]
    options: tuple[str, ...] = ()
    chosen: str | None = None
    body: str | None = None
    within: str | None = None


class Risk(_Entry):
    """What may go wrong, what is done about it, when it is reported (PG-20)."""

    kind: Literal["risk"] = "risk"
    consequence: str | None = None
    response: str | None = None
    reported: str | None = None


class Precondition(_Entry):
    """What must be so first; `on` is who has to see to it, also a third party (PG-21, PG-37).

    `unlocks` names what it makes possible (GO-09).
    """

    kind: Literal["precondition"] = "precondition"
    on: str | None = None
    third_party: bool = False
    unlocks: tuple[str, ...] = ()


class Condition(_Entry):
    """When one thing happens another is to follow (GO-09): a trigger instead of a date."""

    kind: Literal["condition"] = "condition"
    when: str
    then: str


class ResearchQuestion(_Entry):
    """What is to be found out, with whom (PG-22)."""

    kind: Literal["research_question"] = "research_question"
    partners: tuple[str, ...] = ()


class Commitment(_Entry):
    """What was promised, to whom; `trigger` in words, `items` are the plan items that raise it.

    One without items and without `due` is open (PG-19).
    """

    kind: Literal["commitment"] = "commitment"
    to: str
    trigger: str | None = None
    items: tuple[str, ...] = ()


class Development(_Entry):
    """Something outside the programme and what it touches (PG-26), by its `links`."""

    kind: Literal["development"] = "development"
    happened: Window | None = None


class Stakeholder(_Entry):
    """Who has a stake in a segment (PG-23); `lived_experience` for those who know it (PG-25)."""

    kind: Literal["stakeholder"] = "stakeholder"
    role: str | None = None
    lived_experience: bool = False


class Consultation(_Entry):
    """Who was or will be consulted, what they said, what was done with it (PG-24, PG-25)."""

    kind: Literal["consultation"] = "consultation"
    held: Window
    participants: tuple[str, ...] = ()
    response: str | None = None
    follow_up: str | None = None


class Exclusion(_Entry):
    """What the programme is not about (PG-27)."""

    kind: Literal["exclusion"] = "exclusion"


class Dependency(_Entry):
    """A movement outside the programme that it depends on (PG-28); `due` is its own deadline."""

    kind: Literal["dependency"] = "dependency"
    municipality: str | None = None


class Pilot(_Entry):
    """A pilot or fund and what came of it (PG-29)."""

    kind: Literal["pilot"] = "pilot"
    outcome: str | None = None


class LocalProgramme(_Entry):
    """What a municipality does by itself beside the programme (PG-34)."""

    kind: Literal["local_programme"] = "local_programme"
    municipality: str


class Ordinance(_Entry):
    """A municipal ordinance that has to change (PG-36); no municipality means each of them."""

    kind: Literal["ordinance"] = "ordinance"
    municipality: str | None = None


class CouncilQuestion(_Entry):
    """A question of a council and its answer, with the paragraph it is about (PG-16)."""

    kind: Literal["council_question"] = "council_question"
    asked_by: str
    concerns: Source | None = None
    answer: str | None = None


class GlossaryTerm(_Entry):
    """A word as the source uses it (PG-31); `same_as` are other words for it."""

    kind: Literal["term"] = "term"
    definition: str
    same_as: tuple[str, ...] = ()


class Mention(BaseModel, frozen=True, extra="forbid"):
    """What one place of the sources says about the subject of an anomaly."""

    says: str
    source: Source


class Anomaly(_Entry):
    """Where sources contradict themselves or each other: what stands where, and the doubt (PG-33).

    `reading` is what the programme's file takes it to mean; none if it is left open.
    """

    kind: Literal["anomaly"] = "anomaly"
    mentions: tuple[Mention, ...]
    reading: str | None = None


class Sunset(_Entry):
    """Something that ends by itself on a date: a guarantee, an organisation (GO-10)."""

    kind: Literal["sunset"] = "sunset"
    ends: Window


Entry = Annotated[
    Goal
    | Principle
    | Choice
    | Risk
    | Precondition
    | Condition
    | ResearchQuestion
    | Commitment
    | Development
    | Stakeholder
    | Consultation
    | Exclusion
    | Dependency
    | Pilot
    | LocalProgramme
    | Ordinance
    | CouncilQuestion
    | GlossaryTerm
    | Anomaly
    | Sunset,
    Field(discriminator="kind"),
]
Outcome = Literal["answered", "met", "not_met", "kept", "closed", "lapsed"]

_FITTING: dict[str, tuple[Outcome, ...]] = {
    "research_question": ("answered", "lapsed"),
    "council_question": ("answered", "lapsed"),
    "precondition": ("met", "not_met", "lapsed"),
    "condition": ("met", "not_met", "lapsed"),
    "commitment": ("kept", "closed", "lapsed"),
}
_QUESTION = (
    "kind",
    "segments",
    "due",
    "items",
    "when",
    "then",
    "unlocks",
    "state",
    "to",
    "ends",
    "asked_by",
    "municipality",
)


def fitting(entry: Entry) -> tuple[Outcome, ...]:
    """What can become of an entry of this kind."""
    return _FITTING.get(entry.kind, ("closed", "lapsed"))


def question(entry: Entry) -> str:
    """What is asked, for comparison: an answer to one entry answers another with the same.

    Two wordings cannot be compared by a program: a title, a text or a source said otherwise is
    taken to mean the same, so that a better transcript undoes no answer. What asks anew is what
    can be compared: its kind, for which segments, by when, tied to what, towards whom. Who turns
    a question into another one without any of these gives it an id of its own, or reopens it.
    """
    return "; ".join(f"{name}: {_asked(getattr(entry, name, None))}" for name in _QUESTION)


def _asked(value: object) -> str:
    match value:
        case None | Window(edtf=None):
            return ""
        case Window():
            return f"{value.bound} {value.edtf}"
        case tuple():
            return ", ".join(map(str, value))
        case _:
            return str(value)
