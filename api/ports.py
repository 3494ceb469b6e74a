"""What the web application needs of the world; `runtime` hands it in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, BinaryIO, Literal, Protocol
from uuid import UUID

from psycopg_pool import ConnectionPool

from api.brief_links import NO_LINKS, Links
from api.stationery import NoStationery, Pdf, Stationery
from api.themes import NO_THEMES, Themes
from api.tidings import NoTidings, Tidings
from domain.base import Command, Event, Refused
from domain.retention.parts import Stated
from projections.bundles.asked import Asked
from projections.ocds.book import Book
from projections.ocds.packages import Publisher
from projections.sheets import Sheet
from proofs.checkpoint import Verifier


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be asking: an opaque id, and in a practice copy a name to pick."""

    person_id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Text:
    """A letter as it reads."""

    subject: str
    body: str


class Mail(Protocol):
    """A message that the practice copy's mail server took over."""

    @property
    def message_id(self) -> str: ...
    @property
    def to(self) -> Sequence[str]: ...
    @property
    def subject(self) -> str: ...
    @property
    def received_at(self) -> datetime: ...
    @property
    def body(self) -> str: ...
    @property
    def repeated(self) -> int: ...
    @property
    def pdf(self) -> Pdf | None: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be exported, as filters of a page say it, and how it stood on a day."""

    what: Literal["providers", "contracts", "tariffs", "letters"]
    programme_id: UUID
    day: date
    segment: str | None = None
    number: str | None = None
    provider_id: UUID | None = None
    change_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file to take away."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class OpenData:
    """The releases of what everybody may know, who publishes them, and at which address."""

    book: Book
    publisher: Publisher
    base_url: str


class Sheets(Protocol):
    """Spreadsheets in and out; `form` is xlsx or csv."""

    def hand_in(
        self, sheet_id: UUID, programme_id: UUID, name: str, content: bytes, by: str, /
    ) -> Sheet:
        """Judge a file row by row and keep it with its verdicts; nothing is recorded."""
        ...

    def verdicts(self, sheet: Sheet, form: str, /) -> File:
        """The rows as they were handed in, each with its verdict."""
        ...

    def export(self, wanted: Wanted, form: str, /) -> File: ...


class NoSheets:
    """Where no files are taken in or given out."""

    def hand_in(self, *_: object) -> Sheet:
        raise _no_sheets()

    def verdicts(self, *_: object) -> File:
        raise _no_sheets()

    def export(self, *_: object) -> File:
        raise _no_sheets()


def _no_sheets() -> Refused:
    return Refused("no_sheets", "spreadsheets are not taken in or given out here")


@dataclass(frozen=True, slots=True)
class Ports:
    """`clock` is real time, or practice time in a practice copy.

    `handle` records a command and answers the log position; `read` gives a stream's events. `wait`
    returns when the named read models (all, if none is named) have seen a position, or raises
    TimeoutError after so many seconds. `letter` is a letter of a change as it would read, or read,
    for its recipient. `undo` is how long ordered letters can be recalled. `move_clock`, `mails`
    and `people` exist in a practice copy only; `token` is the API's development token there.
    `links` reads the links in letters, `sheets` spreadsheets; `stationery` has letters on paper.
    `consider` says why a command would be refused as things stand; it records nothing.
    `lay_out` makes the command that lays out a change's letters, from who is in scope now. `stated`
    is what sources say of how long each kind is kept.
    `verifiers` are the keys that sign checkpoints or did, `witnesses` those that may add to them.
    `bundle` writes a bundle of evidence to a file, for whoever goes by the id. `tidings` tells
    pages that something of theirs changed; `themes` are how the regions want theirs to look.
    """

    handle: Callable[[Command], int]
    read: Callable[[UUID], Sequence[Event]]
    consider: Callable[[Command], Refused | None]
    clock: Callable[[], datetime]
    pool: ConnectionPool[Any]
    wait: Callable[[int, Sequence[str], float], None]
    letter: Callable[[UUID, UUID], Text]
    undo: timedelta
    lag: Callable[[], dict[str, int]]
    practice: bool = False
    move_clock: Callable[[datetime, str], int] | None = None
    mails: Callable[[], Sequence[Mail]] | None = None
    people: Sequence[Person] = ()
    token: str | None = None
    links: Links = NO_LINKS
    stationery: Stationery = field(default_factory=NoStationery)
    sheets: Sheets = field(default_factory=NoSheets)
    lay_out: Callable[[UUID, Mapping[str, Any]], Command] | None = None
    stated: Sequence[Stated] = ()
    verifiers: Sequence[Verifier] = ()
    witnesses: Sequence[Verifier] = ()
    open_data: OpenData | None = None
    bundle: Callable[[Asked, BinaryIO, str], object] | None = None
    tidings: Tidings = field(default_factory=NoTidings)
    themes: Themes = NO_THEMES
