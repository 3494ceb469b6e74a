"""Bodies, scales, crosswalks, terms and arrangements; leaving, splitting, extending, ending."""

from datetime import date
from typing import Any

import pytest

from domain.base import Command
from domain.dates import Window
from domain.programme.commands import (
    EndTerm,
    ExtendTerm,
    PublishProgramme,
    SplitSegment,
    WithdrawMunicipality,
)
from domain.programme.decider import PROGRAMME
from domain.programme.events import (
    ArrangementStated,
    BodyRegistered,
    CrosswalkStated,
    MunicipalityWithdrew,
    ScaleStated,
    SegmentDefined,
    SegmentSplit,
    TermEnded,
    TermExtended,
    TermStated,
)
from domain.programme.parts import Municipality, Term
from tests import make
from tests.domain.change_stories import noon
from tests.making import programme as made
from tests.specification import Specification

programme = Specification(PROGRAMME)
NEW_YEAR = Window(edtf="2023-01-01", written="1 januari 2023")


def window(edtf: str | None, written: str = "volgens de bron") -> Window:
    return Window(edtf=edtf, written=written)


def term(
    starts: Window = NEW_YEAR, least: int | None = 96, most: int | None = 96, **more: Any
) -> Term:
    return Term(
        term_id="wonen-term",
        title="Looptijd Wonen",
        starts=starts,
        at_least_months=least,
        at_most_months=most,
        written="8 jaar",
        source=make.SOURCE,
        **more,
    )


def publish(*terms: Term, **more: Any) -> PublishProgramme:
    return make.a(PublishProgramme, terms=terms, segments=(make.SEGMENT,), **more)


def stated(*terms: Term) -> TermStated:
    [event] = [
        event
        for event in programme.given().when(publish(*terms)).decide()
        if isinstance(event, TermStated)
    ]
    return event


def extend(until: str | None, day: date = date(2030, 1, 1), **more: Any) -> ExtendTerm:
    return make.a(ExtendTerm, until=window(until), at=noon(day), **more)


def end(year: int, month: int = 1, day: int = 1) -> EndTerm:
    return make.a(EndTerm, at=noon(date(year, month, day)))


def leave(*segments: str, **more: Any) -> WithdrawMunicipality:
    return make.a(WithdrawMunicipality, segments=segments, **more)


@pytest.mark.row("PG-06", "PG-07", "PG-08", "SG-03", "SG-09", "SG-10", "SG-11")
def test_what_a_programme_is_made_of_is_recorded_once_and_again_when_it_changes() -> None:
    whole = make.whole(PublishProgramme)
    kinds = (BodyRegistered, ScaleStated, CrosswalkStated, ArrangementStated)
    recorded = [each for each in programme.given().when(whole).decide() if isinstance(each, kinds)]
    assert [event.source for event in recorded] == [make.SOURCE] * len(kinds)
    assert recorded[0] == make.a(
        BodyRegistered, body=made.BODY, standing="stated", source=make.SOURCE
    )
    again = programme.given_after(whole)
    again.when(whole).then_nothing()
    longer = made.BODY.model_copy(update={"term": window("2026")})
    [event] = again.when(whole.model_copy(update={"bodies": (longer,)})).then(BodyRegistered)
    assert event.body.term.edtf == "2026"
    now = made.INSTRUMENT.model_copy(update={"state": "current"})
    [event] = again.when(whole.model_copy(update={"arrangements": (now,)})).then(ArrangementStated)
    assert event.arrangement.state == "current"


@pytest.mark.row("GO-06", "CC-01")
@pytest.mark.parametrize(
    ("starts", "least", "most", "ends", "bound"),
    [
        (NEW_YEAR, 96, 96, "2030-12-31", "in"),
        (NEW_YEAR, 84, 120, "2029-12-31/2032-12-31", "in"),
        (NEW_YEAR, 72, None, "2028-12-31", "not_before"),
        (NEW_YEAR, None, 36, "2025-12-31", "at_latest"),
        (NEW_YEAR, None, None, None, "in"),
        (NEW_YEAR.model_copy(update={"bound": "from"}), 96, 96, "2030-12-31", "in"),
        (NEW_YEAR.model_copy(update={"bound": "not_before"}), 96, 96, None, "in"),
        (window("2027"), 96, 96, None, "in"),
        (window(None), 96, 96, None, "in"),
    ],
)
def test_the_end_of_a_term_is_computed_from_a_day_and_else_stays_open(
    starts: Window, least: int | None, most: int | None, ends: str | None, bound: str
) -> None:
    event = stated(term(starts, least, most))
    assert (event.ends.edtf, event.ends.bound, event.ends.written) == (ends, bound, "8 jaar")
    days = sorted({each.value.isoformat() for each in event.computed})
    assert days == (ends.split("/") if ends else [])
    assert all(each.rule == "term/1" and each.steps for each in event.computed)


@pytest.mark.row("GO-06")
def test_a_term_ends_after_its_last_day_and_not_before() -> None:
    published = programme.given_after(publish(term()))
    published.when(end(2030, 12, 31)).then_nothing()
    [event] = published.when(end(2031)).then(TermEnded)
    assert event.ended.edtf == "2030-12-31"
    programme.given_after(publish(term()), end(2031)).when(end(2031, 2)).then_nothing()
    published.when(make.a(EndTerm, term_id="none")).then_refused("unknown_term")


