from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.admission.commands import (
    ChooseOpening,
    ConsiderOpening,
    LeaveSegment,
    LimitNumber,
    OpenAdmission,
    RejectApplication,
    ReopenAdmission,
)
from domain.admission.events import (
    AdmissionClosed,
    AdmissionOpened,
    AdmissionReopened,
    ApplicationReceived,
    ApplicationRejected,
    NumberLimited,
    OpeningChosen,
    OpeningConsidered,
    ProviderAdmitted,
    ProviderEnrolled,
    SegmentLeft,
)
from domain.admission.evidence import equal_treatment, waiting_since
from domain.admission.parts import Phase
from tests import make
from tests.domain.admission_stories import (
    APRIL,
    JUNE,
    MAY,
    OPEN,
    admission,
    admits,
    application,
    applies,
    assesses,
    closes,
    enrols,
    findings,
    opens,
    provider,
    states,
)
from tests.domain.change_stories import noon
from tests.making.admission import CRITERIA, OPTION, PUBLICATION
from tests.making.procedure import PROCEDURE_ID

DAY = timedelta(days=1)
SUMMER, NEW_YEAR = date(2021, 7, 1), date(2021, 12, 31)
REOPEN = make.a(ReopenAdmission, opens=date(2021, 10, 1), at=noon(SUMMER))


def leaves(name: str = "de-haven", last_day: date = date(2022, 6, 30)) -> LeaveSegment:
    return make.a(LeaveSegment, provider_id=provider(name), last_day=last_day, at=noon(JUNE))


def limits(*phases: Phase, **more: Any) -> LimitNumber:
    return make.a(LimitNumber, phases=phases, at=noon(APRIL), **more)


@pytest.mark.row("AD-02")
def test_providers_enter_during_the_contract_and_go_when_they_want() -> None:
    received = admission.given_after(*OPEN).when(applies()).then(ApplicationReceived)[0]
    assert (received.edition, received.answer_by) == (1, None)
    inside = admission.given_after(*OPEN, applies(), assesses(), admits())
    assert inside.state.inside(JUNE) == (provider("de-haven"),)
    assert inside.state.inside(JUNE - DAY) == ()
    [gone] = inside.when(leaves()).then(SegmentLeft)
    assert gone.effective == date(2022, 7, 1)
    left = admission.given_after(*OPEN, applies(), assesses(), admits(), leaves())
    left.when(leaves()).then_nothing()
    assert left.state.inside(date(2022, 6, 30)) == (provider("de-haven"),)
    assert left.state.inside(date(2022, 7, 1)) == ()
    again = applies(day=date(2023, 1, 9), application_id=application("de-haven-2"))
    left.when(again).then(ApplicationReceived)


def test_who_is_in_or_waits_does_not_apply_again() -> None:
    other = application("de-haven-2")
    inside = admission.given_after(*OPEN, applies(), assesses(), admits())
    inside.when(applies(day=JUNE, application_id=other)).then_refused("already_in")
    waiting = admission.given_after(*OPEN, applies())
    waiting.when(applies()).then_nothing()
    waiting.when(applies(application_id=other)).then_refused("already_applied")
    assert waiting_since(waiting.state) == MAY
    waiting.when(leaves()).then_refused("not_in_segment")
    inside.when(leaves(last_day=date(2021, 5, 31))).then_refused("before_it_came")


@pytest.mark.row("AD-03")
def test_a_closed_entry_says_until_when_and_opens_again_by_itself() -> None:
    closed = (*OPEN, closes(SUMMER, NEW_YEAR))
    [event] = admission.given_after(*OPEN).when(closed[-1]).then(AdmissionClosed)
    assert (event.effective, event.until) == (SUMMER, NEW_YEAR)
    given = admission.given_after(*closed)
    given.when(closed[-1]).then_nothing()
    given.when(applies(day=SUMMER - DAY)).then(ApplicationReceived)
    refused = given.when(applies(day=SUMMER)).then_refused("entry_closed")
    assert refused.sentence.values["until"] == "2021-12-31"
    assert refused.sentence.values["again"] == "2022-01-01"
    assert "omgezet" in str(refused)
    given.when(applies(day=NEW_YEAR)).then_refused("entry_closed")
    given.when(applies(day=NEW_YEAR + DAY)).then(ApplicationReceived)


@pytest.mark.row("AD-03")
def test_closing_leaves_who_is_in_where_they_are() -> None:
    given = admission.given_after(*OPEN, applies(), assesses(), admits(), closes(SUMMER))
    assert given.state.inside(date(2022, 1, 1)) == (provider("de-haven"),)
    # What came in before the closing is still dealt with.
    waiting = admission.given_after(*OPEN, applies(), assesses(), closes(MAY))
    waiting.when(admits()).then(ProviderAdmitted)


