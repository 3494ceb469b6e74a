"""The plan is planned anew without losing how it was: versions, shifts, and what stays."""

from datetime import date
from functools import partial, reduce
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.base import Command, Event, Refused
from domain.dates import Window
from domain.edtf import span_of
from domain.programme.commands import (
    MissPlanItem,
    PublishProgramme,
    RealisePlanItem,
    RevisePlan,
    ShiftPlan,
)
from domain.programme.decider import PROGRAMME
from domain.programme.events import (
    PlanItemDropped,
    PlanItemPlanned,
    PlanItemRealised,
    PlanRevised,
)
from domain.programme.parts import PlanItem
from domain.programme.shift import shifted, unit_of
from domain.programme.versions import Version, compare, evolve, items_at
from tests import make
from tests.domain.change_stories import noon
from tests.specification import Specification

programme = Specification(PROGRAMME)
MAY = date(2021, 5, 3)


def item(item_id: str, edtf: str | None, **fields: Any) -> PlanItem:
    window = Window(edtf=edtf, written=edtf or "nader te bepalen")
    fields = {"title": item_id, "segment": "wonen", **fields}
    return PlanItem(item_id=item_id, window=window, source=make.SOURCE, **fields)


TENDER = item("tender", "2021-09")
AWARD = item("award", "2021-12-01", after=("tender",))
READY = item("ready", "2022-07-01", fixed=True)
SOMEDAY = item("someday", None)
PLAN = (TENDER, AWARD, READY, SOMEDAY)


def publish(*plan: PlanItem, at: date = MAY) -> PublishProgramme:
    return make.a(PublishProgramme, plan=plan, segments=(make.SEGMENT,), at=noon(at))


def revise(*items: PlanItem, drop: tuple[str, ...] = (), at: date = MAY) -> RevisePlan:
    return make.a(RevisePlan, items=items, drop=drop, at=noon(at))


def shift(months: int, *segments: str, at: date = MAY) -> ShiftPlan:
    return make.a(ShiftPlan, months=months, segments=segments, at=noon(at))


def done(item_id: str, edtf: str = "2021-09") -> RealisePlanItem:
    when = Window(edtf=edtf, written=edtf)
    return make.a(RealisePlanItem, item_id=item_id, realised_on=when, at=noon(date(2021, 12, 31)))


def after(*commands: Command) -> Specification:
    return programme.given_after(publish(*PLAN), *commands)


def windows(specification: Specification) -> dict[str, str | None]:
    items = specification.state.items
    return {key: item.window.edtf for key, item in items.items() if item.status != "dropped"}


@pytest.mark.row("ST-08")
def test_the_first_publication_is_version_one_and_every_other_counts_on() -> None:
    assert PlanRevised not in map(type, programme.given().when(publish(*PLAN)).decide())
    later = item("tender", "2021-10")
    [revised, _] = after().when(revise(later)).then(PlanRevised, PlanItemPlanned)
    assert (revised.number, revised.origin, revised.items) == (2, "revised", ("tender",))
    [revised, *_] = after(revise(later)).when(shift(1)).decide()
    assert isinstance(revised, PlanRevised)
    assert (revised.number, revised.origin, revised.months) == (3, "shifted", 1)


@pytest.mark.row("ST-08")
def test_documents_published_anew_make_a_version_of_what_they_change_and_drop() -> None:
    plan = (item("tender", "2021-10"), AWARD, READY)
    [revised, planned, dropped] = (
        after().when(publish(*plan)).then(PlanRevised, PlanItemPlanned, PlanItemDropped)
    )
    assert (revised.number, revised.origin, revised.reason) == (2, "published", None)
    assert (revised.items, revised.dropped) == (("tender",), ("someday",))
    assert (planned.item_id, dropped.item_id) == ("tender", "someday")
    after(publish(*plan)).when(publish(*plan)).then_nothing()


@pytest.mark.row("ST-08")
def test_what_was_dropped_can_come_back() -> None:
    without = publish(*PLAN[:3])
    [_, back] = after(without).when(publish(*PLAN)).then(PlanRevised, PlanItemPlanned)
    assert back.item_id == "someday"
    dropped = revise(drop=("someday",))
    after(dropped).when(revise(SOMEDAY)).then(PlanRevised, PlanItemPlanned)


