"""A change that is narrowed, withdrawn, replaced or joined after its letters went out."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.base import derived_id
from domain.change.commands import (
    ApproveAnnouncement,
    ChangeCommand,
    DraftAnnouncement,
    JoinChange,
    NarrowChange,
    OrderDispatch,
    ProposeChange,
    PutInForce,
    QueueLetters,
    ReaddressLetter,
    RecallDispatch,
    RecordReceipts,
    ReplaceAnnouncement,
    RuleOnNotice,
    WithdrawChange,
)
from domain.change.decider import CHANGE
from domain.change.events import (
    AnnouncementDrafted,
    ChangeAnnounced,
    ChangeHeldBack,
    ChangeNarrowed,
    ChangeTookEffect,
    ChangeWithdrawn,
    ContractsJoined,
    DispatchRecalled,
    LetterSent,
    WithdrawalOrdered,
)
from domain.change.outlook import brought_about, may_be_joined, next_step
from domain.change.parts import Recipient, Scope
from domain.dates import start_of_day
from tests import make
from tests.domain import change_stories as story
from tests.specification import Specification

change = Specification(CHANGE)
LATEST, NEW_YEAR = make.LATEST, make.NEW_YEAR
DAY = timedelta(days=1)
SOON = timedelta(minutes=5)
JUNE = date(2021, 6, 1)
BOTH = (story.recipient(), story.recipient(1))
FIRST, OTHER, THIRD = story.CONTRACTS
REWORDED = {"terms": {"tariff": "EUR 104.72 per day"}, "description": "Het tarief volgt de index."}


def withdrawal_of(contract_id: UUID) -> UUID:
    return derived_id("withdrawal", make.CHANGE_ID, contract_id)


def narrow(*contracts: UUID, **fields: object) -> NarrowChange:
    return make.a(NarrowChange, contract_ids=contracts, at=story.noon(JUNE), **fields)


def effect(*contracts: UUID, on: date = NEW_YEAR) -> PutInForce:
    return make.a(PutInForce, contract_ids=contracts, at=story.noon(on))


def letters_of(withdrawn: list[ChangeCommand], contract_id: UUID, day: date) -> list[ChangeCommand]:
    """The same, and the letter that says so has reached this contract's provider."""
    letter = withdrawal_of(contract_id)
    return [
        *withdrawn,
        make.a(QueueLetters, letter_ids=(letter,), at=story.noon(day)),
        make.a(RecordReceipts, receipts=(story.receipt(letter, day),), at=story.noon(day)),
    ]


@pytest.mark.row("AN-14")
def test_a_narrowed_change_spares_that_contract_and_the_others_keep_their_notice() -> None:
    sent = change.given_after(*story.sent(*BOTH))
    narrowed, letters = sent.when(narrow(FIRST)).then(ChangeNarrowed, WithdrawalOrdered)
    assert (narrowed.contract_ids, narrowed.letter_ids) == ((FIRST,), story.LETTERS[:1])
    assert narrowed.clauses == (story.HALF_YEAR,)
    assert [each.letter_id for each in letters.letters] == [withdrawal_of(FIRST)]
    after = change.given_after(*story.sent(*BOTH), narrow(FIRST))
    after.when(narrow(FIRST)).then_nothing()
    [counts] = after.when(effect(FIRST, OTHER)).then(ChangeTookEffect)
    assert counts.contract_ids == (OTHER,)
    after.when(effect(FIRST)).then_nothing()
    assert not after.state.may_count(FIRST)


def test_a_change_is_narrowed_within_its_scope_and_never_to_nothing() -> None:
    sent = change.given_after(*story.sent(*BOTH))
    sent.when(narrow()).then_refused("nothing_named")
    sent.when(narrow(THIRD)).then_refused("unknown_contract")
    sent.when(narrow(FIRST, OTHER)).then_refused("nothing_left")
    sent.when(narrow(segments=("ambulant",))).then_refused("unknown_segment")
    sent.when(narrow(segments=("wonen",))).then_refused("nothing_left")
    in_force = change.given_after(*story.sent(*BOTH), effect(FIRST))
    in_force.when(narrow(FIRST)).then_refused("in_force")


