"""The rules of announcing otherwise: something else in place of it, or to more contracts."""

from dataclasses import replace
from typing import assert_never

from domain.base import Refused, made
from domain.change.commands import JoinChange, ProposeChange, ReplaceAnnouncement
from domain.change.events import AnnouncementReplaced, ChangeEvent, ContractsJoined
from domain.change.letters import Letter, Letters
from domain.change.parts import Recipient
from domain.change.standing import Change
from domain.dates import local_day


def replace_announcement(command: ReplaceAnnouncement, change: Change) -> list[ChangeEvent]:
    """Announce something else. Its letters are laid out, approved and ordered anew (AN-14).

    The clock: who was told of other terms has not been told of these, so that each must be told
    again by its own last lawful day. A mended slip of the pen leaves every day as it is.
    """
    now = (change.description, dict(change.terms), change.provisions)
    if now == (command.description, command.terms, command.provisions):
        return []
    if change.in_force:
        raise Refused("in_force", "the change is in force already: propose a new one")
    refuse_figures_without_words(command)
    return [
        AnnouncementReplaced(
            change_id=command.change_id,
            description=command.description,
            terms=command.terms,
            provisions=command.provisions,
            nature=command.nature,
            decided_by=command.decided_by,
            reason=command.reason,
            **made(command),
        )
    ]


def refuse_figures_without_words(command: ReplaceAnnouncement | ProposeChange) -> None:
    for name in command.provisions:
        if name not in command.terms:
            raise Refused(
                "provision_without_term",
                "“%(name)s” is given in figures only: give the term of that name in words too",
                name=name,
            )


def join(command: JoinChange, change: Change) -> list[ChangeEvent]:
    """Add contracts that came under the change after its letters were ordered (AN-15).

    One that was concluded with the announced terms in view gets its letter all the same, and
    needs none in time; any other is judged by its own clause.
    """
    joining = tuple(
        recipient_of(each, command, change)
        for each in command.recipients
        if each.contract_id not in change.recipients
        and (each.segment or change.scope.segments[0]) not in change.narrowed_segments
    )
    if not joining:
        return []
    if change.send_at is None:
        raise Refused("not_ordered", "the letters were not ordered yet: lay them out anew instead")
    if change.everywhere:
        raise Refused("in_force", "the change is in force: conclude the contract with its terms")
    return [ContractsJoined(change_id=command.change_id, recipients=joining, **made(command))]


def recipient_of(recipient: Recipient, command: JoinChange, change: Change) -> Recipient:
    """The recipient as it joins: on this day, and knowing only what is announced now."""
    return recipient.model_copy(
        update={
            "joined_on": recipient.joined_on or local_day(command.at),
            "knew": recipient.knew and recipient.contract_id not in change.knew_otherwise,
        }
    )


def evolve(change: Change, event: AnnouncementReplaced | ContractsJoined) -> Change:
    """What these facts do to how the change stands."""
    match event:
        case AnnouncementReplaced():
            return replaced(change, event)
        case ContractsJoined():
            more = {each.contract_id: each for each in event.recipients}
            letters = {each.letter_id: Letter(each.contract_id) for each in event.recipients}
            return replace(
                change,
                recipients={**change.recipients, **more},
                letters=change.letters.and_also(letters),
            )
        case _:
            assert_never(event)


def replaced(change: Change, event: AnnouncementReplaced) -> Change:
    keeps = event.nature == "writing_error"
    letters = Letters.by_id(
        {
            key: each.replaced(keeps_its_day=keeps) if each.announces else each
            for key, each in change.letters.items()
        }
    )
    change = replace(
        change,
        description=event.description,
        terms=event.terms,
        provisions=event.provisions,
        replaced=event,
        letters=letters,
        approved=False,
        send_at=None,
        to_redraft=bool(change.recipients),
    )
    if keeps:
        return change
    knew = {key for key, each in change.recipients.items() if each.knew}
    recipients = {
        key: each.model_copy(update={"knew": False}) if each.knew else each
        for key, each in change.recipients.items()
    }
    return replace(
        change,
        recipients=recipients,
        restarted=True,
        knew_otherwise=change.knew_otherwise | knew,
        announced=False,
        reminded=frozenset(),
        missed=False,
        held_back=frozenset(),
    )
