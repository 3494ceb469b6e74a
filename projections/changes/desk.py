"""What the change desk did and heard, as it shows on the row of a change."""

from dataclasses import replace
from typing import assert_never

from domain.change.events import (
    AnnouncementBarred,
    AnnouncementCleared,
    AnnouncementMandated,
    AnnouncementReplaced,
    ChangeAssessed,
    ChangePaused,
    ChangePublished,
    ChangeResumed,
    ContractsJoined,
    NoticeRuled,
    ReactionHandled,
    ReactionReceived,
    ReservationLifted,
)
from domain.dates import local_day
from projections.changes.rows import (
    Bar,
    ChangeRow,
    Joined,
    Lifted,
    Pause,
    Reacted,
    Replaced,
    Ruled,
)

Permission = (
    ReservationLifted
    | NoticeRuled
    | AnnouncementMandated
    | AnnouncementBarred
    | AnnouncementCleared
    | ChangePaused
    | ChangeResumed
)
Known = ReactionReceived | ReactionHandled | ChangeAssessed | ChangePublished


def permitted(row: ChangeRow, event: Permission) -> ChangeRow:
    """What was held back for want of a decision is looked at anew once that is there."""
    match event:
        case ReservationLifted():
            lifted = Lifted(event.decided_on, event.reference, event.at)
            return replace(row, lifted=lifted, held_back_contracts=(), earliest=None)
        case NoticeRuled():
            ruled = Ruled(event.ruling, event.at, event.by)
            return replace(row, ruled=ruled, held_back_contracts=())
        case AnnouncementMandated():
            return replace(row, mandate=event.mandate)
        case AnnouncementBarred():
            return replace(row, bars=(*row.bars, Bar(event.gate, event.procedure_id)))
        case AnnouncementCleared():
            opened = Bar(event.gate, event.procedure_id)
            return replace(row, bars=tuple(each for each in row.bars if each != opened))
        case ChangePaused():
            return replace(row, pause=Pause(event.at, event.by, event.reason))
        case ChangeResumed():
            return replace(row, pause=None)
        case _:
            assert_never(event)


def joined(row: ChangeRow, event: ContractsJoined) -> ChangeRow:
    more = tuple(
        Joined(
            contract_id=each.contract_id,
            contract_number=each.contract_number,
            joined_on=each.joined_on or local_day(event.at),
            knew=each.knew,
        )
        for each in event.recipients
    )
    to_tell = [each for each in event.recipients if not each.knew]
    return replace(
        row,
        joined=(*row.joined, *more),
        recipients=row.recipients + len(more),
        clauses=tuple(dict.fromkeys((*row.clauses, *(each.clause for each in to_tell)))),
        latest=min([row.latest, *(each.latest for each in to_tell)]),
    )


def replaced(row: ChangeRow, event: AnnouncementReplaced) -> ChangeRow:
    """The letters are laid out, approved and ordered anew; with other terms nobody was told."""
    restarts = event.nature != "writing_error"
    others = row.other_letters
    before = Replaced(
        description=row.description,
        terms=row.terms,
        restarts=restarts,
        decided_by=event.decided_by,
        reason=event.reason,
        at=event.at,
        by=event.by,
    )
    row = replace(
        row,
        replaced=(*row.replaced, before),
        description=event.description,
        terms=event.terms,
        provisions=event.provisions,
        announcement="none",
        approved_at=None,
        approved_by=None,
        send_at=None,
        ordered_by=None,
        queued_at=None,
        sent=0,
        deferred_letters=tuple(each for each in row.deferred_letters if each in others),
        refused_letters=tuple(each for each in row.refused_letters if each in others),
    )
    if not restarts:
        return row
    return replace(row, announced_on=None, missed_at=None, earliest=None, held_back_contracts=())


def known(row: ChangeRow, event: Known) -> ChangeRow:
    match event:
        case ReactionReceived():
            reacted = Reacted(
                reaction_id=event.reaction_id,
                contract_id=event.contract_id,
                nature=event.nature,
                received_on=event.received_on,
                in_time=event.in_time,
            )
            return replace(row, reactions=(*row.reactions, reacted))
        case ReactionHandled():
            reactions = (
                replace(each, handling=event.handling)
                if each.reaction_id == event.reaction_id
                else each
                for each in row.reactions
            )
            return replace(row, reactions=tuple(reactions))
        case ChangeAssessed():
            return replace(
                row, assessment=event.assessment, assessed_at=event.at, assessed_by=event.by
            )
        case ChangePublished():
            return replace(row, publications=(*row.publications, event.publication))
        case _:
            assert_never(event)
