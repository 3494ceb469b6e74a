"""What providers say back: that they have the letter, what they think; and what they hear."""

from datetime import date, timedelta
from hashlib import sha256

import pytest

from domain.base import derived_id
from domain.change.commands import (
    AcknowledgeLetter,
    HandleReaction,
    OrderDispatch,
    QueueLetters,
    ReaddressLetter,
    ReceiveReaction,
    RecordReceipts,
    WithdrawChange,
)
from domain.change.decider import CHANGE
from domain.change.events import (
    LetterAcknowledged,
    LetterSent,
    LettersQueued,
    ReactionHandled,
    ReactionReceived,
)
from domain.change.letters import reply_letter
from domain.change.outlook import next_step
from domain.change.reactions import unhandled_objections
from tests import make
from tests.domain.change_stories import (
    CONTRACTS,
    LETTERS,
    approved,
    noon,
    ordered,
    receipt,
    recipient,
    sent,
)
from tests.specification import Specification

change = Specification(CHANGE)
REACTION = derived_id("reaction", "one")
WORDS, ANSWER = (
    sha256(words).hexdigest() for words in (b"Dit kost ons te veel.", b"Wij passen aan.")
)
TODAY = date(2021, 5, 4)
UNTIL = date(2021, 6, 1)

WITHDRAWN = make.a(WithdrawChange, reason="De raad wil het niet.", at=noon(TODAY))
acknowledge = make.a(AcknowledgeLetter, letter_id=LETTERS[0], edition=1, at=noon(TODAY))
react = make.a(
    ReceiveReaction,
    reaction_id=REACTION,
    contract_id=CONTRACTS[0],
    nature="objection",
    received_on=TODAY,
    digest=WORDS,
    at=noon(TODAY),
)
handle = make.a(
    HandleReaction,
    reaction_id=REACTION,
    handling="adopted",
    reason="De regio past het tarief aan.",
    digest=ANSWER,
    at=noon(TODAY),
)


@pytest.mark.row("AN-07")
def test_a_letter_is_acknowledged_once() -> None:
    [event] = change.given_after(*sent()).when(acknowledge).then(LetterAcknowledged)
    assert (event.letter_id, event.contract_id) == (LETTERS[0], CONTRACTS[0])
    change.given_after(*sent(), acknowledge).when(acknowledge).then_nothing()


def test_a_letter_whose_receipt_is_not_recorded_yet_can_be_acknowledged() -> None:
    queued = make.a(QueueLetters, letter_ids=LETTERS[:1])
    change.given_after(*ordered(), queued).when(acknowledge).then(LetterAcknowledged)


def test_a_letter_that_nobody_can_have_is_not_acknowledged() -> None:
    change.given_after(*ordered()).when(acknowledge).then_refused("letter_not_sent")
    unknown = acknowledge.model_copy(update={"letter_id": LETTERS[2]})
    change.given_after(*sent()).when(unknown).then_refused("unknown_letter")


def test_an_edition_that_was_replaced_is_not_acknowledged_in_place_of_the_later_one() -> None:
    refused = make.a(RecordReceipts, receipts=(receipt(LETTERS[0], TODAY, "refused"),))
    queued = make.a(QueueLetters, letter_ids=LETTERS[:1])
    mended = make.a(ReaddressLetter, letter_id=LETTERS[0])
    again = change.given_after(*ordered(), queued, refused, mended, queued)
    again.when(acknowledge).then_refused("letter_replaced")
    again.when(acknowledge.model_copy(update={"edition": 2})).then(LetterAcknowledged)


@pytest.mark.row("AN-19")
def test_a_reaction_is_received_once_and_is_in_time_until_the_last_day() -> None:
    order = make.a(OrderDispatch, send_at=make.MONDAY, reactions_until=UNTIL)
    queued = make.a(QueueLetters, letter_ids=LETTERS[:1])
    told = change.given_after(*approved(), order, queued)
    [event] = told.when(react).then(ReactionReceived)
    assert event.in_time
    told.given_after(react).when(react).then_nothing()
    last = react.model_copy(update={"received_on": UNTIL, "at": noon(UNTIL)})
    assert told.when(last).then(ReactionReceived)[0].in_time
    day_after = UNTIL + timedelta(days=1)
    late = react.model_copy(update={"received_on": day_after, "at": noon(day_after)})
    assert not told.when(late).then(ReactionReceived)[0].in_time


