from uuid import UUID

import pytest

from domain.base import Event, derived_id
from domain.change.events import (
    ChangeHeldBack,
    ChangeProposed,
    ChangeTookEffect,
    LetterSent,
    NoticeOverridden,
)
from domain.clock.events import ClockMoved
from domain.contract.events import ContractAmended, ContractConcluded
from domain.programme.events import PlanItemOpened
from domain.provider.events import ProviderRegistered
from eventstore import registry
from projections.history import EVENTS, HISTORY, subjects
from tests import make
from tests.projections import story

OTHER = derived_id("contract", "HR-W-002")


def test_every_event_of_the_vocabulary_is_told() -> None:
    assert set(EVENTS) == set(registry.EVENTS.values())
    for event in EVENTS:
        rows = story.table(HISTORY, [make.whole(event)])
        assert rows, event.__name__
        assert {row.kind for row in rows.values()} == {event.__name__}


def test_a_row_says_when_by_whom_and_on_what_ground() -> None:
    event = make.whole(ContractAmended, override=None)
    row = story.only(HISTORY, [event])
    assert (row.subject_id, row.event_id) == (make.CONTRACT_ID, make.EVENT_ID)
    assert (row.at, row.by, row.effective) == (make.MONDAY, make.OFFICER, make.NEW_YEAR)
    assert (row.standing, row.source) == ("stated", make.SOURCE)
    assert "2022-01-01" in str(row.sentence)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (make.a(PlanItemOpened), [make.PROGRAMME_ID]),
        (make.a(ProviderRegistered), [make.PROVIDER_ID]),
        (make.a(ContractConcluded), [make.CONTRACT_ID, make.PROVIDER_ID]),
        (make.a(ContractAmended), [make.CONTRACT_ID]),
        (make.a(ChangeProposed), [make.CHANGE_ID, make.PROGRAMME_ID]),
        (make.a(ChangeTookEffect), [make.CHANGE_ID]),
        (make.a(LetterSent), [make.CHANGE_ID, make.CONTRACT_ID]),
        (make.a(ChangeHeldBack), [make.CHANGE_ID, make.CONTRACT_ID]),
        (
            make.a(NoticeOverridden, contract_ids=(make.CONTRACT_ID, OTHER)),
            [make.CHANGE_ID, make.CONTRACT_ID, OTHER],
        ),
        (make.a(ClockMoved), [make.CLOCK_ID]),
        (make.a(Event), []),
    ],
)
def test_an_event_is_told_of_all_it_concerns(event: Event, expected: list[UUID]) -> None:
    assert list(subjects(event)) == expected


def test_events_of_one_instant_are_told_in_the_order_of_a_life() -> None:
    proposed, sent = make.whole(ChangeProposed), make.whole(LetterSent)
    first = story.table(HISTORY, [proposed])[f"{make.CHANGE_ID}:{make.EVENT_ID}"]
    second = story.table(HISTORY, [sent])[f"{make.CHANGE_ID}:{make.EVENT_ID}"]
    assert (first.at, first.rank < second.rank) == (second.at, True)
