"""Writes the letters: what each kind says, and its text from a template.

Letters are Dutch only: they are what the law and the contracts are about. A template has an id
with a version (`announcement-nl/1`) that the change records when it is drafted; changed wording
gets the next version, so that an auditor can tell which words went out.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal, assert_never

from babel.dates import format_date
from jinja2 import Environment, PackageLoader, StrictUndefined

from domain.change.parts import Adoption, Override
from domain.notice import NoticeClause

ANNOUNCEMENT = "announcement-nl/1"
WITHDRAWAL = "withdrawal-nl/1"
REMINDER = "reminder-nl/1"

Task = Literal["adopt", "draft", "approve", "announce"]
"""What the office has to do next before the letters can go out."""

_NUMBERS = (
    *("nul", "één", "twee", "drie", "vier", "vijf", "zes"),
    *("zeven", "acht", "negen", "tien", "elf", "twaalf"),
)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: the executing organisation, for whom and by what mandate."""

    organisation: str
    on_behalf_of: str
    reply_to: str
    mandate: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above every letter to a provider. `reference` is the letter's id."""

    sender: Sender
    addressee: str
    contract_number: str
    segment: str
    title: str
    effective: date
    dated: date
    reference: str


@dataclass(frozen=True, slots=True)
class Term:
    """One agreement that changes: its wording now, where known, and afterwards."""

    name: str
    after: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class LetterData:
    """All that an announcement says.

    `latest` is the last lawful day for it and `steps` tell, in Dutch, how that day follows.
    The clause's source names its document as a provider knows it, not by our code for it, and
    an override names who decided, not their id.
    """

    head: Head
    description: str
    terms: tuple[Term, ...]
    clause: NoticeClause
    latest: date
    steps: tuple[str, ...]
    adoption: Adoption | None = None
    override: Override | None = None


@dataclass(frozen=True, slots=True)
class WithdrawalData:
    """All that a withdrawal says: the announcement of `announced_on` no longer counts."""

    head: Head
    announced_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class ReminderData:
    """All that a reminder to the office says; with no days left it escalates the matter."""

    title: str
    segment: str
    effective: date
    latest: date
    days_left: int
    letters: int
    task: Task
    link: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in words, without an address."""

    subject: str
    text: str


def render(data: LetterData | WithdrawalData | ReminderData) -> Letter:
    """The letter that says this. A field that its template does not know is an error."""
    match data:
        case LetterData():
            return _written("announcement.nl.txt", _fields(data))
        case WithdrawalData():
            return _written("withdrawal.nl.txt", _fields(data))
        case ReminderData():
            return _written("reminder.nl.txt", asdict(data))
        case never:
            assert_never(never)


def _fields(data: LetterData | WithdrawalData) -> dict[str, Any]:
    fields = {name: getattr(data, name) for name in data.__dataclass_fields__}
    head: Head = fields.pop("head")
    return {**{name: getattr(head, name) for name in head.__dataclass_fields__}, **fields}


def _written(template: str, fields: Mapping[str, Any]) -> Letter:
    """The first line of a template is the subject; its text starts after an empty line."""
    subject, _, text = _TEMPLATES.get_template(template).render(fields).partition("\n\n")
    return Letter(subject=subject.strip(), text=text)


@lru_cache(maxsize=100)
def _date(day: date) -> str:
    return format_date(day, "d MMMM y", locale="nl")


def _counted(count: int, one: str, many: str) -> str:
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return f"{number} {one if count == 1 else many}"


def _day_before(day: date) -> date:
    return day - timedelta(days=1)


def _one_line(text: str) -> str:
    return " ".join(text.split())


_TEMPLATES = Environment(
    loader=PackageLoader("workflows", "templates"),
    autoescape=False,  # noqa: S701 (plain text: there is no markup to break out of)
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_TEMPLATES.filters |= {
    "date": _date,
    "counted": _counted,
    "day_before": _day_before,
    "one_line": _one_line,
}
