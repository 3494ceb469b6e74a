"""What allows a change to be announced and to count, and what stops it."""

from datetime import date, timedelta

import pytest

from domain.change.commands import (
    AdoptChange,
    ApproveAnnouncement,
    AssessChange,
    BarAnnouncement,
    ChangeCommand,
    ClearAnnouncement,
    DraftAnnouncement,
    LiftReservation,
    MandateAnnouncement,
    OrderDispatch,
    OverrideNotice,
    PauseChange,
    ProposeChange,
    PutInForce,
    QueueLetters,
    RecordReceipts,
    ResumeChange,
    RuleOnNotice,
    TableChange,
    WithdrawChange,
)
from domain.change.decider import CHANGE
from domain.change.events import (
    AnnouncementBarred,
    AnnouncementCleared,
    AnnouncementMandated,
    ChangeAdopted,
    ChangeHeldBack,
    ChangePaused,
    ChangeProposed,
    ChangeResumed,
    ChangeTookEffect,
    DispatchOrdered,
    NoticeOverridden,
    NoticeRuled,
    ReservationLifted,
)
from domain.change.outlook import next_step
from domain.change.parts import Consent, Reservation, Scope
from domain.notice import latest_announcement
from tests import make
from tests.domain import change_stories as story
from tests.making.change import ASSESSMENT, MANDATE, RULING
from tests.specification import Specification

change = Specification(CHANGE)
LATEST, NEW_YEAR = make.LATEST, make.NEW_YEAR
DAY = timedelta(days=1)
RESERVED = make.a(
    ProposeChange, reservation=Reservation(what="the councils adopt the budget of 2022")
)


def effect(on: date = NEW_YEAR) -> PutInForce:
    return make.a(PutInForce, contract_ids=story.CONTRACTS[:1], at=story.noon(on))


def under_reservation(*, day: date = date(2021, 5, 3)) -> list[ChangeCommand]:
    """Announced to one provider while a decision is still to come."""
    [_, *later] = story.sent(day=day)
    return [RESERVED, *later]


@pytest.mark.row("AN-16")
def test_a_change_under_reservation_counts_once_the_decision_is_taken() -> None:
    held = change.given_after(*under_reservation()).when(effect()).then(ChangeHeldBack)
    assert held[0].contracts[0].reason == "reserved"
    lift = make.a(LiftReservation, decided_on=NEW_YEAR + DAY, at=story.noon(NEW_YEAR + 2 * DAY))
    after = change.given_after(*under_reservation(), effect())
    after.when(lift).then(ReservationLifted)
    lifted = change.given_after(*under_reservation(), effect(), lift)
    lifted.when(lift).then_nothing()
    assert next_step(lifted.state, story.noon(NEW_YEAR + 2 * DAY)).kind == "put_in_force"
    [counts] = lifted.when(effect(NEW_YEAR + 2 * DAY)).then(ChangeTookEffect)
    assert counts.effective == NEW_YEAR + DAY


@pytest.mark.row("AN-16")
def test_only_what_is_under_reservation_is_announced_before_it_was_adopted() -> None:
    table, approve = make.a(TableChange), make.a(ApproveAnnouncement)
    draft = make.a(DraftAnnouncement, recipients=(story.recipient(),))
    plain = change.given_after(make.a(ProposeChange), table, draft)
    plain.when(approve).then_refused("not_adopted")
    reserved = [RESERVED, table, draft, approve, make.a(OrderDispatch)]
    letters = [
        make.a(QueueLetters, letter_ids=story.LETTERS[:1], at=story.noon(LATEST)),
        make.a(RecordReceipts, receipts=(story.receipt(story.LETTERS[0], LATEST),)),
    ]
    told = change.given_after(*reserved, *letters, make.a(LiftReservation))
    assert told.when(effect()).then(ChangeHeldBack)[0].contracts[0].reason == "not_adopted"
    adopted = change.given_after(
        *reserved, *letters, make.a(LiftReservation), effect(), make.a(AdoptChange)
    )
    adopted.when(effect()).then(ChangeTookEffect)


def test_a_reservation_is_lifted_where_there_is_one_and_not_ahead_of_time() -> None:
    lift = make.a(LiftReservation)
    change.given_after(*story.sent()).when(lift).then_refused("no_reservation")
    ahead = make.a(LiftReservation, decided_on=make.MONDAY.date() + DAY)
    change.given_after(RESERVED).when(ahead).then_refused("not_yet_done")
    withdrawn = change.given_after(RESERVED, make.a(WithdrawChange))
    withdrawn.when(lift).then_refused("withdrawn")


