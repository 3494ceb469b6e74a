"""Whenever this has happened, then do that. Pure; `relay` carries it out."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.base import Event
from domain.change.events import (
    AnnouncementApproved,
    ChangeAdopted,
    ChangePostponed,
    ChangeProposed,
    ChangeTabled,
    ChangeWithdrawn,
    DispatchOrdered,
    DispatchRecalled,
    LetterReaddressed,
    NoticeOverridden,
)
from domain.clock.events import ClockMoved
from domain.programme.events import PlanItemPlanned, PlanItemRealised, ProgrammePublished
from workflows.announce_change import AnnounceChange, Announcement
from workflows.keep_agenda import Agenda, KeepAgenda


@dataclass(frozen=True, slots=True)
class Start:
    """Start this workflow, unless it ever was."""

    run: Any
    workflow_id: str
    argument: Any


@dataclass(frozen=True, slots=True)
class Wake:
    """Tell this workflow that there is news."""

    workflow_id: str


@dataclass(frozen=True, slots=True)
class WakeAll:
    """Tell every workflow: time itself has moved."""


HEEDED: tuple[type[Event], ...] = (
    ProgrammePublished,
    PlanItemPlanned,
    PlanItemRealised,
    ChangeProposed,
    ChangeTabled,
    ChangeAdopted,
    AnnouncementApproved,
    DispatchOrdered,
    DispatchRecalled,
    LetterReaddressed,
    NoticeOverridden,
    ChangePostponed,
    ChangeWithdrawn,
    ClockMoved,
)
"""The events that `react` answers to; the relay reads no others."""


def agenda_id(programme_id: UUID) -> str:
    return f"keep-agenda-{programme_id}"


def announcement_id(change_id: UUID) -> str:
    return f"announce-change-{change_id}"


def react(event: Event) -> Start | Wake | WakeAll | None:
    """Say which workflow an event starts or wakes.

    Events that workflows caused themselves are no news to them.
    """
    match event:
        case ProgrammePublished(programme_id=programme_id):
            return Start(KeepAgenda.run, agenda_id(programme_id), Agenda(programme_id=programme_id))
        case (
            PlanItemPlanned(programme_id=programme_id) | PlanItemRealised(programme_id=programme_id)
        ):
            return Wake(agenda_id(programme_id))
        case ChangeProposed(change_id=change_id):
            return Start(
                AnnounceChange.run, announcement_id(change_id), Announcement(change_id=change_id)
            )
        case (
            ChangeTabled(change_id=change_id)
            | ChangeAdopted(change_id=change_id)
            | AnnouncementApproved(change_id=change_id)
            | DispatchOrdered(change_id=change_id)
            | DispatchRecalled(change_id=change_id)
            | LetterReaddressed(change_id=change_id)
            | NoticeOverridden(change_id=change_id)
            | ChangePostponed(change_id=change_id)
            | ChangeWithdrawn(change_id=change_id)
        ):
            return Wake(announcement_id(change_id))
        case ClockMoved():
            return WakeAll()
        case _:
            return None