def test_a_term_ends_after_the_last_day_that_its_words_allow_or_never() -> None:
    vague = programme.given_after(publish(term(window("2027"), ends_stated=window("2034"))))
    vague.when(end(2034, 12, 31)).then_nothing()
    vague.when(end(2035)).then(TermEnded)
    open_ended = programme.given_after(publish(term(most=None)))
    open_ended.when(end(2150)).then_nothing()
    undated = term(window("2027"), ends_stated=window(None))
    programme.given_after(publish(undated)).when(end(2150)).then_nothing()


@pytest.mark.row("GO-06")
def test_where_arithmetic_and_source_differ_the_source_holds() -> None:
    differ = programme.given_after(publish(term(ends_stated=window("2030-06-30"))))
    [event] = differ.when(end(2030, 7, 1)).then(TermEnded)
    assert event.ended.edtf == "2030-06-30"
    agree = programme.given_after(publish(term(ends_stated=window("2030"))))
    [event] = agree.when(end(2031)).then(TermEnded)
    assert event.ended.edtf == "2030-12-31"


@pytest.mark.row("GO-05", "GO-13")
def test_a_term_is_extended_as_far_as_its_source_allows() -> None:
    until_2034 = programme.given_after(publish(term(extension_until=window("2034"))))
    [event] = until_2034.when(extend("2034", decision="extend")).then(TermExtended)
    assert (event.previous.edtf, event.until.edtf, event.decision) == (
        "2030-12-31",
        "2034",
        "extend",
    )
    until_2034.when(extend("2035")).then_refused("beyond_extension")
    a_year = programme.given_after(publish(term(extension_months=12)))
    a_year.when(extend("2031-12-31")).then(TermExtended)
    a_year.when(extend("2032-01-01")).then_refused("beyond_extension")
    programme.given_after(publish(term())).when(extend("2040")).then(TermExtended)


@pytest.mark.row("GO-05")
def test_an_extension_is_later_than_the_end_and_comes_before_it() -> None:
    published = programme.given_after(publish(term()))
    published.when(extend("2030-12-31")).then_refused("no_extension")
    published.when(extend(None)).then_refused("no_extension")
    published.when(extend("2031", term_id="none")).then_refused("unknown_term")
    ended = programme.given_after(publish(term()), end(2031))
    ended.when(extend("2032")).then_refused("term_ended")
    extended = programme.given_after(publish(term()), extend("2032"))
    extended.when(extend("2032")).then_nothing()
    extended.when(end(2031)).then_nothing()
    extended.when(end(2033)).then(TermEnded)
    extended.when(extend("2033")).then(TermExtended)


@pytest.mark.row("GO-05")
def test_stating_a_term_anew_undoes_no_extension_and_reopens_it_only_for_a_later_end() -> None:
    extended = programme.given_after(publish(term()), extend("2032"), publish(term(lead_months=18)))
    extended.when(end(2031)).then_nothing()
    extended.when(end(2033)).then(TermEnded)
    reworded = programme.given_after(publish(term()), end(2031), publish(term(lead_months=18)))
    reworded.when(end(2031, 2)).then_nothing()
    longer = programme.given_after(publish(term()), end(2031), publish(term(least=108, most=108)))
    longer.when(end(2032)).then(TermEnded)


@pytest.mark.row("PG-03")
def test_a_municipality_leaves_what_it_takes_part_in() -> None:
    published = programme.given_after(publish())
    [event] = published.when(leave()).then(MunicipalityWithdrew)
    assert (event.name, event.segments) == ("Leiden", ())
    published.when(leave("wonen")).then(MunicipalityWithdrew)
    published.when(leave(name="Delft")).then_refused("unknown_municipality")
    published.when(leave("vervoer")).then_refused("unknown_segment")
    left = programme.given_after(publish(), leave())
    left.when(leave()).then_nothing()
    left.when(publish()).then_nothing()
    left.when(leave(leaves_on=date(2024, 1, 1))).then(MunicipalityWithdrew)


def test_a_municipality_cannot_leave_a_segment_that_it_is_not_in() -> None:
    other = make.SEGMENT.model_copy(update={"segment_id": "verblijf", "number": 3})
    partly = Municipality(
        name="Leiden", participation="partial", segments=("wonen",), source=make.SOURCE
    )
    asked = make.a(PublishProgramme, segments=(make.SEGMENT, other), municipalities=(partly,))
    published = programme.given_after(asked)
    published.when(leave("verblijf")).then_refused("takes_no_part")
    published.when(leave("wonen")).then(MunicipalityWithdrew)


@pytest.mark.row("SG-03")
def test_a_segment_splits_and_what_was_planned_for_it_stays() -> None:
    asked = make.a(PublishProgramme, segments=(make.SEGMENT,), plan=(make.PLAN_ITEM,))
    published = programme.given_after(asked)
    split = make.a(SplitSegment)
    events = published.when(split).then(SegmentSplit, SegmentDefined, SegmentDefined)
    assert [each.segment_id for each in events[1:]] == ["wonen-thuis", "gezinshuizen"]
    after = programme.given_after(asked, split)
    assert after.state.items == published.state.items
    after.when(split).then_nothing()
    after.when(asked).then_nothing()


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (make.a(SplitSegment, segment_id="vervoer"), "unknown_segment"),
        (make.a(SplitSegment, into=(made.HOMES, made.HOMES)), "segment_exists"),
        (make.a(SplitSegment, into=(made.HOMES, make.SEGMENT)), "segment_exists"),
    ],
)
def test_a_segment_splits_into_segments_of_their_own(command: Command, reason: str) -> None:
    programme.given_after(publish()).when(command).then_refused(reason)


def test_a_segment_is_split_once() -> None:
    again = make.a(SplitSegment, from_day=date(2024, 1, 1))
    split = programme.given_after(publish(), make.a(SplitSegment))
    split.when(again).then_refused("already_split")