@pytest.mark.row("AN-13")
def test_what_the_clause_does_not_cover_counts_without_notice_and_says_who_decided() -> None:
    ruled = [*story.drafted(), make.a(RuleOnNotice)]
    [event] = change.given_after(*story.drafted()).when(ruled[-1]).then(NoticeRuled)
    assert (event.ruling.decided_by, event.ruling.covered) == ("Regionaal bestuur", False)
    given = change.given_after(*ruled)
    given.when(make.a(RuleOnNotice)).then_nothing()
    assert next_step(given.state, story.noon(LATEST)).kind == "wait"
    assert next_step(given.state, story.noon(LATEST + DAY)).kind == "wait"
    [counts] = given.when(effect()).then(ChangeTookEffect)
    assert counts.effective == NEW_YEAR
    over = change.given_after(*ruled, effect())
    covered = RULING.model_copy(update={"covered": True})
    over.when(make.a(RuleOnNotice, ruling=covered)).then_refused("in_force")


@pytest.mark.row("AN-13")
def test_a_change_that_is_covered_needs_its_notice_and_a_late_ruling_counts_from_its_day() -> None:
    covered = make.a(RuleOnNotice, ruling=RULING.model_copy(update={"covered": True}))
    change.given_after(*story.drafted(), covered).when(effect()).then(ChangeHeldBack)
    later = RULING.model_copy(update={"decided_on": NEW_YEAR + DAY})
    ruled = make.a(RuleOnNotice, ruling=later, at=story.noon(NEW_YEAR + DAY))
    held = change.given_after(*story.drafted(), covered, effect(), ruled)
    [counts] = held.when(effect(NEW_YEAR + DAY)).then(ChangeTookEffect)
    assert counts.effective == NEW_YEAR + DAY
    ahead = make.a(RuleOnNotice, ruling=later)
    change.given_after(*story.drafted()).when(ahead).then_refused("not_yet_done")


@pytest.mark.row("AN-13")
def test_a_technical_change_is_laid_out_and_made_although_its_day_has_passed() -> None:
    ruled = [*story.adopted(), make.a(RuleOnNotice)]
    state = change.given_after(*ruled).state
    assert next_step(state, story.noon(NEW_YEAR + DAY)).kind == "draft"
    unruled = change.given_after(*story.adopted()).state
    assert next_step(unruled, story.noon(NEW_YEAR + DAY)).kind == "wait"


def test_whoever_proposed_a_change_may_not_excuse_it_from_its_notice() -> None:
    drafted = change.given_after(*story.drafted())
    drafted.when(make.a(RuleOnNotice, by=make.OFFICER)).then_refused("four_eyes")
    at = story.noon(date(2021, 12, 2))
    drafted.when(make.a(OverrideNotice, by=make.OFFICER, at=at)).then_refused("four_eyes")
    drafted.when(make.a(OverrideNotice, at=at)).then(NoticeOverridden)


@pytest.mark.row("CC-06", "CC-08")
def test_advice_against_a_change_is_kept_and_stops_nobody_who_decides() -> None:
    against = ASSESSMENT.model_copy(update={"verdict": "not_allowed"})
    advised = make.a(AssessChange, assessment=against)
    talked = change.given_after(*story.proposed(), make.a(TableChange), advised)
    assert talked.state.assessment == against
    talked.when(advised).then_nothing()
    talked.when(make.a(AdoptChange)).then(ChangeAdopted)


@pytest.mark.row("AN-12")
def test_no_letter_is_ordered_while_a_municipality_has_yet_to_agree() -> None:
    needed = MANDATE.model_copy(update={"needed": ("Leiden", "Alphen aan den Rijn")})
    mandate = make.a(MandateAnnouncement, mandate=needed)
    [event] = change.given_after(*story.approved()).when(mandate).then(AnnouncementMandated)
    assert (event.mandate.announced_by, event.mandate.power) == (
        "TWO Jeugdhulp",
        "Mandaatbesluit jeugdhulp 2020, artikel 3",
    )
    waiting = change.given_after(*story.approved(), mandate)
    waiting.when(mandate).then_nothing()
    refused = waiting.when(make.a(OrderDispatch)).then_refused("consent_missing")
    assert refused.sentence.values["municipality"] == "Alphen aan den Rijn"
    consents = (
        *needed.consents,
        Consent(municipality="Alphen aan den Rijn", decided_on=date(2021, 5, 1)),
    )
    agreed = make.a(MandateAnnouncement, mandate=needed.model_copy(update={"consents": consents}))
    change.given_after(*story.approved(), mandate, agreed).when(make.a(OrderDispatch)).then(
        DispatchOrdered
    )
    ahead = (Consent(municipality="Leiden", decided_on=date(2021, 6, 1)),)
    early = make.a(MandateAnnouncement, mandate=needed.model_copy(update={"consents": ahead}))
    waiting.when(early).then_refused("not_yet_done")


