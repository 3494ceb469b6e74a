"""The changes: how far each has come, by when it must be announced, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, assert_never, get_args
from uuid import UUID

from domain.base import Event, Source, Standing
from domain.change.events import (
    AnnouncementApproved,
    AnnouncementDrafted,
    AnnouncementMissed,
    ChangeAdopted,
    ChangeAnnounced,
    ChangeEvent,
    ChangeHeldBack,
    ChangePostponed,
    ChangeProposed,
    ChangeTabled,
    ChangeTookEffect,
    ChangeWithdrawn,
    DispatchOrdered,
    DispatchRecalled,
    LetterDeferred,
    LetterReaddressed,
    LetterRefused,
    LetterSent,
    LettersQueued,
    NoticeOverridden,
    OfficeReminded,
)
from domain.change.parts import Adoption, Override
from domain.notice import NoticeClause, latest_announcement
from projections import tables
from projections.read_model import ReadModel

Status = Literal[
    "proposed",
    "tabled",
    "adopted",
    "announced",
    "in_notice",
    "in_force",
    "held_back",
    "withdrawn",
]
"""*announced* means ordered or going out, *in_notice* that every letter was taken over."""

Announcement = Literal["none", "drafted", "approved", "ordered", "sending", "sent", "missed"]


@dataclass(frozen=True, slots=True)
class Tabled:
    table: str
    discussed_on: date


@dataclass(frozen=True, slots=True)
class Reminder:
    days_before: int
    latest: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Postponement:
    """The day on which the change was to take effect until it was postponed, and why it was."""

    effective: date
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change.

    `clause` is the programme's, `clauses` are those of the contracts in scope as last drafted.
    `latest` is the earliest of the last lawful days over the contracts in scope, or follows from
    the programme's clause while no letters were drafted. `earliest` is the earliest lawful effect
    if the announcement was missed or contracts were held back.
    """

    change_id: UUID
    key: str
    programme_id: UUID
    segment: str
    title: str
    description: str
    terms: dict[str, str]
    effective: date
    original_effective: date
    clause: NoticeClause
    latest: date
    draft_days: int
    remind_days: tuple[int, ...]
    standing: Standing | None
    source: Source | None
    proposed_at: datetime
    proposed_by: str
    status: Status = "proposed"
    announcement: Announcement = "none"
    table: Tabled | None = None
    adoption: Adoption | None = None
    clauses: tuple[NoticeClause, ...] = ()
    recipients: int = 0
    template: str | None = None
    drafted_at: datetime | None = None
    drafted_by: str | None = None
    approved_at: datetime | None = None
    approved_by: str | None = None
    send_at: datetime | None = None
    ordered_by: str | None = None
    queued_at: datetime | None = None
    sent: int = 0
    deferred_letters: tuple[UUID, ...] = ()
    refused_letters: tuple[UUID, ...] = ()
    announced_on: date | None = None
    reminders: tuple[Reminder, ...] = ()
    missed_at: datetime | None = None
    earliest: date | None = None
    override: Override | None = None
    overridden_contracts: tuple[UUID, ...] = ()
    postponements: tuple[Postponement, ...] = ()
    in_force: int = 0
    held_back_contracts: tuple[UUID, ...] = ()
    withdrawn_at: datetime | None = None
    withdrawn_reason: str | None = None

    @property
    def deferred(self) -> int:
        """How many letters wait for the mail server."""
        return len(self.deferred_letters)

    @property
    def refused(self) -> int:
        """How many letters wait for a better address."""
        return len(self.refused_letters)

    @property
    def held_back(self) -> int:
        """On how many contracts the change may not count."""
        return len(self.held_back_contracts)

    @property
    def overridden(self) -> int:
        """For how many contracts somebody decided that a short notice will do."""
        return len(self.overridden_contracts)

    @property
    def to_announce(self) -> bool:
        """Whether providers have still to be told: neither all told, nor given up, nor in force."""
        return self.announcement != "sent" and self.status not in ("withdrawn", "in_force")


