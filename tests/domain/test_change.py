from datetime import date, timedelta

import pytest

from domain.base import Refused
from domain.change.commands import (
    AdoptChange,
    ApproveAnnouncement,
    DraftAnnouncement,
    MissAnnouncement,
    OrderDispatch,
    OverrideNotice,
    PostponeChange,
    ProposeChange,
    PutInForce,
    QueueLetters,
    ReaddressLetter,
    RecallDispatch,
    RecordReceipts,
    RemindOffice,
    TableChange,
    WithdrawChange,
)
from domain.change.decider import CHANGE
from domain.change.events import (
    AnnouncementApproved,
    AnnouncementDrafted,
    AnnouncementMissed,
    ChangeAdopted,
    ChangeAnnounced,
    ChangeHeldBack,
    ChangePostponed,
    ChangeProposed,
    ChangeTabled,
    ChangeTookEffect,
    ChangeWithdrawn,
    DispatchOrdered,
    DispatchRecalled,
    LetterDeferred,
    LetterReaddressed,
    LetterRefused,
    LetterSent,
    LettersQueued,
    NoticeOverridden,
    OfficeReminded,
    WithdrawalOrdered,
)
from tests import make
from tests.domain import change_stories as story
from tests.specification import Specification

change = Specification(CHANGE)
LATEST, NEW_YEAR = make.LATEST, make.NEW_YEAR
DAY = timedelta(days=1)


def put_in_force(*numbers: int, on: date = NEW_YEAR) -> PutInForce:
    contracts = tuple(story.CONTRACTS[number] for number in numbers or (0,))
    return make.a(PutInForce, contract_ids=contracts, at=story.noon(on))


def test_a_change_begins_with_a_proposal() -> None:
    change.given().when(make.a(ProposeChange)).then(ChangeProposed)
    change.given().when(make.a(TableChange)).then_refused("unknown_change")


def test_the_same_proposal_is_no_news_and_another_is_refused() -> None:
    proposed = change.given_after(*story.proposed())
    proposed.when(make.a(ProposeChange)).then_nothing()
    proposed.when(make.a(ProposeChange, title="Other")).then_refused("already_proposed")


@pytest.mark.row("AN-11")
def test_providers_are_heard_before_the_change_is_adopted() -> None:
    proposed = change.given_after(*story.proposed())
    proposed.when(make.a(AdoptChange)).then_refused("not_tabled")
    proposed.when(make.a(TableChange)).then(ChangeTabled)
    tabled = change.given_after(*story.proposed(), make.a(TableChange))
    tabled.when(make.a(TableChange)).then_nothing()
    tabled.when(make.a(AdoptChange)).then(ChangeAdopted)


def test_what_lies_ahead_cannot_be_recorded_as_done() -> None:
    tomorrow = make.MONDAY.date() + DAY
    proposed = change.given_after(*story.proposed())
    proposed.when(make.a(TableChange, discussed_on=tomorrow)).then_refused("not_yet_done")
    tabled = change.given_after(*story.proposed(), make.a(TableChange))
    adoption = make.ADOPTION.model_copy(update={"decided_on": tomorrow})
    tabled.when(make.a(AdoptChange, adoption=adoption)).then_refused("not_yet_done")


def test_an_adopted_change_is_not_adopted_or_discussed_again() -> None:
    adopted = change.given_after(*story.adopted())
    adopted.when(make.a(AdoptChange)).then_nothing()
    other = make.ADOPTION.model_copy(update={"body": "College Leiden"})
    adopted.when(make.a(AdoptChange, adoption=other)).then_refused("already_adopted")
    adopted.when(make.a(TableChange, table="Other")).then_refused("already_adopted")


def test_letters_are_laid_out_again_until_they_are_ordered() -> None:
    adopted = change.given_after(*story.adopted())
    draft = make.a(DraftAnnouncement, recipients=(story.recipient(),))
    other = make.a(DraftAnnouncement, recipients=(story.recipient(), story.recipient(1)))
    adopted.when(draft).then(AnnouncementDrafted)
    approved = change.given_after(*story.approved())
    approved.when(draft).then_nothing()
    approved.when(other).then(AnnouncementDrafted)
    redrafted = change.given_after(*story.approved(), other)
    redrafted.when(make.a(OrderDispatch)).then_refused("not_approved")
    change.given_after(*story.ordered()).when(other).then_refused("already_ordered")