@pytest.mark.row("ST-08")
def test_publishing_the_same_file_does_not_undo_a_revision() -> None:
    for revision in (
        shift(3),
        revise(item("tender", "2021-11")),
        revise(drop=("someday",)),
        revise(item("extra", "2022-02")),
    ):
        after(revision).when(publish(*PLAN)).then_nothing()
    [_, planned] = (
        after(shift(3))
        .when(publish(item("tender", "2021-11"), *PLAN[1:]))
        .then(PlanRevised, PlanItemPlanned)
    )
    assert planned.window.edtf == "2021-11"


def test_a_done_item_stays_when_its_document_no_longer_speaks_of_it() -> None:
    after(done("tender")).when(publish(*PLAN[1:])).then_nothing()


def test_a_revision_that_changes_nothing_is_none() -> None:
    after().when(revise(TENDER, AWARD)).then_nothing()
    revision = revise(item("tender", "2021-10"), drop=("someday",))
    after(revision).when(revise(item("tender", "2021-10"))).then_nothing()


def test_a_revision_can_plan_drop_and_say_what_was_done_at_once() -> None:
    held = item("market", "2021-04", status="realised")
    new = item("lots", "2022-01", after=("tender",))
    after().when(revise(held, new, drop=("award",))).then(
        PlanRevised, PlanItemPlanned, PlanItemRealised, PlanItemPlanned, PlanItemDropped
    )


@pytest.mark.row("ST-06")
@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (revise(item("ready", "2022-08-01", fixed=True)), "fixed_item"),
        (revise(item("ready", "2022-07-01")), "fixed_item"),
        (revise(drop=("ready",)), "fixed_item"),
        (revise(item("tender", "2021-10"), at=date(2022, 1, 1)), "realised_item"),
        (revise(drop=("tender",)), "realised_item"),
        (revise(drop=("no-such-item",)), "unknown_plan_item"),
        (revise(item("new", "2022", after=("no-such-item",))), "unknown_plan_item"),
        (revise(item("new", "2022", segment="no-such-segment")), "unknown_segment"),
        (revise(AWARD, drop=("award",)), "item_twice"),
        (revise(AWARD, AWARD), "item_twice"),
        (shift(1, "no-such-segment"), "unknown_segment"),
        (make.a(ShiftPlan, keep=("no-such-item",)), "unknown_plan_item"),
        (shift(0), "nothing_to_shift"),
        (shift(12 * 9000), "shift_too_far"),
    ],
)
def test_a_revision_moves_nothing_that_is_fixed_done_or_not_there(
    command: Command, reason: str
) -> None:
    after(done("tender")).when(command).then_refused(reason)


def test_a_dropped_item_is_not_dropped_again_and_may_move_freely_when_it_returns() -> None:
    dropped = after(revise(drop=("award",)))
    dropped.when(revise(drop=("award",))).then_nothing()
    dropped.when(revise(item("award", "2022-03-01"))).then(PlanRevised, PlanItemPlanned)
    dropped.when(make.a(MissPlanItem, item_id="award", at=noon(date(2023, 1, 1)))).then_nothing()


@pytest.mark.row("ST-06", "ST-08")
def test_a_shift_moves_what_may_still_come_and_leaves_the_rest() -> None:
    missed = make.a(MissPlanItem, item_id="award", at=noon(date(2022, 1, 1)))
    assert windows(after(shift(3))) == {
        "tender": "2021-12",
        "award": "2022-03-01",
        "ready": "2022-07-01",
        "someday": None,
    }
    [revised, moved] = after(missed).when(shift(3)).then(PlanRevised, PlanItemPlanned)
    assert (revised.items, moved.window.edtf) == (("tender",), "2021-12")
    after(missed, done("tender")).when(shift(3)).then_refused("nothing_to_shift")


