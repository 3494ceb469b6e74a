"""What the change desk did and heard, on the row of a change and in the register of letters."""

from datetime import date
from uuid import UUID

import pytest

from domain.base import Command, derived_id
from domain.change.commands import (
    AcknowledgeLetter,
    AdoptChange,
    ApproveAnnouncement,
    AssessChange,
    BarAnnouncement,
    ClearAnnouncement,
    HandleReaction,
    JoinChange,
    LiftReservation,
    MandateAnnouncement,
    NarrowChange,
    OrderDispatch,
    PauseChange,
    ProposeChange,
    PublishChange,
    PutInForce,
    QueueLetters,
    RecallDispatch,
    ReceiveReaction,
    RecordReceipts,
    ReplaceAnnouncement,
    ResumeChange,
    RuleOnNotice,
    TableChange,
    WithdrawChange,
)
from domain.change.decider import CHANGE
from domain.change.letters import reply_letter
from domain.change.scope import scope_of
from projections.changes import CHANGES, ChangeRow
from projections.letters import LETTERS, LetterRow, as_of_change
from tests import make
from tests.making import OF_ONE
from tests.making.change import ASSESSMENT, MANDATE, PUBLICATION
from tests.projections import story
from tests.projections.story import CONTRACT_IDS, LETTER_IDS, on

FIRST, SECOND, THIRD = CONTRACT_IDS
WITHDRAW_ID = derived_id("withdraw")
REPLACED = {"terms": {"tariff": "EUR 107.65 per day"}, "description": "Anders."}


def row_of(*commands: Command, **proposed: object) -> ChangeRow:
    events = story.happened(CHANGE, make.a(ProposeChange, **proposed), *commands)
    return story.only(CHANGES, events)


def letters_of(*commands: Command) -> dict[UUID, LetterRow]:
    events = story.change(*commands)
    change = story.only(CHANGES, events)
    rows = story.table(LETTERS, events).values()
    return {row.letter_id: as_of_change(row, change) for row in rows}


def withdrawal_of(contract_id: UUID) -> UUID:
    return derived_id("withdrawal", make.CHANGE_ID, contract_id)


@pytest.mark.row("CC-10")
def test_a_change_goes_through_the_stages_of_the_planning_documents() -> None:
    told = [*story.announced("2021-06-01")]
    in_force = make.a(PutInForce, contract_ids=CONTRACT_IDS, at=on("2022-01-01"))
    steps: list[tuple[str, list[Command]]] = [
        ("prepared", []),
        ("discussed", [make.a(TableChange)]),
        ("formalised", [make.a(TableChange), make.a(AdoptChange)]),
        ("in_implementation", told),
        ("in_force", [*told, in_force]),
        ("withdrawn", [*told, make.a(WithdrawChange)]),
    ]
    assert [row_of(*commands).stage for _, commands in steps] == [name for name, _ in steps]


@pytest.mark.row("CC-10", "AN-16")
def test_what_is_announced_under_reservation_is_formalised_by_the_decision() -> None:
    reserved = {"reservation": OF_ONE[ProposeChange]["reservation"]}
    draft = [make.a(TableChange), story.drafted(), make.a(ApproveAnnouncement)]
    ordered = [*draft, make.a(OrderDispatch, send_at=on("2021-06-01"))]
    row = row_of(*ordered, **reserved)
    assert (row.stage, row.reserved, row.reservation) == (
        "announced",
        True,
        reserved["reservation"],
    )
    lifted = row_of(*ordered, make.a(AdoptChange), make.a(LiftReservation), **reserved)
    assert (lifted.stage, lifted.reserved) == ("formalised", False)
    assert lifted.lifted is not None
    assert lifted.lifted.decided_on == date(2021, 4, 29)


@pytest.mark.row("CC-05", "CC-27")
def test_the_row_says_what_kind_of_change_it_is_and_which_contracts_it_touches() -> None:
    whole = make.whole(ProposeChange)
    row = story.only(CHANGES, story.happened(CHANGE, whole))
    for field in ("kinds", "scope", "provisions", "indexation", "new_clause", "reservation"):
        assert getattr(row, field) == getattr(whole, field), field
    assert row_of().whole_scope == scope_of("wonen", None)