def test_whoever_proposed_or_drafted_a_change_does_not_approve_its_letters() -> None:
    drafted = change.given_after(*story.drafted())
    drafted.when(make.a(ApproveAnnouncement, by=make.OFFICER)).then_refused("four_eyes")
    drafted.when(make.a(ApproveAnnouncement)).then(AnnouncementApproved)
    change.given_after(*story.approved()).when(make.a(ApproveAnnouncement)).then_nothing()


def test_letters_are_approved_only_of_an_adopted_and_drafted_change() -> None:
    change.given_after(*story.proposed()).when(make.a(ApproveAnnouncement)).then_refused(
        "not_adopted"
    )
    change.given_after(*story.adopted()).when(make.a(ApproveAnnouncement)).then_refused(
        "not_drafted"
    )


@pytest.mark.row("AN-02", "AN-08")
def test_a_day_late_nobody_can_approve_and_the_refusal_names_the_earliest_lawful_day() -> None:
    drafted = change.given_after(*story.drafted())
    drafted.when(make.a(ApproveAnnouncement, at=story.noon(LATEST))).then(AnnouncementApproved)
    late = make.a(ApproveAnnouncement, at=story.noon(LATEST + DAY))
    refused = drafted.when(late).then_refused("too_late")
    assert refused.sentence.values["earliest"] == "2022-01-02"


def test_letters_are_ordered_for_now_or_later_but_not_for_a_day_too_late() -> None:
    approved = change.given_after(*story.approved())
    past = make.a(OrderDispatch, send_at=make.MONDAY - DAY)
    assert approved.when(past).then(DispatchOrdered)[0].send_at == make.MONDAY
    late = story.noon(LATEST + DAY)
    approved.when(make.a(OrderDispatch, send_at=late)).then_refused("too_late")
    approved.when(make.a(OrderDispatch)).then(DispatchOrdered)
    change.given_after(*story.ordered()).when(make.a(OrderDispatch)).then_nothing()


def test_an_order_is_recalled_until_the_first_letter_leaves() -> None:
    ordered = change.given_after(*story.ordered())
    ordered.when(make.a(RecallDispatch)).then(DispatchRecalled)
    change.given_after(*story.approved()).when(make.a(RecallDispatch)).then_nothing()
    change.given_after(*story.sent()).when(make.a(RecallDispatch)).then_refused("already_sending")


def test_letters_are_queued_once_when_their_time_has_come() -> None:
    queue = make.a(QueueLetters, letter_ids=story.LETTERS[:1])
    later = make.MONDAY + timedelta(minutes=5)
    waiting = change.given_after(*story.approved(), make.a(OrderDispatch, send_at=later))
    waiting.when(queue).then_refused("not_ordered")
    change.given_after(*story.approved()).when(queue).then_refused("not_ordered")
    ordered = change.given_after(*story.ordered())
    ordered.when(queue).then(LettersQueued)
    ordered.when(make.a(QueueLetters, letter_ids=story.LETTERS[1:])).then_refused("unknown_letter")
    change.given_after(*story.ordered(), queue).when(queue).then_nothing()


@pytest.mark.row("AN-07")
def test_every_letter_has_a_state_and_the_last_one_sent_completes_the_announcement() -> None:
    both = (story.recipient(), story.recipient(1))
    queued = [*story.ordered(*both), make.a(QueueLetters, letter_ids=story.LETTERS[:2])]
    first, second = story.LETTERS[:2]
    day = make.MONDAY.date()
    mixed = (story.receipt(first, day), story.receipt(second, day, "refused"))
    record = make.a(RecordReceipts, receipts=mixed)
    after_queue = change.given_after(*queued)
    after_queue.when(record).then(LetterSent, LetterRefused)
    refused = change.given_after(*queued, record)
    refused.when(record).then_nothing()
    refused.when(make.a(ReaddressLetter, letter_id=second)).then(LetterReaddressed)
    mended = [*queued, record, make.a(ReaddressLetter, letter_id=second)]
    deferred = make.a(RecordReceipts, receipts=(story.receipt(second, day, "deferred"),))
    change.given_after(*mended).when(deferred).then(LetterDeferred)
    change.given_after(*mended, deferred).when(deferred).then_nothing()
    done = make.a(RecordReceipts, receipts=(story.receipt(second, LATEST),))
    events = change.given_after(*mended, deferred).when(done).then(LetterSent, ChangeAnnounced)
    assert events[1].announced_on == LATEST