@pytest.mark.row("AD-03")
def test_an_open_ended_closing_lasts_until_it_is_reopened() -> None:
    closed = admission.given_after(*OPEN, closes(SUMMER))
    refused = closed.when(applies(day=NEW_YEAR)).then_refused("entry_closed")
    assert "reopen it first" in str(refused)
    [event] = closed.when(REOPEN).then(AdmissionReopened)
    assert event.effective == date(2021, 10, 1)
    reopened = admission.given_after(*OPEN, closes(SUMMER), REOPEN)
    reopened.when(REOPEN).then_nothing()
    told = reopened.when(applies(day=SUMMER)).then_refused("entry_closed")
    assert told.sentence.values["again"] == "2021-10-01"
    reopened.when(applies(day=NEW_YEAR)).then(ApplicationReceived)


@pytest.mark.row("AD-03")
@given(
    first=st.integers(0, 60),
    length=st.integers(0, 60) | st.none(),
    reopened=st.integers(0, 90) | st.none(),
    asked=st.integers(0, 150),
)
def test_one_can_apply_exactly_on_the_days_that_no_closing_covers(
    first: int, length: int | None, reopened: int | None, asked: int
) -> None:
    start = date(2021, 5, 1)
    since = start + first * DAY
    until = None if length is None else since + length * DAY
    commands: list[Any] = [*OPEN, closes(since, until)]
    state = admission.given_after(*commands).state
    if reopened is not None and not state.lets_in(start + reopened * DAY):
        commands.append(make.a(ReopenAdmission, opens=start + reopened * DAY, at=noon(APRIL)))
    else:
        reopened = None
    state = admission.given_after(*commands).state
    day = start + asked * DAY
    covered = since <= day and (until is None or day <= until)
    mended = reopened is not None and start + reopened * DAY <= day
    assert state.lets_in(day) == (not covered or mended)
    entry = state.entry_on(day)
    assert (entry.state == "open") == state.lets_in(day)
    if entry.state == "closed" and entry.again is not None:
        assert state.lets_in(entry.again)
        assert not any(state.lets_in(day + n * DAY) for n in range((entry.again - day).days))


def test_entry_that_has_ended_or_not_begun_says_so() -> None:
    given = admission.given_after(states(), opens(JUNE, until=SUMMER))
    told = given.when(applies(day=MAY)).then_refused("entry_not_open")
    assert told.sentence.values["again"] == "2021-06-01"
    given.when(applies(day=SUMMER)).then(ApplicationReceived)
    given.when(applies(day=SUMMER + DAY)).then_refused("entry_not_open")
    admission.given_after(states()).when(closes(JUNE)).then_refused("never_opened")
    admission.given_after(states()).when(REOPEN).then_refused("never_opened")
    admission.given().when(opens()).then_refused("no_criteria")
    given.when(opens(JUNE, until=SUMMER)).then_nothing()
    given.when(opens(JUNE, until=MAY)).then_refused("ends_before_start")
    given.when(closes(JUNE, MAY)).then_refused("ends_before_start")
    given.when(applies(day=SUMMER, at=noon(JUNE))).then_refused("not_yet_done")


@pytest.mark.row("AD-06")
def test_entry_can_be_part_of_a_step_of_a_revision() -> None:
    [event] = admission.given_after(states()).when(make.whole(OpenAdmission)).then(AdmissionOpened)
    assert event.step
    assert (event.step.procedure_id, event.step.step_id) == (PROCEDURE_ID, "toelating")
    given = admission.given_after(states(), make.whole(OpenAdmission), closes(SUMMER), REOPEN)
    turn = given.state.turn_on(date(2021, 11, 1))
    # What is reopened belongs to the same step, with the same promise to answer in time.
    assert turn
    assert (turn.step, turn.answer_days, turn.until) == (event.step, 42, None)
    [received] = given.when(applies(day=date(2021, 11, 1))).then(ApplicationReceived)
    assert received.answer_by == date(2021, 12, 13)


@pytest.mark.row("AD-07")
def test_the_number_is_limited_in_phases_as_a_means_to_something() -> None:
    phases = (Phase(since=MAY, most=2), Phase(since=date(2022, 1, 1), most=1))
    limit = limits(*phases)
    [event] = admission.given_after(*OPEN).when(limit).then(NumberLimited)
    assert event.means_to == "Meer partnerschap met minder aanbieders"
    two = (*OPEN, enrols("een"), limit, applies(), assesses())
    given = admission.given_after(*two)
    given.when(limit).then_nothing()
    assert [given.state.most_on(day) for day in (MAY - DAY, MAY, date(2022, 1, 1))] == [None, 2, 1]
    given.when(admits()).then(ProviderAdmitted)
    refused = given.when(admits(starts=date(2022, 1, 1))).then_refused("number_reached")
    assert refused.sentence.values == {"inside": "1", "most": "1"}
    lifted = admission.given_after(*two, limits())
    assert lifted.state.most_on(date(2022, 1, 1)) is None
    admission.given_after(*OPEN).when(limits()).then_nothing()
    given.when(limits(phases[1], phases[0])).then_refused("phases_out_of_order")


