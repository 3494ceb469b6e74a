from datetime import UTC, datetime

import pytest

from domain.base import Event
from domain.notice import NoticeClause
from domain.programme.events import (
    ClauseStated,
    MunicipalityEnrolled,
    PlanItemPlanned,
    ProgrammePublished,
    SegmentDefined,
)
from projections.programmes import PROGRAMMES, ProgrammeRow
from tests import make
from tests.projections import story

PUBLISHED = make.whole(ProgrammePublished)


def row_after(*events: Event) -> ProgrammeRow:
    return story.only(PROGRAMMES, [PUBLISHED, *events])


def clause(clause_id: str, version: int = 1) -> NoticeClause:
    return make.CLAUSE.model_copy(update={"clause_id": clause_id, "clause_version": version})


def test_a_published_programme_shows_its_heading() -> None:
    row = row_after()
    assert (row.key, row.title, row.region) == (
        "holland-rijnland-2021",
        "Inkoop jeugdhulp 2021",
        "Holland Rijnland",
    )
    assert (row.executive, row.cycle, row.published_at) == (
        "Serviceorganisatie Zorg",
        make.CYCLE,
        make.MONDAY,
    )


@pytest.mark.row("PG-03", "PG-04", "PG-05")
def test_municipalities_show_their_subregion_and_how_far_they_take_part() -> None:
    undecided = make.whole(
        MunicipalityEnrolled, name="Nieuwkoop", participation="undecided", subregion=None
    )
    row = row_after(make.whole(MunicipalityEnrolled, segments=("wonen",)), undecided)
    assert [
        (each.name, each.subregion, each.participation, each.segments, each.components)
        for each in row.municipalities
    ] == [
        ("Leiden", "Leidse regio", "full", ("wonen",), ("verblijf",)),
        ("Nieuwkoop", None, "undecided", (), ("verblijf",)),
    ]
    assert row.municipalities[0].source == make.SOURCE


def test_what_is_stated_anew_takes_the_place_of_what_was() -> None:
    row = row_after(
        make.whole(MunicipalityEnrolled, participation="undecided"),
        make.whole(SegmentDefined, title="Wonne"),
        make.whole(ClauseStated, notice=clause("hr", 1)),
        make.whole(MunicipalityEnrolled, participation="full"),
        make.whole(SegmentDefined, title="Wonen"),
        make.whole(ClauseStated, notice=clause("hr", 2)),
    )
    assert [each.participation for each in row.municipalities] == ["full"]
    assert [each.title for each in row.segments] == ["Wonen"]
    assert [each.notice.clause_version for each in row.clauses] == [2]


@pytest.mark.row("SG-01")
def test_segments_are_in_the_order_of_their_numbers() -> None:
    row = row_after(
        make.whole(SegmentDefined, segment_id="verblijf", number=3),
        make.whole(SegmentDefined, segment_id="wonen", number=2),
    )
    assert [each.segment_id for each in row.segments] == ["wonen", "verblijf"]
    assert (row.segments[0].aliases, row.segments[0].products) == (("Verblijf",), ("44A08",))


def test_a_heading_stated_anew_keeps_the_parts() -> None:
    later = make.whole(
        ProgrammePublished, title="Inkoop 2021+", at=datetime(2021, 6, 1, tzinfo=UTC)
    )
    row = row_after(make.whole(SegmentDefined), make.whole(MunicipalityEnrolled), later)
    assert (row.title, len(row.segments), len(row.municipalities)) == ("Inkoop 2021+", 1, 1)


@pytest.mark.row("AN-01")
def test_a_clause_that_names_the_segment_goes_before_one_for_all() -> None:
    for_all = make.whole(ClauseStated, notice=clause("all"), segments=())
    for_wonen = make.whole(ClauseStated, notice=clause("wonen"), segments=("wonen",))
    row = row_after(for_all, for_wonen)
    assert row.clause_for("wonen") == clause("wonen")
    assert row.clause_for("verblijf") == clause("all")
    assert row_after(for_wonen).clause_for("verblijf") is None


def test_facts_of_a_programme_that_was_never_published_make_no_row() -> None:
    assert story.table(PROGRAMMES, [make.whole(SegmentDefined)]) == {}


def test_other_events_are_none_of_its_business() -> None:
    assert row_after(make.a(PlanItemPlanned)) == row_after()
    assert PROGRAMMES.project("", row_after(), make.a(PlanItemPlanned)) == row_after()
