"""Nothing is destroyed before its time, while it is held, or by one person (AU-15)."""

from datetime import date
from uuid import uuid4

import pytest

from domain.retention.commands import (
    DecidePeriod,
    DropDestruction,
    LiftHold,
    ListDestruction,
    PlaceHold,
    RecordDestruction,
    SignDestruction,
    StartDestruction,
)
from domain.retention.decider import RETENTION
from domain.retention.events import (
    DestructionCarriedOut,
    DestructionDropped,
    DestructionListed,
    DestructionSigned,
    DestructionStarted,
    HoldLifted,
    HoldPlaced,
    PeriodDecided,
)
from domain.retention.parts import due_on
from tests import make
from tests.making.retention import ITEM
from tests.specification import Specification

STORY = Specification(RETENTION)
PERIOD, LIST = make.whole(DecidePeriod), make.whole(ListDestruction)
HOLD, LIFT = make.whole(PlaceHold), make.whole(LiftHold)
FIRST, SECOND = make.a(SignDestruction, by="anna"), make.a(SignDestruction, by="bram")
START, RECORD = make.a(StartDestruction), make.a(RecordDestruction)
LISTED = STORY.given_after(PERIOD, LIST)


@pytest.mark.row("AU-15")
def test_a_period_is_years_from_the_day_after_it_was_over() -> None:
    assert due_on(date(2020, 12, 31), 7) == date(2028, 1, 1)
    assert due_on(date(2023, 6, 14), 1) == date(2024, 6, 15)
    assert due_on(date(2020, 2, 28), 1) == date(2021, 3, 1)


def test_a_source_gives_the_least_and_the_decider_may_keep_it_longer() -> None:
    STORY.when(PERIOD).then(PeriodDecided)
    STORY.given_after(PERIOD).when(PERIOD).then_nothing()
    shorter = make.a(DecidePeriod, years=3, stated=make.whole(DecidePeriod).stated)
    STORY.when(shorter).then_refused("shorter_than_its_source")
    for_ever = make.a(DecidePeriod)
    STORY.given_after(for_ever).when(LIST).then_refused("period_open")


@pytest.mark.row("AU-15")
def test_only_what_is_due_by_a_decided_period_can_be_listed() -> None:
    STORY.when(LIST).then_refused("period_open")
    LISTED.when(LIST).then_nothing()
    early = ITEM.model_copy(update={"closed_on": date(2020, 12, 31), "due": date(2021, 1, 1)})
    wrong = make.a(ListDestruction, items=(early,))
    STORY.given_after(PERIOD).when(wrong).then_refused("not_due")
    later = ITEM.model_copy(update={"closed_on": date(2020, 12, 31), "due": date(2028, 1, 1)})
    STORY.given_after(PERIOD).when(make.a(ListDestruction, items=(later,))).then_refused("not_due")
    LISTED.when(make.a(ListDestruction, list_id=uuid4())).then_refused("on_another_list")


@pytest.mark.row("AU-15")
def test_two_people_sign_before_anything_can_start() -> None:
    LISTED.when(START).then_refused("not_signed")
    LISTED.when(FIRST).then(DestructionSigned)
    LISTED.given_after(FIRST).when(FIRST).then_refused("signed_already")
    LISTED.given_after(FIRST).when(START).then_refused("not_signed")
    signed = LISTED.given_after(FIRST, SECOND)
    (started,) = signed.when(START).then(DestructionStarted)
    assert started.stream_ids == (ITEM.stream_id,)
    signed.when(make.a(SignDestruction, by="carla")).then_refused("signed_by_two")
    done = signed.given_after(START)
    done.when(RECORD).then(DestructionCarriedOut)
    done.given_after(RECORD).when(RECORD).then_nothing()
    done.given_after(RECORD).when(START).then_refused("list_is_done")


@pytest.mark.row("AU-15")
def test_what_is_held_is_not_listed_signed_or_destroyed() -> None:
    held = STORY.given_after(PERIOD).given_after(HOLD)
    held.when(LIST).then_refused("held")
    held.given_after(LIFT).when(LIST).then(DestructionListed)
    LISTED.given_after(HOLD).when(FIRST).then_refused("held")
    other = ITEM.model_copy(update={"stream_id": uuid4(), "programme_id": uuid4()})
    two = STORY.given_after(PERIOD, make.a(ListDestruction, items=(ITEM, other)), FIRST, SECOND)
    (started,) = two.given_after(HOLD).when(START).then(DestructionStarted)
    assert (started.stream_ids, started.held) == ((other.stream_id,), (ITEM.stream_id,))
    LISTED.given_after(FIRST, SECOND, HOLD).when(START).then_refused("all_held")


def test_a_hold_names_what_it_holds_and_is_placed_and_lifted_once() -> None:
    STORY.when(HOLD).then(HoldPlaced)
    STORY.given_after(HOLD).when(HOLD).then_nothing()
    STORY.given_after(HOLD).when(LIFT).then(HoldLifted)
    STORY.given_after(HOLD, LIFT).when(LIFT).then_nothing()
    STORY.when(LIFT).then_refused("unknown_hold")
    nothing = make.a(PlaceHold, programme_id=None, stream_ids=())
    STORY.when(nothing).then_refused("nothing_held")


def test_a_list_can_be_given_up_until_it_was_started_and_what_was_on_it_listed_again() -> None:
    dropped = LISTED.given_after(make.a(DropDestruction))
    LISTED.when(make.a(DropDestruction)).then(DestructionDropped)
    dropped.when(FIRST).then_refused("list_is_done")
    dropped.when(make.a(ListDestruction, list_id=uuid4())).then(DestructionListed)
    started = LISTED.given_after(FIRST, SECOND, START)
    started.when(make.a(DropDestruction)).then_refused("started")
    STORY.when(FIRST).then_refused("unknown_list")
