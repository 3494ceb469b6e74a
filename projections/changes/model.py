"""The read model of changes: one row a change, folded from its events."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import get_args

from domain.base import Event
from domain.change.events import (
    AnnouncementApproved,
    AnnouncementBarred,
    AnnouncementCleared,
    AnnouncementDrafted,
    AnnouncementMandated,
    AnnouncementMissed,
    AnnouncementReplaced,
    ChangeAdopted,
    ChangeAnnounced,
    ChangeAssessed,
    ChangeEvent,
    ChangeHeldBack,
    ChangeNarrowed,
    ChangePaused,
    ChangePostponed,
    ChangeProposed,
    ChangePublished,
    ChangeResumed,
    ChangeTabled,
    ChangeTookEffect,
    ChangeWithdrawn,
    ContractsJoined,
    DispatchOrdered,
    DispatchRecalled,
    LetterAcknowledged,
    LetterDeferred,
    LetterReaddressed,
    LetterRefused,
    LetterSent,
    LettersQueued,
    NoticeOverridden,
    NoticeRuled,
    OfficeReminded,
    ReactionHandled,
    ReactionReceived,
    ReservationLifted,
    WithdrawalOrdered,
)
from projections.changes import desk
from projections.changes.announcing import announcing, of_letter
from projections.changes.giving_up import giving_up
from projections.changes.rows import ChangeRow, Status, Tabled, latest_day
from projections.changes.taking_effect import taking_effect
from projections.read_model import ReadModel


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
    version=4,
    row=ChangeRow,
    events=get_args(ChangeEvent),
    keys=keys,
    project=project,
    indexes=(
        "programme_id",
        "status",
        "latest",
        ("-effective", "-key"),
        ("programme_id", "segment", "effective", "key"),
    ),
)


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
        announce_item=event.announce_item,
        effect_item=event.effect_item,
        kinds=event.kinds,
        scope=event.scope,
        provisions=event.provisions,
        indexation=event.indexation,
        new_clause=event.new_clause,
        reservation=event.reservation,
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
            return replace(row, adoption=event.adoption, held_back_contracts=())
        case NoticeOverridden() | ChangePostponed() | ChangeTookEffect() | ChangeHeldBack():
            return taking_effect(row, event)
        case ChangeWithdrawn() | ChangeNarrowed() | WithdrawalOrdered():
            return giving_up(row, event)
        case (
            LetterSent()
            | LetterDeferred()
            | LetterRefused()
            | LetterReaddressed()
            | LetterAcknowledged()
        ):
            return of_letter(row, event)
        case (
            AnnouncementDrafted()
            | AnnouncementApproved()
            | DispatchOrdered()
            | DispatchRecalled()
            | LettersQueued()
            | ChangeAnnounced()
            | OfficeReminded()
            | AnnouncementMissed()
        ):
            return announcing(row, event)
        case AnnouncementReplaced():
            return desk.replaced(row, event)
        case ContractsJoined():
            return desk.joined(row, event)
        case (
            ReservationLifted()
            | NoticeRuled()
            | AnnouncementMandated()
            | AnnouncementBarred()
            | AnnouncementCleared()
            | ChangePaused()
            | ChangeResumed()
        ):
            return desk.permitted(row, event)
        case ReactionReceived() | ReactionHandled() | ChangeAssessed() | ChangePublished():
            return desk.known(row, event)
