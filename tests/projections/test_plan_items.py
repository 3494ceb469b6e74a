from datetime import date
from typing import Any

import pytest

from domain.base import Event
from domain.dates import Window
from domain.programme.commands import (
    MissPlanItem,
    OpenPlanItem,
    PublishProgramme,
    RealisePlanItem,
    RevisePlan,
)
from domain.programme.decider import PROGRAMME
from domain.programme.events import PlanItemOpened, PlanItemPlanned, SegmentDefined
from projections.plan_items import PLAN_ITEMS, PlanItemRow, key_of
from tests import make
from tests.projections import story
from tests.projections.story import on

JULY = Window(edtf="2021-07", written="juli 2021")
AUTUMN = Window(edtf="2021-23", written="najaar 2021")
PLANNED = make.a(PlanItemPlanned, window=JULY)


def published(day: str = "2021-05-03", **item: Any) -> PublishProgramme:
    plan = (make.PLAN_ITEM.model_copy(update={"window": JULY, **item}),)
    return make.a(PublishProgramme, plan=plan, at=on(day))


def row_after(*commands: Any) -> PlanItemRow:
    return story.only(PLAN_ITEMS, story.happened(PROGRAMME, *commands))


@pytest.mark.row("ST-03")
def test_a_plan_item_shows_its_window_as_written_and_the_days_it_means() -> None:
    row = row_after(published())
    assert (row.window.written, row.status) == ("juli 2021", "planned")
    assert (row.first, row.last, row.due) == (
        date(2021, 7, 1),
        date(2021, 7, 31),
        date(2021, 7, 31),
    )
    assert (row.segment, row.standing, row.source) == ("wonen", "stated", make.SOURCE)


@pytest.mark.row("ST-04")
def test_what_is_planned_under_reservation_says_so() -> None:
    assert row_after(published(status="reserved")).status == "reserved"


def test_a_plan_item_opens_and_is_missed_or_done() -> None:
    opened = make.a(OpenPlanItem, at=on("2021-07-01"))
    row = row_after(published(), opened)
    assert (row.status, row.opened_at) == ("open", on("2021-07-01"))
    missed = make.a(MissPlanItem, at=on("2021-08-01"))
    row = row_after(published(), opened, missed)
    assert (row.status, row.missed_at) == ("missed", on("2021-08-01"))
    done = make.a(RealisePlanItem, at=on("2021-08-02"), realised_on=JULY)
    assert row_after(published(), opened, missed, done).status == "realised"


@pytest.mark.row("ST-32")
def test_a_step_recorded_after_the_fact_keeps_its_own_date_beside_that_of_recording() -> None:
    row = row_after(published(day="2021-12-01", status="realised", realised_on=JULY))
    assert (row.status, row.realised_on, row.realised_at) == ("realised", JULY, on("2021-12-01"))


@pytest.mark.row("ST-32")
def test_a_step_that_had_passed_when_it_was_published_is_unknown_and_not_missed() -> None:
    assert row_after(published(day="2021-12-01")).status == "unknown"


def test_how_an_item_was_planned_before_is_never_lost() -> None:
    first = published()
    second = published(day="2021-06-01", window=AUTUMN, title="Aankondigen (herzien)")
    third = published(day="2021-06-02", window=AUTUMN.model_copy(update={"edtf": "2022-21"}))
    row = row_after(first, second, third)
    assert [(each.window.edtf, each.title, each.replaced_at) for each in row.earlier] == [
        ("2021-07", "Aankondigen", on("2021-06-01")),
        ("2021-23", "Aankondigen (herzien)", on("2021-06-02")),
    ]
    assert row.window.edtf == "2022-21"


@pytest.mark.row("ST-08")
def test_an_item_that_was_dropped_keeps_its_row_and_can_come_back() -> None:
    dropped = make.a(RevisePlan, items=(), drop=("announce-wonen",), at=on("2021-06-01"))
    row = row_after(published(), dropped)
    assert (row.status, row.dropped_at) == ("dropped", on("2021-06-01"))
    back = make.a(RevisePlan, items=published().plan, at=on("2021-06-02"))
    row = row_after(published(), dropped, back)
    assert (row.status, row.dropped_at) == ("planned", None)
    assert [each.status for each in row.earlier] == ["dropped"]


@pytest.mark.row("ST-06", "ST-09")
def test_a_plan_item_says_what_kind_it_is_who_does_it_and_whether_it_is_fixed() -> None:
    said: dict[str, Any] = {
        "kind": "information",
        "body": "two",
        "audience": "de raden",
        "fixed": True,
    }
    row = row_after(published(**said, restates="earlier"))
    assert (row.kind, row.body, row.audience) == ("information", "two", "de raden")
    assert (row.fixed, row.restates) == (True, "earlier")


def test_what_was_done_stays_done_when_the_plan_is_stated_anew() -> None:
    done = make.a(RealisePlanItem, at=on("2021-07-05"), realised_on=JULY)
    planned_anew = make.a(PlanItemPlanned, window=AUTUMN, at=on("2021-07-06"))
    row = story.only(PLAN_ITEMS, [*story.happened(PROGRAMME, published(), done), planned_anew])
    assert (row.status, row.realised_on, row.window) == ("realised", JULY, AUTUMN)


def test_items_of_two_programmes_may_have_the_same_id() -> None:
    other = make.a(PlanItemPlanned, programme_id=make.CHANGE_ID)
    assert list(story.table(PLAN_ITEMS, [PLANNED, other])) == [
        key_of(make.PROGRAMME_ID, "announce-wonen"),
        key_of(make.CHANGE_ID, "announce-wonen"),
    ]


@pytest.mark.parametrize("event", [make.a(PlanItemOpened), make.a(SegmentDefined)])
def test_events_of_an_item_that_was_never_planned_make_no_row(event: Event) -> None:
    assert story.table(PLAN_ITEMS, [event]) == {}


def test_other_events_are_none_of_its_business() -> None:
    row = story.only(PLAN_ITEMS, [PLANNED])
    assert PLAN_ITEMS.project("", row, make.a(SegmentDefined)) == row