@pytest.mark.row("ST-03", "ST-08")
def test_a_moved_window_says_what_its_source_said_and_is_no_longer_stated_by_it() -> None:
    [_, moved, _] = after(shift(12)).when(shift(3)).decide()
    assert isinstance(moved, PlanItemPlanned)
    assert moved.window.written == "2021-09 → 2022-12"
    assert (moved.standing, moved.source) == ("derived", make.SOURCE)


def test_a_shift_of_one_segment_leaves_the_others() -> None:
    other = make.SEGMENT.model_copy(update={"segment_id": "verblijf", "number": 3})
    plan = (
        TENDER,
        item("theirs", "2021-10", segment="verblijf"),
        item("all", "2021", segment=None),
    )
    published = make.a(PublishProgramme, plan=plan, segments=(make.SEGMENT, other))
    moved = programme.given_after(published, shift(1, "verblijf"))
    assert windows(moved) == {"tender": "2021-09", "theirs": "2021-11", "all": "2021"}


@pytest.mark.row("ST-03")
@pytest.mark.parametrize(
    ("edtf", "months", "expected"),
    [
        ("2021-08-31", 1, "2021-09-30"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2021-07-01", -3, "2021-04-01"),
        ("2021-11", 3, "2022-02"),
        ("2025-24", 3, "2026-21"),
        ("2025-21", -3, "2024-24"),
        ("2022-36", 3, "2023-33"),
        ("2020-41", 6, "2021-40"),
        ("2030", 12, "2031"),
        ("2021/2024", 24, "2023/2026"),
        ("2021-11/2022-02-15", 1, "2021-12/2022-03-15"),
    ],
)
def test_a_window_moves_in_its_own_precision(edtf: str, months: int, expected: str) -> None:
    moved = shifted(Window(edtf=edtf, bound="before", written="ervoor"), months)
    assert (moved.edtf, moved.bound) == (expected, "before")
    assert moved.precision == span_of(edtf).precision


@pytest.mark.row("ST-03")
@pytest.mark.parametrize(
    ("edtf", "months", "unit"),
    [("2030", 3, "12"), ("2025-23", 1, "3"), ("2022-41", 3, "6"), ("2021-11/2022", 6, "12")],
)
def test_a_shift_that_a_window_cannot_express_is_refused_with_the_way_out(
    edtf: str, months: int, unit: str
) -> None:
    published = programme.given_after(publish(TENDER, item("vague", edtf)))
    said = published.when(shift(months)).then_refused("too_precise_a_shift").sentence
    kept = make.a(ShiftPlan, months=months, keep=("vague",), at=noon(MAY))
    published.when(kept).then(PlanRevised, PlanItemPlanned)
    assert (said.values["title"], said.values["unit"]) == ("vague", unit)
    with pytest.raises(ValueError, match="stay as precise"):
        shifted(Window(edtf=edtf, written=edtf), months)


def versions_after(*commands: Command) -> tuple[Version, ...]:
    return reduce(evolve, after(*commands).history, ())


@pytest.mark.row("ST-08")
def test_every_version_of_the_plan_can_be_seen_as_it_was() -> None:
    moved, dropped = revise(item("tender", "2021-10")), revise(drop=("award",))
    versions = versions_after(moved, dropped, shift(12), revise(AWARD))
    assert [(version.number, version.origin) for version in versions] == [
        (1, "published"),
        (2, "revised"),
        (3, "revised"),
        (4, "shifted"),
        (5, "revised"),
    ]
    seen = [
        {key: each.window.edtf for key, each in items_at(versions, number).items()}
        for number in range(1, 6)
    ]
    first = {"tender": "2021-09", "award": "2021-12-01", "ready": "2022-07-01", "someday": None}
    second = {**first, "tender": "2021-10"}
    third = {key: each for key, each in second.items() if key != "award"}
    fourth = {**third, "tender": "2022-10"}
    assert seen == [first, second, third, fourth, {**fourth, "award": "2021-12-01"}]
    assert versions[1].reason == moved.reason
    with pytest.raises(KeyError):
        items_at(versions, 6)


@pytest.mark.row("ST-08")
def test_any_two_versions_can_be_compared() -> None:
    reworded = item("ready", "2022-07-01", fixed=True, title="Contracten gereed")
    versions = versions_after(
        shift(3), revise(reworded, item("extra", "2023"), drop=("award",), at=date(2022, 1, 1))
    )
    compared = compare(versions, 1, 3)
    assert [each.item_id for each in compared.added] == ["extra"]
    assert [each.item_id for each in compared.dropped] == ["award"]
    [tender] = compared.moved
    assert (tender.before.edtf, tender.after.edtf) == ("2021-09", "2021-12")
    assert [each.title for each in compared.reworded] == ["Contracten gereed"]
    assert compared.unchanged == 1
    back = compare(versions, 3, 1)
    assert [each.item_id for each in (*back.added, *back.dropped)] == ["award", "extra"]
    same = compare(versions, 2, 2)
    assert (same.added, same.dropped, same.moved, same.reworded) == ((), (), (), ())
    assert same.unchanged == len(PLAN)


def test_what_happens_to_an_item_is_no_version() -> None:
    versions = versions_after(done("tender"))
    assert [version.number for version in versions] == [1]
    assert evolve((), make.a(PlanItemDropped)) == ()


EDTF = st.one_of(
    st.dates(date(1990, 1, 1), date(2100, 12, 28)).filter(lambda day: day.day <= 28).map(str),
    st.builds("{:04}-{:02}".format, st.integers(1990, 2100), st.integers(1, 12)),
    st.builds("{:04}-{}".format, st.integers(1990, 2100), st.sampled_from([21, 22, 23, 24])),
    st.builds("{:04}-{}".format, st.integers(1990, 2100), st.sampled_from([33, 34, 35, 36])),
    st.builds("{:04}-{}".format, st.integers(1990, 2100), st.sampled_from([40, 41])),
    st.integers(1990, 2100).map(str),
)


@given(edtf=EDTF, units=st.integers(-40, 40))
def test_a_shift_forth_and_back_leads_home_and_keeps_the_precision(edtf: str, units: int) -> None:
    window = Window(edtf=edtf, written="volgens de bron")
    months = units * unit_of(window)
    moved = shifted(window, months)
    assert moved.precision == window.precision
    assert shifted(moved, -months).edtf == edtf
    assert shifted(Window(written="open"), months).edtf is None


IDS = ("tender", "award", "ready", "someday", "extra")
A_PLAN = st.sets(st.sampled_from(IDS), min_size=1).flatmap(
    lambda ids: st.tuples(
        *(
            st.sampled_from(["2021-05", "2021-11", "2022-04-01", None]).map(partial(item, each))
            for each in sorted(ids)
        )
    )
)
COMMANDS = st.one_of(
    A_PLAN.map(lambda plan: publish(*plan)),
    A_PLAN.map(lambda plan: revise(*plan)),
    st.sampled_from(IDS).map(lambda each: revise(drop=(each,))),
    st.sampled_from([-1, 1, 12]).map(shift),
    st.sampled_from(IDS).map(done),
    st.sampled_from(IDS).map(
        lambda each: make.a(MissPlanItem, item_id=each, at=noon(date(2022, 1, 1)))
    ),
)


@pytest.mark.row("ST-08")
@settings(max_examples=40)
@given(st.lists(COMMANDS, max_size=8))
def test_whatever_is_asked_of_a_plan_its_last_version_is_how_it_stands(
    commands: list[Any],
) -> None:
    state = PROGRAMME.initial
    history: tuple[Event, ...] = ()
    for command in commands:
        try:
            events = tuple(PROGRAMME.decide(command, state))
        except Refused:
            continue
        state, history = reduce(PROGRAMME.evolve, events, state), (*history, *events)
        if not isinstance(command, ShiftPlan):
            assert PROGRAMME.decide(command, state) == []
    versions: tuple[Version, ...] = reduce(evolve, history, ())
    assert [each.number for each in versions] == [*range(1, len(versions) + 1)]
    stands = {key: each for key, each in state.items.items() if each.status != "dropped"}
    last = items_at(versions, len(versions)) if versions else {}
    assert {key: each.window for key, each in last.items()} == {
        key: each.window for key, each in stands.items() if key in last
    }
    assert all(stands[key].status == "realised" for key in stands.keys() - last.keys())