def latest_day(effective: date, clauses: Iterable[NoticeClause]) -> date:
    """The last day on which every one of these clauses can still be kept."""
    return min(latest_announcement(effective, clause).value for clause in clauses)


def keys(event: Event) -> Iterable[str]:
    """A change's events touch the row of that change."""
    return (str(event.change_id),) if isinstance(event, ChangeEvent) else ()


def project(_: str, row: ChangeRow | None, event: Event) -> ChangeRow | None:
    """Fold one event into the row of its change."""
    if not isinstance(event, ChangeEvent):
        return row
    if row is None:
        return _proposed(event) if isinstance(event, ChangeProposed) else None
    changed = _folded(row, event)
    return replace(changed, status=_status(changed))


CHANGES = ReadModel(
    name="changes",
    version=1,
    row=ChangeRow,
    events=get_args(ChangeEvent),
    keys=keys,
    project=project,
    indexes=("programme_id", "status", "latest"),
)


@dataclass(frozen=True, slots=True)
class LastCall:
    """A change that providers must still be told of; below zero days it is too late."""

    change: ChangeRow
    days_left: int


def of_programme(source: tables.Source, programme_id: UUID) -> list[ChangeRow]:
    """The changes of a programme, in the order in which they take effect."""
    where = {"programme_id": programme_id}
    return tables.select(source, CHANGES, where, order=("effective", "key"))


def last_call(
    source: tables.Source, until: date, today: date, effect_until: date = date.max
) -> list[LastCall]:
    """What must be announced by one day for an effect by another, the most urgent first (AN-23).

    Changes whose last lawful day has passed stay on the board until somebody postpones or
    withdraws them, or an override lets them go on.
    """
    where = {"latest": tables.AtMost(until), "effective": tables.AtMost(effect_until)}
    found = tables.select(source, CHANGES, where, order=("latest", "effective", "key"))
    return [LastCall(row, (row.latest - today).days) for row in found if row.to_announce]


def _proposed(event: ChangeProposed) -> ChangeRow:
    effective = event.effective or date.max
    return ChangeRow(
        change_id=event.change_id,
        key=event.key,
        programme_id=event.programme_id,
        segment=event.segment,
        title=event.title,
        description=event.description,
        terms=event.terms,
        effective=effective,
        original_effective=effective,
        clause=event.clause,
        latest=latest_day(effective, (event.clause,)),
        draft_days=event.draft_days,
        remind_days=event.remind_days,
        standing=event.standing,
        source=event.source,
        proposed_at=event.at,
        proposed_by=event.by,
    )


def _status(row: ChangeRow) -> Status:
    """The furthest the change has come; what stops it goes before."""
    if row.withdrawn_at:
        return "withdrawn"
    if row.held_back_contracts:
        return "held_back"
    if row.in_force and row.in_force >= row.recipients:
        return "in_force"
    if row.announced_on:
        return "in_notice"
    if row.send_at:
        return "announced"
    if row.adoption:
        return "adopted"
    return "tabled" if row.table else "proposed"


def _folded(row: ChangeRow, event: ChangeEvent) -> ChangeRow:
    match event:
        case ChangeProposed():
            return _proposed(event)
        case ChangeTabled():
            return replace(row, table=Tabled(event.table, event.discussed_on))
        case ChangeAdopted():
            return replace(row, adoption=event.adoption)
        case OfficeReminded():
            reminder = Reminder(event.days_before, event.latest, event.at)
            return replace(row, reminders=(*row.reminders, reminder))
        case AnnouncementMissed():
            return replace(row, announcement="missed", missed_at=event.at, earliest=event.earliest)
        case (
            NoticeOverridden()
            | ChangePostponed()
            | ChangeWithdrawn()
            | ChangeTookEffect()
            | ChangeHeldBack()
        ):
            return _taking_effect(row, event)
        case LetterSent() | LetterDeferred() | LetterRefused() | LetterReaddressed():
            return _letter(row, event)
        case _:
            return _announcing(row, event)


