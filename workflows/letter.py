"""The letters: what each kind says, and how it reads in the words of its template.

Letters are Dutch only: they are what the law and the contracts are about. A change records which
version of a template its letters were laid out with, so that an auditor can tell which words went
out; `workflows.words` knows the texts that come with the program.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal, assert_never

from domain.change.parts import Adoption, Override, Reservation, Ruling
from domain.notice import NoticeClause
from domain.template.parts import TemplateKind
from workflows import filling, paper, words
from workflows.words import Words

Task = Literal["adopt", "draft", "approve", "announce"]
"""What the office has to do next before the letters can go out."""


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
class Mandate:
    """Who announces, for whom, and by which power (AN-12)."""

    announced_by: str
    on_behalf_of: str | None
    power: str


@dataclass(frozen=True, slots=True)
class Preparation:
    """The days to prepare in, up to the last before the change takes effect (AN-09)."""

    last: date
    days: int


@dataclass(frozen=True, slots=True)
class Replaced:
    """The announcement that this letter takes the place of (AN-14).

    `keeps_day` says that only the writing was wrong, so that the day of that letter still counts.
    """

    announced_on: date | None
    reason: str
    decided_by: str
    keeps_day: bool


@dataclass(frozen=True, slots=True)
class LetterData:
    """All that an announcement says, or, with `replaced`, the letter that mends one.

    `latest` is the last lawful day for it and `steps` tell, in Dutch, how that day follows.
    The clause's source names its document as a provider knows it, not by our code for it, and
    an override names who decided, not their id. `acknowledge_link` is an address that needs no
    account (AN-07); `new_clause` is the notice clause that comes in place of this one (AN-21).
    """

    head: Head
    description: str
    terms: tuple[Term, ...]
    clause: NoticeClause
    latest: date
    steps: tuple[str, ...]
    adoption: Adoption | None = None
    override: Override | None = None
    reservation: Reservation | None = None
    mandate: Mandate | None = None
    ruling: Ruling | None = None
    new_clause: NoticeClause | None = None
    preparation: Preparation | None = None
    reactions_until: date | None = None
    acknowledge_link: str | None = None
    replaced: Replaced | None = None


@dataclass(frozen=True, slots=True)
class WithdrawalData:
    """All that a withdrawal says: the announcement of `announced_on` no longer counts.

    `narrowed` says that the change goes on elsewhere.
    """

    head: Head
    announced_on: date | None
    reason: str
    narrowed: bool = False
    acknowledge_link: str | None = None


@dataclass(frozen=True, slots=True)
class ReplyData:
    """All that the answer to a reaction says (AN-19). `handled` is what was done with it."""

    head: Head
    received_on: date
    nature: Literal["question", "objection", "suggestion", "agreement"]
    handled: Literal["answered", "noted", "adopted", "rejected"]
    answer: str
    reaction: str | None = None


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


Data = LetterData | WithdrawalData | ReplyData


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in words, without an address; `paper` is what its PDF is set from, if it has one."""

    subject: str
    text: str
    paper: str | None = None


def kind_of(data: Data) -> TemplateKind:
    """The kind of template that this is written with."""
    match data:
        case LetterData():
            return "rectification" if data.replaced else "announcement"
        case WithdrawalData():
            return "withdrawal"
        case ReplyData():
            return "reply"
        case never:
            assert_never(never)


def render(data: Data | ReminderData, text: Words | None = None) -> Letter:
    """The letter that says this, in these words or in those that come with the program.

    Raises `jinja2.TemplateError` for words that ask for what the letter does not have.
    """
    if isinstance(data, ReminderData):
        subject, body = filling.filled(words.reminder(), asdict(data))
        return Letter(subject, paper.plain(body))
    fields = _fields(data)
    subject, body = filling.filled(text or words.built_in(kind_of(data)), fields)
    head, close = (filling.framed(f"{part}.nl.txt", fields) for part in ("head", "close"))
    return Letter(
        subject=subject,
        text=f"{head}\n{paper.plain(body, _list(fields))}\n{close}",
        paper=paper.set_from(_layout(data, subject), paper.blocks(body, _table(data))),
    )


def _fields(data: Data) -> dict[str, Any]:
    fields = {name: getattr(data, name) for name in data.__dataclass_fields__}
    head: Head = fields.pop("head")
    if isinstance(data, LetterData):
        fields["changes"] = paper.TABLE
    return {**{name: getattr(head, name) for name in head.__dataclass_fields__}, **fields}


def _layout(data: Data, subject: str) -> dict[str, Any]:
    head = data.head
    return {
        "kind": kind_of(data),
        "subject": subject,
        "sender": asdict(head.sender),
        "addressee": head.addressee,
        "contract_number": head.contract_number,
        "segment": head.segment,
        "reference": head.reference,
        "dated": [head.dated.year, head.dated.month, head.dated.day],
        "day": filling.day(head.dated),
        "link": getattr(data, "acknowledge_link", None),
    }


def _list(fields: dict[str, Any]) -> str:
    """What changes as a mail shows it: one agreement under the other."""
    if "terms" not in fields:
        return ""
    return filling.framed("changes.nl.txt", fields).rstrip("\n")


def _table(data: Data) -> dict[str, Any]:
    """What changes as a page shows it: before beside after, where any wording before is known."""
    if not isinstance(data, LetterData):
        return {}
    effective = data.head.effective
    return {
        "kind": "table",
        "until": filling.day(filling.day_before(effective)),
        "from": filling.day(effective),
        "known": any(term.before for term in data.terms),
        "rows": [[term.name, term.before or "", term.after] for term in data.terms],
    }
