"""What asks for somebody's next move: what it is, how urgent, whose move it is, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args
from uuid import UUID

from api.language import spoken
from api.pages.life import BODY, MANAGER, OFFICE, SECOND, SYSTEM
from api.ports import Person
from domain.base import Sentence
from projections.language import say, translate

Urgency = Literal["late", "at_risk", "soon", "going_on"]
Who = Literal["programmabureau", "contractmanager", "bevoegd-orgaan", "tweede", "systeem"]

WHO: Mapping[Who, str] = {
    "programmabureau": OFFICE,
    "contractmanager": MANAGER,
    "bevoegd-orgaan": BODY,
    "tweede": SECOND,
    "systeem": SYSTEM,
}
"""Whose move it can be, by the word that stands for it in an address."""

URGENCIES: tuple[Urgency, ...] = get_args(Urgency)

SOON = timedelta(days=60)
"""How far ahead what is planned is shown."""
NEAR = timedelta(days=28)
"""Within this, what still has to be done first is a risk."""
TIGHT = timedelta(days=14)
"""Room in a plan of no more than this is a risk."""

_ROLES = ("programmabureau", "contractmanager")


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that waits for a move.

    `key` tells it from others. `risks` and `notes` are words in the reader's language. `day` is
    the cautious day by which, `written` the source's own words for it where they are less precise
    than a day. `by` is who does the thing itself, where that is somebody else than who has the
    move here. `own`: whoever looks may not do this themselves (four eyes). `held_up`: something
    else has to be done first. `why` is the page that
    computes the day. `count` is of how many things alike.
    """

    key: str
    kind: str
    title: str
    address: str
    programme_id: UUID
    segments: tuple[str, ...]
    urgency: Urgency
    who: Who
    step: Sentence
    day: date | None = None
    written: str | None = None
    by: str | None = None
    status: tuple[str, str] | None = None
    risks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    own: bool = False
    held_up: bool = False
    why: str | None = None
    count: int = 1

    @property
    def order(self) -> tuple[int, bool, date, str]:
        """What is most urgent comes first, and of what is late that which holds up the rest."""
        behind = self.urgency == "late" and self.held_up
        return URGENCIES.index(self.urgency), behind, self.day or date.max, self.title


@dataclass(frozen=True, slots=True)
class View:
    """For whom what waits is gathered, and when."""

    today: date
    person: Person | None

    def days_to(self, day: date) -> int:
        return (day - self.today).days


def move_of(person: Person | None, matter: Matter) -> bool:
    """Whether whoever looks can make the next move, by the role that they have."""
    if person is None:
        return False
    return matter.who == person.role or (
        matter.who == "tweede" and person.role in _ROLES and not matter.own
    )


def why_of(subject_id: UUID, day: date | None) -> str | None:
    """The page that says how the day follows; none where there is no day."""
    if day is None:
        return None
    return f"/controle/waarom?onderwerp={subject_id}&dag={day.isoformat()}"


def over(day: date | None, today: date) -> bool:
    """Whether the last day has passed; what has none, such as "from 2021", is never too late."""
    return day is not None and day < today


def urgency_of(view: View, day: date | None, risks: tuple[str, ...], *, going_on: bool) -> Urgency:
    """Late if its day has passed; at risk if something stands in its way; else by its day."""
    if day is not None and day < view.today:
        return "late"
    if risks:
        return "at_risk"
    near = day is not None and day <= view.today + SOON
    return "going_on" if going_on and not near else "soon"


def words(template: str, **values: str) -> str:
    """A sentence in the reader's language."""
    return say(Sentence(template, values), spoken())


def ngettext(one: str, many: str, num: int, **values: str) -> str:
    """A sentence with a number in it, in the reader's language."""
    return translate(spoken()).ngettext(one, many, num) % {"num": num, **values}