def _announcing(
    row: ChangeRow,
    event: AnnouncementDrafted
    | AnnouncementApproved
    | DispatchOrdered
    | DispatchRecalled
    | LettersQueued
    | ChangeAnnounced
    | ChangeEvent,
) -> ChangeRow:
    match event:
        case AnnouncementDrafted():
            return replace(
                row,
                announcement="drafted",
                drafted_at=event.at,
                drafted_by=event.by,
                template=event.template,
                recipients=len(event.recipients),
                clauses=tuple(dict.fromkeys(each.clause for each in event.recipients)),
                latest=min(each.latest for each in event.recipients),
                approved_at=None,
                approved_by=None,
            )
        case AnnouncementApproved():
            return replace(row, announcement="approved", approved_at=event.at, approved_by=event.by)
        case DispatchOrdered():
            return replace(row, announcement="ordered", send_at=event.send_at, ordered_by=event.by)
        case DispatchRecalled():
            return replace(row, announcement=_prepared(row), send_at=None, ordered_by=None)
        case LettersQueued():
            return replace(row, announcement="sending", queued_at=row.queued_at or event.at)
        case ChangeAnnounced():
            return replace(row, announcement="sent", announced_on=event.announced_on)
        case _:
            return row


def _prepared(row: ChangeRow) -> Announcement:
    if row.approved_at:
        return "approved"
    return "drafted" if row.drafted_at else "none"


def _letter(
    row: ChangeRow, event: LetterSent | LetterDeferred | LetterRefused | LetterReaddressed
) -> ChangeRow:
    """A letter stands in one of the two lists at most, so that the counts are those of letters."""
    deferred = tuple(each for each in row.deferred_letters if each != event.letter_id)
    refused = tuple(each for each in row.refused_letters if each != event.letter_id)
    row = replace(row, deferred_letters=deferred, refused_letters=refused)
    match event:
        case LetterSent():
            return replace(row, sent=row.sent + 1)
        case LetterDeferred():
            return replace(row, deferred_letters=(*deferred, event.letter_id))
        case LetterRefused():
            return replace(row, refused_letters=(*refused, event.letter_id))
        case LetterReaddressed():
            return row
        case _:
            assert_never(event)


def _taking_effect(
    row: ChangeRow,
    event: NoticeOverridden | ChangePostponed | ChangeWithdrawn | ChangeTookEffect | ChangeHeldBack,
) -> ChangeRow:
    match event:
        case NoticeOverridden():
            return _overridden(row, event)
        case ChangePostponed():
            return _postponed(row, event)
        case ChangeWithdrawn():
            return replace(row, withdrawn_at=event.at, withdrawn_reason=event.reason)
        case ChangeTookEffect():
            return replace(row, in_force=row.in_force + len(event.contract_ids))
        case ChangeHeldBack():
            held = (each.contract_id for each in event.contracts)
            days = [each.earliest for each in event.contracts]
            return replace(
                row,
                held_back_contracts=tuple(dict.fromkeys((*row.held_back_contracts, *held))),
                earliest=max([*days, row.earliest] if row.earliest else days),
            )
        case _:
            assert_never(event)


def _overridden(row: ChangeRow, event: NoticeOverridden) -> ChangeRow:
    overridden = tuple(dict.fromkeys((*row.overridden_contracts, *event.contract_ids)))
    held = tuple(each for each in row.held_back_contracts if each not in overridden)
    all_lifted = not held and (row.held_back_contracts or len(overridden) >= row.recipients)
    return replace(
        row,
        override=event.override,
        overridden_contracts=overridden,
        held_back_contracts=held,
        earliest=None if all_lifted else row.earliest,
    )


def _postponed(row: ChangeRow, event: ChangePostponed) -> ChangeRow:
    """Every last day follows the new date, and what was late may be in time again."""
    effective = event.effective or row.effective
    earlier = Postponement(row.effective, event.at, event.by, event.reason)
    return replace(
        row,
        effective=effective,
        latest=latest_day(effective, row.clauses or (row.clause,)),
        postponements=(*row.postponements, earlier),
        announcement=_prepared(row) if row.announcement == "missed" else row.announcement,
        missed_at=None,
        earliest=None,
        held_back_contracts=(),
    )