@pytest.mark.row("AN-14", "CC-27")
def test_a_change_of_several_segments_is_given_up_for_one_of_them() -> None:
    def of(number: int, segment: str) -> Recipient:
        return story.recipient(number).model_copy(update={"segment": segment})

    scope = Scope(segments=("wonen", "ambulant"))
    [_, *adopted] = story.adopted()
    draft = make.a(DraftAnnouncement, recipients=(of(0, "wonen"), of(1, "ambulant")))
    drafted = [make.a(ProposeChange, scope=scope), *adopted, draft]
    narrowed = narrow(segments=("ambulant",))
    [event] = change.given_after(*drafted).when(narrowed).then(ChangeNarrowed)
    assert (event.contract_ids, event.segments) == ((OTHER,), ("ambulant",))
    late = of(2, "ambulant")
    again = make.a(DraftAnnouncement, recipients=(of(0, "wonen"), of(1, "ambulant"), late))
    given = change.given_after(*drafted, narrowed)
    given.when(again).then_nothing()
    moved = of(0, "wonen").model_copy(update={"contract_number": "HR-W-100"})
    anew = make.a(DraftAnnouncement, recipients=(moved, late))
    [laid_out] = given.when(anew).then(AnnouncementDrafted)
    assert laid_out.recipients == (moved,)
    nobody = make.a(DraftAnnouncement, recipients=(late,))
    given.when(nobody).then_refused("no_contracts")


def test_what_waited_only_for_a_refused_letter_is_announced_by_giving_that_contract_up() -> None:
    receipts = (
        story.receipt(story.LETTERS[0], JUNE),
        story.receipt(story.LETTERS[1], JUNE, "refused"),
    )
    queued = make.a(QueueLetters, letter_ids=story.LETTERS[:2])
    half = [*story.ordered(*BOTH), queued, make.a(RecordReceipts, receipts=receipts)]
    given = change.given_after(*half)
    [_, announced] = given.when(narrow(OTHER)).then(ChangeNarrowed, ChangeAnnounced)
    assert announced.announced_on == JUNE
    gone = change.given_after(*half, narrow(OTHER))
    readdress = make.a(ReaddressLetter, letter_id=story.LETTERS[1])
    gone.when(readdress).then_refused("withdrawn")


@pytest.mark.row("AN-14")
def test_whoever_was_told_is_told_that_the_change_does_not_come() -> None:
    withdraw = make.a(WithdrawChange, at=story.noon(JUNE))
    sent = change.given_after(*story.sent(*BOTH))
    _, letters = sent.when(withdraw).then(ChangeWithdrawn, WithdrawalOrdered)
    assert [each.contract_id for each in letters.letters] == [FIRST, OTHER]
    assert letters.send_at == story.noon(JUNE) + SOON
    withdrawn = change.given_after(*story.sent(*BOTH), withdraw)
    early = make.a(QueueLetters, letter_ids=(withdrawal_of(FIRST),), at=story.noon(JUNE))
    withdrawn.when(early).then_refused("not_ordered")
    told = [*story.sent(*BOTH), withdraw]
    assert outlook(told, story.noon(JUNE)) == ("wait", story.noon(JUNE) + SOON)
    assert outlook(told, story.noon(JUNE + DAY)) == ("send", None)
    told = letters_of(told, FIRST, JUNE + DAY)
    assert outlook(told, story.noon(JUNE + DAY)) == ("send", None)
    told = letters_of(told, OTHER, JUNE + DAY)
    assert outlook(told, story.noon(JUNE + DAY)) == ("end", None)


def test_a_refused_withdrawal_letter_is_waited_for_until_its_address_is_mended() -> None:
    withdrawn = [*story.sent(), make.a(WithdrawChange, at=story.noon(JUNE))]
    letter = withdrawal_of(FIRST)
    at = story.noon(JUNE + DAY)
    refused = (story.receipt(letter, JUNE + DAY, "refused"),)
    steps = [
        *withdrawn,
        make.a(QueueLetters, letter_ids=(letter,), at=at),
        make.a(RecordReceipts, receipts=refused, at=at),
    ]
    assert outlook(steps, at)[0] == "wait"
    mended = [*steps, make.a(ReaddressLetter, letter_id=letter)]
    assert outlook(mended, at) == ("send", None)


def outlook(commands: list[ChangeCommand], now: object) -> tuple[str, object]:
    step = next_step(change.given_after(*commands).state, now)  # type: ignore[arg-type]
    return step.kind, step.wake_at


@pytest.mark.row("AN-14")
def test_giving_up_can_be_undone_until_a_provider_has_heard_of_it() -> None:
    withdraw_id, narrow_id = derived_id("withdraw"), derived_id("narrow")
    narrowed = narrow(FIRST, command_id=narrow_id)
    withdraw = make.a(WithdrawChange, command_id=withdraw_id, at=story.noon(JUNE))
    undo = make.a(RecallDispatch, withdrawal=withdraw_id, at=story.noon(JUNE))
    undo_narrow = make.a(RecallDispatch, withdrawal=narrow_id, at=story.noon(JUNE))
    both = [*story.sent(*BOTH), narrowed, withdraw]
    given = change.given_after(*both)
    given.when(undo_narrow).then_refused("not_the_last")
    given.when(undo).then(DispatchRecalled)
    back = change.given_after(*both, undo)
    back.when(undo).then_nothing()
    assert back.state.may_count(OTHER)
    assert not back.state.may_count(FIRST)
    whole = change.given_after(*both, undo, undo_narrow)
    whole.when(effect(FIRST, OTHER)).then(ChangeTookEffect)
    told = letters_of(both, OTHER, JUNE + DAY)
    change.given_after(*told).when(undo).then_refused("already_withdrawn")