@pytest.mark.row("AD-07", "SG-29")
def test_a_local_provider_can_be_an_exception_to_the_number_with_a_reason() -> None:
    full = admission.given_after(
        *OPEN, enrols("een"), limits(Phase(since=MAY, most=1)), applies(), assesses()
    )
    full.when(admits()).then_refused("number_reached")
    why = "De aanbieder heeft een lokale rol in een klein gebied."
    [event] = full.when(admits(exception=why)).then(ProviderAdmitted)
    assert event.exception == why
    number = make.a(RejectApplication, ground="number", at=noon(MAY))
    number = number.model_copy(update={"application_id": application("de-haven")})
    full.when(number).then(ApplicationRejected)
    roomy = admission.given_after(*OPEN, applies(), assesses())
    roomy.when(number).then_refused("number_not_reached")


@pytest.mark.row("AD-20")
def test_an_opening_that_depends_on_something_is_chosen_before_it_is_used() -> None:
    considered = make.a(ConsiderOpening)
    [event] = admission.given_after(states()).when(considered).then(OpeningConsidered)
    assert event.source == OPTION.source
    undecided = admission.given_after(states(), considered)
    undecided.when(considered).then_nothing()
    refused = undecided.when(opens()).then_refused("not_chosen_yet")
    assert OPTION.depends_on
    assert OPTION.depends_on in str(refused)
    undecided.when(make.a(ChooseOpening, depended=None)).then_refused("depends_on")
    chosen = make.whole(ChooseOpening)
    [choice] = undecided.when(chosen).then(OpeningChosen)
    assert (choice.form, choice.decided_on) == ("open_house", date(2021, 4, 21))
    decided = admission.given_after(states(), considered, chosen)
    decided.when(chosen).then_nothing()
    decided.when(opens()).then(AdmissionOpened)


@pytest.mark.row("AD-20")
def test_whether_newcomers_stay_away_as_expected_is_counted() -> None:
    chosen = (states(), make.a(ConsiderOpening), make.whole(ChooseOpening), opens())
    state = admission.given_after(*chosen).state
    assert state.newcomers() == state.options["open"].expected_newcomers == 0
    assert admission.given_after(*chosen, applies()).state.newcomers() == 1


def test_a_closed_form_is_not_opened_and_an_unknown_option_not_chosen() -> None:
    closed = OPTION.model_copy(update={"form": "closed", "depends_on": None})
    chosen = (states(), make.a(ConsiderOpening, option=closed), make.a(ChooseOpening))
    admission.given_after(*chosen).when(opens()).then_refused("closed_form")
    admission.given_after(states()).when(make.a(ChooseOpening)).then_refused("unknown_option")


@pytest.mark.row("AD-17")
@pytest.mark.parametrize("standing", ["pgb_supplier", "merged", "left", "no_members", "unknown"])
def test_who_cannot_have_a_contract_cannot_apply_and_is_told_why(standing: str) -> None:
    refused = (
        admission.given_after(*OPEN).when(applies(provider_is=standing)).then_refused(standing)
    )
    assert ":" in str(refused)


def test_who_was_in_before_is_in() -> None:
    [event] = admission.given().when(enrols("een")).then(ProviderEnrolled)
    assert event.effective == date(2020, 1, 1)
    admission.given_after(enrols("een")).when(enrols("een")).then_nothing()


@pytest.mark.row("AD-16")
def test_equal_treatment_can_be_shown_and_what_was_not_equal_is_seen() -> None:
    other = applies("de-kade", day=MAY + DAY)
    equal = admission.given_after(
        *OPEN, applies(), other, assesses(), assesses("de-kade", at=noon(JUNE)), admits()
    )
    [time] = equal_treatment(equal.state)
    assert time.turn
    assert time.turn.publication == PUBLICATION
    assert [each.editions for each in time.treated] == [(1,), (1,)]
    assert [each.days for each in time.treated] == [0, None]
    assert time.doubts == ()
    newer = states(counts_from=MAY + DAY, reason="De eisen zijn aangescherpt.")
    again = assesses("de-kade", edition=2, at=noon(JUNE))
    uneven = admission.given_after(*OPEN, newer, applies(), other, assesses(), again)
    doubts = [str(each.template % each.values) for each in equal_treatment(uneven.state)[0].doubts]
    assert doubts == [
        "It is not recorded where edition 2 of the criteria was published.",
        "Who applied in the same time was judged by different editions of the criteria: 1, 2.",
    ]


@pytest.mark.row("AD-16")
def test_a_promised_term_that_passed_is_seen() -> None:
    late = (states(), opens(answer_days=7), applies(), assesses())
    given = admission.given_after(*late, admits(at=noon(JUNE)))
    [time] = equal_treatment(given.state)
    assert [each.template.partition("%")[0] for each in time.doubts] == [
        "It is not recorded where the entry of ",
        "It is not recorded where edition ",
        "The application of ",
    ]


@pytest.mark.row("AD-16")
def test_criteria_count_once_everybody_can_read_them_and_everybody_is_judged_by_all() -> None:
    late = PUBLICATION.model_copy(update={"published_on": date(2021, 2, 1)})
    admission.given().when(states(publication=late)).then_refused("not_public_in_time")
    refused = (
        admission.given_after(*OPEN, applies())
        .when(assesses(found=findings()[:1]))
        .then_refused("not_all_assessed")
    )
    assert refused.sentence.values["missing"] == ", ".join(
        each.criterion_id for each in CRITERIA[1:]
    )
