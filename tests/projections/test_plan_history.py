"""The versions of a plan and the arrangements of a programme, as they are read."""

from datetime import date

import pytest

from domain.base import Event
from domain.dates import Window
from domain.programme.arrangements import Figure, Relation, Rule, TargetGroup
from domain.programme.commands import PublishProgramme, RevisePlan, ShiftPlan
from domain.programme.decider import PROGRAMME
from domain.programme.events import ArrangementStated, PlanItemDropped, SegmentDefined
from projections.arrangements import ARRANGEMENTS, ArrangementRow
from projections.plan_versions import PLAN_VERSIONS
from tests import make
from tests.making import programme as made
from tests.projections import story
from tests.projections.story import on

JULY = Window(edtf="2021-07", written="juli 2021")
PUBLISHED = make.a(
    PublishProgramme,
    segments=(make.SEGMENT,),
    plan=(
        make.PLAN_ITEM.model_copy(update={"window": JULY}),
        make.PLAN_ITEM.model_copy(update={"item_id": "other", "window": JULY}),
    ),
)
SHIFTED = make.a(ShiftPlan, months=3, at=on("2021-06-01"), decided_by="two")
DROPPED = make.a(RevisePlan, items=(), drop=("other",), at=on("2021-06-02"))


def stated(*arrangements: object) -> list[Event]:
    return [make.a(ArrangementStated, arrangement=each) for each in arrangements]


@pytest.mark.row("ST-08")
def test_every_version_of_a_plan_is_kept_with_who_decided_it_and_why() -> None:
    row = story.only(PLAN_VERSIONS, story.happened(PROGRAMME, PUBLISHED, SHIFTED, DROPPED))
    assert row.latest == 3
    assert [(each.number, each.title, each.decided_by, each.at) for each in row.versions] == [
        (1, "Eerste publicatie", None, make.MONDAY),
        (2, SHIFTED.title, "two", on("2021-06-01")),
        (3, DROPPED.title, None, on("2021-06-02")),
    ]
    windows = [
        {key: item.window.edtf for key, item in row.items_at(number).items()}
        for number in (1, 2, 3)
    ]
    assert windows == [
        {"announce-wonen": "2021-07", "other": "2021-07"},
        {"announce-wonen": "2021-10", "other": "2021-10"},
        {"announce-wonen": "2021-10"},
    ]
    compared = row.compare(1, 3)
    assert [each.item_id for each in compared.dropped] == ["other"]
    assert [(each.before.edtf, each.after.edtf) for each in compared.moved] == [
        ("2021-07", "2021-10")
    ]
    second = row.version(2)
    assert second is not None
    assert (second.origin, second.months) == ("shifted", 3)
    assert row.version(4) is None


@pytest.mark.parametrize("event", [make.a(PlanItemDropped), make.a(SegmentDefined)])
def test_a_programme_without_a_plan_has_no_versions(event: Event) -> None:
    assert story.table(PLAN_VERSIONS, [event]) == {}
    assert PLAN_VERSIONS.project("", None, event) is None


@pytest.mark.row("SG-09", "SG-10")
def test_an_arrangement_shows_what_it_is_about_and_how_it_was_stated_before() -> None:
    explored = made.INSTRUMENT.model_copy(update={"state": "explored", "text": "Onderzocht"})
    row = story.only(ARRANGEMENTS, stated(explored, made.INSTRUMENT))
    assert (row.kind, row.about, row.state) == ("instrument", "financing", "target")
    assert (row.segments, row.text, row.source) == (("wonen",), "P*Q met een plafond", make.SOURCE)
    assert row.earlier == (explored,)


def test_every_kind_of_arrangement_has_a_row_of_its_own_even_with_one_id() -> None:
    said = {"arrangement_id": "one", "text": "Zo is het.", "source": make.SOURCE}
    rows: dict[str, ArrangementRow] = story.table(
        ARRANGEMENTS,
        stated(
            Rule(about="budget", written="een plafond", **said),
            TargetGroup(ages="0-18", from_age=0, to_age=18, **said),
            Figure(measure="cliënten", written="ruim 400", number="400", **said),
            Relation(to_segments=("wonen",), **said),
        ),
    )
    assert [(row.kind, row.about, row.state) for row in rows.values()] == [
        ("rule", "budget", None),
        ("target_group", None, None),
        ("figure", None, None),
        ("relation", None, None),
    ]


@pytest.mark.row("SG-09")
def test_an_arrangement_holds_within_its_window() -> None:
    row = story.only(ARRANGEMENTS, stated(made.INSTRUMENT))
    held = [row.holds(date(year, 7, 1)) for year in (2021, 2022, 2031, 2032)]
    assert held == [False, True, True, False]
    always = made.INSTRUMENT.model_copy(update={"since": None, "until": None})
    assert story.only(ARRANGEMENTS, stated(always)).holds(date(1999, 1, 1))
    assert ARRANGEMENTS.project("", row, make.a(SegmentDefined)) == row
