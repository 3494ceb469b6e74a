from datetime import UTC, date, datetime

import pytest

from domain.base import Event
from domain.notice import NoticeClause
from domain.programme.events import (
    BodyRegistered,
    ClauseStated,
    CrosswalkStated,
    MunicipalityEnrolled,
    MunicipalityWithdrew,
    PlanItemPlanned,
    ProgrammePublished,
    ScaleStated,
    SegmentDefined,
    SegmentSplit,
    TermEnded,
    TermExtended,
    TermStated,
)
from projections.programmes import PROGRAMMES, ProgrammeRow
from tests import make
from tests.making import programme as made
from tests.projections import story

PUBLISHED = make.whole(ProgrammePublished)
PARTS = (BodyRegistered, ScaleStated, CrosswalkStated, TermStated)
CROSSWALKS = (made.CROSSWALK,)


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
    parts = [make.whole(cls) for cls in PARTS]
    row = row_after(make.whole(SegmentDefined), make.whole(MunicipalityEnrolled), *parts, later)
    assert (row.title, len(row.segments), len(row.municipalities)) == ("Inkoop 2021+", 1, 1)
    assert (row.bodies, row.scales, row.crosswalks) == ((made.BODY,), (made.SCALE,), CROSSWALKS)
    assert [each.term for each in row.terms] == [made.TERM]


@pytest.mark.row("AN-01")
def test_a_clause_that_names_the_segment_goes_before_one_for_all() -> None:
    for_all = make.whole(ClauseStated, notice=clause("all"), segments=())
    for_wonen = make.whole(ClauseStated, notice=clause("wonen"), segments=("wonen",))
    row = row_after(for_all, for_wonen)
    assert row.clause_for("wonen") == clause("wonen")
    assert row.clause_for("verblijf") == clause("all")
    assert row_after(for_wonen).clause_for("verblijf") is None


@pytest.mark.row("PG-06", "PG-07", "PG-08", "SG-03", "SG-11")
def test_bodies_scales_and_crosswalks_are_shown_as_last_stated() -> None:
    body = made.BODY.model_copy(update={"role": "inkoop"})
    scale = made.SCALE.model_copy(update={"members": ("Holland Rijnland",)})
    crosswalk = made.CROSSWALK.model_copy(update={"new": ("Wonen", "Verblijf")})
    row = row_after(
        *(make.whole(cls) for cls in PARTS),
        make.whole(BodyRegistered, body=body),
        make.whole(ScaleStated, scale=scale),
        make.whole(CrosswalkStated, crosswalk=crosswalk),
    )
    assert (row.bodies, row.scales, row.crosswalks) == ((body,), (scale,), (crosswalk,))


@pytest.mark.row("GO-05", "GO-06")
def test_a_term_shows_its_computed_end_how_it_was_extended_and_that_it_ended() -> None:
    stated = make.whole(TermStated)
    [term] = row_after(stated).terms
    assert (term.end, term.extended, term.ended_at) == (made.ENDS, None, None)
    assert [each.value.year for each in term.computed] == [2028, 2031]
    extended = make.whole(TermExtended)
    [term] = row_after(stated, extended).terms
    assert (term.end, term.decision) == (made.EXTENDED, "extend-wonen")
    ended = make.whole(TermEnded, at=datetime(2033, 1, 1, tzinfo=UTC))
    [term] = row_after(stated, extended, ended, stated).terms
    assert (term.end, term.ended_at) == (made.EXTENDED, ended.at)
    longer = make.whole(TermStated, ends=made.ENDS.model_copy(update={"edtf": "2031"}))
    [term] = row_after(stated, make.whole(TermEnded), longer).terms
    assert term.ended_at is not None
    other = made.TERM.model_copy(update={"ends_stated": None})
    later = make.whole(TermStated, term=other, ends=made.EXTENDED)
    [term] = row_after(stated, make.whole(TermEnded), later).terms
    assert term.ended_at is None


@pytest.mark.row("PG-03")
def test_a_municipality_that_left_says_from_when_and_what() -> None:
    left = make.whole(MunicipalityWithdrew, segments=("wonen",))
    later = make.whole(MunicipalityWithdrew, segments=("wonen",), leaves_on=date(2024, 1, 1))
    enrolled = make.whole(MunicipalityEnrolled)
    [leiden] = row_after(enrolled, left, later, enrolled).municipalities
    assert [(each.leaves_on, each.segments) for each in leiden.withdrawals] == [
        (date(2024, 1, 1), ("wonen",))
    ]
    assert not leiden.withdrawn("wonen", date(2023, 12, 31))
    assert leiden.withdrawn("wonen", date(2024, 1, 1))
    assert not leiden.withdrawn("verblijf", date(2024, 1, 1))
    [leiden] = row_after(enrolled, make.whole(MunicipalityWithdrew, segments=())).municipalities
    assert leiden.withdrawn("verblijf", date(2023, 1, 1))
    assert row_after(left).municipalities == ()


@pytest.mark.row("SG-03")
def test_a_segment_that_was_split_says_what_it_became() -> None:
    defined = make.whole(SegmentDefined)
    new = [make.whole(SegmentDefined, **dict(each)) for each in (made.HOMES, made.HOUSES)]
    row = row_after(defined, make.whole(SegmentSplit), *new, defined)
    assert [(each.segment_id, each.became, each.split_on) for each in row.segments] == [
        ("wonen", ("wonen-thuis", "gezinshuizen"), date(2023, 1, 1)),
        ("wonen-thuis", (), None),
        ("gezinshuizen", (), None),
    ]
    assert (row.segments[0].label, row.segments[0].perspective) == ("Segment 2", "build")
    assert row_after(make.whole(SegmentSplit)).segments == ()


def test_facts_of_a_programme_that_was_never_published_make_no_row() -> None:
    assert story.table(PROGRAMMES, [make.whole(SegmentDefined)]) == {}


def test_other_events_are_none_of_its_business() -> None:
    assert row_after(make.a(PlanItemPlanned)) == row_after()
    assert PROGRAMMES.project("", row_after(), make.a(PlanItemPlanned)) == row_after()