def test_letters_that_had_left_cannot_be_recalled_by_undoing_something_else() -> None:
    sent = change.given_after(*story.sent(*BOTH), narrow(FIRST))
    sent.when(make.a(RecallDispatch)).then_refused("already_sending")
    sent.when(make.a(RecallDispatch, withdrawal=derived_id("other"))).then_nothing()


def replaced(nature: str, **fields: object) -> list[ChangeCommand]:
    """Both were told, then the announcement was replaced, laid out, approved and ordered anew."""
    return [
        *story.sent(*BOTH),
        make.a(ReplaceAnnouncement, nature=nature, at=story.noon(JUNE), **{**REWORDED, **fields}),
    ]


def ordered_anew(nature: str, day: date) -> list[ChangeCommand]:
    at = story.noon(day)
    return [
        *replaced(nature),
        make.a(DraftAnnouncement, recipients=BOTH, at=at),
        make.a(ApproveAnnouncement, at=at),
        make.a(OrderDispatch, at=at, send_at=at),
    ]


@pytest.mark.row("AN-14")
def test_other_terms_restart_the_clock_for_everybody_who_was_told() -> None:
    given = change.given_after(*replaced("other_terms"))
    assert given.state.terms_for(FIRST) == REWORDED["terms"]
    given.when(replaced("other_terms")[-1]).then_nothing()
    given.when(make.a(ApproveAnnouncement)).then_refused("not_drafted")
    held = given.when(effect(FIRST, OTHER)).then(ChangeHeldBack)[0].contracts
    assert [each.reason for each in held] == ["not_announced", "not_announced"]
    assert outlook(replaced("other_terms"), start_of_day(JUNE + DAY))[0] == "remind"
    anew = ordered_anew("other_terms", JUNE)
    queue = make.a(QueueLetters, letter_ids=story.LETTERS[:2], at=story.noon(JUNE))
    first = make.a(RecordReceipts, receipts=(story.receipt(story.LETTERS[0], LATEST),))
    late = make.a(RecordReceipts, receipts=(story.receipt(story.LETTERS[1], LATEST + DAY),))
    told = change.given_after(*anew, queue, first, late)
    [counts, held_back] = told.when(effect(FIRST, OTHER)).then(ChangeTookEffect, ChangeHeldBack)
    assert counts.contract_ids == (FIRST,)
    assert held_back.contracts[0].reason == "announced_late"
    letter = told.state.letters[story.LETTERS[0]]
    assert (letter.kind, letter.edition) == ("rectification", 2)


@pytest.mark.row("AN-14")
def test_a_slip_of_the_pen_keeps_the_days_on_which_providers_were_told() -> None:
    given = change.given_after(*replaced("writing_error"))
    assert given.state.may_count(FIRST)
    assert outlook(replaced("writing_error"), start_of_day(LATEST + DAY)) == ("draft", None)
    anew = ordered_anew("writing_error", LATEST + DAY)
    assert outlook(anew, story.noon(LATEST + DAY)) == ("send", None)
    queue = make.a(QueueLetters, letter_ids=story.LETTERS[:2], at=story.noon(LATEST + DAY))
    late = tuple(story.receipt(each, LATEST + 9 * DAY) for each in story.LETTERS[:2])
    given = change.given_after(*anew, queue)
    given.when(make.a(RecordReceipts, receipts=late)).then(LetterSent, LetterSent)
    mended = change.given_after(*anew, queue, make.a(RecordReceipts, receipts=late))
    assert mended.state.announced_on(FIRST) == date(2021, 5, 3)
    mended.when(effect(FIRST, OTHER)).then(ChangeTookEffect)


def test_an_answer_about_the_text_that_was_replaced_tells_nobody_of_the_new_one() -> None:
    queued = [*story.ordered(), make.a(QueueLetters, letter_ids=story.LETTERS[:1])]
    answer = make.a(RecordReceipts, receipts=(story.receipt(story.LETTERS[0], JUNE),))
    for nature, told in (("other_terms", None), ("writing_error", JUNE)):
        swapped = make.a(ReplaceAnnouncement, nature=nature, **REWORDED)
        given = change.given_after(*queued, swapped)
        given.when(answer).then(LetterSent, *([ChangeAnnounced] if told else []))
        after = change.given_after(*queued, swapped, answer)
        assert after.state.announced_on(FIRST) == told
        assert after.state.letters[story.LETTERS[0]].status == "to_send"
        after.when(answer).then_nothing()