def test_only_a_refused_letter_is_sent_to_another_address() -> None:
    sent = change.given_after(*story.sent())
    sent.when(make.a(ReaddressLetter, letter_id=story.LETTERS[0])).then_nothing()
    sent.when(make.a(ReaddressLetter, letter_id=story.LETTERS[2])).then_refused("unknown_letter")
    unknown = make.a(RecordReceipts, receipts=(story.receipt(story.LETTERS[2], LATEST),))
    sent.when(unknown).then_refused("unknown_letter")


def test_the_day_of_announcement_is_the_dutch_day_on_which_the_server_took_the_letter() -> None:
    just_after_midnight = story.noon(LATEST) + timedelta(hours=12, minutes=30)
    receipt = make.RECEIPT.model_copy(
        update={"letter_id": story.LETTERS[0], "answered_at": just_after_midnight}
    )
    [letter, _] = (
        change.given_after(*story.ordered())
        .when(make.a(RecordReceipts, receipts=(receipt,)))
        .then(LetterSent, ChangeAnnounced)
    )
    assert letter.announced_on == LATEST + DAY


@pytest.mark.row("AN-06")
def test_the_office_is_reminded_once_for_each_lead_and_not_after_ordering() -> None:
    remind = make.a(RemindOffice, days_before=28)
    change.given_after(*story.proposed()).when(remind).then(OfficeReminded)
    reminded = change.given_after(*story.proposed(), remind)
    reminded.when(remind).then_nothing()
    reminded.when(make.a(RemindOffice, days_before=56)).then_nothing()
    reminded.when(make.a(RemindOffice, days_before=0)).then(OfficeReminded)
    change.given_after(*story.ordered()).when(remind).then_nothing()


@pytest.mark.row("AN-08")
def test_an_announcement_is_missed_the_day_after_the_last_lawful_day() -> None:
    drafted = change.given_after(*story.drafted())
    drafted.when(make.a(MissAnnouncement, at=story.noon(LATEST))).then_nothing()
    late = make.a(MissAnnouncement, at=story.noon(LATEST + DAY))
    [missed] = drafted.when(late).then(AnnouncementMissed)
    assert (missed.latest, missed.earliest) == (LATEST, date(2022, 1, 2))
    change.given_after(*story.drafted(), late).when(late).then_nothing()
    change.given_after(*story.proposed()).when(late).then(AnnouncementMissed)


@pytest.mark.row("AN-08", "AN-10")
def test_a_change_takes_effect_where_it_was_announced_in_time() -> None:
    in_time = change.given_after(*story.sent(day=LATEST))
    [effect] = in_time.when(put_in_force()).then(ChangeTookEffect)
    assert (effect.effective, effect.contract_ids) == (NEW_YEAR, story.CONTRACTS[:1])
    change.given_after(*story.sent(), put_in_force()).when(put_in_force()).then_nothing()


@pytest.mark.row("AN-08")
def test_a_change_announced_a_day_late_is_held_back_and_says_when_it_could_count() -> None:
    late = change.given_after(*story.sent(day=LATEST + DAY))
    [held] = late.when(put_in_force()).then(ChangeHeldBack)
    assert held.contracts[0].reason == "announced_late"
    assert held.contracts[0].earliest == date(2022, 1, 2)
    again = change.given_after(*story.sent(day=LATEST + DAY), put_in_force())
    again.when(put_in_force()).then_nothing()


def test_what_nobody_announced_or_adopted_is_held_back() -> None:
    silent = change.given_after(*story.drafted()).when(put_in_force()).then(ChangeHeldBack)
    assert silent[0].contracts[0].reason == "not_announced"
    draft = make.a(DraftAnnouncement, recipients=(story.recipient(),))
    unadopted = change.given_after(*story.proposed(), draft).when(put_in_force())
    assert unadopted.then(ChangeHeldBack)[0].contracts[0].reason == "not_adopted"