def test_a_closed_gate_stands_before_the_order_and_the_first_letter() -> None:
    bar, clear = make.a(BarAnnouncement), make.a(ClearAnnouncement)
    change.given_after(*story.approved()).when(bar).then(AnnouncementBarred)
    barred = change.given_after(*story.approved(), bar)
    barred.when(bar).then_nothing()
    barred.when(make.a(OrderDispatch)).then_refused("barred")
    barred.when(clear).then(AnnouncementCleared)
    change.given_after(*story.approved()).when(clear).then_nothing()
    later = change.given_after(*story.ordered(), bar)
    later.when(make.a(QueueLetters, letter_ids=story.LETTERS[:1])).then_refused("barred")
    assert next_step(later.state, make.MONDAY).kind == "wait"
    begun = [*story.ordered(), make.a(QueueLetters, letter_ids=story.LETTERS[:1]), bar]
    assert next_step(change.given_after(*begun).state, make.MONDAY).kind == "send"


@pytest.mark.row("CC-27")
def test_a_paused_change_waits_and_the_office_is_still_told_of_its_days() -> None:
    pause, resume = make.a(PauseChange), make.a(ResumeChange)
    change.given_after(*story.ordered()).when(pause).then(ChangePaused)
    paused = change.given_after(*story.ordered(), pause)
    paused.when(pause).then_nothing()
    paused.when(make.a(QueueLetters, letter_ids=story.LETTERS[:1])).then_refused("paused")
    assert next_step(paused.state, make.MONDAY).kind == "wait"
    paused.when(resume).then(ChangeResumed)
    going_on = change.given_after(*story.ordered(), pause, resume)
    going_on.when(resume).then_nothing()
    assert next_step(going_on.state, make.MONDAY).kind == "send"
    due = change.given_after(*story.sent(), pause)
    due.when(effect()).then_refused("paused")
    assert next_step(due.state, story.noon(NEW_YEAR)).kind == "wait"
    drafted = change.given_after(*story.drafted(), pause).state
    assert next_step(drafted, story.noon(LATEST)).kind == "remind"
    assert next_step(drafted, story.noon(LATEST + DAY)).kind == "miss"


@pytest.mark.row("AN-21")
def test_a_change_of_the_clause_is_judged_by_the_old_clause() -> None:
    month = make.CLAUSE.model_copy(update={"months": 1, "clause_version": 2})
    new = make.a(ProposeChange, kinds=("clause",), new_clause=month)
    [_, *later] = story.sent(day=LATEST + DAY)
    late = change.given_after(new, *later)
    assert late.state.proposal.new_clause == month
    assert latest_announcement(NEW_YEAR, month).value > LATEST + DAY
    [held] = late.when(effect()).then(ChangeHeldBack)
    assert (held.contracts[0].reason, held.contracts[0].latest) == ("announced_late", LATEST)
    [_, *in_time] = story.sent(day=LATEST)
    change.given_after(new, *in_time).when(effect()).then(ChangeTookEffect)


@pytest.mark.row("CC-05")
def test_a_proposal_says_of_what_kind_it_is_and_the_same_one_is_no_news() -> None:
    whole = make.whole(ProposeChange)
    [proposed] = change.given().when(whole).then(ChangeProposed)
    for field in ("kinds", "scope", "provisions", "indexation", "new_clause", "reservation"):
        assert getattr(proposed, field) == getattr(whole, field), field
    given = change.given_after(whole)
    given.when(make.whole(ProposeChange, command_id=make.EVENT_ID)).then_nothing()
    other = make.whole(ProposeChange, kinds=("structure", "clause"))
    given.when(other).then_refused("already_proposed")
    change.given().when(make.a(ProposeChange, kinds=("clause",))).then_refused("clause_unclear")
    elsewhere = make.a(ProposeChange, scope=Scope(segments=("ambulant",)))
    change.given().when(elsewhere).then_refused("segment_outside_scope")


def test_providers_get_days_to_react() -> None:
    approved = change.given_after(*story.approved())
    until = make.a(OrderDispatch, reactions_until=date(2021, 6, 1))
    assert approved.when(until).then(DispatchOrdered)[0].reactions_until == date(2021, 6, 1)
    past = make.a(OrderDispatch, reactions_until=make.MONDAY.date() - DAY)
    approved.when(past).then_refused("no_time_to_react")
