from datetime import date, timedelta

import pytest

from domain.dates import Window
from domain.programme.commands import (
    MissPlanItem,
    OpenPlanItem,
    PublishProgramme,
    RealisePlanItem,
)
from domain.programme.decider import PROGRAMME
from domain.programme.events import (
    ArrangementStated,
    BodyRegistered,
    ClauseStated,
    CrosswalkStated,
    MunicipalityEnrolled,
    PlanItemMissed,
    PlanItemOpened,
    PlanItemPlanned,
    PlanItemRealised,
    PlanRevised,
    ProgrammePublished,
    ScaleStated,
    SegmentDefined,
    TermStated,
)
from tests import make
from tests.domain.change_stories import noon
from tests.specification import Specification

programme = Specification(PROGRAMME)
PUBLISH = make.a(PublishProgramme, clauses=make.whole(PublishProgramme).clauses)
JUNE = Window(edtf="2021-06", written="juni 2021")


def publish(at: date = date(2021, 5, 3), **item: object) -> PublishProgramme:
    planned = make.PLAN_ITEM.model_copy(update={"window": JUNE, **item})
    return make.a(PublishProgramme, plan=(planned,), at=noon(at))


@pytest.mark.row("PG-01", "PG-03", "SG-01")
def test_publishing_records_all_that_the_file_states() -> None:
    programme.given().when(make.whole(PublishProgramme)).then(
        ProgrammePublished,
        MunicipalityEnrolled,
        SegmentDefined,
        ClauseStated,
        BodyRegistered,
        ScaleStated,
        CrosswalkStated,
        TermStated,
        ArrangementStated,
        PlanItemPlanned,
    )


def test_publishing_the_same_file_again_records_nothing() -> None:
    again = make.whole(PublishProgramme, at=make.MONDAY + timedelta(days=900), by="other")
    programme.given_after(make.whole(PublishProgramme)).when(again).then_nothing()


@pytest.mark.row("ST-08")
def test_only_what_the_file_states_anew_becomes_a_fact() -> None:
    later = publish(window=Window(edtf="2021-09", written="september 2021"))
    [_, planned] = programme.given_after(publish()).when(later).then(PlanRevised, PlanItemPlanned)
    assert planned.window.written == "september 2021"


def test_what_had_passed_before_it_was_published_is_unknown_and_never_called_late() -> None:
    late = publish(date(2021, 8, 1))
    [*_, planned] = programme.given().when(late).decide()
    assert isinstance(planned, PlanItemPlanned)
    assert planned.status == "unknown"
    miss = make.a(MissPlanItem, at=noon(date(2021, 8, 2)))
    programme.given_after(late).when(miss).then_nothing()
    programme.given_after(late).when(publish(date(2021, 9, 1))).then_nothing()


@pytest.mark.row("ST-32")
def test_what_the_source_says_was_done_is_recorded_with_its_own_date() -> None:
    done = publish(status="realised", realised_on=Window(edtf="2021-03-12", written="12 maart"))
    [*_, planned, realised] = programme.given().when(done).decide()
    assert isinstance(planned, PlanItemPlanned)
    assert isinstance(realised, PlanItemRealised)
    assert (planned.status, realised.realised_on.written) == ("planned", "12 maart")
    programme.given_after(done).when(done).then_nothing()


def test_an_item_opens_on_its_first_day_and_is_missed_after_its_last() -> None:
    published = programme.given_after(publish())
    open_item = make.a(OpenPlanItem, at=noon(date(2021, 6, 1)))
    published.when(make.a(OpenPlanItem, at=noon(date(2021, 5, 31)))).then_nothing()
    published.when(open_item).then(PlanItemOpened)
    published.when(make.a(MissPlanItem, at=noon(date(2021, 6, 30)))).then_nothing()
    published.when(make.a(MissPlanItem, at=noon(date(2021, 7, 1)))).then(PlanItemMissed)
    programme.given_after(publish(), open_item).when(open_item).then_nothing()


def test_an_item_without_dates_never_opens_and_is_never_missed() -> None:
    undated = programme.given_after(publish(window=Window(edtf=None, written="nog onbekend")))
    undated.when(make.a(OpenPlanItem, at=noon(date(2030, 1, 1)))).then_nothing()
    undated.when(make.a(MissPlanItem, at=noon(date(2030, 1, 1)))).then_nothing()


def test_somebody_says_what_was_done_and_when_but_not_ahead_of_time() -> None:
    published = programme.given_after(publish())
    early = make.a(RealisePlanItem, realised_on=JUNE, at=noon(date(2021, 5, 3)))
    done = make.a(RealisePlanItem, realised_on=JUNE, at=noon(date(2021, 6, 3)))
    published.when(early).then_refused("not_yet_done")
    published.when(done).then(PlanItemRealised)
    programme.given_after(publish(), done).when(done).then_nothing()
    never = make.a(RealisePlanItem, realised_on=JUNE, item_id="no-such-item")
    published.when(never).then_refused("unknown_plan_item")
    realised = programme.given_after(publish(), done)
    realised.when(make.a(MissPlanItem, at=noon(date(2021, 7, 1)))).then_nothing()


def test_a_missed_item_can_still_be_done() -> None:
    missed = make.a(MissPlanItem, at=noon(date(2021, 7, 1)))
    july = Window(edtf="2021-07", written="juli 2021")
    done = make.a(RealisePlanItem, realised_on=july, at=noon(date(2021, 7, 20)))
    after = programme.given_after(publish(), missed, done)
    assert after.state.items["announce-wonen"].status == "realised"


def test_an_item_that_was_done_stays_done_when_it_is_stated_anew() -> None:
    done = make.a(RealisePlanItem, realised_on=JUNE, at=noon(date(2021, 6, 3)))
    again = programme.given_after(publish(), done, publish(title="Anders gezegd"))
    assert again.state.items["announce-wonen"].status == "realised"
