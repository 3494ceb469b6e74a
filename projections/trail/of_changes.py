"""How the events of a change hang together."""

from domain.change.events import (
    AnnouncementApproved,
    AnnouncementBarred,
    AnnouncementCleared,
    AnnouncementDrafted,
    AnnouncementMandated,
    AnnouncementMissed,
    AnnouncementReplaced,
    ChangeAdopted,
    ChangeAnnounced,
    ChangeEvent,
    ChangeHeldBack,
    ChangePostponed,
    ChangeProposed,
    ChangeTookEffect,
    ContractsJoined,
    DispatchOrdered,
    LetterAcknowledged,
    LetterSent,
    LettersQueued,
    NoticeOverridden,
    NoticeRuled,
    ReactionHandled,
    ReactionReceived,
    ReservationLifted,
    WithdrawalOrdered,
)
from projections.trail.words import about

_STAGES: dict[type[ChangeEvent], str] = {
    ChangeProposed: "change",
    ChangePostponed: "change",
    AnnouncementReplaced: "change",
    ChangeAdopted: "adopted",
    AnnouncementDrafted: "drafted",
    ContractsJoined: "drafted",
    AnnouncementApproved: "approved",
    AnnouncementMandated: "mandate",
    DispatchOrdered: "ordered",
    LettersQueued: "ordered",
    WithdrawalOrdered: "withdrawal",
    ChangeAnnounced: "announced",
    AnnouncementMissed: "missed",
    NoticeOverridden: "override",
    NoticeRuled: "ruled",
    ReservationLifted: "lifted",
    ChangeTookEffect: "effect",
    ChangeHeldBack: "effect",
}
"""What each gives, for others of the same change to rest on."""

_AFTER: dict[type[ChangeEvent], tuple[str, ...]] = {
    ChangeAdopted: ("change",),
    AnnouncementDrafted: ("adopted", "change"),
    AnnouncementApproved: ("drafted",),
    DispatchOrdered: ("approved", "mandate"),
    LettersQueued: ("withdrawal", "ordered"),
    LetterSent: ("ordered",),
    ChangeAnnounced: ("sent", "ordered"),
    NoticeOverridden: ("missed", "change"),
    ChangePostponed: ("missed", "change"),
    ChangeTookEffect: ("announced", "override", "ruled", "lifted", "adopted", "change"),
    ChangeHeldBack: ("announced", "missed", "change"),
}
"""What each rests on; all others on the change as it was last proposed."""


def given_by_change(event: ChangeEvent) -> tuple[str, ...]:
    stage = _STAGES.get(type(event))
    own = about(stage, event.change_id) if stage else ()
    match event:
        case LetterSent():
            told = about("told", event.change_id, event.contract_id)
            return (*own, *told, *about("sent", event.change_id))
        case ReactionReceived():
            return (*own, *about("reaction", event.reaction_id))
        case _:
            return own


def rests_of_change(event: ChangeEvent) -> tuple[str, ...]:
    stages = _AFTER.get(type(event), ("change",))
    rests = tuple(each for stage in stages for each in about(stage, event.change_id))
    match event:
        case ChangeProposed():
            return _proposed(event)
        case AnnouncementBarred() | AnnouncementCleared():
            opened = about("opened", event.procedure_id, event.gate)
            return (*opened, *about("procedure", event.procedure_id), *rests)
        case LetterAcknowledged():
            return (*about("told", event.change_id, event.contract_id), *rests)
        case ReactionReceived():
            return (*about("told", event.change_id, event.contract_id), *rests)
        case ReactionHandled():
            return (*about("reaction", event.reaction_id), *rests)
        case _:
            return rests


def _proposed(event: ChangeProposed) -> tuple[str, ...]:
    """The plan items that it carries out, the clause it was reckoned with, what it waits for."""
    programme_id = event.programme_id
    items = (event.announce_item, event.effect_item)
    clause = event.clause
    reserved = event.reservation.decision_id if event.reservation else None
    return (
        *(each for item in items for each in about("item", programme_id, item)),
        *about("clause", programme_id, clause.clause_id, clause.clause_version),
        *about("decision", reserved),
        *about("programme", programme_id),
    )
