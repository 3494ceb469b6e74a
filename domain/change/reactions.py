"""The rules of what providers say back: that they have the letter, and what they think of it."""

from dataclasses import replace
from typing import assert_never

from domain.base import Refused, made
from domain.change.commands import AcknowledgeLetter, HandleReaction, ReceiveReaction
from domain.change.events import (
    ChangeEvent,
    LetterAcknowledged,
    ReactionHandled,
    ReactionReceived,
)
from domain.change.letters import Letter, reply_letter
from domain.change.parts import ReplyLetter
from domain.change.standing import Change
from domain.dates import local_day

SaidBack = LetterAcknowledged | ReactionReceived | ReactionHandled


def evolve(change: Change, event: SaidBack) -> Change:
    """Apply a fact. An answer is a letter of its own, which may leave at once."""
    match event:
        case LetterAcknowledged():
            letter = replace(change.letters[event.letter_id], acknowledged=True)
            return replace(change, letters=change.letters.but(event.letter_id, letter))
        case ReactionReceived():
            return replace(change, reactions={**change.reactions, event.reaction_id: event})
        case ReactionHandled():
            change = replace(change, handled={**change.handled, event.reaction_id: event})
            if event.reply is None:
                return change
            reply = {event.reply.letter_id: Letter(event.reply.contract_id, kind="reply")}
            return replace(change, letters=change.letters.and_also(reply))
        case _:
            assert_never(event)


def left(letter: Letter) -> bool:
    """Whether it went out, or may have: the mail server's answer is recorded a while later."""
    return letter.status in ("queued", "deferred", "sent")


def acknowledge(command: AcknowledgeLetter, change: Change) -> list[ChangeEvent]:
    """The first time counts. A letter that was replaced since can no longer be acknowledged."""
    letter = change.letters.get(command.letter_id)
    if letter is None:
        raise Refused(
            "unknown_letter", "the change has no letter %(letter)s", letter=command.letter_id
        )
    if command.edition not in (None, letter.edition):
        raise Refused(
            "letter_replaced", "this letter was replaced by a later one; acknowledge that one"
        )
    if letter.acknowledged:
        return []
    if not left(letter):
        raise Refused("letter_not_sent", "this letter has not been sent, so nobody can have it")
    return [
        LetterAcknowledged(
            change_id=command.change_id,
            letter_id=command.letter_id,
            contract_id=letter.contract_id,
            **made(command),
        )
    ]


def receive(command: ReceiveReaction, change: Change) -> list[ChangeEvent]:
    """Only who was told can react; after the last day a reaction counts as late."""
    if command.reaction_id in change.reactions:
        return []
    recipient = change.recipients.get(command.contract_id)
    if recipient is None:
        raise Refused(
            "not_a_recipient", "this change is not meant for the contract, so nobody was asked"
        )
    letter = change.letters[recipient.letter_id]
    if not (letter.told or left(letter)):
        raise Refused("letter_not_sent", "the announcement has not been sent to this provider yet")
    if command.received_on > local_day(command.at):
        raise Refused("not_yet_done", "%(day)s has not come yet", day=command.received_on)
    last = change.reactions_until
    return [
        ReactionReceived(
            change_id=command.change_id,
            reaction_id=command.reaction_id,
            contract_id=command.contract_id,
            nature=command.nature,
            received_on=command.received_on,
            in_time=last is None or command.received_on <= last,
            digest=command.digest,
            **made(command),
        )
    ]


def handle(command: HandleReaction, change: Change) -> list[ChangeEvent]:
    """An answer is given once; what was only noted can still be answered."""
    reaction = change.reactions.get(command.reaction_id)
    if reaction is None:
        raise Refused("unknown_reaction", "the change has no such reaction")
    before = change.handled.get(command.reaction_id)
    if before and (before.handling, before.reason, before.digest) == (
        command.handling,
        command.reason,
        command.digest,
    ):
        return []
    if before and before.digest:
        raise Refused("already_handled", "this reaction was answered; its provider has the answer")
    only_noted = command.handling == "noted" and reaction.nature in ("suggestion", "agreement")
    if command.digest is None and not only_noted:
        raise Refused(
            "no_answer",
            "write an answer to the provider: only a suggestion or an agreement can be noted "
            "without one",
        )
    return [
        ReactionHandled(
            change_id=command.change_id,
            reaction_id=command.reaction_id,
            handling=command.handling,
            reason=command.reason,
            digest=command.digest,
            reply=reply_of(reaction, change) if command.digest else None,
            **made(command),
        )
    ]


def reply_of(reaction: ReactionReceived, change: Change) -> ReplyLetter | None:
    """The letter for an answer; none where a later draft passed the contract over."""
    recipient = change.recipients.get(reaction.contract_id)
    if recipient is None:
        return None
    return ReplyLetter(
        letter_id=reply_letter(reaction.reaction_id),
        contract_id=recipient.contract_id,
        contract_number=recipient.contract_number,
        provider_id=recipient.provider_id,
        clause=recipient.clause,
    )


def unhandled_objections(change: Change) -> list[ReactionReceived]:
    """Objections that wait for an answer. They do not stop the change: the municipality decides
    (CC-08), but whoever puts it in force is told of them."""
    return [
        each
        for reaction_id, each in change.reactions.items()
        if each.nature == "objection" and reaction_id not in change.handled
    ]
