"""The rules of retention: nothing goes before its time, nothing that is held, nothing by one."""

from typing import Any, assert_never

from domain.base import Decider, Refused, made
from domain.dates import local_day
from domain.retention.commands import (
    DecidePeriod,
    DropDestruction,
    LiftHold,
    ListDestruction,
    PlaceHold,
    RecordDestruction,
    RetentionCommand,
    SignDestruction,
    StartDestruction,
)
from domain.retention.events import (
    DestructionCarriedOut,
    DestructionDropped,
    DestructionListed,
    DestructionSigned,
    DestructionStarted,
    HoldLifted,
    HoldPlaced,
    PeriodDecided,
    RetentionEvent,
)
from domain.retention.parts import SIGNATURES, Item
from domain.retention.state import DestructionList, Retention, evolve


def decide(command: RetentionCommand, retention: Retention) -> list[RetentionEvent]:
    """Say which facts follow from a command. Raise `Refused` if it breaks a rule."""
    match command:
        case DecidePeriod():
            return period(command, retention)
        case PlaceHold():
            return hold(command, retention)
        case LiftHold():
            return lift(command, retention)
        case ListDestruction():
            return lay_out(command, retention)
        case SignDestruction():
            return sign(command, retention)
        case DropDestruction():
            return drop(command, retention)
        case StartDestruction():
            return start(command, retention)
        case RecordDestruction():
            return record(command, retention)
        case _:
            assert_never(command)


def stamp_of(command: RetentionCommand) -> dict[str, Any]:
    return {"retention_id": command.retention_id, **made(command)}


def period(command: DecidePeriod, retention: Retention) -> list[RetentionEvent]:
    """A source gives the least; who decides may keep it longer, not shorter."""
    least = command.stated.years if command.stated else None
    if least is not None and command.years is not None and command.years < least:
        raise Refused(
            "shorter_than_its_source",
            "%(years)s years are fewer than the %(least)s that the source states: keep it at least "
            "that long, or have the source of the shipped period corrected first",
            years=command.years,
            least=least,
        )
    said = command.model_dump(include={"of", "years", "decided_by", "decided_on", "reference"})
    known = retention.periods.get(command.of)
    if known is not None and known.model_dump(include=set(said)) == said:
        return []
    return [PeriodDecided(reason=command.reason, **said, **stamp_of(command))]


def hold(command: PlaceHold, retention: Retention) -> list[RetentionEvent]:
    if command.programme_id is None and not command.stream_ids:
        raise Refused(
            "nothing_held", "say what is to be held: a programme, or contracts, changes, decisions"
        )
    if command.hold_id in retention.holds or command.hold_id in retention.lifted:
        return []
    said = command.model_dump(exclude={"kind", "command_id", "at", "by", "correlation"})
    return [HoldPlaced(**said, **made(command))]


def lift(command: LiftHold, retention: Retention) -> list[RetentionEvent]:
    if command.hold_id in retention.lifted:
        return []
    if command.hold_id not in retention.holds:
        raise Refused("unknown_hold", "there is no such hold: look at the list of holds")
    return [
        HoldLifted(
            hold_id=command.hold_id,
            decided_by=command.decided_by,
            reason=command.reason,
            **stamp_of(command),
        )
    ]


def lay_out(command: ListDestruction, retention: Retention) -> list[RetentionEvent]:
    known = retention.lists.get(command.list_id)
    if known is not None and known.listed.items == command.items:
        return []
    if known is not None:
        raise Refused("listed_before", "there is another list by this id: give this one its own")
    taken = retention.taken
    for item in command.items:
        refuse_early(item, command, retention)
        refuse_held(item, retention)
        if item.stream_id in taken:
            raise Refused(
                "on_another_list",
                "%(about)s stands on another list: sign that one, or drop it first",
                about=item.about,
            )
    return [DestructionListed(list_id=command.list_id, items=command.items, **stamp_of(command))]


def refuse_early(item: Item, command: ListDestruction, retention: Retention) -> None:
    due = retention.due(item.kind, item.closed_on)
    if due is None:
        raise Refused(
            "period_open",
            "how long a %(kind)s is kept was not decided: decide that first, with its reason",
            kind=item.kind,
        )
    if due != item.due or due > local_day(command.at):
        raise Refused(
            "not_due", "%(about)s is kept until %(due)s: leave it out", about=item.about, due=due
        )


def refuse_held(item: Item, retention: Retention) -> None:
    holding = retention.held(item)
    if holding is not None:
        raise Refused(
            "held",
            "%(about)s is held by %(decided_by)s, “%(ground)s”: leave it out, or have the hold "
            "lifted",
            about=item.about,
            decided_by=holding.decided_by,
            ground=holding.reason,
        )


def open_list(
    command: SignDestruction | DropDestruction | StartDestruction | RecordDestruction,
    retention: Retention,
) -> DestructionList:
    found = retention.lists.get(command.list_id)
    if found is None:
        raise Refused("unknown_list", "there is no such list: lay one out first")
    if found.stage in ("dropped", "carried_out"):
        raise Refused(
            "list_is_done", "this list was carried out or dropped: lay out another for what is left"
        )
    return found


def sign(command: SignDestruction, retention: Retention) -> list[RetentionEvent]:
    """By two people; what came to be held since the list was laid out stops the second."""
    found = retention.lists.get(command.list_id)
    if found is not None and any(each.by == command.by for each in found.signed):
        raise Refused("signed_already", "you signed this list: somebody else must sign it as well")
    found = open_list(command, retention)
    if found.stage != "to_sign":
        raise Refused("signed_by_two", "two people signed this list: it can be carried out")
    for item in found.listed.items:
        refuse_held(item, retention)
    return [
        DestructionSigned(list_id=command.list_id, signed_as=command.signed_as, **stamp_of(command))
    ]


def drop(command: DropDestruction, retention: Retention) -> list[RetentionEvent]:
    found = open_list(command, retention)
    if found.stage == "started":
        raise Refused(
            "started", "this list is being carried out: place a hold on what must not be destroyed"
        )
    return [DestructionDropped(list_id=command.list_id, reason=command.reason, **stamp_of(command))]


def start(command: StartDestruction, retention: Retention) -> list[RetentionEvent]:
    """Said anew when something came to be held meanwhile; otherwise once."""
    found = open_list(command, retention)
    if len(found.signed) < SIGNATURES:
        raise Refused(
            "not_signed",
            "this list was signed by %(signed)s and needs the signatures of two people",
            signed=len(found.signed),
        )
    held = tuple(each.stream_id for each in found.listed.items if retention.held(each))
    going = tuple(each.stream_id for each in found.listed.items if each.stream_id not in held)
    if not going:
        raise Refused("all_held", "all that is on this list is held: lift the holds, or drop it")
    return [
        DestructionStarted(
            list_id=command.list_id, stream_ids=going, held=held, **stamp_of(command)
        )
    ]


def record(command: RecordDestruction, retention: Retention) -> list[RetentionEvent]:
    found = retention.lists.get(command.list_id)
    if found is not None and found.carried_out:
        return []
    if open_list(command, retention).started is None:
        raise Refused("not_started", "the destruction of this list was not started")
    return [
        DestructionCarriedOut(
            list_id=command.list_id,
            streams=command.streams,
            events=command.events,
            **stamp_of(command),
        )
    ]


RETENTION = Decider(
    name="retention",
    identity="retention_id",
    initial=Retention(),
    decide=decide,
    evolve=evolve,
)