def test_what_is_in_force_is_not_replaced_and_figures_need_words() -> None:
    in_force = change.given_after(*story.sent(), effect(FIRST))
    in_force.when(make.a(ReplaceAnnouncement)).then_refused("in_force")
    unsent = change.given_after(*story.drafted(*BOTH), make.a(RuleOnNotice), effect(FIRST))
    unsent.when(make.a(DraftAnnouncement, recipients=BOTH[1:])).then_refused("in_force")
    assert next_step(unsent.state, story.noon(NEW_YEAR)).kind == "put_in_force"
    figures = make.a(ReplaceAnnouncement, terms={"index": "OVA"}, provisions=make_provisions())
    change.given_after(*story.sent()).when(figures).then_refused("provision_without_term")
    unworded = make.a(ProposeChange, terms={"index": "OVA"}, provisions=make_provisions())
    change.given().when(unworded).then_refused("provision_without_term")


def make_provisions() -> dict[str, object]:
    provisions: dict[str, object] = make.whole(ProposeChange).provisions  # type: ignore[assignment]
    return provisions


def joining(number: int = 1, *, knew: bool = False, **fields: object) -> JoinChange:
    late = story.recipient(number).model_copy(update={"knew": knew})
    return make.a(JoinChange, recipients=(late,), at=story.noon(LATEST + DAY), **fields)


@pytest.mark.row("AN-15")
def test_a_late_joiner_that_signed_knowing_counts_without_a_letter_in_time_but_gets_one() -> None:
    sent = change.given_after(*story.sent())
    [joined] = sent.when(joining(knew=True)).then(ContractsJoined)
    assert joined.recipients[0].joined_on == LATEST + DAY
    after = change.given_after(*story.sent(), joining(knew=True))
    after.when(joining(knew=True)).then_nothing()
    assert next_step(after.state, story.noon(LATEST + DAY)).letter_ids == (story.LETTERS[1],)
    assert after.state.latest == LATEST
    [counts] = after.when(effect(FIRST, OTHER)).then(ChangeTookEffect)
    assert counts.contract_ids == (FIRST, OTHER)
    everywhere = change.given_after(*story.sent(), joining(knew=True), effect(FIRST, OTHER))
    assert next_step(everywhere.state, story.noon(NEW_YEAR)).kind == "send"


@pytest.mark.row("AN-15")
def test_another_late_joiner_is_judged_by_its_own_clause() -> None:
    after = change.given_after(*story.sent(), joining())
    [counts, held] = after.when(effect(FIRST, OTHER)).then(ChangeTookEffect, ChangeHeldBack)
    assert counts.contract_ids == (FIRST,)
    assert held.contracts[0].reason == "not_announced"
    month = make.CLAUSE.model_copy(update={"months": 1})
    quick = make.a(JoinChange, recipients=(story.recipient(2, month),), at=story.noon(LATEST))
    receipts = (story.receipt(story.LETTERS[2], date(2021, 8, 1)),)
    told = [
        make.a(QueueLetters, letter_ids=story.LETTERS[2:], at=story.noon(date(2021, 8, 1))),
        make.a(RecordReceipts, receipts=receipts),
    ]
    given = change.given_after(*story.sent(), quick, *told)
    assert given.state.announced
    given.when(effect(THIRD)).then(ChangeTookEffect)


def test_a_contract_joins_only_what_was_ordered_and_is_not_over() -> None:
    change.given_after(*story.approved()).when(joining()).then_refused("not_ordered")
    over = change.given_after(*story.sent(), effect(FIRST))
    over.when(joining()).then_refused("in_force")
    assert not may_be_joined(over.state)
    assert may_be_joined(change.given_after(*story.sent()).state)
    withdrawn = change.given_after(*story.sent(), make.a(WithdrawChange))
    withdrawn.when(joining()).then_refused("withdrawn")


@pytest.mark.row("AN-15")
def test_who_signed_knowing_of_other_terms_has_not_known_of_these() -> None:
    knew = [*story.sent(), joining(knew=True)]
    other = make.a(ReplaceAnnouncement, nature="other_terms", **REWORDED)
    given = change.given_after(*knew, other)
    assert not given.state.may_count(OTHER)
    again = story.recipient(1).model_copy(update={"knew": True})
    draft = make.a(DraftAnnouncement, recipients=(story.recipient(), again))
    assert given.when(draft).then(AnnouncementDrafted)[0].recipients[1].knew is False


def test_a_narrowed_change_brings_its_plan_items_about_without_that_contract() -> None:
    items = {"announce_item": "announced", "effect_item": "in-force"}
    [_, *later] = story.sent(*BOTH)
    commands = [make.a(ProposeChange, **items), *later, narrow(FIRST), effect(OTHER)]
    state = change.given_after(*commands).state
    assert list(brought_about(state)) == [("announced", date(2021, 5, 3)), ("in-force", NEW_YEAR)]