@pytest.mark.row("AN-24")
def test_each_contract_is_judged_by_its_own_clause() -> None:
    both = (story.recipient(), story.recipient(1, story.NINE_MONTHS))
    sent = change.given_after(*story.sent(*both))
    [effect, held] = sent.when(put_in_force(0, 1)).then(ChangeTookEffect, ChangeHeldBack)
    assert effect.contract_ids == (story.CONTRACTS[0],)
    assert held.contracts[0].contract_id == story.CONTRACTS[1]
    assert held.contracts[0].latest == date(2021, 4, 1)


def test_nothing_takes_effect_before_its_day_or_outside_the_scope() -> None:
    sent = change.given_after(*story.sent())
    sent.when(put_in_force(on=NEW_YEAR - DAY)).then_refused("not_yet_effective")
    sent.when(put_in_force(2)).then_refused("unknown_contract")


@pytest.mark.row("AN-08")
def test_an_override_lets_a_late_change_count_from_the_day_it_was_decided() -> None:
    late = story.sent(day=LATEST + DAY)
    decided = date(2022, 1, 10)
    decision = make.OVERRIDE.model_copy(update={"decided_on": decided})
    override = make.a(OverrideNotice, override=decision, at=story.noon(decided))
    [overridden] = change.given_after(*late, put_in_force()).when(override).then(NoticeOverridden)
    assert overridden.contract_ids == story.CONTRACTS[:1]
    after = change.given_after(*late, put_in_force(), override)
    [effect] = after.when(put_in_force(on=decided)).then(ChangeTookEffect)
    assert effect.effective == decided
    after.when(override).then_nothing()


def test_an_override_needs_something_to_override_and_a_decision_in_the_past() -> None:
    at = story.noon(date(2021, 12, 2))
    override = make.a(OverrideNotice, at=at)
    change.given_after(*story.sent()).when(override).then_refused("nothing_to_override")
    early = make.a(OverrideNotice)
    change.given_after(*story.drafted()).when(early).then_refused("not_yet_done")
    elsewhere = make.a(OverrideNotice, at=at, contract_ids=story.CONTRACTS[2:])
    change.given_after(*story.drafted()).when(elsewhere).then_refused("unknown_contract")


def test_a_postponed_change_counts_its_notice_from_the_new_day() -> None:
    late = story.sent(day=LATEST + DAY)
    postpone = make.a(PostponeChange, effective=date(2022, 2, 1))
    change.given_after(*late).when(postpone).then(ChangePostponed)
    postponed = change.given_after(*late, put_in_force(), postpone)
    postponed.when(postpone).then_nothing()
    postponed.when(put_in_force()).then_refused("not_yet_effective")
    postponed.when(put_in_force(on=date(2022, 2, 1))).then(ChangeTookEffect)
    postponed.when(make.a(PostponeChange, effective=NEW_YEAR)).then_refused("not_later")
    in_force = change.given_after(*story.sent(), put_in_force())
    in_force.when(postpone).then_refused("in_force")


def test_a_withdrawn_change_goes_no_further_but_its_letters_are_still_accounted_for() -> None:
    withdraw = make.a(WithdrawChange)
    queued = [*story.ordered(), make.a(QueueLetters, letter_ids=story.LETTERS[:1])]
    change.given_after(*story.ordered()).when(withdraw).then(ChangeWithdrawn)
    change.given_after(*queued).when(withdraw).then(ChangeWithdrawn, WithdrawalOrdered)
    withdrawn = change.given_after(*queued, withdraw)
    withdrawn.when(withdraw).then_nothing()
    withdrawn.when(put_in_force()).then_refused("withdrawn")
    receipts = (story.receipt(story.LETTERS[0], LATEST),)
    withdrawn.when(make.a(RecordReceipts, receipts=receipts)).then(LetterSent, ChangeAnnounced)
    in_force = change.given_after(*story.sent(), put_in_force())
    in_force.when(withdraw).then_refused("in_force")


def test_a_refusal_says_in_words_what_to_do() -> None:
    late = change.given_after(*story.approved()).when(
        make.a(OrderDispatch, send_at=story.noon(LATEST + DAY))
    )
    with pytest.raises(Refused, match="Postpone the change, or have an override decided"):
        late.decide()