@pytest.mark.row("AN-12", "AN-13")
def test_the_row_says_who_announces_and_whether_notice_is_needed() -> None:
    needed = MANDATE.model_copy(update={"needed": ("Leiden", "Alphen aan den Rijn")})
    row = row_of(make.a(MandateAnnouncement, mandate=needed))
    assert (row.mandate, row.consents_missing) == (needed, ("Alphen aan den Rijn",))
    assert row_of().consents_missing == ()
    ruled = row_of(make.a(RuleOnNotice))
    assert ruled.ruled is not None
    assert (ruled.ruled.by, ruled.needs_no_notice, ruled.to_announce) == (make.SECOND, True, False)


def test_a_closed_gate_and_a_pause_show_until_they_are_over() -> None:
    barred = row_of(make.a(BarAnnouncement))
    assert [bar.gate for bar in barred.bars] == ["go-no-go"]
    assert row_of(make.a(BarAnnouncement), make.a(ClearAnnouncement)).bars == ()
    paused = row_of(make.a(PauseChange))
    assert paused.pause is not None
    assert paused.pause.reason == "The board asked for it."
    assert row_of(make.a(PauseChange), make.a(ResumeChange)).pause is None


@pytest.mark.row("AN-14")
def test_what_was_given_up_is_counted_apart_and_can_be_undone_until_somebody_heard() -> None:
    refused = story.receipt(LETTER_IDS[1], "refused")
    sent = [story.receipt(LETTER_IDS[0]), story.receipt(LETTER_IDS[2])]
    told = [*story.ordered(), story.queued(), refused, *sent]
    narrow = make.a(
        NarrowChange,
        contract_ids=(FIRST, SECOND),
        command_id=WITHDRAW_ID,
        at=on("2021-06-02"),
        send_at=on("2021-06-02"),
    )
    row = row_of(*told, narrow)
    assert (row.recipients, row.refused, row.sent) == (1, 0, 2)
    assert row.narrowed_contracts == {FIRST, SECOND}
    assert row.undoable is not None
    assert (row.undoable.order_id, row.undoable.letters) == (WITHDRAW_ID, 1)
    undone = row_of(*told, narrow, make.a(RecallDispatch, withdrawal=WITHDRAW_ID))
    assert (undone.recipients, undone.refused, undone.given_up) == (3, 1, ())
    letter = withdrawal_of(FIRST)
    queued = make.a(QueueLetters, letter_ids=(letter,), at=on("2021-06-03"))
    heard = row_of(*told, narrow, queued, story.receipt(letter, day="2021-06-03"))
    assert (heard.sent, heard.undoable, heard.given_up[0].sent) == (2, None, 1)
    assert heard.announced_on == date(2021, 6, 1)
    assert heard.status == "in_notice"


def test_a_withdrawal_can_be_undone_and_its_letters_are_recalled_with_it() -> None:
    withdraw = make.a(WithdrawChange, command_id=WITHDRAW_ID, at=on("2021-06-02"))
    undo = make.a(RecallDispatch, withdrawal=WITHDRAW_ID, at=on("2021-06-02"))
    told = [*story.announced("2021-06-01"), withdraw]
    assert row_of(*told).status == "withdrawn"
    assert (row_of(*told, undo).status, row_of(*told, undo).withdrawn_at) == ("in_notice", None)
    assert letters_of(*told)[withdrawal_of(FIRST)].state == "to_send"
    assert letters_of(*told, undo)[withdrawal_of(FIRST)].state == "recalled"


def told_again(nature: str) -> list[Command]:
    """All were told in June; the announcement was replaced and went out again in July."""
    anew = on("2021-07-05")
    return [
        *story.announced("2021-06-01"),
        make.a(ReplaceAnnouncement, nature=nature, at=on("2021-06-10"), **REPLACED),
        story.drafted(at=on("2021-06-11")),
        make.a(ApproveAnnouncement, at=on("2021-06-12")),
        make.a(OrderDispatch, at=on("2021-06-12"), send_at=on("2021-06-12")),
        story.queued("2021-07-05"),
        *(story.receipt(letter, day="2021-07-05", answered_at=anew) for letter in LETTER_IDS),
    ]


@pytest.mark.row("AN-14", "AN-20")
def test_the_register_keeps_each_text_that_went_out_and_the_day_that_counts() -> None:
    mended = letters_of(*told_again("writing_error"))[LETTER_IDS[0]]
    assert (mended.kind, mended.edition) == ("rectification", 2)
    assert (mended.announced_on, mended.in_time) == (date(2021, 6, 1), True)
    assert [(each.edition, each.announced_on) for each in mended.earlier] == [(1, date(2021, 6, 1))]
    other = letters_of(*told_again("other_terms"))[LETTER_IDS[0]]
    assert (other.announced_on, other.in_time) == (date(2021, 7, 5), False)
    assert len(other.earlier) == 1


