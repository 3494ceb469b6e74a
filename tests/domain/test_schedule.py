"""Where each item of a plan can be, and which of them hold up the rest."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dates import Bound, Window
from domain.programme.parts import PlanItem
from domain.programme.schedule import Schedule, Slot, Violation, schedule
from tests import make


def item(
    item_id: str,
    edtf: str | None,
    *after: str,
    segment: str | None = "wonen",
    bound: Bound = "in",
) -> PlanItem:
    window = Window(edtf=edtf, bound=bound, written=edtf or "nader te bepalen")
    return PlanItem(
        item_id=item_id,
        title=item_id,
        window=window,
        segment=segment,
        after=after,
        source=make.SOURCE,
    )


def slots(*items: PlanItem) -> dict[str, Slot]:
    return {slot.item_id: slot for slot in schedule(items).slots}


TENDER = item("tender", "2026-01/2026-03")
AWARD = item("award", "2026-03/2026-08", "tender")
READY = item("ready", "2026-07-01", "award")


@pytest.mark.row("ST-07")
def test_an_item_is_after_what_it_waits_for_and_before_what_waits_for_it() -> None:
    placed = slots(READY, AWARD, TENDER)
    assert [*placed] == ["tender", "award", "ready"]
    assert [(slot.earliest, slot.latest, slot.slack) for slot in placed.values()] == [
        (date(2026, 1, 1), date(2026, 3, 31), 89),
        (date(2026, 3, 1), date(2026, 7, 1), 122),
        (date(2026, 7, 1), date(2026, 7, 1), 0),
    ]


@pytest.mark.row("ST-07")
def test_windows_without_a_first_day_take_it_from_what_they_wait_for() -> None:
    by_july = item("by-july", "2026-07-01", "tender", bound="at_latest")
    alone = item("alone", "2026-07-01", bound="at_latest")
    placed = slots(TENDER, by_july, alone)
    assert (placed["by-july"].earliest, placed["by-july"].slack) == (date(2026, 1, 1), 181)
    assert (placed["alone"].earliest, placed["alone"].slack) == (None, None)


@pytest.mark.row("ST-03", "ST-07")
def test_an_item_without_a_date_gets_none_but_what_it_joins_stays_joined() -> None:
    someday = item("someday", None, "tender")
    result = schedule((TENDER, someday, item("ready", "2026-02-01", "someday")))
    placed = {slot.item_id: slot for slot in result.slots}
    assert placed["someday"] == Slot("someday", "wonen", None, None, None, critical=False)
    assert result.undated == ("someday",)
    assert placed["tender"].latest == date(2026, 2, 1)
    assert result.path == ("tender", "ready")


@pytest.mark.row("ST-07")
def test_the_critical_path_leads_to_the_end_along_the_least_slack() -> None:
    council = item("council", "2026-06-30", segment=None)
    start = item("start", "2027-01-01", "ready", "council", segment=None)
    loose = item("loose", "2026-12-01", segment="verblijf")
    alone = item("alone", "2030", segment=None)
    result = schedule((TENDER, AWARD, READY, council, start, loose, alone))
    assert result.path == ("tender", "award", "ready", "start")
    assert result.paths == {"wonen": ("tender", "award", "ready"), "verblijf": ("loose",)}
    assert [slot.item_id for slot in result.slots if not slot.critical] == ["council", "alone"]


def test_a_path_goes_by_the_narrowest_of_several_ways() -> None:
    wide = item("wide", "2026", segment=None)
    narrow = item("narrow", "2026-05-01/2026-05-08", segment=None)
    unknown = item("unknown", "2026", bound="before", segment=None)
    end = item("end", "2027-01-01", "wide", "unknown", "narrow")
    assert schedule((wide, narrow, unknown, end)).path == ("narrow", "end")


@pytest.mark.row("ST-07")
def test_what_ends_before_what_it_waits_for_is_said_and_how_sure_that_is() -> None:
    overlap = item("overlap", "2026-02-01", "tender")
    never = item("never", "2025-12-31", "tender")
    result = schedule((TENDER, overlap, never))
    march = date(2026, 3, 31)
    assert result.violations == (
        Violation("overlap", "tender", date(2026, 2, 1), march, certain=False),
        Violation("never", "tender", date(2025, 12, 31), march, certain=True),
    )
    assert {slot.item_id: slot.slack for slot in result.slots}["never"] == -1
    open_end = item("open-end", "2026", "tender", bound="from")
    assert schedule((TENDER, AWARD, open_end)).violations == ()


def test_what_is_not_planned_or_waits_for_itself_is_said() -> None:
    lost = item("lost", "2026", "no-such-item")
    a, b, c = item("a", "2026", "b"), item("b", "2026", "a"), item("c", "2026", "b")
    result = schedule((lost, a, b, c))
    assert result.missing == (("lost", "no-such-item"),)
    assert result.circular == ("a", "b")
    assert {slot.item_id for slot in result.slots} == {"lost", "a", "b", "c"}
    assert schedule(()) == Schedule((), (), {}, (), (), (), ())


@st.composite
def plans(draw: st.DrawFn) -> list[PlanItem]:
    count = draw(st.integers(1, 8))
    dates = st.sampled_from([None, "2026", "2026-05", "2026-23", "2026-07-01", "2027-33"])
    names = [f"item-{number}" for number in range(count)]
    return [item(name, draw(dates), *draw(st.sets(st.sampled_from(names)))) for name in names]


@settings(max_examples=50)
@given(plans())
def test_whatever_waits_for_whatever_every_item_has_its_room(items: list[PlanItem]) -> None:
    result = schedule(items)
    assert {slot.item_id for slot in result.slots} == {each.item_id for each in items}
    by_id = {each.item_id: each for each in items}
    for slot in result.slots:
        window = by_id[slot.item_id].window
        assert (slot.slack is None) == (window.edtf is None)
        if slot.earliest and slot.latest and window.first and window.last:
            assert window.first <= slot.earliest
            assert slot.latest <= window.last
    assert set(result.path) <= {each.item_id for each in items if each.window.edtf}