def test_without_a_last_day_no_reaction_is_late() -> None:
    assert change.given_after(*sent()).when(react).then(ReactionReceived)[0].in_time


def test_only_who_was_told_can_react() -> None:
    stranger = react.model_copy(update={"contract_id": CONTRACTS[2]})
    change.given_after(*sent()).when(stranger).then_refused("not_a_recipient")
    change.given_after(*ordered()).when(react).then_refused("letter_not_sent")
    early = react.model_copy(update={"received_on": TODAY + timedelta(days=1)})
    change.given_after(*sent()).when(early).then_refused("not_yet_done")


@pytest.mark.row("AN-19")
def test_a_reaction_is_handled_with_an_answer_that_is_a_letter_of_its_own() -> None:
    received = change.given_after(*sent(), react)
    assert [each.reaction_id for each in unhandled_objections(received.state)] == [REACTION]
    [event] = received.when(handle).then(ReactionHandled)
    assert (event.handling, event.digest) == ("adopted", ANSWER)
    state = received.given_after(handle).state
    letter = state.letters[reply_letter(REACTION)]
    assert (letter.kind, letter.contract_id) == ("reply", CONTRACTS[0])
    assert state.due_at(reply_letter(REACTION)) == noon(TODAY)
    assert unhandled_objections(state) == []
    received.given_after(handle).when(handle).then_nothing()


def test_an_answer_is_given_once() -> None:
    handled = change.given_after(*sent(), react, handle)
    otherwise = handle.model_copy(update={"handling": "rejected"})
    handled.when(otherwise).then_refused("already_handled")


@pytest.mark.parametrize("handling", ["answered", "noted", "adopted", "rejected"])
def test_an_objection_is_not_handled_without_an_answer(handling: str) -> None:
    silent = handle.model_copy(update={"handling": handling, "digest": None})
    change.given_after(*sent(), react).when(silent).then_refused("no_answer")


def test_an_agreement_can_be_noted_and_answered_later() -> None:
    agreed = react.model_copy(update={"nature": "agreement"})
    noted = handle.model_copy(update={"handling": "noted", "digest": None})
    received = change.given_after(*sent(), agreed)
    received.when(noted).then(ReactionHandled)
    assert reply_letter(REACTION) not in received.given_after(noted).state.letters
    received.given_after(noted).when(handle).then(ReactionHandled)


def test_what_nobody_said_is_not_handled() -> None:
    change.given_after(*sent()).when(handle).then_refused("unknown_reaction")


@pytest.mark.row("AN-19")
def test_providers_can_react_to_a_change_that_was_withdrawn_and_are_answered() -> None:
    told = change.given_after(*sent(recipient()), react, WITHDRAWN)
    told.when(handle).then(ReactionHandled)
    told.when(acknowledge).then(LetterAcknowledged)


@pytest.mark.row("CC-08")
def test_an_objection_does_not_stop_a_change_as_the_municipality_decides() -> None:
    objected = change.given_after(*sent(), react).state
    assert objected.may_count(CONTRACTS[0])


@pytest.mark.row("AN-19")
@pytest.mark.parametrize("given_up", [(), (WITHDRAWN,)], ids=["goes on", "withdrawn"])
def test_an_answer_leaves_at_once_also_when_the_change_was_withdrawn(
    given_up: tuple[WithdrawChange, ...],
) -> None:
    answered = change.given_after(*sent(), react, *given_up, handle)
    letter_id = reply_letter(REACTION)
    step = next_step(answered.state, noon(TODAY))
    assert (step.kind, letter_id in step.letter_ids) == ("send", True)
    queue = make.a(QueueLetters, letter_ids=(letter_id,), at=noon(TODAY))
    answered.when(queue).then(LettersQueued)
    taken_over = make.a(RecordReceipts, receipts=(receipt(letter_id, TODAY),), at=noon(TODAY))
    answered.given_after(queue).when(taken_over).then(LetterSent)