@pytest.mark.row("AN-14")
def test_the_row_keeps_what_was_announced_before_and_counts_anew() -> None:
    replaced = told_again("other_terms")[: len(story.announced()) + 1]
    row = row_of(*replaced)
    assert (row.terms, row.replaced[0].terms) == (REPLACED["terms"], make.TERMS)
    assert (row.announcement, row.sent, row.announced_on) == ("none", 0, None)
    assert row.replaced[0].restarts
    again = row_of(*told_again("other_terms"))
    assert (again.sent, again.announcement, again.announced_on) == (3, "sent", date(2021, 7, 5))
    slip = row_of(*told_again("writing_error"))
    assert (slip.sent, slip.announced_on) == (3, date(2021, 6, 1))


def test_the_answer_about_a_text_that_was_replaced_is_kept_with_that_text() -> None:
    steps = [
        *story.ordered(),
        story.queued(letter_ids=LETTER_IDS[:1]),
        make.a(ReplaceAnnouncement, at=on("2021-06-02"), **REPLACED),
        story.drafted(at=on("2021-06-03")),
        story.receipt(LETTER_IDS[0], day="2021-06-03"),
    ]
    letter = letters_of(*steps)[LETTER_IDS[0]]
    assert (letter.state, letter.edition, letter.announced_on) == ("to_send", 2, None)
    assert [each.edition for each in letter.earlier] == [1]
    assert row_of(*steps).sent == 0


@pytest.mark.row("AN-15")
def test_late_joiners_are_named_and_have_their_place_in_the_register() -> None:
    late = story.RECIPIENTS[2].model_copy(update={"knew": True})
    steps = [
        *story.adopted(),
        story.drafted(story.RECIPIENTS[:2]),
        make.a(ApproveAnnouncement),
        make.a(OrderDispatch),
        make.a(JoinChange, recipients=(late,), at=on("2021-09-01")),
    ]
    row = row_of(*steps)
    assert row.recipients == 3
    [joined] = row.joined
    assert (joined.contract_number, joined.joined_on, joined.knew) == (
        "HR-W-003",
        date(2021, 9, 1),
        True,
    )
    assert row.latest == make.LATEST
    letter = letters_of(*steps)[LETTER_IDS[2]]
    assert (letter.state, letter.knew, letter.joined_on) == ("to_send", True, date(2021, 9, 1))


@pytest.mark.row("AN-07")
def test_who_said_that_the_letter_was_received_is_in_the_register() -> None:
    steps = [*story.announced(), make.a(AcknowledgeLetter, letter_id=LETTER_IDS[0])]
    assert letters_of(*steps)[LETTER_IDS[0]].acknowledged_on == make.MONDAY.date()
    assert row_of(*steps).acknowledged == 1


@pytest.mark.row("AN-19")
def test_the_row_has_each_reaction_and_what_was_done_with_it() -> None:
    reaction = make.a(ReceiveReaction, contract_id=FIRST)
    received = row_of(*story.announced(), reaction)
    [reacted] = received.open_reactions
    assert (reacted.contract_id, reacted.nature, reacted.in_time) == (FIRST, reaction.nature, True)
    handled = row_of(*story.announced(), reaction, make.whole(HandleReaction))
    assert handled.open_reactions == ()
    assert handled.reactions[0].handling == make.whole(HandleReaction).handling


def test_an_answer_that_was_refused_stays_a_task_when_the_change_is_withdrawn_or_replaced() -> None:
    answer = make.a(ReceiveReaction, contract_id=FIRST), make.whole(HandleReaction)
    letter_id = reply_letter(answer[0].reaction_id)
    no = make.RECEIPT.model_copy(update={"letter_id": letter_id, "outcome": "refused"})
    refused = [
        *story.announced(),
        *answer,
        make.a(QueueLetters, letter_ids=(letter_id,)),
        make.a(RecordReceipts, receipts=(no,)),
    ]
    for after in ((), (make.a(WithdrawChange),), (make.a(ReplaceAnnouncement, **REPLACED),)):
        assert row_of(*refused, *after).refused_letters == (letter_id,)
        assert letters_of(*refused, *after)[letter_id].state == "refused"


def test_the_row_has_the_reasoning_and_the_publication() -> None:
    row = row_of(make.a(AssessChange), make.a(PublishChange))
    assert (row.assessment, row.publications) == (ASSESSMENT, (PUBLICATION,))
    assert (row.assessed_by, row.assessed_at) == (make.OFFICER, make.MONDAY)
