"""Whenever this has happened, then do that."""

from uuid import UUID

import pytest

from domain.base import Event
from domain.change.events import ChangeProposed
from domain.clock.events import ClockMoved
from domain.programme.events import PlanItemPlanned, PlanItemRealised, ProgrammePublished
from eventstore.registry import EVENTS
from tests import make
from workflows.announce_change import AnnounceChange, Announcement
from workflows.keep_agenda import Agenda, KeepAgenda
from workflows.policies import (
    HEEDED,
    Start,
    Wake,
    WakeAll,
    agenda_id,
    announcement_id,
    react,
)

NO_NEWS = {
    # said once, with the programme or before any change: nothing waits for it
    "ProviderRegistered",
    "ContractConcluded",
    "MunicipalityEnrolled",
    "SegmentDefined",
    "ClauseStated",
    "BodyRegistered",
    "ScaleStated",
    "CrosswalkStated",
    "ArrangementStated",
    # changes what is known of a contract, not what is to be done
    "ContractCorrected",
    "ContractEnded",
    # changes what the programme is, not what is to be done next
    "MunicipalityWithdrew",
    "SegmentSplit",
    # says who sees to an entry or who got a document, and not that anything is due
    "EntryAssigned",
    "DocumentPublished",
    # what workflows cause themselves
    "CommitmentRaised",
    "EntryMissed",
    "SecrecyExpired",
    "TermEnded",
    "PlanItemOpened",
    "PlanItemMissed",
    "AnnouncementDrafted",
    "OfficeReminded",
    "AnnouncementMissed",
    "LettersQueued",
    "LetterSent",
    "LetterDeferred",
    "LetterRefused",
    "ChangeAnnounced",
    "ChangeTookEffect",
    "ChangeHeldBack",
    "ContractAmended",
}
HEEDED_OF_CHANGES = [
    event for event in HEEDED if "change_id" in event.model_fields and event is not ChangeProposed
]


def test_every_event_is_heeded_or_deliberately_not() -> None:
    assert {event.__name__ for event in HEEDED} | NO_NEWS == set(EVENTS)
    assert {event.__name__ for event in HEEDED} & NO_NEWS == set()
    assert len(set(HEEDED)) == len(HEEDED)


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_what_is_heeded_is_reacted_to_and_nothing_else(name: str) -> None:
    event = EVENTS[name]
    assert (react(make.whole(event)) is not None) == (event in HEEDED)


def test_a_published_programme_has_its_agenda_kept() -> None:
    assert react(make.whole(ProgrammePublished)) == Start(
        KeepAgenda.run, agenda_id(make.PROGRAMME_ID), Agenda(programme_id=make.PROGRAMME_ID)
    )


def test_a_proposed_change_is_seen_through() -> None:
    assert react(make.whole(ChangeProposed)) == Start(
        AnnounceChange.run,
        announcement_id(make.CHANGE_ID),
        Announcement(change_id=make.CHANGE_ID),
    )


@pytest.mark.parametrize("event", HEEDED_OF_CHANGES)
def test_what_people_do_to_a_change_wakes_whoever_sees_it_through(event: type[Event]) -> None:
    assert react(make.whole(event)) == Wake(announcement_id(make.CHANGE_ID))


@pytest.mark.parametrize("event", [PlanItemPlanned, PlanItemRealised])
def test_a_changed_plan_wakes_its_agenda(event: type[Event]) -> None:
    assert react(make.whole(event)) == Wake(agenda_id(make.PROGRAMME_ID))


def test_a_moved_clock_wakes_everyone() -> None:
    assert react(make.whole(ClockMoved)) == WakeAll()


def test_workflow_ids_say_what_they_are_for_and_never_change() -> None:
    some = UUID("00000000-0000-4000-8000-000000000001")
    assert agenda_id(some) == f"keep-agenda-{some}"
    assert announcement_id(some) == f"announce-change-{some}"
